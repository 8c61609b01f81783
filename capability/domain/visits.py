"""A visit in ten minutes: what was sampled, what was measured again, how questions were answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from capability.domain.grading import FULL, Marks
from capability.domain.measuring import Agreement
from capability.domain.terms import Counted, Manner
from common.problems import Problem


@dataclass(frozen=True, slots=True)
class StockQuestion:
    """A question that is asked on every visit: whoever can show it answers in a minute."""

    code: str
    text: str


STOCK_QUESTIONS = (
    StockQuestion("log", "Show the last three nonconformances of this process"),
    StockQuestion("receiving", "Show the incoming records of a day that we pick"),
    StockQuestion("stop", "Who can stop a lot, and when was it last done?"),
    StockQuestion("gauge", "Show the calibration of the gauge that is in use here"),
    StockQuestion("change", "What changed here since our last visit?"),
)
MANNER_MARKS = {
    Manner.WITH_EVIDENCE: 10,
    Manner.VERBALLY: 6,
    Manner.EVADED: 2,
    Manner.SOMETHING_ELSE: 0,
    Manner.REFUSED: 0,
}
ENOUGH_MEASURED = 5
ENOUGH_ASKED = 5
ENOUGH_LABELS = 3
"""So many weigh as much as one audit; more of them sharpen the share, not the weight."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """Receipts or labels pulled at random: how many, how many in order; refused when nobody would show them."""

    what: Counted
    pulled: int | None
    in_order: int | None
    refused: bool = False

    @property
    def is_known(self) -> bool:
        return self.refused or (self.pulled is not None and self.in_order is not None and self.pulled > 0)

    @property
    def is_touched(self) -> bool:
        return self.refused or self.pulled is not None or self.in_order is not None


@dataclass(frozen=True, slots=True)
class Remeasured:
    """One row of the second section as far as it was filled in; no agreement while something is missing."""

    number: int
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the manner of its answer, and what was said."""

    text: str
    manner: Manner | None
    words: str = ""


def measured_marks(results: Sequence[Agreement]) -> Marks:
    """Full marks for each value that agrees; none for one that does not."""
    good = sum(FULL for one in results if one is Agreement.AGREES)
    return Marks(good, FULL * len(results), _amount(len(results), ENOUGH_MEASURED))


def asked_marks(manners: Sequence[Manner]) -> Marks:
    """How openly the questions were answered."""
    good = sum(MANNER_MARKS[one] for one in manners)
    return Marks(good, FULL * len(manners), _amount(len(manners), ENOUGH_ASKED))


def walked_marks(pulled: int, in_order: int) -> Marks:
    """Labels that were walked back to their heat."""
    return Marks(FULL * in_order, FULL * pulled, _amount(pulled, ENOUGH_LABELS))


def _amount(number: int, enough: int) -> int:
    return 1_000 * min(number, enough) // enough


def visit_problems(visited_on: date, today: date) -> list[Problem]:
    """What cannot be true of the visit itself."""
    if visited_on > today:
        return [Problem("visited_on", "This day is in the future. Begin the note on the day of the visit.")]
    return []


def completion_problems(
    counts: Sequence[Pulled], measured: Sequence[Remeasured], asked: Sequence[Asked]
) -> list[Problem]:
    """What must be mended before the note becomes evidence, section by section. At least one thing was looked at."""
    found = [problem for one in counts for problem in _count_problems(one)]
    found += [
        Problem(f"measurement-{one.number}", f"Measurement {one.number} lacks a value. Fill it in or remove the row.")
        for one in measured
        if one.agreement is None
    ]
    found += [problem for one in asked for problem in _answer_problems(one)]
    looked = any(one.is_known for one in counts) or measured or any(one.manner for one in asked)
    return (
        found
        if found or looked
        else [Problem("", "Nothing was sampled, measured or asked yet, so there is nothing to keep.")]
    )


def _count_problems(one: Pulled) -> list[Problem]:
    if not one.is_touched or one.is_known:
        return []
    words = f"The {one.what.value} need both numbers: how many were pulled, and how many were in order."
    return [Problem(one.what.value, words)]


def _answer_problems(one: Asked) -> list[Problem]:
    if one.manner in (Manner.EVADED, Manner.SOMETHING_ELSE, Manner.REFUSED) and not one.words.strip():
        return [
            Problem("asked", f"“{one.text}”: say in a few words what happened, so that the answer stands up later.")
        ]
    return []
