"""Send the reminders that are due: one mail per person and run, a notice per certificate, each rung once.

A run takes what its stored date says is due, writes a row per rung (the database lets each count once), and only what
this run itself wrote is sent, in the same transaction as the rows. A second run, or one beside it, finds nothing left.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import Notice, User
from accounts.services import notify_many
from certificates.domain.reminders import ReminderKind, Threshold, first_after, latest_passed
from certificates.models import Certificate, Reminder, ReminderRecipient
from certificates.models.certificate import CertificateQuerySet
from certificates.services.reminder_mail import Line, compose
from certificates.services.reminder_people import Addressees
from common.mail import queue_mail
from common.models import OutgoingMail

OWNERS_AT_ONCE = 25
"""A run goes owner by owner, so that each person gets one mail, and so many owners share a transaction."""
ROWS_AT_ONCE = 1000
MORNING = timedelta(hours=6)
"""A day's reminders go out from six in the company's time zone on, not at midnight."""
ANCHORS = {ReminderKind.EXPIRY: "expires_on", ReminderKind.VERIFICATION: "verification_due_on"}
DUE = {ReminderKind.EXPIRY: "expiry_reminder_on", ReminderKind.VERIFICATION: "verification_reminder_on"}


@dataclass(frozen=True)
class Due:
    """A certificate whose stored reminder date is reached, and the newest rung that it has passed."""

    certificate: Certificate
    anchor: date
    rung: Threshold


def send_reminders(*, at: datetime) -> int:
    """Send every reminder that is due at `at`; returns how many rungs were carried out. Safe to run again at any time.

    The work grows with what is due, not with what is on record.
    """
    return sum(_send_kind(kind, at) for kind in ReminderKind)


def _send_kind(kind: ReminderKind, at: datetime) -> int:
    due = {f"{DUE[kind]}__lte": timezone.localdate(at - MORNING)}
    owners = Certificate.objects.filter(**due).order_by().values_list("supplier__owner", flat=True).distinct()
    everybody = sorted(owners)
    chunks = [everybody[start : start + OWNERS_AT_ONCE] for start in range(0, len(everybody), OWNERS_AT_ONCE)]
    return sum(_send_for(kind, chunk, at) for chunk in chunks)


def _send_for(kind: ReminderKind, owners: list[int], at: datetime) -> int:
    """All that is due of some owners' suppliers, in one transaction."""
    today = timezone.localdate(at - MORNING)
    with transaction.atomic():
        certificates = _due(kind, owners, today)
        due = {one.certificate.pk: one for one in _rungs(kind, certificates, today)}
        mine = _claim(kind, due.values(), at)
        _move_on(kind, certificates, today)
        _tell(kind, [(reminder, due[reminder.certificate_id]) for reminder in mine], at)
        return len(mine)


def _due(kind: ReminderKind, owners: list[int], today: date) -> list[Certificate]:
    """Where the database locks rows, two runs take different certificates, and no edit comes between."""
    due = {f"{DUE[kind]}__lte": today, "supplier__owner__in": owners}
    rows: CertificateQuerySet = Certificate.objects.filter(**due).with_evidence()
    rows = rows.select_related("supplier__owner", "supplier__team").order_by(DUE[kind], "pk")
    return list(rows.select_for_update(skip_locked=True, of=("self",)))


def _rungs(kind: ReminderKind, certificates: Iterable[Certificate], today: date) -> Iterable[Due]:
    for certificate in certificates:
        anchor: date | None = getattr(certificate, ANCHORS[kind])
        rung = latest_passed(kind, anchor, today) if anchor else None
        if anchor and rung and _is_wanted(kind, certificate, today):
            yield Due(certificate, anchor, rung)


def _is_wanted(kind: ReminderKind, certificate: Certificate, today: date) -> bool:
    """Nobody is asked to look up a certificate that has lapsed, nor about a supplier that is archived."""
    lapsed = certificate.expires_on is not None and certificate.expires_on < today
    return certificate.supplier.archived_at is None and not (kind is ReminderKind.VERIFICATION and lapsed)


def _claim(kind: ReminderKind, due: Iterable[Due], at: datetime) -> list[Reminder]:
    """Write the rungs; those that were there already are another run's."""
    run: UUID = uuid4()
    rows = [
        Reminder(
            certificate=one.certificate, kind=kind.value, anchor_on=one.anchor, step=one.rung.step, run=run, sent_at=at
        )
        for one in due
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    return list(Reminder.objects.filter(run=run).order_by("pk"))


def _move_on(kind: ReminderKind, certificates: list[Certificate], today: date) -> None:
    """Store when the next rung is due; many certificates share a day, so a statement per day."""
    by_day: dict[date | None, list[int]] = defaultdict(list)
    for certificate in certificates:
        anchor = getattr(certificate, ANCHORS[kind])
        by_day[first_after(kind, anchor, today).due_on if anchor else None].append(certificate.pk)
    for day, ids in by_day.items():
        for start in range(0, len(ids), ROWS_AT_ONCE):
            Certificate.objects.filter(pk__in=ids[start : start + ROWS_AT_ONCE]).update(**{DUE[kind]: day})


def _tell(kind: ReminderKind, carried_out: list[tuple[Reminder, Due]], at: datetime) -> None:
    addressees = Addressees([due.certificate.supplier for _, due in carried_out])
    by_user: dict[User, list[tuple[Reminder, Due]]] = defaultdict(list)
    for reminder, due in carried_out:
        for user in addressees.of(due.certificate.supplier):
            by_user[user].append((reminder, due))
    recipients: list[ReminderRecipient] = []
    notices: list[Notice] = []
    for user, theirs in by_user.items():
        lines = [Line.of(kind, due.certificate, due.anchor, due.rung, timezone.localdate(at)) for _, due in theirs]
        mail = _mail(kind, user, lines, theirs[0][0].run)
        recipients += [ReminderRecipient(reminder=reminder, user=user, mail=mail) for reminder, _ in theirs]
        pairs = zip(theirs, lines, strict=True)
        notices += [_notice(kind, user, due, reminder, line, at) for (reminder, due), line in pairs]
    ReminderRecipient.objects.bulk_create(recipients, batch_size=ROWS_AT_ONCE)
    notify_many(notices)


def _mail(kind: ReminderKind, user: User, lines: list[Line], run: UUID) -> OutgoingMail | None:
    letter = compose(kind, user, lines)
    key = f"certificate-reminders:{run}:{user.pk}"
    return queue_mail(to=user.email, subject=letter.subject, text=letter.text, html=letter.html, key=key)


def _notice(kind: ReminderKind, user: User, due: Due, reminder: Reminder, line: Line, at: datetime) -> Notice:
    return Notice(
        user=user,
        kind=f"certificate_{kind.value}",
        text=line.sentence[:300],
        url=due.certificate.get_absolute_url(),
        key=f"certificate-reminder:{reminder.pk}",
        created_at=at,
    )
