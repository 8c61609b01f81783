"""Is a requirement met? One judgement for the stored list, for the supplier's page and for the preview of a rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.days import NO_DAY, add_months
from suppliers.domain.profiles.rules import Asked
from suppliers.domain.profiles.terms import AuditType, RequirementKind, Shown, Standing

SOON_DAYS = 60
"""So many days ahead something counts as due soon."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that answers a requirement from `on` (audits: the day it was conducted; documents: of issue).

    `until` is the last day that is printed on it, None when none is. `is_confirmed`: a person checked it (a verified
    certificate, an accepted document; an audit always is).
    """

    record: str
    on: date | None = None
    until: date | None = None
    is_confirmed: bool = True
    audit_type: AuditType | None = None
    checklist: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a requirement stands; `due_on` is when it ends or since when it is due, `record` what answers it."""

    standing: Standing
    due_on: date
    record: str = ""


def judge(asked: Asked, evidence: Iterable[Evidence], since: date, on: date) -> Judgement:
    """How a requirement stands on a day, given what is on record for the scope. `since`: when it began to be due.

    Of several records one that still holds counts before one that does not, a confirmed one before one that nobody
    checked, the one that holds longest before the others.
    """
    fitting = [one for one in evidence if answers(asked, one)]
    if not fitting:
        return Judgement(Standing.MISSING, since)
    best = max(fitting, key=lambda one: (end_of(asked, one) >= on, one.is_confirmed, end_of(asked, one), one.record))
    end = end_of(asked, best)
    if end >= on and not best.is_confirmed:
        return Judgement(Standing.UNVERIFIED, max(since, best.on or since), best.record)
    return Judgement(Standing.HELD, end, best.record)


def answers(asked: Asked, evidence: Evidence) -> bool:
    """Whether a record is of the kind that is asked for: an audit must be strong enough, and on the right checklist."""
    if asked.kind is not RequirementKind.AUDIT:
        return True
    strong = asked.audit_type is None or (
        evidence.audit_type is not None and evidence.audit_type.is_at_least(asked.audit_type)
    )
    return strong and asked.subject in ("", evidence.checklist)


def end_of(asked: Asked, evidence: Evidence) -> date:
    """The last day on which a record answers the requirement: its own end, or the interval of the rules if shorter."""
    by_interval = add_months(evidence.on, asked.months) if asked.months and evidence.on else NO_DAY
    return min(by_interval, evidence.until or NO_DAY)


def shown_on(standing: Standing, kind: RequirementKind, due_on: date, day: date) -> Shown:
    """How a stored requirement reads on a day."""
    if standing is not Standing.HELD:
        return Shown(standing.value)
    if due_on < day:
        return Shown.OVERDUE if kind is RequirementKind.AUDIT else Shown.LAPSED
    return Shown.DUE_SOON if due_on <= day + timedelta(days=SOON_DAYS) else Shown.MET
