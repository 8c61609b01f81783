"""What pages read of audits: one function per page, ordered with the key as tie-break."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.http import Http404

from accounts.models import User
from audits.domain.audits import AuditState, Gap, completion_gaps
from audits.domain.checklist import Observes, Question, Section
from audits.domain.findings import EarlierFinding, FindingGrade, FindingState, repeated_from
from audits.domain.grading import Grade, Lack, Tally, lacks_of, tally
from audits.labels import GRADE_TONES, LACK_LABELS
from audits.models import (
    Answer,
    Audit,
    AuditQuerySet,
    CoverageObservation,
    Finding,
    FindingPhoto,
    FindingQuerySet,
    StageObservation,
)
from common.models import Change
from common.paging import Sort
from suppliers.models import Supplier

AUDIT_SORTS = (
    Sort("planned", "Date", ("planned_on",), descending=True),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
    Sort("created", "Recorded", ("created_at",), descending=True),
)
FINDING_SORTS = (
    Sort("found", "Found", ("found_on",), descending=True),
    Sort("supplier", "Supplier", ("audit__supplier__name_key",)),
    Sort("grade", "Grade", ("grade",)),
)
PEOPLE = ("supplier", "site", "audit", "recorded_by", "superseded_by", "corrects", "corrected_by")
AUDIT_SHOWN = (
    *("state", "planned_on", "conducted_on", "strength", "purpose"),
    *("site__name", "lead__name", "lead__email"),
)
FINDING_SHOWN = ("statement", "question", "clause", "grade", "state", "due_on")
"""What a row of the tab shows."""
AUDITS_LISTED = (*AUDIT_SHOWN, "created_at", "site__city", "supplier__legal_name", "supplier__name_key")
FINDINGS_LISTED = (
    *(*FINDING_SHOWN, "found_on"),
    *("audit__supplier__legal_name", "audit__supplier__name_key"),
)
"""What a row of the list shows or a sort needs."""


def audits_for_list(user: User) -> AuditQuerySet:
    """Audits this person sees, each with its number of open findings, ready for an export or a program."""
    rows = Audit.objects.visible_to(user).select_related("supplier", "site", "lead")
    return rows.annotate(open_findings=_open_findings())


def audits_for_page(user: User) -> AuditQuerySet:
    """The same with the columns of a row only."""
    return audits_for_list(user).only(*AUDITS_LISTED)


def findings_for_page(user: User) -> FindingQuerySet:
    """Findings this person sees, with the columns of a row only."""
    return Finding.objects.visible_to(user).select_related("audit__supplier").only(*FINDINGS_LISTED)


def _open_findings() -> Coalesce:
    """How many findings of an audit are open."""
    found = Finding.objects.filter(audit=OuterRef("pk"), state=FindingState.OPEN.value).order_by()
    return Coalesce(Subquery(found.values("audit").annotate(number=Count("pk")).values("number")), 0)


def findings_for_list(user: User) -> FindingQuerySet:
    """Findings this person sees, ready for an export or a program."""
    return Finding.objects.visible_to(user).select_related("audit__supplier", "audit__site", "raised_by")


def audit_for_page(user: User, audit_id: int) -> Audit:
    """One audit. Raises Http404 also for one of a restricted supplier that is not this person's."""
    rows = Audit.objects.visible_to(user).select_related("supplier", "site", "lead")
    audit = rows.filter(pk=audit_id).first()
    if audit is None:
        raise Http404("No such audit.")
    return audit


def finding_for_page(user: User, finding_id: int) -> Finding:
    """One finding with its audit. Raises Http404 like `audit_for_page`."""
    rows = Finding.objects.visible_to(user).select_related(
        "audit__supplier", "audit__site", "raised_by", "closed_by", "repeats"
    )
    finding = rows.filter(pk=finding_id).first()
    if finding is None:
        raise Http404("No such finding.")
    return finding


def photo_for_page(user: User, photo_id: int) -> FindingPhoto:
    """One photo of a finding this person sees. Raises Http404."""
    seen = Finding.objects.visible_to(user)
    rows = FindingPhoto.objects.filter(finding__in=seen).select_related("finding__audit")
    photo = rows.filter(pk=photo_id).first()
    if photo is None:
        raise Http404("No such photo.")
    return photo


def coverage_for_page(user: User, pk: int) -> CoverageObservation:
    """One coverage observation. Raises Http404."""
    rows = CoverageObservation.objects.visible_to(user).select_related(*PEOPLE)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("No such observation.")
    return row


def stages_for_page(user: User, pk: int) -> StageObservation:
    """One observation of where defects were caught. Raises Http404."""
    rows = StageObservation.objects.visible_to(user).select_related(*PEOPLE)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("No such observation.")
    return row


@dataclass(frozen=True, slots=True)
class Card:
    """One question of an audit with all that belongs to it."""

    question: Question
    answer: Answer | None
    lacks: tuple[Lack, ...]
    findings: tuple[Finding, ...] = ()
    coverages: tuple[CoverageObservation, ...] = ()
    stages: tuple[StageObservation, ...] = ()

    @property
    def grade(self) -> Grade | None:
        return self.answer.grade_value if self.answer else None

    @property
    def tone(self) -> str:
        """How the grade looks as a chip."""
        return GRADE_TONES[self.grade] if self.grade else "open"

    @property
    def lack_words(self) -> list[str]:
        """What the answer still needs, in words."""
        return [LACK_LABELS[lack] for lack in self.lacks]

    @property
    def waits_for_second_person(self) -> bool:
        return Lack.SECOND_PERSON in self.lacks


