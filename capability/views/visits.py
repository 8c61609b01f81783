"""Visit notes: the list, beginning one, reading one, completing, correcting and putting away."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from capability import services
from capability.exports import visits_export
from capability.filters import VisitFilter
from capability.forms import ReasonForm, VisitForm, visit_initial
from capability.kinds import KINDS
from capability.models import VisitNote
from capability.selectors import VISIT_SORTS, history_of_rows, sheet_for_visit, visit_for_page, visits_for_list
from capability.services import Act
from capability.views.visit_rows import sheet_context
from common import clock
from common.history import changes_for
from common.outcome import accepted, refused, renewed, sent_once
from common.paging import choose_sort, keyset_page
from common.problems import Invalid, NotAllowed
from common.records import Conflict
from common.tables import export_as
from common.views import AuthedRequest, form_page, redirect_to
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page


@requires(Permission.VIEW, listing=True, saves=Savable("Visit notes", VisitFilter))
def visit_list(request: AuthedRequest) -> HttpResponse:
    """All visit notes, filtered and paged."""
    form = VisitFilter(request.GET)
    sort, descending = choose_sort(VISIT_SORTS, request.GET.get("sort"))
    page = keyset_page(
        form.apply(visits_for_list(request.user), request.user),
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {"page": page, "form": form, "kinds": KINDS.values(), "here": "visits", "today": clock.today()}
    return render(request, "capability/visits.html", context)


@requires(Permission.EXPORT, listing=True)
def visit_export(request: AuthedRequest, form: str) -> HttpResponseBase:
    """What the list shows, as CSV or XLSX."""
    return export_as(form, visits_export(request))


@requires(Permission.CAPABILITY_EDIT)
def visit_choose(request: AuthedRequest) -> HttpResponse:
    """Which supplier was visited? The note itself begins on the supplier's page."""
    text = request.GET.get("q", "").strip()[:200]
    found = Supplier.objects.visible_to(request.user).current().matching(text) if text else Supplier.objects.none()
    suppliers = list(found.order_by("name_key", "pk")[:20])
    return render(request, "capability/visit_choose.html", {"q": text, "suppliers": suppliers})


@requires(Permission.CAPABILITY_EDIT)
@sent_once
def visit_new(request: AuthedRequest, supplier_id: int) -> HttpResponseBase:
    """Begin a note: all is filled in already, one tap is enough."""
    supplier = supplier_for_page(request.user, supplier_id)
    initial = {"visited_on": clock.today(), "scopes": supplier.scopes.rated(), "site": supplier.sites.first()}
    form = VisitForm(request.POST or None, supplier=supplier, initial=initial)
    made: list[VisitNote] = []

    def act() -> None:
        made.append(services.begin_visit(form.head(), _by(request, form.cleaned_data["submission"])))

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, reverse("capability:visit_edit", args=[made[0].pk]))
    return form_page(request, "capability/visit_form.html", {"form": form, "supplier": supplier})


def _by(request: AuthedRequest, submission: Any = None) -> Act:
    return Act(request.user, clock.now(), clock.today(), submission)


@requires(Permission.VIEW)
def visit_detail(request: AuthedRequest, visit_id: int) -> HttpResponse:
    """One note as it is read: its sections, what they come to, and what replaced it."""
    visit = visit_for_page(request.user, visit_id)
    sheet = sheet_for_visit(visit)
    context = {
        **sheet_context(sheet),
        "written": history_of_rows(sheet)[:200],
        "newer": visit.corrections.exclude(state="discarded").first(),
        "changes": changes_for(visit)[:50],
    }
    return render(request, "capability/visit.html", context)


@requires(Permission.CAPABILITY_EDIT)
def visit_edit(request: AuthedRequest, visit_id: int) -> HttpResponse:
    """The page for the phone: three short sections, each row saved by itself."""
    visit = visit_for_page(request.user, visit_id)
    if not visit.is_draft:
        return refused(request, visit.get_absolute_url(), "This note is no draft any more. Correct it instead.")
    return render(request, "capability/visit_edit.html", sheet_context(sheet_for_visit(visit)))


@requires(Permission.CAPABILITY_EDIT)
def visit_head(request: AuthedRequest, visit_id: int) -> HttpResponse:
    """Change where, when and whom."""
    visit = visit_for_page(request.user, visit_id)
    if not visit.is_draft:
        return refused(request, visit.get_absolute_url(), "This note is no draft any more. Correct it instead.")
    form = VisitForm(request.POST or None, supplier=visit.supplier, initial=visit_initial(visit))
    context: dict[str, Any] = {"form": form, "supplier": visit.supplier, "visit": visit}

    def act() -> None:
        expected = form.cleaned_data["version"] or 0
        services.change_visit(visit, form.head(), expected_version=expected, by=_by(request))

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, reverse("capability:visit_edit", args=[visit.pk]), "Saved.")
    except Conflict as conflict:
        context["current"] = renewed(form, conflict)
    return form_page(request, "capability/visit_form.html", context)


@requires(Permission.CAPABILITY_EDIT)
def visit_complete(request: AuthedRequest, visit_id: int) -> HttpResponse:
    """Make the draft evidence, or say what is missing."""
    visit = visit_for_page(request.user, visit_id)
    if not visit.is_draft:
        return refused(request, visit.get_absolute_url(), "This note is completed already.")
    problems: tuple[Any, ...] = tuple(services.problems_of(visit))
    try:
        if request.method == "POST":
            services.complete_visit(visit, _by(request))
            return redirect_to(request, visit.get_absolute_url(), "Completed. The rating follows in a moment.")
    except Invalid as refusal:
        problems = refusal.problems
    except (NotAllowed, Conflict) as refusal:
        return refused(request, visit.get_absolute_url(), str(refusal))
    context = {**sheet_context(sheet_for_visit(visit)), "problems": problems, "completing": True}
    return form_page(request, "capability/visit_edit.html", context)


@requires(Permission.CAPABILITY_EDIT)
def visit_correct(request: AuthedRequest, visit_id: int) -> HttpResponse:
    """Begin another note that will replace a completed one."""
    visit = visit_for_page(request.user, visit_id)
    form = ReasonForm(request.POST or None)
    made: list[VisitNote] = []

    def act() -> None:
        made.append(services.begin_correction(visit, _by(request), reason=form.cleaned_data["reason"]))

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, reverse("capability:visit_edit", args=[made[0].pk]))
    return form_page(request, "capability/visit_reason.html", {"form": form, "visit": visit, "step": "correct"})


@requires(Permission.CAPABILITY_EDIT)
def visit_discard(request: AuthedRequest, visit_id: int) -> HttpResponse:
    """Put a draft away."""
    visit = visit_for_page(request.user, visit_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.discard_visit(visit, _by(request), reason=form.cleaned_data["reason"])

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, reverse("capability:visits"), "Put away.")
    return form_page(request, "capability/visit_reason.html", {"form": form, "visit": visit, "step": "discard"})
