"""What a CAPA says about the supplier's follow-through, as of a day. The rating reads nothing else of it.

Opening a CAPA says nothing. A step counts once it was accepted in time, or missed its date; the time in
which we review belongs to us. A missed date stays missed, whatever is changed afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from audits.domain.capa import SUPPLIER_STEPS, Decision, Effectiveness, RoundCause, Severity, Stage


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to a step: when it came, when it was due then, and how it was judged."""

    answered_on: date
    due_on: date
    decision: Decision | None = None
    decided_on: date | None = None

    def decided_by(self, on: date) -> Decision | None:
        """The decision as it was known on this day."""
        known = self.decided_on is not None and self.decided_on <= on
        return self.decision if known else None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of one round. `began_on` is None while it waits for its turn."""

    step: Stage
    due_on: date
    began_on: date | None
    missed_on: date | None = None
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One walk through the steps, why it began, and what the check of effectiveness showed."""

    cause: RoundCause
    began_on: date
    steps: tuple[StepRecord, ...]
    result: Effectiveness | None = None
    judged_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CapaRecord:
    """A CAPA with all its rounds."""

    pk: int
    severity: Severity
    site: int | None
    """The site of the finding or nonconformance: the rating counts it for what we buy from there. None: for all."""
    opened_on: date
    rounds: tuple[RoundRecord, ...]
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """A step that counts: in time or late, known since `on`."""

    step: Stage
    late: bool
    on: date


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """What one CAPA contributes. Counts are over all its rounds; a cancelled one contributes nothing."""

    pk: int
    severity: Severity
    outcomes: tuple[StepOutcome, ...] = ()
    root_causes_accepted: tuple[date, ...] = ()
    root_causes_rejected: tuple[date, ...] = ()
    found_effective: tuple[date, ...] = ()
    found_not_effective: tuple[date, ...] = ()
    recurred: tuple[date, ...] = ()
    closed_on: date | None = None
    overdue_since: date | None = None
    """First day past the date of the step that is waiting for the supplier now."""

    @property
    def due_steps(self) -> int:
        """Steps that count."""
        return len(self.outcomes)

    @property
    def late_steps(self) -> int:
        """Of those, the late ones."""
        return sum(outcome.late for outcome in self.outcomes)


def follow_through(capa: CapaRecord, on: date) -> FollowThrough:
    """The contribution of one CAPA as it was known on this day."""
    if capa.cancelled_on is not None and capa.cancelled_on <= on:
        return FollowThrough(capa.pk, capa.severity)
    rounds = tuple(each for each in capa.rounds if each.began_on <= on)
    steps = tuple(step for each in rounds for step in each.steps if step.step in SUPPLIER_STEPS)
    results = tuple((each.result, each.judged_on) for each in rounds if each.judged_on and each.judged_on <= on)
    return FollowThrough(
        pk=capa.pk,
        severity=capa.severity,
        outcomes=tuple(outcome for step in steps if (outcome := step_outcome(step, on))),
        root_causes_accepted=_decided(steps, Decision.ACCEPTED, on),
        root_causes_rejected=_decided(steps, Decision.REJECTED, on),
        found_effective=tuple(day for result, day in results if result is Effectiveness.EFFECTIVE and day),
        found_not_effective=tuple(day for result, day in results if result is Effectiveness.NOT_EFFECTIVE and day),
        recurred=tuple(each.began_on for each in rounds if each.cause is RoundCause.RECURRENCE),
        closed_on=_closed_on(rounds, on),
        overdue_since=_overdue_since(rounds, on),
    )


def step_outcome(step: StepRecord, on: date) -> StepOutcome | None:
    """Whether a step was in time or late, or None while that is not yet known."""
    late_since = _late_since(step, on)
    if late_since is not None:
        return StepOutcome(step.step, late=True, on=late_since)
    accepted = [attempt for attempt in step.attempts if attempt.decided_by(on) is Decision.ACCEPTED]
    if accepted and accepted[-1].decided_on is not None:
        return StepOutcome(step.step, late=False, on=accepted[-1].decided_on)
    return None


def _late_since(step: StepRecord, on: date) -> date | None:
    """First day on which the step was late, looking at every attempt and at the present wait."""
    if step.began_on is None or step.began_on > on:
        return None
    counted = [
        attempt
        for attempt in step.attempts
        if attempt.answered_on <= on and attempt.decided_by(on) is not Decision.WITHDRAWN
    ]
    days = [attempt.due_on + timedelta(days=1) for attempt in counted if attempt.answered_on > attempt.due_on]
    if step.missed_on is not None and step.missed_on <= on:
        days.append(step.missed_on)
    if _is_waited_for(counted, on) and step.due_on < on:
        days.append(step.due_on + timedelta(days=1))
    return min(days, default=None)


def _is_waited_for(counted: list[Attempt], on: date) -> bool:
    """Whether the supplier's answer was awaited on this day: none yet, or the last one rejected."""
    return not counted or counted[-1].decided_by(on) is Decision.REJECTED


def _decided(steps: Iterable[StepRecord], decision: Decision, on: date) -> tuple[date, ...]:
    return tuple(
        attempt.decided_on
        for step in steps
        if step.step is Stage.ROOT_CAUSE
        for attempt in step.attempts
        if attempt.decided_by(on) is decision and attempt.decided_on is not None
    )


def _closed_on(rounds: tuple[RoundRecord, ...], on: date) -> date | None:
    closed = rounds[-1].closed_on if rounds else None
    return closed if closed is not None and closed <= on else None


def _overdue_since(rounds: tuple[RoundRecord, ...], on: date) -> date | None:
    """Only the last round's current step can be waited for."""
    for step in rounds[-1].steps if rounds else ():
        if step.step not in SUPPLIER_STEPS or step.began_on is None or step.began_on > on:
            continue
        attempts = [each for each in step.attempts if each.answered_on <= on]
        counted = [each for each in attempts if each.decided_by(on) is not Decision.WITHDRAWN]
        if _is_waited_for(counted, on) and step.due_on < on:
            return step.due_on + timedelta(days=1)
    return None
