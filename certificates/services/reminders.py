"""Send the reminders that are due: one mail per person and run, a notice per certificate, each rung once.

A run takes what its stored date says is due, writes a row per rung (the database lets each count once), and only what
this run itself wrote is sent, in the same transaction as the rows. A second run, or one beside it, finds nothing left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import Notice, User
from certificates.domain.reminders import ReminderKind, first_after, latest_passed
from certificates.models import NextReminder, Reminder, ReminderRecipient
from certificates.services.reminder_due import Candidate, Due, due_by, read_candidates
from certificates.services.reminder_mail import LONGEST, Words, compose
from certificates.services.reminder_people import Addressees
from common.collecting import without_collecting
from common.mail import queue_mails
from common.many_rows import add_rows, insert_rows, update_rows

OWNERS_AT_ONCE = 25
"""A run goes owner by owner, so that each person gets one mail, and so many owners share a transaction."""
MORNING = timedelta(hours=6)
"""A day's reminders go out from six in the company's time zone on, not at midnight."""


def send_reminders(*, at: datetime) -> int:
    """Send every reminder that is due at `at`; returns how many rungs were carried out. Safe to run again at any time.

    The work grows with what is due, not with what is on record.
    """
    return sum(_send_kind(kind, at) for kind in ReminderKind)


def _send_kind(kind: ReminderKind, at: datetime) -> int:
    due = due_by(kind, timezone.localdate(at - MORNING))
    owners = due.order_by().values_list("certificate__supplier__owner", flat=True).distinct()
    everybody = sorted(owners)
    chunks = [everybody[start : start + OWNERS_AT_ONCE] for start in range(0, len(everybody), OWNERS_AT_ONCE)]
    return sum(_send_for(kind, chunk, at) for chunk in chunks)


@without_collecting()
def _send_for(kind: ReminderKind, owners: list[int], at: datetime) -> int:
    """All that is due of some owners' suppliers, in one transaction."""
    today = timezone.localdate(at - MORNING)
    with transaction.atomic():
        candidates = read_candidates(kind, owners, today)
        due = {one.certificate.pk: one for one in _rungs(kind, candidates, today)}
        mine = _claim(kind, due.values(), at)
        _move_on(kind, candidates, today)
        _tell(kind, [(pk, due[certificate]) for pk, certificate in mine], at)
        return len(mine)


def _rungs(kind: ReminderKind, candidates: Iterable[Candidate], today: date) -> Iterator[Due]:
    for one in candidates:
        rung = latest_passed(kind, one.anchor, today) if one.anchor else None
        if one.anchor and rung and _is_wanted(kind, one, today):
            yield Due(one, one.anchor, rung)


def _is_wanted(kind: ReminderKind, one: Candidate, today: date) -> bool:
    """Nobody is asked to look up a certificate that has lapsed, nor about a supplier that is archived."""
    lapsed = one.expires_on is not None and one.expires_on < today
    return not one.party.is_archived and not (kind is ReminderKind.VERIFICATION and lapsed)


def _claim(kind: ReminderKind, due: Iterable[Due], at: datetime) -> list[tuple[int, int]]:
    """Write the rungs; those that were there already are another run's. Number and certificate of this run's own."""
    run: UUID = uuid4()
    rows = [(one.certificate.pk, kind.value, one.anchor, one.rung.step, run, at) for one in due]
    insert_rows(Reminder, ("certificate", "kind", "anchor_on", "step", "run", "sent_at"), rows, skip_known=True)
    return list(Reminder.objects.filter(run=run).order_by("pk").values_list("pk", "certificate_id"))


def _move_on(kind: ReminderKind, candidates: Sequence[Candidate], today: date) -> None:
    """Store when the next rung is due; what lost its anchor has none."""
    over = [one.ladder for one in candidates if not one.anchor]
    if over:
        NextReminder.objects.filter(pk__in=over).delete()
    rows = [(one.ladder, first_after(kind, one.anchor, today).due_on) for one in candidates if one.anchor]
    update_rows(NextReminder, ("due_on",), rows)


def _tell(kind: ReminderKind, carried_out: Sequence[tuple[int, Due]], at: datetime) -> None:
    addressees = Addressees([due.certificate.party for _, due in carried_out])
    by_user: dict[User, list[tuple[int, Due]]] = defaultdict(list)
    for reminder, due in carried_out:
        named = due.certificate.responsible if kind is ReminderKind.VERIFICATION else None
        for user in addressees.of(due.certificate.party, named):
            by_user[user].append((reminder, due))
    words = Words(kind, timezone.localdate(at))
    mails = _mail(kind, by_user, words)
    rows = [(reminder, user.pk, mails.get(user)) for user, theirs in by_user.items() for reminder, _ in theirs]
    add_rows(ReminderRecipient, ("reminder", "user", "mail"), rows)
    notices = [
        (user.pk, f"certificate_{kind.value}", words.sentence(due)[:300], words.url(due), _key(reminder), at)
        for user, theirs in by_user.items()
        for reminder, due in theirs
    ]
    add_rows(Notice, ("user", "kind", "text", "url", "key", "created_at"), notices)


def _mail(kind: ReminderKind, by_user: dict[User, list[tuple[int, Due]]], words: Words) -> dict[User, int]:
    """One mail to each person; its number by person."""
    words.look_up(due for theirs in by_user.values() for _, due in theirs[:LONGEST])
    run = uuid4()
    letters = {
        user: compose(kind, user, [due for _, due in theirs], words, key=f"certificate-reminders:{run}:{user.pk}")
        for user, theirs in by_user.items()
    }
    queued = queue_mails(letters.values())
    return {user: queued[letter.key] for user, letter in letters.items() if letter.key in queued}


def _key(reminder: int) -> str:
    return f"certificate-reminder:{reminder}"
