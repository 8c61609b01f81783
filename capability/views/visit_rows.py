"""The rows of a visit note on the phone: each is a card with a form of its own, saved as one types."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from capability import services
from capability.domain.terms import Counted
from capability.forms import CountForm, MeasurementForm, QuestionForm, RowForm, VisitPhotoForm, plain_number
from capability.labels import (
    AGREEMENT_LABELS,
    AGREEMENT_TONES,
    CONFORMITY_LABELS,
    MANNER_LABELS,
    MANNER_TONES,
)
from capability.models import Count, Measurement, Question, VisitNote, VisitRow
from capability.selectors import VisitSheet, sheet_for_visit, visit_for_page
from capability.services import Act
from common import clock
from common.outcome import accepted, refused
from common.problems import Invalid, NotAllowed
from common.records import Conflict
from common.views import AuthedRequest, redirect_to

TONES = {"good": "is-good", "warn": "is-fair", "bad": "is-bad", "worst": "is-worst"}
MANNERS = tuple(
    {"value": manner.value, "words": label, "tone": TONES[MANNER_TONES[manner]]}
    for manner, label in MANNER_LABELS.items()
)
COUNT_WORDS = {
    Counted.RECEIPTS: ("Receipts of material", "Pick days yourself, then ask for the record of each.", "With a record"),
    Counted.LABELS: (
        "Labels walked back",
        "From a part on the floor to the heat of its material.",
        "Found their heat",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the note: the form of its rows and the service that keeps one."""

    form: type[RowForm]
    find: Callable[[VisitNote, str], VisitRow | None]
    save: Callable[[VisitNote, str, dict[str, Any], int, Act], VisitRow]


def _save_count(visit: VisitNote, place: str, values: dict[str, Any], expected: int, by: Act) -> VisitRow:
    return services.save_count(visit, Counted(place), values, expected_version=expected, by=by)


def _save_measurement(visit: VisitNote, place: str, values: dict[str, Any], expected: int, by: Act) -> VisitRow:
    return services.save_measurement(visit, int(place), values, expected_version=expected, by=by)


def _save_question(visit: VisitNote, place: str, values: dict[str, Any], expected: int, by: Act) -> VisitRow:
    return services.save_question(visit, place, values, expected_version=expected, by=by)


PARTS = {
    "count": Part(CountForm, lambda visit, place: visit.counts.filter(what=place).first(), _save_count),
    "measurement": Part(
        MeasurementForm, lambda visit, place: visit.measurements.filter(number=place).first(), _save_measurement
    ),
    "question": Part(QuestionForm, lambda visit, place: visit.questions.filter(code=place).first(), _save_question),
}


def _part(part: str, place: str) -> Part:
    """The section of an address; its place must be one that can be."""
    known = {"count": place in set(Counted), "measurement": place.isdecimal() and len(place) < 4, "question": True}
    if not known.get(part):
        raise Http404("No such row.")
    return PARTS[part]


@dataclass(frozen=True, slots=True)
class Card:
    """A row as the page shows it: its place, its values as they go into the fields, and what is known of it."""

    part: str
    place: str
    row: VisitRow
    values: dict[str, Any]
    title: str = ""
    hint: str = ""
    in_order: str = ""
    verdict: str = ""
    state: str = ""
    tone: str = ""

    @property
    def key(self) -> str:
        """How the page names it."""
        return f"{self.part}-{self.place}"


def count_card(row: Count) -> Card:
    """Receipts or labels."""
    title, hint, in_order = COUNT_WORDS[Counted(row.what)]
    return Card("count", row.what, row, _values(row, CountForm), title, hint, in_order)


def measurement_card(row: Measurement) -> Card:
    """A measurement with what it comes to."""
    values = _values(row, MeasurementForm)
    agrees, conforms = row.agreement, row.conformity
    verdict, state, tone = "", "", ""
    if agrees is not None and conforms is not None and row.measured is not None and row.recorded is not None:
        apart = plain_number(abs(row.measured - row.recorded))
        state = f"{apart} {row.get_unit_display()} apart; {CONFORMITY_LABELS[conforms]}"
        verdict, tone = AGREEMENT_LABELS[agrees], AGREEMENT_TONES[agrees]
    return Card("measurement", str(row.number), row, values, str(row), verdict=verdict, state=state, tone=tone)


def question_card(row: Question) -> Card:
    """A question with its answer."""
    tone = MANNER_TONES[row.rule.manner] if row.rule.manner else ""
    return Card("question", row.code, row, _values(row, QuestionForm), row.text, tone=tone)


def card_of(row: Model) -> Card:
    """The card of any row of a note. Raises TypeError for what is none."""
    match row:
        case Count():
            return count_card(row)
        case Measurement():
            return measurement_card(row)
        case Question():
            return question_card(row)
    raise TypeError(f"{row!r} is no row of a visit note")


def _values(row: VisitRow, form: type[RowForm]) -> dict[str, Any]:
    names = [name for name in form.base_fields if name not in ("version", "replace")]
    return {name: form.base_fields[name].prepare_value(getattr(row, name)) for name in names}


def told(card: Card) -> str:
    """A row in one line, for whoever compares it with what they typed."""
    labels = {name: str(field.label) for name, field in PARTS[card.part].form.base_fields.items()}
    said = {name: value for name, value in card.values.items() if value not in (None, "", False)}
    return ", ".join(f"{labels[name].lower()} {value}" for name, value in said.items()) or "nothing"


