"""Audits as observations."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from audits.domain.audits import Strength
from audits.domain.checklist import Checklist, Indicator, Kind, Question
from audits.domain.checklists import checklist_for
from audits.domain.grading import LOW_GRADES, POINTS, Grade
from scoring.domain.facts import Observation, Source
from scoring.domain.gap import CLAUSE_GROUPS
from scoring.facts.rows import Row
from scoring.facts.scopes import Places

SOURCES = {
    Strength.UNANNOUNCED_ON_SITE: Source.UNANNOUNCED_AUDIT,
    Strength.ANNOUNCED_ON_SITE: Source.ANNOUNCED_AUDIT,
    Strength.REMOTE: Source.REMOTE_AUDIT,
    Strength.REGISTER_EXPORT: Source.REGISTER,
    Strength.DOCUMENT_REVIEW: Source.DOCUMENT,
    Strength.SUPPLIER_STATEMENT: Source.OWN_WORD,
}
INDICATORS = {
    Indicator.AUDIT_CONFORMITY: "audit_practice",
    Indicator.CALIBRATION: "calibration",
    Indicator.STAFFING_AUTHORITY: "quality_staffing",
    Indicator.SUBCONTRACTOR_RESPONSE: "deviation_response",
    Indicator.DISCLOSURE: "disclosure",
    Indicator.INTERVIEWS: "worker_interviews",
    Indicator.REMEASUREMENT: "remeasurement",
    Indicator.TRACEABILITY: "chain_walk",
}
GRADED = frozenset(POINTS) | {Grade.NOT_DISCLOSED}
FULL_MARKS = 10
ONE_AUDIT = 1_000


@dataclass
class _Audit:
    """One completed audit, put together from its rows."""

    pk: int
    site: int
    strength: Strength
    on: date
    checklist: Checklist
    scopes: set[int] = field(default_factory=set)
    grades: dict[str, Grade] = field(default_factory=dict)


def build_audits(rows: Sequence[Row], places: Places) -> Iterator[Observation]:
    """Per audit one observation for each indicator and clause group that it asked about."""
    for audit in _audits(rows):
        yield from _observations(audit, places)


def _audits(rows: Sequence[Row]) -> list[_Audit]:
    audits: dict[int, _Audit] = {}
    for _, pk, site, strength, on, code, version, scope, question, grade, confirmed_at in rows:
        audit = audits.get(pk)
        if audit is None:
            audit = audits[pk] = _Audit(pk, site, Strength(strength), on, checklist_for(code, version))
        if scope is not None:
            audit.scopes.add(scope)
        if grade and (grade != Grade.NOT_APPLICABLE.value or confirmed_at is not None):
            audit.grades[question] = Grade(grade)
    return list(audits.values())


def indicator_of(question: Question) -> str:
    """What a question feeds: paper is paper, whatever it is about."""
    return "documented_procedures" if question.kind is Kind.PAPER else INDICATORS[question.feeds]


def clause_group(clause: str) -> str:
    """The group of the paper–practice gap that a clause belongs to; empty outside all of them."""
    return next((key for key, _ in CLAUSE_GROUPS if clause == key or clause.startswith(f"{key}.")), "")


def _observations(audit: _Audit, places: Places) -> Iterator[Observation]:
    asked: dict[str, int] = defaultdict(int)
    graded: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in audit.checklist.questions:
        grade = audit.grades.get(question.code)
        if grade is Grade.NOT_APPLICABLE:
            continue
        asked[indicator_of(question)] += 1
        if grade in GRADED:
            graded[indicator_of(question), clause_group(question.clause)].append(question)
    scopes = places.among(audit.site, sorted(audit.scopes))
    for (indicator, group), questions in sorted(graded.items()):
        yield Observation(
            indicator=indicator,
            observed_on=audit.on,
            record=f"audit:{audit.pk}",
            source=SOURCES[audit.strength],
            good=sum(POINTS.get(audit.grades[one.code], 0) for one in questions),
            of=FULL_MARKS * len(questions),
            amount=ONE_AUDIT * len(questions) // asked[indicator],
            clause_group=group,
            scopes=scopes,
            note=_weak_points(audit, questions),
        )


def _weak_points(audit: _Audit, questions: list[Question]) -> str:
    """The questions that cost points, so that nobody has to search for them."""
    refused = [one.code for one in questions if audit.grades[one.code] is Grade.NOT_DISCLOSED]
    low = [one.code for one in questions if audit.grades[one.code] in LOW_GRADES]
    parts = []
    if low:
        parts.append(f"weak: {', '.join(low)}")
    if refused:
        parts.append(f"not disclosed: {', '.join(refused)}")
    return "; ".join(parts)
