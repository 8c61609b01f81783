"""Incoming-inspection coverage and where defects were caught: what a valid observation looks like."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from common.problems import Problem
from deliveries.domain.stages import OUR_STAGES, SUPPLIER_STAGES, Stage


class Sampling(StrEnum):
    """How the receipts that were looked at were chosen; `not_disclosed` is a value of its own."""

    ALL_RECEIPTS = "all_receipts"
    RANDOM_SAMPLE = "random_sample"
    CONVENIENCE_SAMPLE = "convenience_sample"
    REGISTER_EXPORT = "register_export"
    NOT_DISCLOSED = "not_disclosed"


class Disclosure(StrEnum):
    """Whether the supplier showed its own defect counts."""

    DISCLOSED = "disclosed"
    NOT_DISCLOSED = "not_disclosed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Receipts looked at in a period, those with an inspection record, those under documented skip-lot."""

    period_from: date
    period_to: date
    observed_on: date
    sampling: Sampling
    receipts: int | None
    with_record: int | None
    skip_lot: int = 0

    @property
    def covered(self) -> int | None:
        """Receipts with a record or under a documented skip-lot plan; None when not disclosed."""
        return None if self.with_record is None else self.with_record + self.skip_lot

    @property
    def percent(self) -> float | None:
        """Covered receipts in per cent of those looked at, for a bar; None when not disclosed."""
        return None if self.covered is None or not self.receipts else 100 * self.covered / self.receipts


@dataclass(frozen=True, slots=True)
class StageCounts:
    """Defects by the stage that caught them; None where nobody counted or the supplier would not say."""

    incoming: int | None = None
    subassembly: int | None = None
    in_process: int | None = None
    final: int | None = None
    receiving: int | None = None
    line: int | None = None
    customer: int | None = None

    def at(self, stage: Stage) -> int | None:
        """Count at one stage."""
        value: int | None = getattr(self, stage.value)
        return value

    def total(self, stages: tuple[Stage, ...]) -> int | None:
        """Sum over stages, or None when none of them was counted."""
        known = [value for stage in stages if (value := self.at(stage)) is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class StagesSeen:
    """Where the defects of a period were caught, as one observation."""

    period_from: date
    period_to: date
    observed_on: date
    disclosure: Disclosure
    counts: StageCounts


def stages_problems(seen: StagesSeen, on: date) -> list[Problem]:
    """Everything wrong with a stage observation, empty when it may be kept."""
    dates = period_problems(seen.period_from, seen.period_to, seen.observed_on, on)
    return dates + stage_problems(seen.counts, seen.disclosure)


def period_problems(period_from: date, period_to: date, observed_on: date, on: date) -> list[Problem]:
    """Order of the dates; `on` is the day of recording: nobody observes tomorrow."""
    problems = []
    if period_from > period_to:
        problems.append(Problem("period_to", "The period ends before it begins. Swap the two dates."))
    if period_to > observed_on:
        problems.append(Problem("observed_on", "Seen before the period ended. Give the day you looked."))
    if observed_on > on:
        problems.append(Problem("observed_on", "This day is in the future. Give the day you looked."))
    return problems


def coverage_problems(coverage: Coverage, on: date) -> list[Problem]:
    """Everything wrong with a coverage observation, empty when it may be kept."""
    problems = period_problems(coverage.period_from, coverage.period_to, coverage.observed_on, on)
    if coverage.sampling is Sampling.NOT_DISCLOSED:
        return problems + _counts_without_disclosure(coverage)
    return problems + _count_problems(coverage)


def _counts_without_disclosure(coverage: Coverage) -> list[Problem]:
    if coverage.receipts is None and coverage.with_record is None and not coverage.skip_lot:
        return []
    return [Problem("receipts", "Not disclosed means that there are no counts. Remove them.")]


def _count_problems(coverage: Coverage) -> list[Problem]:
    if coverage.receipts is None or coverage.receipts < 1:
        return [Problem("receipts", "How many receipts did you look at? At least one.")]
    if coverage.with_record is None or coverage.with_record < 0:
        return [Problem("with_record", "How many of them had an inspection record? Enter 0 for none.")]
    if coverage.skip_lot < 0:
        return [Problem("skip_lot", "This count cannot be below zero.")]
    if coverage.with_record + coverage.skip_lot > coverage.receipts:
        return [
            Problem(
                "with_record",
                f"{coverage.with_record} with a record and {coverage.skip_lot} under skip-lot are more than "
                f"the {coverage.receipts} receipts looked at.",
            )
        ]
    return []


def stage_problems(counts: StageCounts, disclosure: Disclosure) -> list[Problem]:
    """Everything wrong with stage counts, empty when they may be kept."""
    problems = [
        Problem(f"caught_{field.name}", "This count cannot be below zero.")
        for field in fields(counts)
        if (value := getattr(counts, field.name)) is not None and value < 0
    ]
    if disclosure is Disclosure.DISCLOSED:
        return problems + _missing_counts(counts)
    if counts.total(SUPPLIER_STAGES) is not None:
        message = "Counts of the supplier are given, so they were disclosed. Choose that, or remove them."
        return [*problems, Problem("disclosure", message)]
    if disclosure is Disclosure.NOT_ASKED and counts.total(OUR_STAGES) is None:
        return [*problems, Problem("caught_receiving", "Nothing is counted yet. Enter at least one count.")]
    return problems


def _missing_counts(counts: StageCounts) -> list[Problem]:
    missing = [stage for stage in SUPPLIER_STAGES if counts.at(stage) is None]
    return [Problem(f"caught_{stage.value}", "Enter a number; 0 when nothing was caught.") for stage in missing]
