"""What would be written and what was: rows, problems, the write, its result, and the rows to send again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.paging import Page, keyset_page
from common.tables import ONLY_WORKBOOK, export_as
from common.views import AuthedRequest, redirect_to
from imports import labels as words
from imports import selectors, services
from imports.domain.flow import ImportState, Outcome
from imports.exports import is_workbook, rejected_rows
from imports.models import Batch, Line
from imports.models.line import LineQuerySet
from imports.views.steps import PASSED, to_step


def lines_page(request: AuthedRequest, lines: LineQuerySet) -> "Page[Line]":
    after, before = request.GET.get("after"), request.GET.get("before")
    return keyset_page(lines, sort=selectors.BY_NUMBER, after=after, before=before)


@requires(Permission.RECORD_IMPORT)
def import_review(request: AuthedRequest, import_id: int) -> HttpResponse:
    """What would be written and what stands against it."""
    batch, kind = selectors.import_of(request.user, import_id)
    if batch.state != ImportState.REVIEW.value:
        return to_step(request, batch)
    context = {
        "batch": batch,
        "kind": kind,
        "here": "review",
        "review": selectors.review_of(batch, request.user),
        "is_workbook": is_workbook(batch, kind),
        "names": sum(selectors.name_counts(batch).values()),
    }
    return render(request, "imports/review.html", context)


@requires(Permission.RECORD_IMPORT, listing=True)
def import_lines(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Every row, or those with one problem or of one fate."""
    batch, kind = selectors.import_of(request.user, import_id)
    if batch.state != ImportState.REVIEW.value:
        return to_step(request, batch)
    outcome = _known(request.GET.get("outcome", ""))
    problem = request.GET.get("problem", "")
    problem = problem if problem.isascii() and problem.isdigit() else ""
    lines = selectors.lines_for_page(batch, request.user, outcome=outcome, problem=problem)
    context = {
        "batch": batch,
        "kind": kind,
        "here": "review",
        "page": lines_page(request, lines),
        "counts": _labelled(batch),
        "outcome": outcome,
        "problem": next((each for each in batch.summary["problems"] if str(each["number"]) == problem), None),
    }
    return render(request, "imports/lines.html", context)


@require_POST
@requires(Permission.RECORD_IMPORT)
def import_changes(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Whether known records are changed to what the file says."""
    batch, _kind = selectors.import_of(request.user, import_id)
    try:
        services.keep_changes(batch, request.POST.get("takes") == "yes")
    except services.StepPassed:
        return to_step(request, batch, PASSED)
    return redirect_to(request, reverse("imports:review", args=[batch.pk]))


@require_POST
@requires(Permission.RECORD_IMPORT)
def import_write(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Write what was accepted."""
    batch, _kind = selectors.import_of(request.user, import_id)
    try:
        services.start_write(batch)
    except services.NothingToWrite as error:
        url = reverse("imports:review", args=[batch.pk])
        return redirect_to(request, url, str(error), level=messages.WARNING)
    except services.StepPassed:
        return to_step(request, batch, PASSED)
    return redirect_to(request, reverse("imports:waiting", args=[batch.pk]))


@requires(Permission.RECORD_IMPORT, listing=True)
def import_result(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Row by row what was done, with links; those left out with their reasons."""
    batch, kind = selectors.import_of(request.user, import_id)
    if batch.state != ImportState.WRITTEN.value:
        return to_step(request, batch)
    outcome = _known(request.GET.get("outcome", ""))
    context = {
        "batch": batch,
        "kind": kind,
        "page": lines_page(request, selectors.lines_for_page(batch, request.user, outcome=outcome)),
        "counts": _labelled(batch),
        "outcome": outcome,
        "again": batch.lines.to_send_again().exists(),
        "is_workbook": is_workbook(batch, kind),
        "list_url": kind.list_url() if kind.list_url else "",
    }
    return render(request, "imports/result.html", context)


@requires(Permission.RECORD_IMPORT)
def import_rejected(request: AuthedRequest, import_id: int, form: str) -> HttpResponseBase:
    """The rows that did not get in, to be corrected and sent again."""
    batch, kind = selectors.import_of(request.user, import_id)
    if form == "csv" and is_workbook(batch, kind):
        return to_step(request, batch, ONLY_WORKBOOK)
    return export_as(form, rejected_rows(batch, kind))


def _known(outcome: str) -> str:
    return outcome if outcome in set(Outcome) else ""


def _labelled(batch: Batch) -> list[tuple[Outcome, str, int]]:
    return [(each, words.OUTCOME_LABELS[each], number) for each, number in selectors.outcome_counts(batch).items()]
