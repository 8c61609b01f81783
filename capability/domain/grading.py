"""How what was seen of equipment, metrology and engineering becomes marks: ten for each need that is met in full.

All records of one look (same day, same place, same source) make one observation, however many machines were typed in.
Each need that was looked at weighs the same; one that nobody looked at is no evidence and takes from the weight of the
look, not from its marks. So a better value, or one more need that is met, never lowers anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from capability.domain.terms import Calibration, Condition, Performs, Support, ToleranceUnit, Traceability

FULL = 10
WHOLE = 100

PERFORMS = {Performs.IN_HOUSE: 10, Performs.PARTLY: 6, Performs.OUTSOURCED: 0}
CONDITIONS = {Condition.AS_NEW: 10, Condition.MAINTAINED: 10, Condition.WORN: 6, Condition.NEGLECTED: 0}
TRACES = {Traceability.ACCREDITED: 10, Traceability.TRACEABLE: 6, Traceability.NONE: 0}
ANSWERS = {Support.FULL: 10, Support.PARTLY: 6, Support.NONE: 0, Support.REFUSED: 0}
RESPONSE = ((2, 10), (5, 8), (10, 4))
"""Working days until an engineering question is answered, and the marks for that."""
UNCERTAINTY = ((10, 10), (4, 8), (3, 4))
"""Expanded uncertainty at most this part of the tolerance (a tenth, a quarter, a third), and the marks for that."""
ALONE = 6
"""Marks where a single machine carries the process: nothing stands in for it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of a look: `good` of `of`, and the share of the needs that was looked at, in thousandths."""

    good: int
    of: int
    share: int

    @property
    def is_evidence(self) -> bool:
        return self.of > 0


@dataclass(frozen=True, slots=True)
class Machine:
    """Machines of one type for a process that we buy."""

    performs: Performs
    count: int
    held: Decimal | None = None
    needed: Decimal | None = None
    unit: ToleranceUnit = ToleranceUnit.MILLIMETRE
    condition: Condition = Condition.NOT_SEEN


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measuring instrument with what is known of its calibration on the day it was looked at."""

    seen_on: date
    uncertainty: Decimal | None = None
    tolerance: Decimal | None = None
    calibration: Calibration = Calibration.NOT_SEEN
    due_on: date | None = None
    traceability: Traceability = Traceability.NOT_SEEN


@dataclass(frozen=True, slots=True)
class Engineering:
    """Answers about engineering support; days until a question is answered."""

    dfm: Support
    data: Support
    tooling: Support
    language: Support
    response_days: int | None = None


def equipment_marks(machines: Sequence[Machine]) -> Marks:
    """Right process, tolerance held, condition, something to fall back on: for each need the best machine counts.

    An old lathe beside the new one takes nothing away. A tolerance counts no more than the condition of its machine.
    """
    return _marks(
        _best(PERFORMS[one.performs] for one in machines),
        _best(_tolerance_marks(one) for one in machines),
        _best(CONDITIONS.get(one.condition) for one in machines),
        [_stand_in_marks(machines)] if machines else [],
    )


def _stand_in_marks(machines: Sequence[Machine]) -> int:
    able = sum(one.count for one in machines if one.performs is not Performs.OUTSOURCED)
    return FULL if able > 1 else ALONE if able else 0


def _tolerance_marks(one: Machine) -> int | None:
    if one.held is None or one.needed is None:
        return None
    marks = FULL if one.held <= one.needed else 0
    return min(marks, CONDITIONS.get(one.condition, FULL))


def metrology_marks(instruments: Sequence[Instrument]) -> Marks:
    """Uncertainty against tolerance, calibration in date, traceability: every instrument counts, each gauge is used."""
    return _marks(
        _known(_uncertainty_marks(one) for one in instruments),
        _known(_calibration_marks(one) for one in instruments),
        _known(TRACES.get(one.traceability) for one in instruments),
    )


def _uncertainty_marks(one: Instrument) -> int | None:
    if one.uncertainty is None or one.tolerance is None:
        return None
    return next((marks for part, marks in UNCERTAINTY if one.uncertainty * part <= one.tolerance), 0)


def _calibration_marks(one: Instrument) -> int | None:
    """In date on the day it was seen. A date that passes later is no new evidence: it asks for another look."""
    if one.calibration is Calibration.NOT_SEEN:
        return None
    in_date = one.calibration is Calibration.CALIBRATED and one.due_on is not None and one.due_on >= one.seen_on
    return FULL if in_date else 0


def engineering_marks(answers: Sequence[Engineering]) -> Marks:
    """Feedback on our drawing, data, tooling, a common language, and how soon an answer comes."""
    return _marks(
        _known(ANSWERS.get(one.dfm) for one in answers),
        _known(ANSWERS.get(one.data) for one in answers),
        _known(ANSWERS.get(one.tooling) for one in answers),
        _known(ANSWERS.get(one.language) for one in answers),
        _known(_response_marks(one.response_days) for one in answers),
    )


def _response_marks(days: int | None) -> int | None:
    if days is None:
        return None
    return next((marks for limit, marks in RESPONSE if days <= limit), 0)


def _known(marks: Iterable[int | None]) -> list[int]:
    return [one for one in marks if one is not None]


def _best(marks: Iterable[int | None]) -> list[int]:
    return sorted(_known(marks))[-1:]


def _marks(*needs: Sequence[int]) -> Marks:
    """Each need with the mean of its marks, in per cent of full marks; needs without any are left out."""
    looked = [one for one in needs if one]
    good = sum(WHOLE * sum(one) // (FULL * len(one)) for one in looked)
    return Marks(good, WHOLE * len(looked), 1_000 * len(looked) // len(needs))
