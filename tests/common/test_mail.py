"""The outbox against a real SMTP server: sent once, tried again with back-off, nothing lost while it is down."""

import socketserver
import threading
from datetime import timedelta

import pytest

from common import clock
from common.mail import BACK_OFF, deliver_mail, queue_mail
from common.models import MailState, OutgoingMail

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = "smtp://127.0.0.1:9"


class Talk(socketserver.StreamRequestHandler):
    """As much SMTP (RFC 5321) as a mail needs."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(lambda: self.rfile.readline().rstrip(b"\r\n"), b"."))
                self.server.mails.append(b"\n".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


@pytest.fixture
def server(settings):
    """A mail server on this machine; its `mails` are what it was given."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listening:
        listening.mails = []
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        settings.SMTP_URL = f"smtp://127.0.0.1:{listening.server_address[1]}"
        yield listening
        listening.shutdown()


def queued(key="one"):
    return queue_mail(
        to="kim@example.com", subject="Expiry Łódź", text="Thirty days", html="<p>Thirty days</p>", key=key
    )


def test_a_mail_is_sent_once_with_text_and_html(server):
    mail = queued()
    assert deliver_mail() == 1
    assert deliver_mail() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.SENT, "")
    [sent] = server.mails
    assert "kim@example.com" in sent
    assert "text/html" in sent
    assert f"<vetted-{mail.pk}-" in sent


def test_the_same_key_is_queued_once():
    assert queued() is not None
    assert queued() is None
    assert OutgoingMail.objects.count() == 1


def test_while_the_server_is_down_a_mail_waits_longer_each_time_and_then_goes_out(settings, server):
    up, settings.SMTP_URL = settings.SMTP_URL, NOBODY_LISTENS
    mail = queued()
    for attempt in (1, 2, 3):
        before = clock.now()
        with clock.at(mail.next_attempt_at + timedelta(seconds=1)):
            assert deliver_mail() == 1
            assert deliver_mail() == 0
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.WAITING, attempt)
        assert "refused" in mail.last_error
        assert mail.next_attempt_at > before + BACK_OFF[attempt - 1]
    settings.SMTP_URL = up
    with clock.at(mail.next_attempt_at + timedelta(seconds=1)):
        deliver_mail()
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert len(server.mails) == 1


def test_after_the_last_attempt_it_says_so_and_stays_where_an_administrator_finds_it(settings):
    settings.SMTP_URL = NOBODY_LISTENS
    mail = queued()
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=len(BACK_OFF) - 1)
    deliver_mail()
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert mail.last_error


def test_one_mail_that_cannot_be_sent_stops_no_other(server):
    bad = queued("bad")
    OutgoingMail.objects.filter(pk=bad.pk).update(to="not an address\nBcc: x@example.com")
    good = queued("good")
    deliver_mail()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.state == MailState.SENT
    assert bad.state == MailState.WAITING
    assert bad.last_error


def test_without_a_server_mails_are_kept_for_the_mailbox(settings):
    settings.SMTP_URL = ""
    mail = queued()
    deliver_mail()
    mail.refresh_from_db()
    assert mail.state == MailState.KEPT
