"""Many certificates at once: by when they are looked up next, and by whom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone

from accounts.domain.permissions import Permission
from accounts.models import User
from certificates.domain.reminders import ReminderKind, next_reminder_on
from certificates.domain.state import CertificateState
from certificates.domain.verification import due_breach
from certificates.labels import DUE_BREACH_TEXTS
from certificates.models import Certificate, DueDecision
from certificates.services.projections import rule_due_on, store_next_reminders
from common import history
from common.bulk.kinds import Asked, Kind, Planned, register
from common.models import BulkChange
from suppliers.models import Supplier

DUE = "verification_due_on"


class CertificateDue(Kind):
    """The day of the next look and who makes it. No evidence: what was verified goes stale on the rule's day."""

    key = "certificates.due"
    title = "Set when certificates are looked up"
    noun = ("certificate", "certificates")
    permission = Permission.CERTIFICATE_VERIFY
    model = Certificate

    def rows(self, user: User) -> "QuerySet[Certificate]":
        return Certificate.objects.visible_to(user).with_evidence().select_related("responsible")

    def root_of(self, row: Certificate) -> int:
        return row.supplier_id

    def plan(self, rows: Sequence[Certificate], asked: Asked, *, actor: User, today: date) -> list[Planned]:
        person = User.objects.filter(pk=asked.get("responsible") or 0).first()
        seen = _seen_by(person, rows)
        return [self._planned(row, asked, person, seen, today, actor) for row in rows]

    def _planned(
        self, row: Certificate, asked: Asked, person: User | None, seen: set[int], today: date, actor: User
    ) -> Planned:
        one = Planned(row, skip=_refusal(row, asked, person, seen, today, actor))
        if one.skip:
            return one
        if "due_on" in asked and history.plain(row.verification_due_on) != asked["due_on"]:
            one.changes[DUE] = (history.plain(row.verification_due_on), asked["due_on"])
        if person is not None and row.responsible_id != person.pk:
            one.changes["responsible"] = (row.responsible_id, person.pk)
            one.told["responsible"] = (row.responsible, person)
        one.skip = "" if one.changes else "It is so already."
        return one

    def plan_undo(
        self, rows: Sequence[Certificate], before: Mapping[int, dict[str, Any]], *, actor: User, today: date
    ) -> list[Planned]:
        people = User.objects.in_bulk({old["responsible"] for old in before.values() if old.get("responsible")})
        seen = {pk: _seen_by(person, rows) for pk, person in people.items()}
        planned = []
        for row in rows:
            old = before[row.pk]
            person = people.get(old.get("responsible"))
            asked = {"due_on": old[DUE], "knowingly": True} if DUE in old else {}
            now = {DUE: history.plain(row.verification_due_on), "responsible": row.responsible_id}
            one = Planned(row, {name: (now[name], value) for name, value in old.items()})
            one.skip = _refusal(row, asked, person, seen.get(person.pk, set()) if person else set(), today, actor)
            if "responsible" in old:
                one.told["responsible"] = (row.responsible, person)
            planned.append(one)
        return planned

    def columns(self, values: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        if "responsible" in values:
            columns["responsible_id"] = values["responsible"]
        if DUE in values:
            columns[DUE] = date.fromisoformat(values[DUE])
        return columns

    def describe(self, asked: Asked) -> list[tuple[str, str]]:
        found = []
        if "due_on" in asked:
            day = date.fromisoformat(asked["due_on"])
            found.append(("look it up by", f"{day.day} {day:%b %Y}"))
        if "knowingly" in asked:
            found.append(("later than the rule", "knowingly"))
        if "responsible" in asked:
            found.append(("who looks it up", str(User.objects.get(pk=asked["responsible"]))))
        return found

    def follow(self, done: Sequence[Planned], bulk: BulkChange, *, at: datetime) -> None:
        """A dated decision for each, by a person, with the reason; its ladder hangs on the new day."""
        moved = [(one.pk, date.fromisoformat(one.changes[DUE][1])) for one in done if DUE in one.changes]
        kind, today = ReminderKind.VERIFICATION, timezone.localdate(at)
        store_next_reminders((pk, kind, next_reminder_on(kind, day, today)) for pk, day in moved)
        DueDecision.objects.bulk_create(
            [
                DueDecision(
                    certificate_id=pk,
                    due_on=day,
                    reason=bulk.reason,
                    decided_by=bulk.by,
                    decided_on=timezone.localdate(at),
                    decided_at=at,
                )
                for pk, day in moved
            ],
            batch_size=500,
        )


CERTIFICATE_DUE = cast(CertificateDue, register(CertificateDue()))


def _seen_by(person: User | None, rows: Sequence[Certificate]) -> set[int]:
    """The suppliers of these certificates that this person sees."""
    if person is None:
        return set()
    ids = {row.supplier_id for row in rows}
    return set(Supplier.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def _refusal(row: Certificate, asked: Asked, person: User | None, seen: set[int], today: date, actor: User) -> str:
    if not actor.can(Permission.CERTIFICATE_VERIFY):
        return "Your role may not do this."
    state = row.state_on(today)
    if row.supplier.archived_at is not None:
        return "Its supplier is archived."
    if state.is_closed or state is CertificateState.LAPSED:
        return "Nothing is to be looked up: it is closed or has lapsed."
    if person is not None and not person.can(Permission.CERTIFICATE_VERIFY):
        return f"{person} may not do this. Choose somebody else."
    if person is not None and row.supplier_id not in seen:
        return f"{person} does not see this supplier. Choose somebody else."
    if "due_on" not in asked:
        return ""
    breach = due_breach(date.fromisoformat(asked["due_on"]), rule_due_on(row), knowingly=bool(asked.get("knowingly")))
    return DUE_BREACH_TEXTS[breach] if breach else ""
