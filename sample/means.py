"""What a supplier can do and what was tried: machines, gauges, references, sample orders, and short visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from capability.domain.terms import Counted, Kind, Manner
from capability.kinds import KINDS
from capability.models import VisitNote
from capability.services import (
    Act,
    VisitHead,
    begin_visit,
    complete_visit,
    record_capability,
    save_count,
    save_measurement,
    save_question,
)
from sample.company import Bought
from sample.people import People
from sample.timeline import Later, Moment, Timeline

ANNOUNCED, UNANNOUNCED, DOCUMENT, OWN_WORD, OURS = "announced", "unannounced", "document", "own_word", "our_check"


@dataclass(frozen=True)
class Bore:
    """A value measured again: their record, ours, with our uncertainty, in millimetres."""

    name: str
    theirs: str
    ours: str
    lower: str
    upper: str
    uncertainty: str = "0.002"
    gauge: str = "Bore gauge 14, our own"

    @property
    def values(self) -> dict[str, Any]:
        """The row as the note holds it."""
        numbers = {
            "recorded": self.theirs,
            "measured": self.ours,
            "lower": self.lower,
            "upper": self.upper,
            "uncertainty": self.uncertainty,
        }
        exact = {name: Decimal(value) for name, value in numbers.items()}
        return {**exact, "characteristic": self.name, "instrument": self.gauge, "unit": "mm"}


@dataclass
class Means:
    """The words for a supplier's capability."""

    people: People
    time: Timeline

    def record(self, of: Later[Bought], kind: Kind, *, ago: int, by: User | None = None, **values: Any) -> None:
        """A record of any kind; `process` names what is bought there."""
        process = values.pop("process", "")

        def happen(moment: Moment) -> None:
            bought = of.it
            scope = bought.scopes[process] if process else None
            given = {"site": bought.site, "scope": scope, "observed_on": moment.day, **_dated(values, moment)}
            act = Act(by or self.people.ines, moment.at, moment.day)
            record_capability(KINDS[kind].model, bought.supplier, given, act)

        self.time.on(ago, happen)

    def machines(
        self, of: Later[Bought], process: str, machine: str, *, ago: int, source: str = ANNOUNCED, **values: Any
    ) -> None:
        """Machines seen; tolerances as text in millimetres."""
        exact: dict[str, Any] = {one: Decimal(values.pop(one)) for one in ("held", "needed") if one in values}
        self.record(of, Kind.EQUIPMENT, ago=ago, source=source, process=process, machine=machine, **exact, **values)

    def gauge(
        self,
        of: Later[Bought],
        instrument: str,
        *,
        ago: int,
        uncertainty: str,
        tolerance: str,
        due_in: int,
        source: str = ANNOUNCED,
        traceability: str = "accredited",
    ) -> None:
        """An instrument with its sticker: calibrated until so many days after it was seen."""
        self.record(
            of,
            Kind.METROLOGY,
            ago=ago,
            source=source,
            instrument=instrument,
            uncertainty=Decimal(uncertainty),
            tolerance=Decimal(tolerance),
            calibration="calibrated",
            calibration_due=due_in,
            traceability=traceability,
        )

    def engineers(self, of: Later[Bought], evidence: str, *, ago: int, source: str = OURS, **grades: Any) -> None:
        """How questions on our drawing were answered."""
        asked = {"dfm": "full", "data": "full", "tooling": "full", "language": "full", "response_days": 2, **grades}
        self.record(of, Kind.ENGINEERING, ago=ago, source=source, evidence=evidence, **asked)

    def reference(
        self, of: Later[Bought], company: str, outcome: str, *, ago: int, source: str = OURS, **values: Any
    ) -> None:
        """A customer of theirs was called by the buyer."""
        self.record(
            of, Kind.REFERENCE, ago=ago, by=self.people.marta, source=source, company=company, outcome=outcome, **values
        )

    def article(
        self, of: Later[Bought], part: str, result: str = "first_time", *, ago: int, submission: int = 1, **values: Any
    ) -> None:
        """A first article that we checked."""
        given = {"revision": "A", "checked": 48, "submission_number": submission, "result": result, **values}
        self.record(of, Kind.FIRST_ARTICLE, ago=ago, source=OURS, part_number=part, **given)

    def samples(self, of: Later[Bought], part: str, received: int, conforming: int, *, ago: int, **values: Any) -> None:
        """A sample order, measured by us."""
        given = {"part_number": part, "received": received, "conforming": conforming, "ordered": received, **values}
        self.record(of, Kind.SAMPLE_RUN, ago=ago, source=OURS, **given)

    def at_source(
        self, of: Later[Bought], lot: str, result: str = "passed", *, ago: int, part: str = "", **values: Any
    ) -> None:
        """A lot inspected before it was sent."""
        given = {"lot_size": 500, "sample_size": 80, "aql": Decimal("0.65"), **values}
        self.record(
            of, Kind.PRESHIPMENT, ago=ago, source=OURS, lot_number=lot, part_number=part or lot, result=result, **given
        )

    def visit(
        self,
        of: Later[Bought],
        *,
        ago: int,
        by: User | None = None,
        unannounced: bool = False,
        people: str = "",
        receipts: tuple[int, int] | None = None,
        labels: tuple[int, int] | None = None,
        bores: tuple[Bore, ...] = (),
        answers: Mapping[str, tuple[Manner, str]] | None = None,
        note: str = "",
        finished: bool = True,
    ) -> Later[VisitNote]:
        """Ten minutes on the floor; `receipts` and `labels` as (pulled, in order)."""
        who = by or self.people.ines

        def happen(moment: Moment) -> VisitNote:
            act = Act(who, moment.at, moment.day)
            bought = of.it
            head = VisitHead(bought.site, moment.day, unannounced, people, note, list(bought.scopes.values()))
            visit = begin_visit(head, act)
            for what, counted in ((Counted.RECEIPTS, receipts), (Counted.LABELS, labels)):
                if counted is not None:
                    values = {"pulled": counted[0], "in_order": counted[1]}
                    save_count(visit, what, values, expected_version=0, by=act)
            for number, bore in enumerate(bores, start=1):
                save_measurement(visit, number, bore.values, expected_version=0, by=act)
            for code, (manner, words) in (answers or {}).items():
                save_question(visit, code, {"manner": manner.value, "words": words}, expected_version=0, by=act)
            return complete_visit(visit, act) if finished else visit

        return self.time.on(ago, happen)


def _dated(values: dict[str, Any], moment: Moment) -> dict[str, Any]:
    """A due day told as days from then becomes a date."""
    due = values.get("calibration_due")
    return {**values, "calibration_due": moment.day + timedelta(days=due)} if isinstance(due, int) else values
