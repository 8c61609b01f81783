"""The review of an import: problems by row and column, duplicates side by side, and the write."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.paging import Page, keyset_page
from common.problems import Invalid
from common.views import AuthedRequest, form_page, redirect_to
from suppliers import importing_labels as words
from suppliers import importing_selectors as selectors
from suppliers.domain.importing.flow import Decision, ImportState, RowMatch
from suppliers.importing_forms import correction_form, parse_answer
from suppliers.models import ImportRow, SupplierImport
from suppliers.models.imports import ImportRowQuerySet
from suppliers.services import importing
from suppliers.views.imports.steps import posted, to_step

SIDE_BY_SIDE = 15
PASSED = "This import has gone on in the meantime."


def rows_page(request: AuthedRequest, rows: ImportRowQuerySet, size: int = 50) -> "Page[ImportRow]":
    after, before = request.GET.get("after"), request.GET.get("before")
    return keyset_page(rows, sort=selectors.BY_NUMBER, size=size, after=after, before=before)


def asked(request: AuthedRequest, name: str) -> str:
    """A parameter as text that a database can be asked for (PostgreSQL refuses NUL)."""
    data = request.POST if request.method == "POST" else request.GET
    return data.get(name, "").replace("\x00", "")


def _in_review(request: AuthedRequest, import_id: int) -> tuple[SupplierImport, HttpResponse | None]:
    """The import, and where to go instead when it is not in review."""
    batch = selectors.import_for_page(request.user, import_id)
    return batch, None if batch.state == ImportState.REVIEW.value else to_step(request, batch)


@requires(Permission.SUPPLIER_IMPORT)
def import_review(request: AuthedRequest, import_id: int) -> HttpResponse:
    """What would be written, what stands against it, what waits for a decision."""
    batch, elsewhere = _in_review(request, import_id)
    if elsewhere:
        return elsewhere
    review = selectors.review_of(batch)
    can_write = not review.open and not batch.needs_check and (review.create or review.update)
    context = {
        "batch": batch,
        "review": review,
        "can_write": can_write,
        "problems": batch.summary.get("problems", []),
        "notes": batch.summary.get("notes", []),
        "severities": words.SEVERITY_LABELS,
        "match_labels": words.MATCH_LABELS,
    }
    return render(request, "suppliers/imports/review.html", context)


@requires(Permission.SUPPLIER_IMPORT, listing=True)
def import_problems(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Every problem with its row and column."""
    batch, elsewhere = _in_review(request, import_id)
    if elsewhere:
        return elsewhere
    severity, key = asked(request, "severity"), asked(request, "key")
    page = rows_page(request, selectors.problem_rows(batch, severity=severity, key=key))
    context = {
        "batch": batch,
        "page": page,
        "problems": batch.summary.get("problems", []),
        "severities": words.severity_choices(),
        "severity": severity,
        "key": key,
    }
    return render(request, "suppliers/imports/problems.html", context)


@requires(Permission.SUPPLIER_IMPORT, listing=True)
def import_duplicates(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Rows beside the suppliers that they resemble; POST takes the decisions of one page."""
    batch, elsewhere = _in_review(request, import_id)
    if elsewhere:
        return elsewhere
    if request.method == "POST":
        return _decide(request, batch)
    narrowed = {name: asked(request, name) for name in ("match", "reason")}
    only_open = "open" in request.GET
    page = rows_page(request, selectors.duplicate_rows(batch, **narrowed, only_open=only_open), SIDE_BY_SIDE)
    context = {
        "batch": batch,
        "page": page,
        "comparisons": selectors.comparisons(batch, page.rows, request.user),
        "groups": selectors.review_of(batch).groups,
        "match_labels": words.MATCH_LABELS,
        "only_open": only_open,
        **narrowed,
    }
    return render(request, "suppliers/imports/duplicates.html", context)


def _decide(request: AuthedRequest, batch: SupplierImport) -> HttpResponse:
    answers: dict[int, tuple[Decision, int]] = {}
    for name, value in request.POST.items():
        number = name.removeprefix("row-")
        answer = parse_answer(str(value))
        if name.startswith("row-") and number.isascii() and number.isdigit() and len(number) < 9 and answer:
            answers[int(number)] = answer
    try:
        done = importing.decide_rows(batch, answers, user=request.user)
    except importing.StepPassed:
        return to_step(request, batch, PASSED)
    except Invalid as error:
        return redirect_to(request, _next_page(request, batch), str(error), level=messages.ERROR)
    return redirect_to(request, _next_page(request, batch), f"{done} row{'' if done == 1 else 's'} decided.")


def _next_page(request: AuthedRequest, batch: SupplierImport) -> str:
    """Where the form asked to go: the next page of the same list."""
    wanted = request.POST.get("next", "")
    here = reverse("suppliers:import_duplicates", args=[batch.pk])
    return f"{here}{wanted}" if wanted.startswith("?") and url_has_allowed_host_and_scheme(wanted, None) else here


@require_POST
@requires(Permission.SUPPLIER_IMPORT)
def import_decide_all(request: AuthedRequest, import_id: int) -> HttpResponse:
    """One decision for all duplicates of a kind."""
    batch, elsewhere = _in_review(request, import_id)
    if elsewhere:
        return elsewhere
    match, decision = request.POST.get("match", ""), request.POST.get("decision", "")
    if match not in set(RowMatch) or decision not in set(Decision):
        raise Http404
    try:
        done = importing.decide_all(
            batch, RowMatch(match), Decision(decision), user=request.user, reason=asked(request, "reason")
        )
    except importing.StepPassed:
        return to_step(request, batch, PASSED)
    text = f"{done} row{'' if done == 1 else 's'}: {words.DECISION_LABELS[Decision(decision)].lower()}."
    return redirect_to(request, reverse("suppliers:import_review", args=[batch.pk]), text)


@requires(Permission.SUPPLIER_IMPORT)
def import_row(request: AuthedRequest, import_id: int, number: int) -> HttpResponse:
    """One row with its problems; what is wrong is typed anew."""
    batch, elsewhere = _in_review(request, import_id)
    if elsewhere:
        return elsewhere
    row = batch.rows.filter(number=number).first()
    if row is None:
        raise Http404
    form = correction_form(batch, row, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            changed = importing.correct_row(batch, row, form.texts, user=request.user)
        except importing.StepPassed:
            return to_step(request, batch, PASSED)
        text = f"Row {row.number} corrected. Check the list again to take it up." if changed else "Nothing differs."
        return redirect_to(request, reverse("suppliers:import_problems", args=[batch.pk]), text)
    return form_page(request, "suppliers/imports/row.html", {"batch": batch, "row": row, "form": form})


@require_POST
@requires(Permission.SUPPLIER_IMPORT)
def import_write(request: AuthedRequest, import_id: int) -> HttpResponse:
    """Write what was accepted."""
    batch = selectors.import_for_page(request.user, import_id)
    try:
        importing.start_write(batch)
    except importing.StillOpen as error:
        url = reverse("suppliers:import_review", args=[batch.pk])
        return redirect_to(request, url, str(error), level=messages.WARNING)
    except importing.StepPassed:
        return to_step(request, batch, PASSED)
    return redirect_to(request, reverse("suppliers:import_waiting", args=[batch.pk]))