def sheet_context(sheet: VisitSheet) -> dict[str, Any]:
    """What the page of a note shows, to read or to fill in."""
    return {
        "visit": sheet.visit,
        "supplier": sheet.visit.supplier,
        "sheet": sheet,
        "counts": [count_card(row) for row in sheet.all_counts],
        "measurements": [measurement_card(row) for row in sheet.measurements],
        "blank_measurement": measurement_card(sheet.blank_measurement) if sheet.blank_measurement else None,
        "questions": [question_card(row) for row in sheet.all_questions],
        "blank_question": question_card(sheet.blank_question),
        "manners": MANNERS,
        "units": MeasurementForm.base_fields["unit"].choices,  # type: ignore[attr-defined]
        "photo_form": VisitPhotoForm(),
    }


@require_POST
def _save(request: AuthedRequest, visit_id: int, part: str, place: str) -> HttpResponse:
    visit = visit_for_page(request.user, visit_id)
    kind = _part(part, place)
    form = kind.form(request.POST)
    if not form.is_valid():
        return _answer(request, visit, part, place, 422, problems=_texts(form), typed=form.data)
    before = kind.find(visit, place)
    try:
        row = kind.save(visit, place, form.values(), form.expected_version, _by(request))
    except Conflict as conflict:
        theirs = card_of(conflict.current)
        return _answer(request, visit, part, place, 409, theirs=theirs, theirs_told=told(theirs), typed=form.data)
    except Invalid as refusal:
        return _answer(request, visit, part, place, 422, problems=[str(refusal)], typed=form.data)
    except NotAllowed as refusal:
        return _not_now(request, visit, str(refusal))
    if request.htmx:
        return _answer(request, visit, part, place, 200, row=row, leads_on=_leads_on(before, row, visit))
    return redirect_to(request, f"{_edit_url(visit)}#{part}-{place}", "Saved.")


row_save = requires(Permission.CAPABILITY_EDIT)(_save)


@require_POST
def _remove(request: AuthedRequest, visit_id: int, part: str, place: str) -> HttpResponse:
    visit = visit_for_page(request.user, visit_id)
    row = _part(part, place).find(visit, place)
    if row is None:
        return refused(request, _edit_url(visit), "This row is not there any more.")
    try:
        services.remove_row(row, _by(request))
    except NotAllowed as refusal:
        return refused(request, visit.get_absolute_url(), str(refusal))
    return redirect_to(request, _edit_url(visit), "Removed.")


row_remove = requires(Permission.CAPABILITY_EDIT)(_remove)


def _leads_on(before: VisitRow | None, row: VisitRow, visit: VisitNote) -> bool:
    """Whether the page gets its next blank row: a last measurement that became whole, a first word of one's own."""
    if isinstance(row, Measurement):
        was_whole = isinstance(before, Measurement) and before.agreement is not None
        is_last = not visit.measurements.filter(number__gt=row.number).exists()
        return row.agreement is not None and not was_whole and is_last
    return before is None and isinstance(row, Question) and row.code.startswith("own")


def _by(request: AuthedRequest) -> Act:
    return Act(request.user, clock.now(), clock.today())


def _edit_url(visit: VisitNote) -> str:
    return reverse("capability:visit_edit", args=[visit.pk])


def _texts(form: RowForm) -> list[str]:
    return [f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts]


def _not_now(request: AuthedRequest, visit: VisitNote, words: str) -> HttpResponse:
    """The note ended while somebody typed: what was typed stays on the page for htmx, and is said so otherwise."""
    if request.htmx:
        return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
    return refused(request, visit.get_absolute_url(), words)


def _answer(request: AuthedRequest, visit: VisitNote, part: str, place: str, status: int, **extra: Any) -> HttpResponse:
    """After a save: only what changed on the card for htmx, the whole page for everybody else."""
    context = {**sheet_context(sheet_for_visit(visit)), "troubled": f"{part}-{place}", **extra}
    if not request.htmx:
        _put_back(context, f"{part}-{place}", extra["typed"])
        return render(request, "capability/visit_edit.html", context, status=status)
    card = card_of(extra["row"]) if "row" in extra else Card(part, place, Count(visit=visit), {})
    return render(request, "capability/_saved.html", {**context, "card": card, "oob": True}, status=status)


def _put_back(context: dict[str, Any], key: str, typed: Any) -> None:
    """What was typed stands in the fields of its card again."""
    typed = {name: typed.get(name, "") for name in typed}
    for name in ("counts", "measurements", "questions"):
        context[name] = [replace(card, values=typed) if card.key == key else card for card in context[name]]
    for name in ("blank_measurement", "blank_question"):
        if context[name] and context[name].key == key:
            context[name] = replace(context[name], values=typed)


@require_POST
def _add_photo(request: AuthedRequest, visit_id: int) -> HttpResponse:
    visit = visit_for_page(request.user, visit_id)
    form = VisitPhotoForm(request.POST, request.FILES)

    def act() -> None:
        data = form.cleaned_data
        services.add_visit_photo(visit, data["photo"], _by(request), caption=data["caption"])

    if accepted(form, act):
        return redirect_to(request, f"{_edit_url(visit)}#photos", "Photo added.")
    context = {**sheet_context(sheet_for_visit(visit)), "photo_form": form}
    return render(request, "capability/visit_edit.html", context, status=422)


photo_add = requires(Permission.CAPABILITY_EDIT)(_add_photo)
