"""What an answer to each CAPA step must contain before it can be handed in.

These gates stop what people in the field reject every day: containment that is only planned, "operator
error" as a final cause, training as the only action, effectiveness without a measure agreed beforehand.
Whether a text convinces is the reviewer's judgement.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audits.domain.capa import Effectiveness, Stage
from audits.domain.capa_due import watch_ends_on

MIN_TEXT = 10
"""Letters or digits that a text needs to say anything: "done", "n/a" and "see file" do not."""


class ActionKind(StrEnum):
    """What an action changes."""

    PROCESS = "process"
    ERROR_PROOFING = "error_proofing"
    INSPECTION = "inspection"
    DESIGN = "design"
    SUBCONTRACTOR = "subcontractor"
    DOCUMENT = "document"
    TRAINING = "training"


class Measure(StrEnum):
    """In what the effectiveness criterion counts."""

    LOTS = "lots"
    DAYS = "days"


class Gate(StrEnum):
    """One rule that an answer broke."""

    TEXT_MISSING = "text_missing"
    DATE_MISSING = "date_missing"
    DATE_IN_FUTURE = "date_in_future"
    NOT_DONE = "not_done"
    SAME_CAUSE = "same_cause"
    OPERATOR_ERROR = "operator_error"
    KIND_MISSING = "kind_missing"
    ONLY_TRAINING = "only_training"
    COUNT_MISSING = "count_missing"
    CRITERION_MISSING = "criterion_missing"
    TOO_FEW = "too_few"
    TOO_EARLY = "too_early"
    DEFECT_SEEN = "defect_seen"
    RESULT_MISSING = "result_missing"
    EVIDENCE_MISSING = "evidence_missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule and the field to show it at."""

    field: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class Containment:
    """What was done at once, where else it was looked for, and when that was finished."""

    done: str
    searched: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class RootCause:
    """Why it happened, why it was not caught, and why the system allowed both."""

    occurrence: str
    escape: str
    system: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """How effectiveness will be judged: the text, and over how many lots or days."""

    text: str
    count: int | None
    measure: Measure | None

    @property
    def is_fixed(self) -> bool:
        """Whether it says what to look at and for how long."""
        return _says_something(self.text) and bool(self.count and self.count > 0) and self.measure is not None


@dataclass(frozen=True, slots=True)
class Actions:
    """The chosen actions against occurrence and escape, what they change, and how they will be judged."""

    against_occurrence: str
    against_escape: str
    kinds: frozenset[ActionKind] = field(default_factory=frozenset)
    criterion: Criterion = field(default_factory=lambda: Criterion("", None, None))


@dataclass(frozen=True, slots=True)
class Implemented:
    """What is in place since when, how it was validated, and what became of FMEA and control plan."""

    in_place: str
    validation: str
    documents: str
    implemented_on: date | None


@dataclass(frozen=True, slots=True)
class EffectivenessCheck:
    """What was observed against the criterion. `lots` counts only when the criterion does."""

    observed: str
    result: Effectiveness | None
    lots: int | None = None
    same_defects: int | None = None


def containment_problems(answer: Containment, answered_on: date) -> list[Problem]:
    """Containment is done, not planned, and looked beyond the one part."""
    return [
        *_texts({"done": answer.done, "searched": answer.searched}),
        *_done_date("done_on", answer.done_on, answered_on),
    ]


def root_cause_problems(answer: RootCause) -> list[Problem]:
    """Three causes, each its own, and a person's slip is the start of the question, not its answer."""
    causes = {"occurrence": answer.occurrence, "escape": answer.escape, "system": answer.system}
    problems = _texts(causes)
    seen: set[str] = set()
    for name, text in causes.items():
        if is_only_operator_error(text):
            problems.append(Problem(name, Gate.OPERATOR_ERROR))
        elif _says_something(text) and _plain(text) in seen:
            problems.append(Problem(name, Gate.SAME_CAUSE))
        seen.add(_plain(text))
    return problems


def actions_problems(answer: Actions) -> list[Problem]:
    """Actions against both causes, more than training, with the measure of success fixed now."""
    problems = _texts({"against_occurrence": answer.against_occurrence, "against_escape": answer.against_escape})
    if not answer.kinds:
        problems.append(Problem("kinds", Gate.KIND_MISSING))
    elif answer.kinds == {ActionKind.TRAINING}:
        problems.append(Problem("kinds", Gate.ONLY_TRAINING))
    return problems + criterion_problems(answer.criterion)


def criterion_problems(criterion: Criterion) -> list[Problem]:
    """What the criterion lacks."""
    problems = _texts({"criterion": criterion.text})
    if not criterion.count or criterion.count < 1:
        problems.append(Problem("criterion_count", Gate.COUNT_MISSING))
    if criterion.measure is None:
        problems.append(Problem("criterion_measure", Gate.CRITERION_MISSING))
    return problems


