"""Setting a requirement aside: one person asks, a second one decides."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.history import changes_for
from common.ids import id_of
from common.views import AuthedRequest, redirect_to
from suppliers import profile_selectors as selectors
from suppliers import services
from suppliers.domain.profiles.terms import RequirementKind, WaiverState
from suppliers.models import Scope, Supplier
from suppliers.profile_forms import NoteForm, WaiverForm
from suppliers.selectors import supplier_for_page
from suppliers.views.saving import act, save_form

DECISIONS: dict[str, tuple[Callable[..., None], str]] = {
    "confirm": (services.confirm_waiver, "Confirmed. Ratings follow."),
    "decline": (services.decline_waiver, "Declined."),
    "withdraw": (services.withdraw_waiver, "Withdrawn. Ratings follow."),
}


@requires(Permission.REQUIREMENT_WAIVE)
def waiver_new(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Ask that a requirement be set aside: `?kind=`, `?subject=` and `?scope=` say which, and where."""
    supplier = supplier_for_page(request.user, supplier_id)
    kind, subject = request.GET.get("kind", ""), request.GET.get("subject", "")
    if kind not in set(RequirementKind):
        return redirect_to(
            request, reverse("scoring:requirements", args=[supplier.pk]), "Choose below what to set aside"
        )
    scope = _scope(request, supplier)
    form = WaiverForm(request.POST or None, has_scope=scope is not None)

    def save() -> str:
        return services.request_waiver(
            supplier,
            kind=kind,
            subject=subject,
            scope=None if form.cleaned_data.get("everywhere") else scope,
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            actor=request.user,
            at=clock.now(),
            submission=form.cleaned_data["submission"],
        ).get_absolute_url()

    context = {"supplier": supplier, "title": f"Set aside: {selectors.requirement_name(kind, subject)}", "scope": scope}
    message = "Asked for. It counts when a second person confirms it."
    return save_form(request, form, save, template="suppliers/documents/waive.html", context=context, message=message)


def _scope(request: AuthedRequest, supplier: Supplier) -> Scope | None:
    number = id_of(request.GET.get("scope", ""))
    rows = supplier.scopes.select_related("process", "site")
    return get_object_or_404(rows, pk=number) if number else None


@requires(Permission.VIEW)
def waiver_detail(request: AuthedRequest, waiver_id: int) -> HttpResponse:
    """One waiver, with what this person may do about it."""
    waiver = selectors.waiver_for_page(request.user, waiver_id)
    is_open = waiver.supplier.archived_at is None and request.user.can(Permission.REQUIREMENT_WAIVE)
    waits = waiver.state == WaiverState.REQUESTED.value
    context = {
        "waiver": waiver,
        "supplier": waiver.supplier,
        "form": NoteForm(),
        "may_decide": is_open and waits and waiver.requested_by_id != request.user.pk,
        "may_withdraw": is_open and (waits or waiver.state == WaiverState.CONFIRMED.value),
        "is_own": waits and waiver.requested_by_id == request.user.pk,
        "changes": changes_for(waiver)[:50],
        "today": clock.today(),
    }
    return render(request, "suppliers/documents/waiver.html", context)


@requires(Permission.REQUIREMENT_WAIVE)
@require_POST
def waiver_decide(request: AuthedRequest, waiver_id: int) -> HttpResponse:
    """Confirm, decline or withdraw it."""
    waiver = selectors.waiver_for_page(request.user, waiver_id)
    decision = DECISIONS.get(request.POST.get("decision", ""))
    form = NoteForm(request.POST)
    if decision is None or not form.is_valid():
        return redirect_to(request, waiver.get_absolute_url(), "Choose what to decide, and say why in a line.")
    decide, done = decision
    note = form.cleaned_data["note"]
    return act(
        request, waiver.get_absolute_url(), lambda: decide(waiver, actor=request.user, note=note, at=clock.now()), done
    )
