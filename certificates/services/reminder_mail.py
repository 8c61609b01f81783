"""The words of a reminder: a line per certificate, one mail per person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from certificates.domain.assurance import Standing
from certificates.domain.reminders import ReminderKind, Threshold
from certificates.models import Certificate

LONGEST = 40
"""Certificates listed in one mail; the rest is a number and a link."""
LIST_QUERY = {ReminderKind.EXPIRY: "show=expiring&mine=on", ReminderKind.VERIFICATION: "show=verification&mine=on"}


@dataclass(frozen=True)
class Line:
    """One certificate in a mail."""

    supplier: str
    certificate: str
    sentence: str
    when: str
    is_late: bool
    is_verified: bool
    url: str

    @classmethod
    def of(cls, kind: ReminderKind, certificate: Certificate, anchor: date, rung: Threshold, today: date) -> "Line":
        when = _when(kind, anchor, today)
        name = f"{certificate.standards_text} {certificate.number}"
        return cls(
            supplier=certificate.supplier.legal_name,
            certificate=name,
            sentence=f"{certificate.supplier.legal_name}: {name} {when}",
            when=when,
            is_late=rung.step < 0 or anchor < today,
            is_verified=certificate.assurance_on(today).standing is Standing.VERIFIED,
            url=f"{settings.PUBLIC_URL}{certificate.get_absolute_url()}",
        )


@dataclass(frozen=True)
class Letter:
    """A mail, ready to be queued."""

    subject: str
    text: str
    html: str


def compose(kind: ReminderKind, user: User, lines: Sequence[Line]) -> Letter:
    """The mail to one person about all their certificates that reached a rung in this run."""
    subject = lines[0].sentence if len(lines) == 1 else _many(kind, len(lines))
    context = {
        "subject": subject,
        "user": user,
        "lines": lines[:LONGEST],
        "more": max(0, len(lines) - LONGEST),
        "what_next": _what_next(kind),
        "public_url": settings.PUBLIC_URL,
        "list_url": f"{settings.PUBLIC_URL}{reverse('certificates:list')}?{LIST_QUERY[kind]}",
    }
    return Letter(
        subject,
        render_to_string("certificates/mail/reminder.txt", context),
        render_to_string("certificates/mail/reminder.html", context),
    )


def _many(kind: ReminderKind, number: int) -> str:
    about = "expire or have lapsed" if kind is ReminderKind.EXPIRY else "are to be looked up"
    return f"{number} certificates {about}"


def _what_next(kind: ReminderKind) -> str:
    if kind is ReminderKind.EXPIRY:
        return "Ask the supplier for the renewed certificate and record it as a renewal, or retire the old one."
    return "Look the certificate up in its register or ask its body, and record what you found."


def _when(kind: ReminderKind, anchor: date, today: date) -> str:
    days = (anchor - today).days
    shown = f"{anchor.day} {anchor:%b %Y}"
    if kind is ReminderKind.VERIFICATION:
        return f"is due to be looked up today ({shown})" if days == 0 else f"was to be looked up by {shown}"
    if days == 0:
        return f"expires today ({shown})"
    return f"expires in {days} days ({shown})" if days > 0 else f"lapsed on {shown}"
