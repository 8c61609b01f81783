"""The words of a reminder: a line per certificate, one mail per person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from certificates.domain.assurance import Standing
from certificates.domain.reminders import ReminderKind
from certificates.models import Certificate
from certificates.services.reminder_due import Due
from common.mail import Letter

LONGEST = 40
"""Certificates listed in one mail; the rest is a number and a link."""
LIST_QUERY = {ReminderKind.EXPIRY: "show=expiring&mine=on", ReminderKind.VERIFICATION: "show=verification&mine=on"}


@dataclass(frozen=True)
class Line:
    """One certificate in a mail."""

    supplier: str
    certificate: str
    when: str
    is_late: bool
    is_verified: bool
    url: str


class Words:
    """What a run says of each certificate. Assurance is looked up only for those that a mail lists."""

    def __init__(self, kind: ReminderKind, today: date) -> None:
        self.kind, self.today = kind, today
        self._before, _, self._after = reverse("certificates:detail", args=[0]).rpartition("0")
        self._verified: set[int] = set()

    def sentence(self, due: Due) -> str:
        """Supplier, certificate and when, for a notice or a subject."""
        return f"{due.certificate.party.legal_name}: {due.certificate.name} {_when(self.kind, due.anchor, self.today)}"

    def url(self, due: Due) -> str:
        """The certificate's page; put together, as thousands of look-ups of one pattern take a while."""
        return f"{self._before}{due.certificate.pk}{self._after}"

    def look_up(self, listed: Iterable[Due]) -> None:
        """Read how well founded these certificates are."""
        ids = [due.certificate.pk for due in listed]
        rows = Certificate.objects.filter(pk__in=ids).order_by("pk").prefetch_related("verifications")
        self._verified |= {one.pk for one in rows if one.assurance_on(self.today).standing is Standing.VERIFIED}

    def line(self, due: Due) -> Line:
        """The certificate in a mail."""
        return Line(
            supplier=due.certificate.party.legal_name,
            certificate=due.certificate.name,
            when=_when(self.kind, due.anchor, self.today),
            is_late=due.rung.step < 0 or due.anchor < self.today,
            is_verified=due.certificate.pk in self._verified,
            url=f"{settings.PUBLIC_URL}{self.url(due)}",
        )


def compose(kind: ReminderKind, user: User, due: Sequence[Due], words: Words, key: str) -> Letter:
    """The mail to one person about all their certificates that reached a rung in this run."""
    subject = words.sentence(due[0]) if len(due) == 1 else _many(kind, len(due))
    context = {
        "subject": subject,
        "user": user,
        "lines": [words.line(one) for one in due[:LONGEST]],
        "more": max(0, len(due) - LONGEST),
        "what_next": _what_next(kind),
        "public_url": settings.PUBLIC_URL,
        "list_url": f"{settings.PUBLIC_URL}{reverse('certificates:list')}?{LIST_QUERY[kind]}",
    }
    return Letter(
        key=key,
        to=user.email,
        subject=subject,
        text=render_to_string("certificates/mail/reminder.txt", context),
        html=render_to_string("certificates/mail/reminder.html", context),
    )


def _many(kind: ReminderKind, number: int) -> str:
    about = "expire or have lapsed" if kind is ReminderKind.EXPIRY else "are to be looked up"
    return f"{number} certificates {about}"


def _what_next(kind: ReminderKind) -> str:
    if kind is ReminderKind.EXPIRY:
        return "Ask the supplier for the renewed certificate and record it as a renewal, or retire the old one."
    return "Look the certificate up in its register or ask its body, and record what you found."


@lru_cache(maxsize=1_024)
def _when(kind: ReminderKind, anchor: date, today: date) -> str:
    days = (anchor - today).days
    shown = f"{anchor.day} {anchor:%b %Y}"
    if kind is ReminderKind.VERIFICATION:
        return f"is due to be looked up today ({shown})" if days == 0 else f"was to be looked up by {shown}"
    if days == 0:
        return f"expires today ({shown})"
    return f"expires in {days} days ({shown})" if days > 0 else f"lapsed on {shown}"
