"""What counts as on time, and the list of types of defects."""

from datetime import date

from django.db import IntegrityError, transaction

from common import history
from common.problems import Invalid, Problem
from deliveries.domain.days import told
from deliveries.domain.on_time import Rule
from deliveries.models import DefectType, Delivery, OnTimeRule
from deliveries.services.places import By
from suppliers.services import mark_evidence_changed

LONGEST_WINDOW = 365
BATCH = 10_000


@transaction.atomic
def change_rule(rule: Rule, by: By, *, from_on: date, source: str) -> OnTimeRule:
    """From a day on something else counts as on time. All who deliver are rated anew. Raises Invalid."""
    _check_rule(rule, from_on, source, by)
    values = {"base": rule.base.value, "early_days": rule.early_days, "late_days": rule.late_days}
    row = OnTimeRule.objects.create(from_on=from_on, source=source.strip(), **values, **by.values)
    history.record_created(row, actor=by.actor, at=by.at)
    if from_on <= by.today:
        _rate_all_anew()
    return row


def _rate_all_anew() -> None:
    suppliers = Delivery.objects.standing().order_by("supplier_id").values_list("supplier_id", flat=True).distinct()
    mark_evidence_changed(suppliers.iterator(chunk_size=BATCH))


def _check_rule(rule: Rule, from_on: date, source: str, by: By) -> None:
    problems = []
    for name in ("early_days", "late_days"):
        if not 0 <= getattr(rule, name) <= LONGEST_WINDOW:
            problems.append(Problem(name, f"Between 0 and {LONGEST_WINDOW} days."))
    if not source.strip():
        problems.append(Problem("source", "Say where this is agreed, for instance in which terms of delivery."))
    problems += _begin_problems(from_on, by.today)
    if problems:
        raise Invalid(*problems)


def _begin_problems(from_on: date, today: date) -> list[Problem]:
    """A rule that begins before the first one would stand in the list and never hold on a day that is rated."""
    if from_on > today:
        return [Problem("from_on", "A rule begins today or began before: what is rated is what was.")]
    first = OnTimeRule.objects.earliest_rule().from_on
    if from_on < first:
        words = (
            f"The first rule holds from {told(first)}: one before it would never count. Give that day or a later one."
        )
        return [Problem("from_on", words)]
    return []


@transaction.atomic
def save_defect_type(name: str, by: By, *, kind: DefectType | None = None, is_offered: bool = True) -> DefectType:
    """Add a type of defect, rename one, or take one off the list for new records. Raises Invalid."""
    words = " ".join(name.split())
    if not words:
        raise Invalid(Problem("name", "Give it a name."))
    row = kind or DefectType()
    before = {"name": row.name or None, "is_offered": row.is_offered if kind else None}
    row.name, row.is_offered = words, is_offered
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(Problem("name", "There is a type of this name already.")) from None
    changes = {name: (old, getattr(row, name)) for name, old in before.items() if old != getattr(row, name)}
    if changes:
        action = "changed" if kind else "created"
        history.record_change(row, actor=by.actor, action=action, changes=changes, at=by.at)
    return row
