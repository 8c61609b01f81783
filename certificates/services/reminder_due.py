"""What a run of reminders looks at: a few columns of each certificate that is due, and of its supplier."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from certificates.domain.reminders import ReminderKind, Threshold
from certificates.models import CertificateStandard, NextReminder
from common.many_rows import any_of
from standards.models import Edition
from suppliers.models import Supplier

ANCHORS = {ReminderKind.EXPIRY: "expires_on", ReminderKind.VERIFICATION: "verification_due_on"}


class Party(NamedTuple):
    """A supplier as reminders need it."""

    pk: int
    legal_name: str
    owner: User
    is_restricted: bool
    team_id: int | None
    is_archived: bool


class Candidate(NamedTuple):
    """A certificate of which a next reminder is due; `name`: its standards and number.

    `ladder`: the row that says so. `responsible`: who was named to look it up.
    """

    pk: int
    ladder: int
    name: str
    anchor: date | None
    expires_on: date | None
    party: Party
    responsible: User | None


class Due(NamedTuple):
    """A candidate and the newest rung that it has passed."""

    certificate: Candidate
    anchor: date
    rung: Threshold


def due_by(kind: ReminderKind, today: date) -> "QuerySet[NextReminder]":
    """The ladders of which a rung is due."""
    return NextReminder.objects.filter(kind=kind, due_on__lte=today)


def read_candidates(kind: ReminderKind, owners: list[int], today: date) -> list[Candidate]:
    """Where the database locks rows, two runs take different ladders.

    An edit of a certificate that comes between waits with its ladders until the run is over.
    """
    theirs = Supplier.objects.filter(owner__in=owners)
    rows = due_by(kind, today).filter(certificate__supplier__in=theirs).order_by("due_on", "certificate_id")
    columns = ("number", ANCHORS[kind], "expires_on", "supplier_id", "responsible_id")
    held = rows.select_for_update(skip_locked=True, of=("self",)).values_list(
        "certificate_id", "pk", *(f"certificate__{column}" for column in columns)
    )
    found = list(held)
    parties = _parties({supplier for *_, supplier, _ in found})
    standards = _standards([pk for pk, *_ in found])
    people = User.objects.in_bulk({person for *_, person in found if person})
    return [
        Candidate(
            pk,
            ladder,
            f"{', '.join(standards[pk])} {number}",
            anchor,
            expires_on,
            parties[supplier],
            people.get(person),
        )
        for pk, ladder, number, anchor, expires_on, supplier, person in found
    ]


def _parties(supplier_ids: Iterable[int]) -> dict[int, Party]:
    columns = ("pk", "legal_name", "owner_id", "is_restricted", "team_id", "archived_at")
    rows = list(Supplier.objects.filter(pk__in=any_of(supplier_ids)).values_list(*columns))
    people = User.objects.in_bulk({owner for _, _, owner, *_ in rows})
    return {
        pk: Party(pk, name, people[owner], restricted, team, archived is not None)
        for pk, name, owner, restricted, team, archived in rows
    }


def _standards(certificate_ids: list[int]) -> dict[int, list[str]]:
    """`ISO 9001:2015` and the like, by certificate."""
    editions = {edition.pk: str(edition) for edition in Edition.objects.select_related("standard")}
    held: dict[int, list[str]] = defaultdict(list)
    rows = CertificateStandard.objects.filter(certificate__in=any_of(certificate_ids)).order_by("pk")
    for certificate, edition in rows.values_list("certificate_id", "edition_id"):
        held[certificate].append(editions[edition])
    return held
