"""A nonconformance: logging, its page, correcting it, what becomes of it, its files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.history import changes_for
from common.ids import id_of
from common.outcome import accepted, refused, renewed, sent_once
from common.records import Conflict
from common.uploads import UploadRejected, serve_file
from common.views import AuthedRequest, form_page, redirect_to
from deliveries import services
from deliveries.domain.nonconformances import Act, State, target, triggers
from deliveries.forms import ReasonForm, initial_of
from deliveries.forms_nonconformance import (
    CloseForm,
    DecideForm,
    FileForm,
    MoveForm,
    MoveReasonForm,
    NonconformanceForm,
)
from deliveries.labels import TRIGGER_LABELS
from deliveries.models import Delivery, InspectionLot, Nonconformance
from deliveries.selectors import lists as selectors
from deliveries.views.records import by
from suppliers.selectors import supplier_for_page

TEMPLATE = "deliveries/nonconformance_form.html"


@requires(Permission.NONCONFORMANCE_LOG)
@sent_once
def nonconformance_new(request: AuthedRequest, supplier_id: int) -> HttpResponseBase:
    """Log one, of its own or found with a delivery or lot (`?delivery=`, `?lot=`)."""
    supplier = supplier_for_page(request.user, supplier_id)
    delivery, lot = _came_with(request, supplier.pk)
    initial = _begins_with(delivery, lot) | {"found_on": clock.today()}
    files = {"file": request.FILES["file"]} if "file" in request.FILES else None
    form = NonconformanceForm(request.POST or None, supplier=supplier, initial=initial)
    made: list[Nonconformance] = []

    def act() -> None:
        links = form.links(delivery, lot)
        made.append(services.log_nonconformance(form.place(), form.data_from(), links, by(request, form)))

    if request.method == "POST" and accepted(form, act):
        return _with_file(request, made[0], files)
    context = {"form": form, "supplier": supplier, "delivery": delivery, "lot": lot, "file_form": FileForm()}
    return form_page(request, TEMPLATE, context)


def _with_file(request: AuthedRequest, row: Nonconformance, files: dict[str, Any] | None) -> HttpResponse:
    """It is kept whatever happens to its photo; a refused file can be sent again on its page."""
    if files:
        try:
            services.add_file(row, files["file"], actor=request.user, at=clock.now())
        except UploadRejected as refusal:
            return refused(request, row.get_absolute_url(), f"{row.number} is saved, the file is not. {refusal}")
    return redirect_to(request, row.get_absolute_url(), f"{row.number} logged.")


def _came_with(request: AuthedRequest, supplier_id: int) -> tuple[Delivery | None, InspectionLot | None]:
    delivery = _named(request, "delivery", selectors.delivery_for_page, supplier_id)
    lot = _named(request, "lot", selectors.lot_for_page, supplier_id)
    return delivery or (lot.delivery if lot else None), lot


def _named(request: AuthedRequest, name: str, find: Callable[[Any, int], Any], supplier_id: int) -> Any:
    wanted = id_of(request.GET.get(name, ""))
    if wanted is None:
        return None
    found = find(request.user, wanted)
    return found if found.supplier_id == supplier_id else None


def _begins_with(delivery: Delivery | None, lot: InspectionLot | None) -> dict[str, Any]:
    begun: dict[str, Any] = {}
    if delivery is not None:
        begun |= initial_of(delivery, ("part_number", "revision", "order_number", "site", "scope"))
    if lot is not None:
        begun |= initial_of(lot, ("part_number", "revision", "lot_number", "order_number", "site", "scope"))
        begun |= {"quantity_affected": lot.nonconforming, "quantity_inspected": lot.sample_size}
    return begun


@requires(Permission.VIEW)
def nonconformance_detail(request: AuthedRequest, nonconformance_id: int) -> HttpResponse:
    """What does not conform, where it was caught, what becomes of it, and what speaks for a corrective action."""
    row = selectors.nonconformance_for_page(request.user, nonconformance_id)
    return render(request, "deliveries/nonconformance.html", detail_context(row, FileForm()))


def detail_context(row: Nonconformance, file_form: FileForm) -> dict[str, Any]:
    """All that the page shows."""
    earlier = selectors.earlier_same(row)
    return {
        "row": row,
        "supplier": row.supplier,
        "earlier": earlier,
        "reasons": [TRIGGER_LABELS[one] for one in triggers(selectors.seen(row, len(earlier)))],
        "acts": [act.value for act in Act if target(State(row.state), act)],
        "files": row.files.select_related("uploaded_by"),
        "file_form": file_form,
        "changes": changes_for(row)[:50],
    }


@requires(Permission.NONCONFORMANCE_EDIT)
def nonconformance_correct(request: AuthedRequest, nonconformance_id: int) -> HttpResponse:
    """Put right what it says, with the reason."""
    row = selectors.nonconformance_for_page(request.user, nonconformance_id)
    names = (*NonconformanceForm.names, "stage", "known_from", "severity", "defect_type", "site", "scope", "version")
    form = NonconformanceForm(request.POST or None, supplier=row.supplier, before=row, initial=initial_of(row, names))
    context: dict[str, Any] = {"form": form, "supplier": row.supplier, "row": row}

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.correct_nonconformance(
            row, form.place(), form.data_from(), form.links(), by(request, form), expected_version=version
        )

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, row.get_absolute_url(), "Corrected.")
    except Conflict as conflict:
        return form_page(request, TEMPLATE, {**context, "current": renewed(form, conflict)})
    return form_page(request, TEMPLATE, context)


@dataclass(frozen=True, slots=True)
class Step:
    """A page that moves a nonconformance: its words, its form and the service it calls."""

    title: str
    text: str
    button: str
    done: str
    form: type[MoveForm]
    act: Callable[[Nonconformance, Any, Any], None]


STEPS = {
    Act.DECIDE: Step(
        "Decide what becomes of the parts",
        "What was decided before stays in the history.",
        "Decide",
        "Disposition decided.",
        DecideForm,
        lambda row, form, who: services.decide(row, form.decision(), who, expected_version=form.expected),
    ),
    Act.CLOSE: Step(
        "Close the nonconformance",
        "Close it when the disposition was carried out. A corrective action goes its own way.",
        "Close",
        "Closed.",
        CloseForm,
        lambda row, form, who: services.close_nonconformance(
            row, who, note=form.cleaned_data["note"], expected_version=form.expected
        ),
    ),
    Act.REOPEN: Step(
        "Reopen the nonconformance",
        "Because it was not over, or should not have been void.",
        "Reopen",
        "Open again.",
        MoveReasonForm,
        lambda row, form, who: services.reopen_nonconformance(row, who, expected_version=form.expected),
    ),
    Act.VOID: Step(
        "Make the nonconformance void",
        "It should not have been logged. It stays readable, with the reason, and counts no more.",
        "Make it void",
        "Void: it counts no more.",
        MoveReasonForm,
        lambda row, form, who: services.void_nonconformance(row, who, expected_version=form.expected),
    ),
}


@requires(Permission.NONCONFORMANCE_EDIT)
def nonconformance_move(request: AuthedRequest, nonconformance_id: int, step: str) -> HttpResponse:
    """Decide, close, reopen or make void."""
    if step not in set(Act):
        raise Http404
    row = selectors.nonconformance_for_page(request.user, nonconformance_id)
    page = STEPS[Act(step)]
    if request.method != "POST" and target(State(row.state), Act(step)) is None:
        return refused(request, row.get_absolute_url(), f"{row.number} is {row.get_state_display().lower()}.")
    initial: dict[str, Any] = {"version": row.version}
    if page.form is DecideForm:
        initial |= {"on": clock.today(), "disposition": row.disposition or None, "note": row.disposition_note}
    form = page.form(request.POST or None, initial=initial)
    context: dict[str, Any] = {"row": row, "supplier": row.supplier, "step": page, "form": form}

    def act() -> None:
        page.act(row, form, by(request, form))

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, row.get_absolute_url(), page.done)
    except Conflict as conflict:
        if target(State(cast(Nonconformance, conflict.current).state), Act(step)) is None:
            return refused(request, row.get_absolute_url(), "Somebody was quicker. This is what it says now.")
        context["current"] = renewed(form, conflict)
    return form_page(request, "deliveries/nonconformance_move.html", context)


@require_POST
def _file_add(request: AuthedRequest, nonconformance_id: int) -> HttpResponse:
    row = selectors.nonconformance_for_page(request.user, nonconformance_id)
    form = FileForm(request.POST, request.FILES)

    def act() -> None:
        given = form.cleaned_data
        services.add_file(row, given["file"], caption=given["caption"], actor=request.user, at=clock.now())

    if accepted(form, act, "file"):
        return redirect_to(request, f"{row.get_absolute_url()}#files", "File added.")
    return form_page(request, "deliveries/nonconformance.html", detail_context(row, form))


file_add = requires(Permission.NONCONFORMANCE_LOG)(_file_add)


@requires(Permission.VIEW)
def file_show(request: AuthedRequest, nonconformance_file_id: int) -> HttpResponseBase:
    """The file itself, for those who see the supplier."""
    file = selectors.file_for_page(request.user, nonconformance_file_id)
    return serve_file(file.file, filename=file.original_name, kind=file.kind, inline=True)


@requires(Permission.NONCONFORMANCE_EDIT)
def file_remove(request: AuthedRequest, nonconformance_file_id: int) -> HttpResponse:
    """Remove a file while the nonconformance is not closed, with a reason."""
    file = selectors.file_for_page(request.user, nonconformance_file_id)
    row = file.nonconformance
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.remove_file(file, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now())

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, f"{row.get_absolute_url()}#files", "File removed.")
    return form_page(request, "deliveries/file_remove.html", {"file": file, "row": row, "form": form})
