"""What pages read of capability: one function per page, ordered with the key as tie-break."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from capability.domain.known import Known, Look, known_of
from capability.domain.terms import Counted, Kind, Source
from capability.domain.visits import STOCK_QUESTIONS
from capability.kinds import KINDS, KindPage
from capability.models import (
    CapabilityRecord,
    Count,
    Measurement,
    Question,
    RecordQuerySet,
    VisitNote,
    VisitPhoto,
    VisitQuerySet,
)
from common.models import Change
from common.paging import Sort
from suppliers.models import Process, Scope, Site, Supplier

RECORD_SORTS = (
    Sort("seen", "Seen", ("observed_on",), descending=True),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)
VISIT_SORTS = (
    Sort("visited", "Visited", ("visited_on",), descending=True),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)
SHOWN_OF_A_KIND = 30
VISIT_SHOWN = (
    "visited_on",
    "unannounced",
    "state",
    "superseded_at",
    "site__name",
    "created_by__name",
    "created_by__email",
)


def records_for_list(user: User, page: KindPage) -> RecordQuerySet:
    """The standing records of a kind that this person sees."""
    rows: RecordQuerySet = page.model.objects.visible_to(user).standing()
    return rows.select_related("supplier", "site", "scope__process", "recorded_by")


def record_for_page(user: User, page: KindPage, pk: int) -> CapabilityRecord:
    """One record. Raises Http404 also for one of a restricted supplier that is not this person's."""
    related = ("supplier", "site", "scope__process", "scope__site", "recorded_by", "superseded_by", "corrected_by")
    row: CapabilityRecord | None = page.model.objects.visible_to(user).select_related(*related).filter(pk=pk).first()
    if row is None:
        raise Http404("No such record.")
    return row


def visits_for_list(user: User) -> VisitQuerySet:
    """The visit notes that this person sees, without those put away or replaced."""
    return VisitNote.objects.visible_to(user).shown().select_related("supplier", "site", "created_by")


def visit_for_page(user: User, visit_id: int) -> VisitNote:
    """One visit note. Raises Http404 also for one of a restricted supplier that is not this person's."""
    rows = VisitNote.objects.visible_to(user).select_related(
        "supplier", "site", "created_by", "completed_by", "corrects"
    )
    visit = rows.filter(pk=visit_id).first()
    if visit is None:
        raise Http404("No such visit note.")
    return visit


def visit_photo_for_page(user: User, photo_id: int) -> VisitPhoto:
    """One photo of a visit this person sees. Raises Http404."""
    seen = VisitNote.objects.visible_to(user)
    photo = VisitPhoto.objects.filter(visit__in=seen).select_related("visit").filter(pk=photo_id).first()
    if photo is None:
        raise Http404("No such photo.")
    return photo


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """A note with all its rows, and a place for those that are not there yet."""

    visit: VisitNote
    counts: tuple[Count, ...]
    measurements: tuple[Measurement, ...]
    questions: tuple[Question, ...]
    scopes: tuple[Scope, ...]
    photos: tuple[VisitPhoto, ...]

    @property
    def blank_measurement(self) -> Measurement | None:
        """The next row, once the last one is whole: instrument, unit and uncertainty are mostly the same again."""
        if not self.measurements:
            return Measurement(visit=self.visit, number=1, version=0)
        last = self.measurements[-1]
        if last.agreement is None:
            return None
        same = {name: getattr(last, name) for name in ("unit", "uncertainty", "theirs", "instrument")}
        return Measurement(visit=self.visit, number=last.number + 1, version=0, **same)

    @property
    def blank_question(self) -> Question:
        """A question of one's own."""
        taken = [int(one.code.removeprefix("own")) for one in self.questions if one.code.startswith("own")]
        return Question(visit=self.visit, code=f"own{max(taken, default=0) + 1}", version=0)

    @property
    def all_counts(self) -> list[Count]:
        """Receipts and labels, counted or not yet."""
        there = {one.what: one for one in self.counts}
        return [there.get(what.value, Count(visit=self.visit, what=what.value, version=0)) for what in Counted]

    @property
    def all_questions(self) -> list[Question]:
        """The stock questions in their order, asked or not yet, then those of one's own."""
        there = {one.code: one for one in self.questions}
        stock = [
            there.pop(one.code, Question(visit=self.visit, code=one.code, text=one.text, version=0))
            for one in STOCK_QUESTIONS
        ]
        return [*stock, *there.values()]


