"""What was seen on the floor: audits with their answers and findings, coverage, where defects were caught."""

from dataclasses import dataclass, field
from datetime import timedelta

from accounts.models import User
from audits.domain.audits import Purpose, Strength
from audits.domain.checklist import Indicator, Kind
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.domain.observations import Coverage, Disclosure, Sampling, StageCounts, StagesSeen
from audits.models import Audit, Finding
from audits.services import (
    AnswerInput,
    AuditPlan,
    FindingInput,
    Recorded,
    Source,
    complete_audit,
    decline_audit,
    plan_audit,
    raise_finding,
    record_coverage,
    record_stages,
    start_audit,
    take_over_answers,
)
from sample.company import Bought
from sample.people import People
from sample.timeline import Later, Moment, Timeline

SEEN: dict[Grade, str] = {
    Grade.POOR: "Two of the three cases looked at did not hold. Photographed, copies taken.",
    Grade.ABSENT: "Nothing of this was found in the two shifts that we watched.",
    Grade.NOT_DISCLOSED: "Asked the quality manager twice; the record was not shown.",
}


@dataclass(frozen=True)
class Grades:
    """How a walk through the checklist went: a grade for most questions, others by indicator or by question."""

    mostly: Grade = Grade.FULL
    paper: Grade = Grade.FULL
    by: dict[Indicator, Grade] = field(default_factory=dict)
    but: dict[str, tuple[Grade, str]] = field(default_factory=dict)

    def answers(self, audit: Audit) -> list[AnswerInput]:
        """An answer to every question of the audit's checklist."""
        given = []
        for question in audit.checklist.questions:
            usual = self.paper if question.kind is Kind.PAPER else self.by.get(question.feeds, self.mostly)
            grade, words = self.but.get(question.code, (usual, SEEN.get(usual, "")))
            given.append(AnswerInput(question.code, grade, words))
        return given


@dataclass
class Floor:
    """The words for what happens at a supplier's site."""

    people: People
    time: Timeline

    def audit(
        self,
        of: Later[Bought],
        grades: Grades,
        summary: str,
        *,
        ago: int,
        strength: Strength = Strength.ANNOUNCED_ON_SITE,
        purpose: Purpose = Purpose.QUALIFICATION,
        lead: User | None = None,
    ) -> Later[Audit]:
        """An audit is planned three weeks ahead, conducted, answered and completed."""
        who = lead or self.people.ines

        def plan(moment: Moment) -> Audit:
            bought = of.it
            planned = AuditPlan(
                site=bought.site,
                lead=who,
                planned_on=moment.day + timedelta(days=21),
                purpose=purpose,
                strength=strength,
                scopes=list(bought.scopes.values()),
            )
            return plan_audit(planned, actor=who, at=moment.at)

        def conduct(moment: Moment) -> Audit:
            row = Audit.objects.get(pk=planned.it.pk)
            start_audit(row, conducted_on=moment.day, actor=who, at=moment.at, today=moment.day)
            take_over_answers(row, grades.answers(row), actor=who, at=moment.at)
            complete_audit(row, summary=summary, actor=who, at=moment.at, today=moment.day)
            return Audit.objects.get(pk=row.pk)

        planned = self.time.on(ago + 21, plan)
        return self.time.on(ago, conduct)

    def planned_audit(self, of: Later[Bought], *, ahead: int, note: str, lead: User | None = None) -> Later[Audit]:
        """An audit that lies ahead (or should have begun: `ahead` negative)."""
        who = lead or self.people.ines

        def plan(moment: Moment) -> Audit:
            day = self.time.day(-ahead)
            planned = AuditPlan(site=of.it.site, lead=who, planned_on=day, purpose=Purpose.PERIODIC, note=note)
            return plan_audit(planned, actor=who, at=moment.at)

        return self.time.on(max(14, 14 - ahead), plan)

    def declined_audit(self, of: Later[Bought], reason: str, *, ago: int) -> None:
        """We asked for an audit, and the supplier would not have us."""
        planned = self.planned_audit(of, ahead=-ago, note="Follow-up on the findings of the last audit")
        actor = self.people.ines

        def refuse(moment: Moment) -> None:
            decline_audit(Audit.objects.get(pk=planned.it.pk), reason=reason, actor=actor, at=moment.at)

        self.time.on(ago, refuse)

    def finding(
        self,
        audit: Later[Audit],
        grade: FindingGrade,
        statement: str,
        *,
        ago: int,
        question: str = "",
        clause: str = "",
        evidence: str = "",
        due_in: int | None = None,
    ) -> Later[Finding]:
        """A finding is raised on the day of the audit. `due_in`: days from then, where the table does not decide."""

        def happen(moment: Moment) -> Finding:
            due = None if due_in is None else moment.day + timedelta(days=due_in)
            given = FindingInput(
                grade=grade, statement=statement, evidence=evidence, question=question, clause=clause, due_on=due
            )
            return raise_finding(Audit.objects.get(pk=audit.it.pk), given, actor=audit.it.lead, at=moment.at)

        return self.time.on(ago, happen)

    def coverage(
        self,
        of: Later[Bought],
        receipts: int | None,
        with_record: int | None,
        *,
        ago: int,
        audit: Later[Audit] | None = None,
        skip_lot: int = 0,
        sampling: Sampling = Sampling.RANDOM_SAMPLE,
        note: str = "",
    ) -> None:
        """Receipts of the quarter before, and how many of them had an inspection record."""

        def happen(moment: Moment) -> None:
            source = self._source(of, audit)
            seen = Coverage(
                period_from=moment.day - timedelta(days=90),
                period_to=moment.day - timedelta(days=1),
                observed_on=moment.day,
                sampling=sampling,
                receipts=receipts,
                with_record=with_record,
                skip_lot=skip_lot,
            )
            record_coverage(source, seen, Recorded(self.people.ines, moment.at, moment.day, note))

        self.time.on(ago, happen)

    def caught(
        self,
        of: Later[Bought],
        *,
        ago: int,
        audit: Later[Audit] | None = None,
        disclosure: Disclosure = Disclosure.DISCLOSED,
        note: str = "",
        **counts: int,
    ) -> None:
        """Where the defects of the half-year before were caught; the supplier's stages default to none."""
        if disclosure is Disclosure.DISCLOSED:
            counts = {"incoming": 0, "subassembly": 0, "in_process": 0, "final": 0, **counts}

        def happen(moment: Moment) -> None:
            seen = StagesSeen(
                period_from=moment.day - timedelta(days=180),
                period_to=moment.day - timedelta(days=1),
                observed_on=moment.day,
                disclosure=disclosure,
                counts=StageCounts(**counts),
            )
            record_stages(self._source(of, audit), seen, Recorded(self.people.ines, moment.at, moment.day, note))

        self.time.on(ago, happen)

    def _source(self, of: Later[Bought], audit: Later[Audit] | None) -> Source:
        if audit is None:
            return Source(of.it.site, Strength.DOCUMENT_REVIEW)
        return Source.of_audit(Audit.objects.get(pk=audit.it.pk))
