"""Personal tokens: made once, shown once, stored as a digest, ended by time, revocation or the end of access."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.domain.tokens import TokenScope, refusal_of_end, why_it_is_void
from accounts.models import Token
from accounts.services import Refused
from accounts.services.tokens import digest_of, make_token, revoke_token, token_of_secret
from common import clock
from common.history import changes_for
from common.models import OutgoingMail
from common.records import AlreadySubmitted
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
PASSWORD = "a long enough sentence"


def make(person, name="Script", scope=TokenScope.READ, days=30, **words):
    until = clock.today() + timedelta(days=days)
    return make_token(person, name=name, scope=scope, expires_on=until, at=clock.now(), **words)


@pytest.fixture
def person():
    return make_user(Role.QUALITY_ENGINEER, password=PASSWORD, email="pat@example.com")


@pytest.fixture
def signed_in(client, person):
    """With the password given again a moment ago."""
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, False), (1, True), (366, True), (367, False)])
def test_a_token_ends_within_a_year(days, fine):
    assert (refusal_of_end(TODAY + timedelta(days=days), TODAY) == "") is fine


def test_a_token_counts_until_its_last_day_itself():
    person = {"is_revoked": False, "is_active": True, "must_change_password": False}
    assert why_it_is_void(expires_on=TODAY, today=TODAY, **person) == ""
    assert "ended on 1 Mar 2026" in why_it_is_void(expires_on=TODAY, today=TODAY + timedelta(days=1), **person)


def test_the_secret_is_not_stored_and_is_found_by_its_digest(person):
    made = make(person)
    stored = Token.objects.values().get()
    assert made.secret not in map(str, stored.values())
    assert made.secret.startswith(stored["prefix"])
    assert len(made.secret) - len(stored["prefix"]) >= 40
    assert stored["digest"] == digest_of(made.secret)
    assert token_of_secret(made.secret) == made.token
    assert token_of_secret(stored["prefix"]) is None
    assert token_of_secret(stored["digest"]) is None


def test_two_tokens_of_one_name_are_refused_until_one_is_revoked(person):
    first = make(person).token
    with pytest.raises(Refused, match="of this name"):
        make(person)
    revoke_token(first, actor=person, at=clock.now())
    assert make(person).token != first


def test_the_same_form_makes_one_token(person):
    form = uuid4()
    make(person, submission=form)
    with pytest.raises(AlreadySubmitted):
        make(person, name="Other", submission=form)
    assert Token.objects.count() == 1


def test_making_and_revoking_is_in_the_persons_history(person):
    made = make(person)
    revoke_token(made.token, actor=person, at=clock.now())
    with pytest.raises(Refused, match="already"):
        revoke_token(made.token, actor=person, at=clock.now())
    entries = list(changes_for(person))
    assert [entry.action for entry in entries] == ["token revoked", "token made"]
    assert made.secret not in str([entry.changes for entry in entries])


def test_the_page_shows_the_secret_once(signed_in):
    form = {"name": "Script", "scope": "write", "expires_on": clock.today() + timedelta(days=9), "submission": uuid4()}
    answer = signed_in.post(reverse("accounts:token_new"), form)
    token = Token.objects.get()
    assert token.scope == TokenScope.WRITE
    secret = answer.context["secret"]
    assert f'value="{secret}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    again = signed_in.post(reverse("accounts:token_new"), form, follow=True)
    assert "made already" in again.content.decode()
    page = signed_in.get(reverse("accounts:tokens")).content.decode()
    assert token.prefix in page
    assert secret not in page + again.content.decode()


def test_an_end_beyond_a_year_is_refused_beside_the_field(signed_in):
    form = {"name": "Script", "scope": "read", "expires_on": clock.today() + timedelta(days=400), "submission": uuid4()}
    answer = signed_in.post(reverse("accounts:token_new"), form)
    assert answer.status_code == 422
    assert "A token lasts a year at most." in answer.content.decode()


def test_making_a_token_asks_for_the_password_again(client, person):
    client.force_login(person)
    answer = client.get(reverse("accounts:token_new"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_one_revokes_the_own_ones_and_an_administrator_everybodys(client, person):
    mine, other = make(person).token, make(make_user(), name="Theirs").token
    client.force_login(person)
    assert client.post(reverse("accounts:token_revoke", args=[other.pk])).status_code == 404
    assert client.post(reverse("accounts:token_revoke", args=[mine.pk])).status_code == 303
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.post(reverse("accounts:token_revoke", args=[other.pk])).status_code == 303
    assert not Token.objects.filter(revoked_at=None).exists()
    page = client.get(reverse("accounts:all_tokens")).content.decode()
    assert "Theirs" in page


def test_a_new_password_ends_every_token_and_the_pages_say_so(signed_in, person):
    left, ended, others = make(person), make(person, "Old"), make(make_user())
    revoke_token(ended.token, actor=person, at=clock.now() - timedelta(days=1))
    page = reverse("account_change_password")
    assert "your tokens end" in signed_in.get(page).text
    assert "when your password is changed" in signed_in.get(reverse("accounts:token_new")).text
    new = {"password1": "another long sentence", "password2": "another long sentence"}
    assert signed_in.post(page, {"oldpassword": "wrong", **new}).status_code == 200
    assert token_of_secret(left.secret).why_void(clock.today()) == ""
    assert signed_in.post(page, {"oldpassword": PASSWORD, **new}).status_code == 302
    assert token_of_secret(left.secret).why_void(clock.today()) == "This token was revoked."
    assert token_of_secret(ended.secret).revoked_at < clock.now() - timedelta(hours=1)
    assert token_of_secret(others.secret).why_void(clock.today()) == ""
    assert [entry.action for entry in changes_for(person)].count("token revoked") == 2


def test_a_password_reset_by_mail_ends_every_token(client, person, settings):
    settings.EMAIL_BACKEND = "common.mail.OutboxBackend"  # Django's test runner puts its own in its place
    made = make(person)
    client.post(reverse("account_reset_password"), {"email": person.email})
    mail = OutgoingMail.objects.get()
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", mail.text)[1]
    form = client.get(link, follow=True)
    assert "your tokens end" in form.text
    new = {"password1": "another long sentence", "password2": "another long sentence"}
    client.post(form.request["PATH_INFO"], new)
    assert token_of_secret(made.secret).why_void(clock.today()) == "This token was revoked."
