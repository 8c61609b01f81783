"""Rules of the requirement profiles: made, changed and ended by the administrator, never for a day that has passed."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from common.records import claim_submission
from standards.domain.duty import Duty
from standards.models import Standard
from suppliers.domain.profiles.rules import Rule
from suppliers.domain.terms import Criticality
from suppliers.models import DocumentKind, Process, ProfileRule, Scope, Supplier, SupplierQuerySet, Waiver
from suppliers.services.evidence import mark_all_changed, mark_evidence_changed
from suppliers.services.saving import Refused, edit, insert

REMARKS = ("source", "checked_on", "notes")
"""What may be corrected in place: it changes nothing of what is asked."""


@dataclass(frozen=True)
class RuleData:
    """A rule as it is typed. An empty condition means any."""

    kind: str
    source: str
    checked_on: date
    valid_from: date
    sector: str = ""
    process: Process | None = None
    special_only: bool = False
    criticality: str = ""
    duty: str = Duty.EXPECTED.value
    standard: Standard | None = None
    document_kind: DocumentKind | None = None
    audit_type: str = ""
    checklist: str = ""
    months: int | None = None
    clauses: str = ""
    notes: str = ""

    def as_rule(self) -> ProfileRule:
        """The rule, not stored."""
        return ProfileRule(**{field.name: getattr(self, field.name) for field in fields(self)})

    def same_meaning(self, rule: ProfileRule) -> bool:
        """Whether it asks what `rule` asks, of the same, since the same day."""
        names = [field.name for field in fields(self) if field.name not in REMARKS]
        return all(getattr(self, name) == getattr(rule, name) for name in names)


@transaction.atomic
def create_rule(
    data: RuleData, *, actor: User, today: date, submission: UUID | str | None = None, at: datetime | None = None
) -> ProfileRule:
    """Ask for something from a day on. Raises ValidationError, AlreadySubmitted, Refused for a day that has passed."""
    claim_submission(submission, lambda: reverse("suppliers:profiles"))
    _refuse_past(data.valid_from, today)
    rule = data.as_rule()
    _insert(rule, actor, today, at)
    _follow(rule, today)
    return rule


@transaction.atomic
def revise_rule(
    rule: ProfileRule,
    data: RuleData,
    *,
    expected_version: int,
    actor: User,
    reason: str,
    today: date,
    at: datetime | None = None,
) -> ProfileRule:
    """Let another rule take this one's place from `data.valid_from` on; source and notes alone are corrected in place.

    The old rule stays for the days before. Raises Conflict, ValidationError, Refused.
    """
    _refuse_ended(rule, today)
    if data.same_meaning(rule):
        remarks = {name: getattr(data, name) for name in REMARKS}
        _edit(rule, remarks, expected_version, actor, reason, "changed", at)
        return rule
    data = replace(data, valid_from=max(data.valid_from, today))
    ended_on = max(rule.valid_from, data.valid_from)
    turns = {"ended_on": ended_on, "next_turn_on": _next_turn(rule.valid_from, ended_on, today)}
    _edit(rule, turns, expected_version, actor, reason, "replaced", at)
    successor = data.as_rule()
    successor.replaces = rule
    _insert(successor, actor, today, at, reason)
    _follow(rule, today)
    _follow(successor, today)
    return successor


@transaction.atomic
def end_rule(
    rule: ProfileRule,
    *,
    on: date,
    expected_version: int,
    actor: User,
    reason: str,
    today: date,
    at: datetime | None = None,
) -> None:
    """Ask no longer from `on` on. Raises Conflict, ValidationError without a reason, Refused."""
    if not reason.strip():
        raise ValidationError({"reason": "Say why: the history keeps the reason."})
    _refuse_ended(rule, today)
    _refuse_past(on, today)
    ended_on = max(rule.valid_from, on)
    turns = {"ended_on": ended_on, "next_turn_on": _next_turn(rule.valid_from, ended_on, today)}
    _edit(rule, turns, expected_version, actor, reason, "ended", at)
    _follow(rule, today)


SAME = ("sector", "process", "special_only", "criticality", "kind", "standard", "document_kind", "checklist")
"""What two rules must not share while both are in force (two that both have no end the database refuses itself)."""


def _refuse_overlap(rule: ProfileRule) -> None:
    same = ProfileRule.objects.filter(**{name: getattr(rule, name) for name in SAME}, ended_on__gt=rule.valid_from)
    other = same.first()
    if other is not None and other.ended_on is not None:
        raise ValidationError(
            {"valid_from": f"A rule for the same holds until {other.ended_on:%Y-%m-%d}. Begin then, or end that one."}
        )


def _insert(rule: ProfileRule, actor: User, today: date, at: datetime | None, reason: str = "") -> None:
    _refuse_overlap(rule)
    rule.next_turn_on = _next_turn(rule.valid_from, rule.ended_on, today)
    insert(rule, actor=actor, root_id=None, reason=reason, at=at)


def _edit(
    rule: ProfileRule,
    changes: dict[str, Any],
    version: int,
    actor: User,
    reason: str,
    action: str,
    at: datetime | None,
) -> None:
    edit(rule, changes, expected_version=version, actor=actor, root_id=None, reason=reason, action=action, at=at)


def _refuse_past(day: date, today: date) -> None:
    if day < today:
        raise Refused("A rule begins or ends today or later: what was asked in the past stays as it was.")


def _refuse_ended(rule: ProfileRule, today: date) -> None:
    if rule.ended_on is not None and rule.ended_on <= today:
        raise Refused("This rule has ended. Make a new one if it is asked for again.")


def _next_turn(valid_from: date, ended_on: date | None, today: date) -> date | None:
    """The next day after today on which the rule begins or ceases to hold."""
    turns = [day for day in (valid_from, ended_on) if day is not None and day > today]
    return min(turns, default=None)


def _follow(rule: ProfileRule, today: date) -> None:
    """Ratings follow at once where the rule turned today; a later turn is followed on its day."""
    if today in (rule.valid_from, rule.ended_on):
        mark_all_changed(suppliers_under([rule.rule]))


def suppliers_under(rules: list[Rule]) -> SupplierQuerySet:
    """The suppliers of which any of these rules speaks, archived ones too (their past can be asked for)."""
    spoken = Q(pk__in=[])
    for rule in rules:
        spoken |= _under(rule)
    return Supplier.objects.filter(spoken)


def _under(rule: Rule) -> Q:
    """A rated scope that fits; or none at all, and the supplier itself fits. `Rule.matches` in words of SQL."""
    rated = Scope.objects.rated().filter(supplier=OuterRef("pk"))
    fitting = rated.filter(process=rule.process) if rule.process else rated
    fitting = fitting.filter(process__is_special=True) if rule.special_only else fitting
    least = _at_least(rule.criticality)
    condition = Q(Exists(fitting.filter(criticality__in=least)))
    if rule.process is None and not rule.special_only:
        condition |= ~Q(Exists(rated)) & Q(criticality__in=least)
    return Q(sector=rule.sector) & condition if rule.sector else condition


def _at_least(criticality: str) -> list[str]:
    """This criticality and the higher ones; all for none."""
    ordered = [member.value for member in Criticality]
    return ordered[: ordered.index(criticality) + 1] if criticality else ordered


@transaction.atomic
def follow_turns(today: date) -> int:
    """Let ratings follow the rules and waivers that began or ended to count by today; how many suppliers.

    Each turn is followed once, also late: what is left to follow is stored with the record.
    """
    rules = list(ProfileRule.objects.select_for_update().filter(next_turn_on__lte=today))
    followed = mark_all_changed(suppliers_under([rule.rule for rule in rules])) if rules else 0
    for rule in rules:
        turn = _next_turn(rule.valid_from, rule.ended_on, today)
        ProfileRule.objects.filter(pk=rule.pk).update(next_turn_on=turn)
    waivers = Waiver.objects.filter(next_turn_on__lte=today)
    suppliers = set(waivers.values_list("supplier_id", flat=True))
    mark_evidence_changed(suppliers)
    waivers.update(next_turn_on=None)
    return followed + len(suppliers)
