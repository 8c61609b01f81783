"""Mail: an outbox first, then delivery by the worker with back-off. Nothing is sent twice, nothing is lost.

Without `VETTED_SMTP_URL` the mails stay in the outbox, which administrators read as a mailbox page.
"""

import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import environ
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from common import clock
from common.jobs import nudge
from common.models import MailState, OutgoingMail

log = logging.getLogger(__name__)
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]


def queue_mail(*, to: str, subject: str, text: str, html: str = "", key: str) -> OutgoingMail | None:
    """Put a mail into the outbox inside the caller's transaction. None when one with this key was queued before."""
    now = clock.now()
    subject = " ".join(subject.split())[:300]
    try:
        with transaction.atomic():
            mail = OutgoingMail.objects.create(
                key=key, to=to, subject=subject, text=text, html=html, created_at=now, next_attempt_at=now
            )
    except IntegrityError:
        return None
    nudge("common.deliver_mail")
    return mail


@dataclass(frozen=True)
class Letter:
    """A mail, ready to be queued."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""


def queue_mails(letters: Iterable[Letter]) -> dict[str, int]:
    """Put many mails into the outbox inside the caller's transaction: the number of each by its key.

    One whose key was queued before is left out.
    """
    now = clock.now()
    rows = [
        OutgoingMail(
            key=one.key,
            to=one.to,
            subject=" ".join(one.subject.split())[:300],
            text=one.text,
            html=one.html,
            created_at=now,
            next_attempt_at=now,
        )
        for one in letters
    ]
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        nudge("common.deliver_mail")
    written = OutgoingMail.objects.filter(key__in=[row.key for row in rows], created_at=now)
    return dict(written.values_list("key", "pk"))


def compose(name: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Text and HTML of `templates/mail/<name>.txt` and `.html` for `queue_mail`; `public_url` is in their context."""
    values = {"public_url": settings.PUBLIC_URL, **context}
    text = render_to_string(f"mail/{name}.txt", values).strip() + "\n"
    return text, render_to_string(f"mail/{name}.html", values)


class OutboxBackend(BaseEmailBackend):
    """Django's and allauth's own mails take the same way as ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = next((str(part.content) for part in getattr(message, "alternatives", [])), "")
            for to in message.recipients():
                queue_mail(
                    to=to,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    key=f"sent:{uuid.uuid4()}",
                )
        return len(email_messages)


def deliver_mail(limit: int = 200) -> int:
    """Send what is due, oldest first; returns how many were dealt with."""
    due = OutgoingMail.objects.filter(state=MailState.WAITING.value, next_attempt_at__lte=clock.now())
    mails = list(due.order_by("next_attempt_at", "id")[:limit])
    return sum(_deliver(mail) for mail in mails)


def _deliver(mail: OutgoingMail) -> bool:
    """Take one mail by moving its next attempt forward, so that no second worker sends it, then send it."""
    attempt = mail.attempts + 1
    again = clock.now() + BACK_OFF[min(attempt, len(BACK_OFF)) - 1]
    mine = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING.value, attempts=mail.attempts)
    if not mine.update(attempts=attempt, next_attempt_at=again):
        return False
    row = OutgoingMail.objects.filter(pk=mail.pk, attempts=attempt)
    if not settings.SMTP_URL:
        row.update(state=MailState.KEPT.value, sent_at=clock.now())
        return True
    try:
        _send(mail)
    except (OSError, ValueError) as error:  # smtplib's exceptions are OSErrors; an address no mail can have is a value
        state = MailState.FAILED if attempt >= len(BACK_OFF) else MailState.WAITING
        row.update(state=state.value, last_error=str(error)[:1000])
        log.warning("mail %s not sent (attempt %s): %s", mail.pk, attempt, error)
    else:
        row.update(state=MailState.SENT.value, sent_at=clock.now(), last_error="")
    return True


def _send(mail: OutgoingMail) -> None:
    smtp = environ.Env.email_url_config(settings.SMTP_URL)
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=smtp["EMAIL_HOST"],
        port=smtp["EMAIL_PORT"],
        username=smtp["EMAIL_HOST_USER"],
        password=smtp["EMAIL_HOST_PASSWORD"],
        use_tls=smtp.get("EMAIL_USE_TLS", False),
        use_ssl=smtp.get("EMAIL_USE_SSL", False),
        timeout=20,
    )
    # A stable Message-ID lets the receiving side drop the copy if we die between sending and writing it down.
    headers = {"Message-ID": f"<vetted-{mail.pk}-{uuid.uuid5(uuid.NAMESPACE_URL, mail.key)}@vetted>"}
    message = EmailMultiAlternatives(mail.subject, mail.text, None, [mail.to], headers=headers, connection=connection)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