def sheet_for_visit(visit: VisitNote) -> VisitSheet:
    """The rows of one note in five statements, however many there are."""
    return VisitSheet(
        visit,
        tuple(visit.counts.select_related("saved_by").order_by("id")),
        tuple(visit.measurements.select_related("saved_by").order_by("number")),
        tuple(visit.questions.select_related("saved_by").order_by("id")),
        tuple(visit.scopes.select_related("process", "site")),
        tuple(visit.photos.select_related("uploaded_by")),
    )


def history_of_rows(sheet: VisitSheet) -> "QuerySet[Change]":
    """What was written into the rows of a note, by whom and when, newest first, also what was replaced since."""
    written = Q()
    for rows in (sheet.counts, sheet.measurements, sheet.questions):
        for row in rows[:1]:
            numbers = [str(one.pk) for one in rows]
            written |= Q(subject_type=row._meta.label_lower, subject_id__in=numbers)
    found = Change.objects.filter(written) if written else Change.objects.none()
    return found.select_related("actor").order_by("-id")


@dataclass(frozen=True, slots=True)
class KindSummary:
    """One kind on the tab of a supplier: the answer, and the records behind it."""

    page: KindPage
    known: Known
    rows: list[CapabilityRecord]


@dataclass(frozen=True, slots=True)
class SupplierCapability:
    """What the capability tab of a supplier shows."""

    kinds: list[KindSummary]
    visits: list[VisitNote] = field(default_factory=list)


def capability_for_supplier(supplier: Supplier, today: date) -> SupplierCapability:
    """Per question what is known and missing, the records newest first, and the last visits.

    `supplier` is one that this person sees (`supplier_for_tab`), so its records are not asked once more.
    """
    rated = Scope.objects.filter(supplier=supplier).rated().values_list("pk", "process__name", "site__name")
    processes = {pk: f"{process} at {site}" for pk, process, site in rated}
    kinds = [_summary(supplier, page, processes, today) for page in KINDS.values()]
    visits = VisitNote.objects.filter(supplier=supplier).shown().select_related("site", "created_by")
    return SupplierCapability(kinds, list(visits.only(*VISIT_SHOWN).order_by("-visited_on", "-id")[:20]))


def _summary(supplier: Supplier, page: KindPage, processes: dict[int, str], today: date) -> KindSummary:
    rows = list(page.model.objects.raw(_newest(page.model), [supplier.pk]))
    return KindSummary(page, known_of(page.kind, [_look(row) for row in rows], processes, today), rows)


@cache
def _newest(model: type[CapabilityRecord]) -> str:
    """The standing records of a supplier with the names of their places.

    As SQL that nobody has to build each time: seven such statements were half of the page.
    """
    site, scope, process = (each._meta.db_table for each in (Site, Scope, Process))
    return f"""
    SELECT told.*, site.name AS site_name, process.name AS process_name FROM {model._meta.db_table} told
    JOIN {site} site ON site.id = told.site_id
    LEFT JOIN {scope} scope ON scope.id = told.scope_id
    LEFT JOIN {process} process ON process.id = scope.process_id
    WHERE told.supplier_id = %s AND told.superseded_at IS NULL
    ORDER BY told.observed_on DESC, told.id DESC LIMIT {SHOWN_OF_A_KIND}"""  # noqa: S608  (names of our own tables)


def _look(row: CapabilityRecord) -> Look:
    values = {name: getattr(row, name) for name in KINDS[Kind(row.kind)].fields}
    return Look(str(row), Source(row.source), row.observed_on, row.scope_id, values)
