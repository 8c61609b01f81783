"""The outbox, as administrators see it."""

from django.db import transaction

from accounts.models import User
from accounts.services.errors import Refused
from common import clock
from common.history import record_change
from common.jobs import nudge
from common.models import MailState, OutgoingMail


def retry_mail(mail: OutgoingMail, *, actor: User) -> None:
    """Try a mail again that was given up or that waits for its next attempt. Raises Refused for any other."""
    open_states = [MailState.FAILED.value, MailState.WAITING.value]
    with transaction.atomic():
        rows = OutgoingMail.objects.filter(pk=mail.pk, state__in=open_states)
        if not rows.update(state=MailState.WAITING.value, attempts=0, next_attempt_at=clock.now()):
            raise Refused("This mail left already.")
        record_change(mail, actor=actor, action="tried again")
        nudge("common.deliver_mail")
