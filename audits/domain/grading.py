"""Grades of an answer and what each of them needs beside it.

The steps 0/4/6/8/10 are those of VDA 6.3; its missing 2 and odd numbers are deliberate, they stop people
from averaging in their heads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audits.domain.checklist import Question


class Grade(StrEnum):
    """What was found for one question; empty means that nobody has graded it yet."""

    FULL = "full"
    MOSTLY = "mostly"
    PARTLY = "partly"
    POOR = "poor"
    ABSENT = "absent"
    NOT_APPLICABLE = "not_applicable"
    NOT_DISCLOSED = "not_disclosed"
    NOT_LOOKED_AT = "not_looked_at"


POINTS: dict[Grade, int] = {
    Grade.FULL: 10,
    Grade.MOSTLY: 8,
    Grade.PARTLY: 6,
    Grade.POOR: 4,
    Grade.ABSENT: 0,
}
MEANING: dict[Grade, str] = {
    Grade.FULL: "Met in everything that was looked at.",
    Grade.MOSTLY: "Met; small deviations without effect on the product.",
    Grade.PARTLY: "Met in part; deviations that could reach the product.",
    Grade.POOR: "Met poorly; serious deviations.",
    Grade.ABSENT: "Not met.",
    Grade.NOT_APPLICABLE: "Does not arise at this site. Needs a reason, and a second person agrees.",
    Grade.NOT_DISCLOSED: "Asked, and the supplier would not show it. Say whom you asked for what.",
    Grade.NOT_LOOKED_AT: "Nobody looked today. Counts as no evidence, neither good nor bad.",
}
LOW_GRADES = frozenset({Grade.POOR, Grade.ABSENT})
"""A grade this low says something a supplier will argue about: it needs the evidence in words."""
ANSWERS_NEEDING_WORDS = LOW_GRADES | {Grade.NOT_APPLICABLE, Grade.NOT_DISCLOSED}
SHORTEST_EVIDENCE = 10
"""Characters. Enough to stop "ok" and "n/a", too few to stop anything true."""


class Lack(StrEnum):
    """What an answer still needs before its audit may be completed."""

    GRADE = "grade"
    EVIDENCE = "evidence"
    SECOND_PERSON = "second_person"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as far as the rules need it."""

    question: str
    grade: Grade | None
    evidence: str = ""
    second_person: bool = False


def needs_words(question: Question, grade: Grade) -> bool:
    """Whether this grade must be explained; skipping a mandatory question must be, too."""
    return grade in ANSWERS_NEEDING_WORDS or (question.mandatory and grade is Grade.NOT_LOOKED_AT)


def lacks_of(question: Question, given: Given | None) -> tuple[Lack, ...]:
    """What this answer still needs, in the order in which a person would mend it."""
    if given is None or given.grade is None:
        return (Lack.GRADE,) if question.mandatory else ()
    lacks = []
    if needs_words(question, given.grade) and len(given.evidence.strip()) < SHORTEST_EVIDENCE:
        lacks.append(Lack.EVIDENCE)
    if given.grade is Grade.NOT_APPLICABLE and not given.second_person:
        lacks.append(Lack.SECOND_PERSON)
    return tuple(lacks)


@dataclass(frozen=True, slots=True)
class Tally:
    """Points awarded over points possible (10 a question), and what left the sum."""

    awarded: int
    graded: int
    not_disclosed: int
    not_looked_at: int
    not_applicable: int

    @property
    def possible(self) -> int:
        """Points if every graded question had been fully met."""
        return 10 * self.graded


def tally(grades: Iterable[Grade | None]) -> Tally:
    """Sum up grades. Refusals and gaps are counted apart: they are neither zero points nor full ones here."""
    known = [grade for grade in grades if grade is not None]
    points = [POINTS[grade] for grade in known if grade in POINTS]
    return Tally(
        awarded=sum(points),
        graded=len(points),
        not_disclosed=known.count(Grade.NOT_DISCLOSED),
        not_looked_at=known.count(Grade.NOT_LOOKED_AT),
        not_applicable=known.count(Grade.NOT_APPLICABLE),
    )