@dataclass(frozen=True, slots=True)
class SectionSheet:
    """A section with its cards and what they add up to."""

    section: Section
    cards: tuple[Card, ...]
    tally: Tally

    @property
    def answered(self) -> int:
        return sum(1 for card in self.cards if card.grade is not None)

    @property
    def percent(self) -> float | None:
        """Points awarded in per cent of those possible, None when nothing was graded."""
        return 100 * self.tally.awarded / self.tally.possible if self.tally.possible else None

    @property
    def looked_at_percent(self) -> float:
        """Share of the questions that somebody graded."""
        return 100 * self.tally.graded / len(self.cards)


@dataclass(frozen=True, slots=True)
class AuditSheet:
    """An audit's whole checklist with answers, findings and counts."""

    audit: Audit
    sections: tuple[SectionSheet, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...] = ()
    coverages: tuple[CoverageObservation, ...] = ()
    stages: tuple[StageObservation, ...] = ()

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def total(self) -> int:
        return sum(len(section.cards) for section in self.sections)

    def card(self, code: str) -> Card:
        """The card of one question; KeyError for one that is not on this checklist."""
        for section in self.sections:
            for card in section.cards:
                if card.question.code == code:
                    return card
        raise KeyError(code)


def sheet_for_audit(audit: Audit) -> AuditSheet:
    """The checklist of one audit in four statements, however much was recorded."""
    answers = {row.question: row for row in audit.answers.select_related("answered_by", "confirmed_by")}
    findings = tuple(audit.findings.select_related("raised_by").order_by("found_on", "id"))
    coverages = tuple(CoverageObservation.objects.filter(audit=audit).standing())
    stages = tuple(StageObservation.objects.filter(audit=audit).standing())
    by_question: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_question[finding.question].append(finding)

    def card(question: Question) -> Card:
        answer = answers.get(question.code)
        return Card(
            question,
            answer,
            lacks_of(question, answer.given if answer else None),
            tuple(by_question[question.code]),
            coverages if question.observes is Observes.COVERAGE else (),
            stages if question.observes is Observes.STAGES else (),
        )

    checklist = audit.checklist
    given = {code: answer.given for code, answer in answers.items()}
    sections = tuple(_section_sheet(one, [card(question) for question in one.questions]) for one in checklist.sections)
    return AuditSheet(audit, sections, completion_gaps(checklist, given), findings, coverages, stages)


def _section_sheet(section: Section, cards: list[Card]) -> SectionSheet:
    return SectionSheet(section, tuple(cards), tally(card.grade for card in cards))


def history_of_answers(audit: Audit) -> "QuerySet[Change]":
    """What was answered, by whom and when, newest first, also what was replaced since."""
    answers = audit.answers.annotate(key=Cast("pk", CharField())).values("key")
    given = Change.objects.filter(subject_type=Answer._meta.label_lower, subject_id__in=answers)
    return given.select_related("actor").order_by("-id")


@dataclass(frozen=True, slots=True)
class SupplierAudits:
    """What the audits tab of a supplier shows."""

    audits: list[Audit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    coverages: list[CoverageObservation] = field(default_factory=list)
    stages: list[StageObservation] = field(default_factory=list)


def audits_for_supplier(supplier: Supplier) -> SupplierAudits:
    """Audits, open findings and counts of one supplier, newest first; superseded counts stay visible.

    `supplier` is one that this person sees (`supplier_for_tab`), so its records are not asked once more.
    """
    audits = Audit.objects.filter(supplier=supplier).annotate(open_findings=_open_findings())
    audits = audits.select_related("site", "lead").only(*AUDIT_SHOWN).order_by("-planned_on", "-id")
    findings = Finding.objects.filter(audit__supplier=supplier).open().only(*FINDING_SHOWN)
    return SupplierAudits(
        list(audits[:50]),
        list(findings.order_by(F("due_on").asc(nulls_last=True), "id")[:100]),
        list(CoverageObservation.objects.filter(supplier=supplier).order_by("-observed_on", "-id")[:30]),
        list(StageObservation.objects.filter(supplier=supplier).order_by("-observed_on", "-id")[:30]),
    )


def earlier_like(audit: Audit, question: str, clause: str) -> Finding | None:
    """The earlier nonconformity that a new finding on this question or clause would repeat."""
    rows = Finding.objects.filter(audit__site=audit.site_id, audit__state=AuditState.COMPLETED.value)
    rows = rows.exclude(audit=audit)
    found = {row.pk: row for row in rows}
    earlier = [
        EarlierFinding(row.pk, row.question, row.clause, FindingGrade(row.grade), row.found_on, FindingState(row.state))
        for row in found.values()
    ]
    match = repeated_from(question, clause, audit.happened_on, earlier)
    return found[match.pk] if match else None
