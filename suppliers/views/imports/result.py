"""What an import did, and the rows to correct and send again."""

from collections.abc import Callable, Iterator

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.tables import Column, stream_csv, stream_xlsx
from common.views import AuthedRequest
from suppliers import importing_labels as words
from suppliers import importing_selectors as selectors
from suppliers.domain.importing.columns import PROBLEM_HEADER
from suppliers.domain.importing.flow import ImportState
from suppliers.models import ImportRow, SupplierImport
from suppliers.views.imports.review import rows_page
from suppliers.views.imports.steps import to_step

STREAMS = {"csv": stream_csv, "xlsx": stream_xlsx}


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
    """The rows that did not get in, as they are in the file, with their problems in a last column."""
    batch = selectors.import_for_page(request.user, import_id)
    if kind not in STREAMS:
        raise Http404
    name = f"rejected-{batch.pk}"
    return STREAMS[kind](name, _columns(batch), _rows(batch))


def _columns(batch: SupplierImport) -> list[Column]:
    headers = [header for header in batch.headers if header != PROBLEM_HEADER]
    kept = [index for index, header in enumerate(batch.headers) if header != PROBLEM_HEADER]
    cells = [Column(header, _cell(index)) for header, index in zip(headers, kept, strict=True)]
    return [*cells, Column(PROBLEM_HEADER, _problems)]


def _cell(index: int) -> Callable[[ImportRow], str]:
    return lambda row: row.cells[index] if index < len(row.cells) else ""


def _problems(row: ImportRow) -> str:
    errors = [problem for problem in row.problems if problem["severity"] == "error"]
    texts = [f"{problem['column']}: {problem['message']}".removeprefix(": ") for problem in errors]
    return " ".join([f"Row {row.number}.", *texts, row.outcome_note]).strip()


def _rows(batch: SupplierImport) -> Iterator[ImportRow]:
    return batch.rows.to_send_again().order_by("number").iterator(chunk_size=500)
