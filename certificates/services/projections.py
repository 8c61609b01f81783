"""The stored columns that lists and reminders read. Written here only; they do not bump the version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils import timezone

from certificates.domain.reminders import ReminderKind, next_reminder_on
from certificates.domain.state import closed_on, suspended_on
from certificates.domain.verification import first_due_on
from certificates.models import Certificate, NextReminder
from common.many_rows import any_of, put_rows
from suppliers.models import NO_EXPIRY, Supplier
from suppliers.services import hold_supplier, set_next_expiry
from suppliers.services.agreement import derives

NextOne = tuple[int, ReminderKind, date | None]
"""A certificate, one of its ladders, and when the next rung is due (None: nothing to remind of)."""


@dataclass(frozen=True)
class Anchors:
    """What the reminder ladders hang on; None: nothing to remind of."""

    expires_on: date | None = None
    verification_due_on: date | None = None


def anchors_of(certificate: Certificate) -> Anchors:
    """The anchors as stored. Read them before a change, hand them to `refresh_projections` after it."""
    if certificate.closed_on is not None:
        return Anchors()
    return Anchors(certificate.expires_on, certificate.verification_due_on)


def refresh_projections(certificate: Certificate, *, today: date, before: Anchors) -> None:
    """Write the projections of a certificate and of its supplier after any change of what they follow from.

    A ladder whose anchor did not move keeps its place, so that a rung that is due but not yet sent is not lost.
    """
    held = Certificate.objects.select_for_update(no_key=True).filter(pk=certificate.pk)
    [fresh] = held.prefetch_related("events", "verifications", "due_decisions", "next_reminders")
    closed = closed_on(fresh.dates)
    due = None if closed else _verification_due(fresh)
    expiry = None if closed else fresh.expires_on
    Certificate.objects.filter(pk=fresh.pk).update(
        closed_on=closed, suspended_on=suspended_on(fresh.dates), verification_due_on=due
    )
    ladders = {
        ReminderKind.EXPIRY: (before.expires_on, expiry),
        ReminderKind.VERIFICATION: (before.verification_due_on, due),
    }
    store_next_reminders(
        (fresh.pk, kind, _next(kind, old, new, fresh.next_reminder_on(kind), today))
        for kind, (old, new) in ladders.items()
    )
    refresh_next_expiry(fresh.supplier_id)
    certificate.refresh_from_db()


def first_reminders(certificates: Iterable[Certificate], today: date) -> Iterator[NextOne]:
    """What `refresh_projections` would store of certificates that are recorded now, for many at once."""
    for certificate in certificates:
        yield certificate.pk, ReminderKind.EXPIRY, _next(ReminderKind.EXPIRY, None, certificate.expires_on, None, today)
        due = certificate.verification_due_on
        yield certificate.pk, ReminderKind.VERIFICATION, _next(ReminderKind.VERIFICATION, None, due, None, today)


def store_next_reminders(wanted: Iterable[NextOne]) -> None:
    """Store when the next rungs are due, for any number of certificates."""
    rows = list(wanted)
    ended = [(certificate, kind) for certificate, kind, due_on in rows if due_on is None]
    for kind in ReminderKind:
        over = [certificate for certificate, of_kind in ended if of_kind is kind]
        if over:
            NextReminder.objects.filter(certificate__in=any_of(over), kind=kind).delete()
    ahead = [(certificate, kind.value, due_on) for certificate, kind, due_on in rows if due_on is not None]
    if ahead:
        put_rows(
            NextReminder,
            ("certificate", "kind", "due_on"),
            ahead,
            known_by=("certificate", "kind"),
            changing=("due_on",),
        )


def refresh_next_expiry(supplier_id: int) -> None:
    """Store the earliest expiry among the supplier's open certificates; a lapsed one stays until renewed or retired."""
    hold_supplier(supplier_id)
    open_ones = Certificate.objects.filter(supplier_id=supplier_id, closed_on=None)
    set_next_expiry(supplier_id, open_ones.aggregate(first=Min("expires_on"))["first"])


@derives
def _next_expiries(suppliers: list[Supplier]) -> dict[int, dict[str, Any]]:
    """What `refresh_next_expiry` stores, for many suppliers, so that `check_projections` can compare."""
    ids = [supplier.pk for supplier in suppliers]
    open_ones = Certificate.objects.filter(supplier_id__in=ids, closed_on=None).order_by()
    first = dict(open_ones.values_list("supplier_id").annotate(first=Min("expires_on")))
    return {pk: {"next_expiry_on": first.get(pk) or NO_EXPIRY} for pk in ids}


def _next(kind: ReminderKind, old: date | None, new: date | None, stored: date | None, today: date) -> date | None:
    if new is None:
        return None
    return stored if new == old and stored is not None else next_reminder_on(kind, new, today)


def _verification_due(certificate: Certificate) -> date:
    """By when it is to be looked up: what a person decided since the last look and the last change, else the rule."""
    decided = next(iter(certificate.due_decisions.all()), None)
    newest = next(iter(certificate.verifications.all()), None)
    rule = rule_due_on(certificate)
    if decided is None or (newest is not None and newest.recorded_at > decided.decided_at):
        return rule
    outdated = newest.outdated_on if newest else None
    return min(rule, decided.due_on) if outdated and outdated > decided.decided_on else decided.due_on


def rule_due_on(certificate: Certificate) -> date:
    """By when the rule asks for the next look (reads `verifications`: prefetch them for many)."""
    newest = next(iter(certificate.verifications.all()), None)
    if newest is None:
        return first_due_on(timezone.localdate(certificate.recorded_at))
    if newest.outdated_on is not None:
        return min(newest.next_due_on, first_due_on(newest.outdated_on))
    return newest.next_due_on
