"""Notices are one's own; the mailbox is the administrator's."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.services import Refused, notify
from accounts.services.mailbox import retry_mail
from common import clock
from common.history import changes_for
from common.mail import queue_mail
from common.models import MailState, OutgoingMail
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_user()


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR)


def tell(person, key="a", url="/profile/"):
    return notify(person, kind="test", text=f"Certificate {key} expires", url=url, key=key)


def test_opening_a_notice_marks_it_read_and_goes_there(client, person):
    notice = tell(person)
    client.force_login(person)
    answer = client.post(reverse("accounts:notice_open", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (303, "/profile/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_notice_never_leads_to_another_site(client, person):
    notice = tell(person, url="https://evil.example/")
    client.force_login(person)
    answer = client.post(reverse("accounts:notice_open", args=[notice.pk]))
    assert answer["Location"] == reverse("accounts:notices")


def test_somebody_elses_notice_does_not_exist_for_me(client, person):
    notice = tell(make_user())
    client.force_login(person)
    assert client.post(reverse("accounts:notice_open", args=[notice.pk])).status_code == 404
    assert notice.text not in client.get(reverse("accounts:notices")).content.decode()


def test_all_are_marked_read_but_only_mine(client, person):
    tell(person), tell(person, "b")
    other = tell(make_user())
    client.force_login(person)
    client.post(reverse("accounts:notices_read"))
    assert not person.notices.filter(read_at=None).exists()
    other.refresh_from_db()
    assert other.read_at is None


def test_only_what_is_new_can_be_shown(client, person):
    old = tell(person, "old")
    tell(person, "new")
    old.read_at = clock.now()
    old.save()
    client.force_login(person)
    page = client.get(reverse("accounts:notices"), {"unread": "1"}).content.decode()
    assert "Certificate new" in page
    assert "Certificate old" not in page


def make_mail(state=MailState.SENT, **fields):
    mail = queue_mail(to="a@example.com", subject="Expiry", text="Words", html="<b>Words</b>", key=f"{state}")
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state.value, **fields)
    mail.refresh_from_db()
    return mail


def test_a_mail_given_up_is_tried_again_with_history(administrator):
    mail = make_mail(MailState.FAILED, attempts=7)
    retry_mail(mail, actor=administrator)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert changes_for(mail).get().action == "tried again"


@pytest.mark.parametrize("state", [MailState.SENT, MailState.KEPT])
def test_a_mail_that_left_is_not_sent_twice(administrator, state):
    with pytest.raises(Refused):
        retry_mail(make_mail(state), actor=administrator)


def test_a_mail_is_shown_in_a_frame_that_runs_and_loads_nothing(client, administrator):
    mail = make_mail()
    client.force_login(administrator)
    page = client.get(reverse("accounts:mail", args=[mail.pk])).content.decode()
    assert '<iframe class="mail-frame" sandbox' in page
    assert "Words" in page
    frame = client.get(reverse("accounts:mail_html", args=[mail.pk]))
    assert "sandbox" in frame["Content-Security-Policy"]
    assert "script" not in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_the_mailbox_filters_by_outcome_and_words(client, administrator):
    make_mail(MailState.FAILED, subject="Lapsed", last_error="refused")
    make_mail(MailState.SENT)
    client.force_login(administrator)
    url = reverse("accounts:mailbox")
    assert "Lapsed" not in client.get(url, {"state": "sent"}).content.decode()
    assert "Expiry" not in client.get(url, {"q": "laps"}).content.decode()
