"""What a checklist is: sections of questions, each with its guidance, clause and the indicator it feeds."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """Whether a question looks at the floor or at documents; the paper-practice gap rests on this split."""

    PRACTICE = "practice"
    PAPER = "paper"


class Indicator(StrEnum):
    """The rating indicator a question feeds: exactly one, so that nothing is counted twice."""

    AUDIT_CONFORMITY = "audit_conformity"
    CALIBRATION = "calibration"
    STAFFING_AUTHORITY = "staffing_authority"
    SUBCONTRACTOR_RESPONSE = "subcontractor_response"
    DISCLOSURE = "disclosure"
    INTERVIEWS = "interviews"
    REMEASUREMENT = "remeasurement"
    TRACEABILITY = "traceability"


class Observes(StrEnum):
    """A measured observation that belongs beside the answer, because a grade alone says too little."""

    COVERAGE = "coverage"
    STAGES = "stages"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `clause` is a number of ISO 9001:2015, or empty where only good practice asks for it."""

    code: str
    text: str
    look: str
    ask: str
    enough: str
    clause: str = ""
    kind: Kind = Kind.PRACTICE
    feeds: Indicator = Indicator.AUDIT_CONFORMITY
    mandatory: bool = False
    observes: Observes | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A walkable part of the site with the questions that are asked there."""

    code: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Checklist:
    """A published checklist. An audit keeps (code, version); a published version is never changed."""

    code: str
    version: int
    title: str
    standard: str
    edition: str
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in walking order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """Question by its code, in walking order."""
        return {question.code: question for question in self.questions}
