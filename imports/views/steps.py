"""Where imports begin, and their first steps: upload, columns; and the page that waits for the worker."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.models import JobState
from common.paging import keyset_page
from common.tabular.limits import FileRefused
from common.views import AuthedRequest, form_page, redirect_to
from imports import selectors, services
from imports.domain.flow import OPEN_STATES, ImportState
from imports.forms import ColumnsForm, UploadForm
from imports.models import Batch
from imports.services.steps import remembered_options
from imports.workbook import template_for
from suppliers.importing_forms import ReadingForm

PAGE_OF = {
    ImportState.COLUMNS: "imports:columns",
    ImportState.CHECKING: "imports:waiting",
    ImportState.SUPPLIERS: "imports:names",
    ImportState.REVIEW: "imports:review",
    ImportState.WRITING: "imports:waiting",
    ImportState.WRITTEN: "imports:result",
    ImportState.DISCARDED: "imports:list",
}
MAX_PREVIEW_ROWS = 12
PASSED = "This import has gone on in the meantime."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def to_step(request: AuthedRequest, batch: Batch, message: str = "") -> HttpResponse:
    """On to the page where this import stands."""
    batch.refresh_from_db(fields=["state"])
    state = ImportState(batch.state)
    args = [] if state is ImportState.DISCARDED else [batch.pk]
    return redirect_to(request, reverse(PAGE_OF[state], args=args), message, level=messages.INFO)


def posted(request: AuthedRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def is_open(batch: Batch) -> bool:
    return ImportState(batch.state) in OPEN_STATES


@requires(Permission.RECORD_IMPORT, listing=True)
def import_list(request: AuthedRequest) -> HttpResponse:
    """What can be imported, and one's own imports, to go on with."""
    page = keyset_page(
        selectors.imports_for_list(request.user),
        sort=selectors.NEWEST,
        descending=True,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        size=20,
    )
    return render(request, "imports/list.html", {"kinds": selectors.kinds_for(request.user), "page": page})


@requires(Permission.RECORD_IMPORT)
def import_start(request: AuthedRequest, kind: str) -> HttpResponse:
    """Upload a file with records of one kind."""
    chosen = selectors.kind_or_404(request.user, kind)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.start_import(chosen, request.user, form.cleaned_data["file"])
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect_to(request, reverse("imports:columns", args=[batch.pk]))
    return form_page(request, "imports/start.html", {"form": form, "kind": chosen})


@requires(Permission.RECORD_IMPORT)
def import_template(request: AuthedRequest, kind: str) -> HttpResponse:
    """The workbook to fill in."""
    chosen = selectors.kind_or_404(request.user, kind)
    response = HttpResponse(template_for(chosen), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{slugify(chosen.title)}-template.xlsx"'
    return response


@requires(Permission.RECORD_IMPORT)
def import_detail(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Where this import stands."""
    batch, _kind = selectors.import_of(request.user, import_id)
    state = ImportState(batch.state)
    return redirect(PAGE_OF[state], *([] if state is ImportState.DISCARDED else [batch.pk]))


@requires(Permission.RECORD_IMPORT)
def import_reading(request: AuthedRequest, import_id: int) -> HttpResponse:
    """How the file was recognised, with its first rows; every guess can be corrected."""
    batch, kind = selectors.import_of(request.user, import_id)
    if not is_open(batch):
        return to_step(request, batch)
    found = services.preview(batch).found
    form = ReadingForm(batch, found, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_reading(batch, form.options)
        except FileRefused as error:
            form.add_error(None, str(error))
        except services.StepPassed:
            return to_step(request, batch, PASSED)
        else:
            again = "look" in request.POST
            return redirect("imports:reading" if again else "imports:columns", batch.pk)
    rows = found.table.rows[:MAX_PREVIEW_ROWS]
    context = {"batch": batch, "kind": kind, "here": "columns", "form": form, "found": found, "rows": rows}
    return form_page(request, "imports/reading.html", context)


@requires(Permission.RECORD_IMPORT)
def import_columns(request: AuthedRequest, import_id: int) -> HttpResponse:
    """What the columns mean; then the worker checks the rows."""
    batch, kind = selectors.import_of(request.user, import_id)
    if not is_open(batch):
        return to_step(request, batch)
    shown = services.preview(batch)
    form = ColumnsForm(kind, shown, remembered_options(batch), posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_columns(batch, form.mapping, form.options)
            services.start_check(batch)
        except services.StepPassed:
            return to_step(request, batch, PASSED)
        return redirect_to(request, reverse("imports:waiting", args=[batch.pk]))
    context = {
        "batch": batch,
        "kind": kind,
        "here": "columns",
        "form": form,
        "found": shown.found,
        "tables": _tables(shown, form),
        "asked": [form[f"option-{key}"] for key in form.asked],
        "missing_parts": [part.title for part in kind.parts if part.key not in {each.key for each in shown.parts}],
    }
    return form_page(request, "imports/columns.html", context)


def _tables(shown: services.Preview, form: ColumnsForm) -> list[dict[str, object]]:
    return [
        {
            "title": part.title,
            "notes": part.table.notes,
            "columns": [
                {
                    "field": form[form.column_name(place, index)],
                    "header": header,
                    "guess": shown.guesses[part.key][index],
                    "samples": part.table.samples(index),
                }
                for index, header in enumerate(part.table.headers)
            ],
        }
        for place, part in enumerate(shown.parts)
    ]


@requires(Permission.RECORD_IMPORT)
def import_waiting(request: AuthedRequest, import_id: int) -> HttpResponseBase:
    """The worker checks or writes; a check that failed or was cancelled can be started again."""
    batch, kind = selectors.import_of(request.user, import_id)
    if batch.state not in (ImportState.CHECKING.value, ImportState.WRITING.value):
        return to_step(request, batch)
    stuck = batch.job is None or batch.job.state in (JobState.FAILED.value, JobState.CANCELLED.value)
    is_writing = batch.state == ImportState.WRITING.value
    context = {"batch": batch, "kind": kind, "job": batch.job, "is_stuck": stuck, "is_writing": is_writing}
    return render(request, "imports/waiting.html", context)


@require_POST
@requires(Permission.RECORD_IMPORT)
def import_check(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Check the rows once more, after decisions or a check that did not end."""
    batch, _kind = selectors.import_of(request.user, import_id)
    if not batch.mapping:
        return to_step(request, batch)
    try:
        services.start_check(batch)
    except services.StepPassed:
        return to_step(request, batch, PASSED)
    return redirect_to(request, reverse("imports:waiting", args=[batch.pk]))


@require_POST
@requires(Permission.RECORD_IMPORT)
def import_reopen(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Back to the columns, or to the review, from a job that did not end."""
    batch, _kind = selectors.import_of(request.user, import_id)
    services.reopen(batch)
    return to_step(request, batch)


@require_POST
@requires(Permission.RECORD_IMPORT)
def import_discard(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Give an import up."""
    batch, _kind = selectors.import_of(request.user, import_id)
    try:
        services.discard(batch, user=request.user)
    except services.StepPassed:
        return to_step(request, batch, "This import cannot be given up any more.")
    return redirect_to(request, reverse("imports:list"), f"{batch} was given up. Nothing of it was imported.")
