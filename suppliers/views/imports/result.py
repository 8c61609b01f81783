"""What an import did, and the rows to correct and send again."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.tables import export_as
from common.views import AuthedRequest
from suppliers import importing_labels as words
from suppliers import importing_selectors as selectors
from suppliers.domain.importing.flow import ImportState
from suppliers.importing_exports import rejected_rows
from suppliers.views.imports.review import rows_page
from suppliers.views.imports.steps import to_step


@requires(Permission.SUPPLIER_IMPORT, listing=True)
def import_result(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Row by row what was done, with links; rejected ones with their reasons."""
    batch = selectors.import_for_page(request.user, import_id)
    if batch.state != ImportState.WRITTEN.value:
        return to_step(request, batch)
    outcome = request.GET.get("outcome", "")
    if outcome not in dict(words.outcome_choices()):
        outcome = ""
    counts = selectors.outcome_counts(batch)
    context = {
        "batch": batch,
        "page": rows_page(request, selectors.outcome_rows(batch, outcome, request.user)),
        "counts": [(each, words.OUTCOME_LABELS[each], number) for each, number in counts.items()],
        "outcome": outcome,
        "outcome_labels": words.OUTCOME_LABELS,
        "again": batch.rows.to_send_again().exists(),
    }
    return render(request, "suppliers/imports/result.html", context)


@requires(Permission.SUPPLIER_IMPORT)
def import_rejected(request: AuthedRequest, import_id: int, kind: str) -> HttpResponseBase:
    """The rows that did not get in, to be corrected and sent again."""
    batch = selectors.import_for_page(request.user, import_id)
    return export_as(kind, rejected_rows(batch))