def implemented_problems(answer: Implemented, criterion: Criterion, answered_on: date) -> list[Problem]:
    """In place and validated, and judged by a criterion that was fixed before."""
    problems = [
        *_texts({"in_place": answer.in_place, "validation": answer.validation, "documents": answer.documents}),
        *_done_date("implemented_on", answer.implemented_on, answered_on),
    ]
    if not criterion.is_fixed:
        problems.append(Problem("", Gate.CRITERION_MISSING))
    return problems


def effectiveness_problems(
    answer: EffectivenessCheck, criterion: Criterion, implemented_on: date, answered_on: date
) -> list[Problem]:
    """ "Effective" needs the whole number of lots or days, and the defect not seen in them.

    "Not effective" can be said as soon as it shows.
    """
    problems = _texts({"observed": answer.observed})
    if answer.result is None:
        problems.append(Problem("result", Gate.RESULT_MISSING))
    if answer.same_defects is None or answer.same_defects < 0:
        problems.append(Problem("same_defects", Gate.COUNT_MISSING))
    if answer.result is Effectiveness.EFFECTIVE:
        problems += _claim_problems(answer, criterion, implemented_on, answered_on)
    return problems


def _claim_problems(
    answer: EffectivenessCheck, criterion: Criterion, implemented_on: date, answered_on: date
) -> Iterable[Problem]:
    count = criterion.count or 0
    if not criterion.is_fixed:
        yield Problem("", Gate.CRITERION_MISSING)
    elif criterion.measure is Measure.LOTS and (answer.lots or 0) < count:
        yield Problem("lots", Gate.TOO_FEW)
    elif criterion.measure is Measure.DAYS and answered_on < watch_ends_on(implemented_on, count):
        yield Problem("answered_on", Gate.TOO_EARLY)
    if answer.same_defects:
        yield Problem("same_defects", Gate.DEFECT_SEEN)


_BLAME = re.compile(
    r"\b(operators?|human|workers?|staff|personnel|employees?|inspectors?|people|person)\b"
    r"|\b(errors?|mistakes?|fault|negligence|carelessness|careless|inattention|forgot|forgotten|oversight"
    r"|distracted|missed|overlooked|failed|failure|wrong|wrongly|did|not|follow|followed|following|instructions?"
    r"|procedures?|pay|paid|attention)\b"
)
_FILLER = re.compile(
    r"\b(an?|the|of|by|to|due|was|were|is|has|have|been|made|caused|because|root|cause|it|and|or|on"
    r"|in|at|from|with|one|their|his|her|who)\b"
)
_BLAMED = re.compile(r"\b(operators?|human|workers?|staff|personnel|employees?|inspectors?|people|person)\b")
MIN_WORDS_BEYOND_BLAME = 3
"""A text that blames a person must say at least this many other things, such as what let the slip happen."""


def is_only_operator_error(text: str) -> bool:
    """Whether a cause names a person's slip and nothing that made it possible.

    English texts only: a text in another language is left to the reviewer.
    """
    plain = _plain(text)
    if not _BLAMED.search(plain):
        return False
    rest = _FILLER.sub(" ", _BLAME.sub(" ", plain))
    return len(rest.split()) < MIN_WORDS_BEYOND_BLAME


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _says_something(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= _least(text)


def _least(text: str) -> int:
    """Scripts without spaces between words say in four signs what Latin letters say in ten."""
    dense = any("\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" for character in text)
    return 4 if dense else MIN_TEXT


def _texts(texts: Mapping[str, str]) -> list[Problem]:
    return [Problem(name, Gate.TEXT_MISSING) for name, text in texts.items() if not _says_something(text)]


def _done_date(name: str, done_on: date | None, answered_on: date) -> Iterable[Problem]:
    if done_on is None:
        yield Problem(name, Gate.DATE_MISSING)
    elif done_on > answered_on:
        yield Problem(name, Gate.NOT_DONE)


def answered_on_problems(answered_on: date | None, *, not_before: date, today: date) -> list[Problem]:
    """An answer is dated between the beginning of its round, or the last rejection of its step, and today.

    A supplier may answer a step ahead of its turn, never a rejection before it was made.
    """
    if answered_on is None or answered_on < not_before:
        return [Problem("answered_on", Gate.DATE_MISSING if answered_on is None else Gate.TOO_EARLY)]
    return [Problem("answered_on", Gate.DATE_IN_FUTURE)] if answered_on > today else []


def evidence_problems(evidence: str, files: int) -> list[Problem]:
    """Something must show it: a file, or words that say where it can be seen."""
    return [] if files or evidence.strip() else [Problem("evidence", Gate.EVIDENCE_MISSING)]


STEP_OF_ANSWER: dict[type, Stage] = {
    Containment: Stage.CONTAINMENT,
    RootCause: Stage.ROOT_CAUSE,
    Actions: Stage.ACTIONS,
    Implemented: Stage.IMPLEMENTED,
    EffectivenessCheck: Stage.EFFECTIVENESS,
}
