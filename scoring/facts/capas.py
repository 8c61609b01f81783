"""Findings and corrective actions as observations of follow-through, and what is overdue on its own."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from audits.domain.capa import Decision, Effectiveness, RoundCause, Severity, Stage
from audits.domain.capa_facts import (
    Attempt,
    CapaRecord,
    FollowThrough,
    RoundRecord,
    StepRecord,
    follow_through,
)
from audits.domain.findings import FindingGrade, FindingState
from scoring.domain.facts import Observation, Source, Trouble, TroubleKind
from scoring.domain.words import day
from scoring.facts.rows import Row
from scoring.facts.scopes import Places

ONE = 1_000
RETURN_DAYS = 365
"""A closed defect that stays away this long did not come back."""


@dataclass(frozen=True)
class Known:
    """One CAPA with what it says on the day."""

    record: CapaRecord
    number: str
    finding: int | None
    finding_grade: FindingGrade | None
    """None where it answers a nonconformance."""
    scope: int | None
    says: FollowThrough


def read_capas(rows: Sequence[Row], on: date) -> list[Known]:
    """Put the CAPAs together from their rows and ask each what it says."""
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[1]].append(row)
    return [_known(mine, on) for mine in grouped.values()]


def _known(rows: list[Row], on: date) -> Known:
    _, pk, number, severity, stage, opened_on, ended_on, finding, grade, audited, *_ = rows[0]
    bought_at, scope = rows[0][26:28]
    site = audited if finding is not None else bought_at
    cancelled_on = ended_on if stage == Stage.CANCELLED.value else None
    record = CapaRecord(pk, Severity(severity), site, opened_on, tuple(_rounds(rows)), cancelled_on)
    graded = FindingGrade(grade) if grade else None
    return Known(record, number, finding, graded, scope, follow_through(record, on))


def _rounds(rows: list[Row]) -> Iterator[RoundRecord]:
    ordered = sorted((row for row in rows if row[10] is not None), key=lambda row: row[10])
    for _, group in groupby(ordered, key=lambda row: row[10]):
        mine = list(group)
        _, cause, began_on, result, judged_on, closed_on = mine[0][10:16]
        outcome = Effectiveness(result) if result else None
        steps = tuple(_steps(mine))
        yield RoundRecord(RoundCause(cause), began_on, steps, outcome, judged_on, closed_on)


def _steps(rows: list[Row]) -> Iterator[StepRecord]:
    ordered = sorted((row for row in rows if row[16] is not None), key=lambda row: row[16])
    for _, group in groupby(ordered, key=lambda row: row[16]):
        mine = list(group)
        _, step, due_on, began_on, missed_on = mine[0][16:21]
        attempts = sorted((row for row in mine if row[21] is not None), key=lambda row: row[21])
        yield StepRecord(Stage(step), due_on, began_on, missed_on, tuple(_attempt(row) for row in attempts))


def _attempt(row: Row) -> Attempt:
    _, answered_on, due_on, decision, decided_on = row[21:26]
    return Attempt(answered_on, due_on, Decision(decision) if decision else None, decided_on)


def build_capas(known: Sequence[Known], places: Places, on: date) -> Iterator[Observation]:
    """Steps, root causes, effectiveness and recurrence; opening a CAPA says nothing."""
    for capa in known:
        scopes = places.of(capa.record.site, capa.scope)
        for indicator, good, day_known in _facts_of(capa.says, on):
            yield Observation(
                indicator=indicator,
                observed_on=day_known,
                record=f"capa:{capa.record.pk}",
                source=Source.OUR_RECORD,
                good=int(good),
                of=1,
                amount=ONE,
                scopes=scopes,
                note=capa.number,
            )


def _facts_of(says: FollowThrough, on: date) -> Iterator[tuple[str, bool, date]]:
    for outcome in says.outcomes:
        yield "steps_on_time", not outcome.late, outcome.on
    for when in says.root_causes_accepted:
        yield "root_causes", True, when
    for when in says.root_causes_rejected:
        yield "root_causes", False, when
    for when in _still_effective(says):
        yield "effectiveness", True, when
    for when in (*says.found_not_effective, *says.recurred):
        yield "effectiveness", False, when
    for when in says.recurred:
        yield "recurrence", False, when
    if says.closed_on is not None and says.closed_on + timedelta(days=RETURN_DAYS) <= on:
        yield "recurrence", True, says.closed_on + timedelta(days=RETURN_DAYS)


def _still_effective(says: FollowThrough) -> list[date]:
    """A defect that came back takes the verified effectiveness before it away: it reopened the question."""
    good = sorted(says.found_effective)
    for again in sorted(says.recurred):
        before = [when for when in good if when <= again]
        if before:
            good.remove(before[-1])
    return good


def build_findings(rows: Sequence[Row], capas: Sequence[Known], places: Places, on: date) -> Iterator[Observation]:
    """Findings closed by their date or not; those with a corrective action are judged by its steps instead."""
    by_capa = {capa.finding for capa in capas if capa.record.cancelled_on is None}
    for _, pk, site, _grade, _, due_on, state, closed_on in rows:
        if due_on is None or pk in by_capa:
            continue
        verdict = _in_time(state, due_on, closed_on, on)
        if verdict is not None:
            good, when = verdict
            yield Observation(
                indicator="findings_in_time",
                observed_on=when,
                record=f"finding:{pk}",
                source=Source.OUR_RECORD,
                good=int(good),
                of=1,
                amount=ONE,
                scopes=places.at_site(site),
                note=f"due {day(due_on)}",
            )


def _in_time(state: str, due_on: date, closed_on: date | None, on: date) -> tuple[bool, date] | None:
    closed = closed_on if state == FindingState.CLOSED.value and closed_on and closed_on <= on else None
    if closed is not None and closed <= due_on:
        return True, closed
    if due_on < on:
        return False, due_on + timedelta(days=1)
    return None


def build_troubles(rows: Sequence[Row], capas: Sequence[Known], places: Places, on: date) -> Iterator[Trouble]:
    """Major findings past their date (their own, or that of the corrective action) and critical SCARs past theirs."""
    answered = {capa.finding for capa in capas if capa.record.cancelled_on is None}
    for _, pk, site, grade, _, due_on, state, _ in rows:
        is_open = state == FindingState.OPEN.value and due_on is not None and due_on < on
        if grade == FindingGrade.MAJOR.value and is_open and pk not in answered:
            since = due_on + timedelta(days=1)
            kind = TroubleKind.MAJOR_OVERDUE
            yield Trouble(kind, f"finding:{pk}", f"Major finding {pk}", since, places.at_site(site))
    for capa in capas:
        overdue = capa.says.overdue_since
        if overdue is None:
            continue
        scopes = places.of(capa.record.site, capa.scope)
        record = f"capa:{capa.record.pk}"
        if capa.record.severity is Severity.CRITICAL:
            yield Trouble(TroubleKind.CRITICAL_SCAR_OVERDUE, record, f"Critical {capa.number}", overdue, scopes)
        elif capa.finding_grade is FindingGrade.MAJOR:
            label = f"The corrective action {capa.number} to a major finding"
            yield Trouble(TroubleKind.MAJOR_OVERDUE, record, label, overdue, scopes)
