"""The first steps of an import: upload, preview, columns; and the page that waits for the worker."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.models import JobState
from common.paging import keyset_page
from common.tabular.limits import FileRefused
from common.views import AuthedRequest, form_page, redirect_to
from suppliers import importing_selectors as selectors
from suppliers.domain.importing.flow import ImportState
from suppliers.importing_forms import ColumnsForm, ReadingForm, UploadForm
from suppliers.models import SupplierImport
from suppliers.services import importing

PAGE_OF = {
    ImportState.READING: "suppliers:import_reading",
    ImportState.COLUMNS: "suppliers:import_columns",
    ImportState.CHECKING: "suppliers:import_waiting",
    ImportState.REVIEW: "suppliers:import_review",
    ImportState.WRITING: "suppliers:import_waiting",
    ImportState.WRITTEN: "suppliers:import_result",
    ImportState.DISCARDED: "suppliers:import_start",
}
MAX_PREVIEW_ROWS = 12


def to_step(request: AuthedRequest, batch: SupplierImport, message: str = "") -> HttpResponse:
    """On to the page where this import stands."""
    batch.refresh_from_db(fields=["state"])
    state = ImportState(batch.state)
    args = [] if state is ImportState.DISCARDED else [batch.pk]
    return redirect_to(request, reverse(PAGE_OF[state], args=args), message, level=messages.INFO)


def posted(request: AuthedRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


@requires(Permission.SUPPLIER_IMPORT, listing=True)
def import_start(request: AuthedRequest) -> HttpResponse:
    """Upload a list; below it one's own imports, to go on with."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = importing.start_import(request.user, form.cleaned_data["file"])
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect_to(request, reverse("suppliers:import_reading", args=[batch.pk]))
    page = keyset_page(
        selectors.imports_for_list(request.user),
        sort=selectors.NEWEST,
        descending=True,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        size=20,
    )
    return form_page(request, "suppliers/imports/start.html", {"form": form, "page": page})


@requires(Permission.SUPPLIER_IMPORT)
def import_detail(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Where this import stands."""
    batch = selectors.import_for_page(request.user, import_id)
    state = ImportState(batch.state)
    return redirect(PAGE_OF[state], *([] if state is ImportState.DISCARDED else [batch.pk]))


@requires(Permission.SUPPLIER_IMPORT)
def import_reading(request: AuthedRequest, import_id: int) -> HttpResponse:
    """How the file was recognised, with its first rows; every guess can be corrected."""
    batch = selectors.import_for_page(request.user, import_id)
    if batch.state not in importing.OPEN_STATES:
        return to_step(request, batch)
    found = importing.preview(batch)
    form = ReadingForm(batch, found, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            importing.change_reading(batch, form.options)
        except FileRefused as error:
            form.add_error(None, str(error))
        except importing.StepPassed:
            return to_step(request, batch, "This import has gone on in the meantime.")
        else:
            again = "look" in request.POST
            return redirect("suppliers:import_reading" if again else "suppliers:import_columns", batch.pk)
    context = {
        "batch": batch,
        "here": "reading",
        "form": form,
        "found": found,
        "rows": found.table.rows[:MAX_PREVIEW_ROWS],
    }
    return form_page(request, "suppliers/imports/reading.html", context)


@requires(Permission.SUPPLIER_IMPORT)
def import_columns(request: AuthedRequest, import_id: int) -> HttpResponse:
    """What the columns mean; then the worker checks the rows."""
    batch = selectors.import_for_page(request.user, import_id)
    if batch.state not in importing.OPEN_STATES:
        return to_step(request, batch)
    found = importing.preview(batch)
    guesses = importing.propose_columns(batch, found)
    form = ColumnsForm(batch, found, guesses, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            importing.set_columns(batch, form.mapping, form.options, user=request.user)
            importing.start_check(batch)
        except importing.StepPassed:
            return to_step(request, batch, "This import has gone on in the meantime.")
        return redirect_to(request, reverse("suppliers:import_waiting", args=[batch.pk]))
    columns = [
        {
            "field": form[f"column-{index}"],
            "header": header,
            "guess": guesses[index],
            "samples": found.table.samples(index),
        }
        for index, header in enumerate(found.table.headers)
    ]
    context = {"batch": batch, "here": "columns", "form": form, "columns": columns, "notes": found.table.notes}
    return form_page(request, "suppliers/imports/columns.html", context)


@requires(Permission.SUPPLIER_IMPORT)
def import_waiting(request: AuthedRequest, import_id: int) -> HttpResponseBase:
    """The worker checks or writes; a check that failed or was cancelled can be started again."""
    batch = selectors.import_for_page(request.user, import_id)
    if batch.state not in (ImportState.CHECKING.value, ImportState.WRITING.value):
        return to_step(request, batch)
    stuck = batch.job is None or batch.job.state in (JobState.FAILED.value, JobState.CANCELLED.value)
    context = {
        "batch": batch,
        "job": batch.job,
        "is_stuck": stuck,
        "is_writing": batch.state == ImportState.WRITING.value,
    }
    return render(request, "suppliers/imports/waiting.html", context)


@require_POST
@requires(Permission.SUPPLIER_IMPORT)
def import_check(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Check the rows once more, after corrections or a check that did not end."""
    batch = selectors.import_for_page(request.user, import_id)
    try:
        importing.start_check(batch)
    except importing.StepPassed:
        return to_step(request, batch, "This import has gone on in the meantime.")
    return redirect_to(request, reverse("suppliers:import_waiting", args=[batch.pk]))


@require_POST
@requires(Permission.SUPPLIER_IMPORT)
def import_reopen(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Back to the columns, or to the decisions, from a job that did not end."""
    batch = selectors.import_for_page(request.user, import_id)
    importing.reopen(batch)
    return to_step(request, batch)


@require_POST
@requires(Permission.SUPPLIER_IMPORT)
def import_discard(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Give an import up."""
    batch = selectors.import_for_page(request.user, import_id)
    try:
        importing.discard(batch, user=request.user)
    except importing.StepPassed:
        return to_step(request, batch, "This import cannot be given up any more.")
    return redirect_to(request, reverse("suppliers:import_start"), f"{batch} was given up. Nothing of it was imported.")
