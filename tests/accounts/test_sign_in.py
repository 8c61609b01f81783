"""Signing in: by e-mail, limited tries, one-time passwords, no sign-up, a second factor."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from accounts.domain.permissions import Role
from common.history import changes_for
from common.models import OutgoingMail
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a long enough sentence", "quite another sentence"


@pytest.fixture
def person():
    return make_user(Role.PROCUREMENT, password=PASSWORD, email="pat@example.com")


def sign_in(client, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": "pat@example.com", "password": password})


def test_the_right_password_opens_the_door(client, person):
    assert sign_in(client)["Location"] == "/"
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_address_is_read_without_regard_to_case(client, person):
    answer = client.post(reverse("account_login"), {"login": "Pat@Example.COM", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    words = "not correct"
    assert words in sign_in(client, "wrong").content.decode()
    answer = client.post(reverse("account_login"), {"login": "nobody@example.com", "password": "wrong"})
    assert words in answer.content.decode()


def test_after_five_wrong_tries_even_the_right_password_waits(client, person):
    for _ in range(5):
        sign_in(client, "wrong")
    assert "Too many failed login attempts" in sign_in(client).content.decode()


def test_a_deactivated_person_does_not_get_in(client, person):
    person.is_active = False
    person.save()
    sign_in(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_part_of_a_page_that_is_asked_for_after_the_session_ended_sends_the_page_to_sign_in(client):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/suppliers/?sort=score"}
    response = client.get(reverse("suppliers:list"), {"after": "x"}, headers=asked)
    assert (response.status_code, response.content) == (200, b"")
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=/suppliers/%3Fsort%3Dscore"


@pytest.mark.django_db
def test_the_way_back_leads_to_no_other_site(client):
    asked = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/suppliers/"}
    response = client.get(reverse("suppliers:list"), headers=asked)
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=/"


@pytest.mark.parametrize("name", ["accounts:people", "accounts:notices", "accounts:mailbox", "accounts:profile"])
def test_a_stranger_is_sent_to_the_sign_in_page(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup")).content.decode()
    assert "People are invited here" in page
    client.post(reverse("account_signup"), {"email": "x@example.com", "password1": PASSWORD})
    assert not changes_for(make_user()).exists()
    from accounts.models import User

    assert not User.objects.filter(email="x@example.com").exists()


def test_a_one_time_password_must_be_changed_before_anything_else(client, person):
    person.must_change_password = True
    person.save()
    sign_in(client)
    change = reverse("account_change_password")
    assert client.get(reverse("accounts:profile"))["Location"] == change
    assert "Choose your own password" in client.get(change).content.decode()
    answer = client.post(change, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer["Location"] == reverse("start:home")
    assert client.get(reverse("accounts:profile")).status_code == 200
    person.refresh_from_db()
    assert not person.must_change_password
    assert changes_for(person).first().action == "password changed"


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, person, settings):
    settings.EMAIL_BACKEND = "common.mail.OutboxBackend"  # Django's test runner puts its own in its place
    client.post(reverse("account_reset_password"), {"email": "pat@example.com"})
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", OutgoingMail.objects.get().text).group(1)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert "password reset by mail" in {entry.action for entry in changes_for(person)}
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_the_link_in_the_mail_leads_to_the_address_people_use_whoever_asked_for_it(client, person, settings):
    settings.EMAIL_BACKEND = "common.mail.OutboxBackend"
    settings.PUBLIC_URL = "https://vetted.example.com"
    client.post(reverse("account_reset_password"), {"email": "pat@example.com"}, headers={"host": "localhost"})
    mail = OutgoingMail.objects.get()
    assert "https://vetted.example.com/account/password/reset/key/" in mail.text
    assert "//localhost" not in mail.text + mail.html


def test_asking_for_an_unknown_address_tells_nothing_and_sends_nothing(client, settings):
    settings.EMAIL_BACKEND = "common.mail.OutboxBackend"
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"}, follow=True)
    assert "Look into your mail" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def confirm_it_is_me(client, url):
    ask = client.get(url)["Location"]
    return client.post(ask, {"password": PASSWORD}, follow=True)


def code_of(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_with_a_second_factor_the_password_alone_is_not_enough(client, person):
    sign_in(client)
    page = confirm_it_is_me(client, reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=person).count() == 2  # the app and the recovery codes
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client.post(reverse("account_logout"))
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:profile")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_a_code_of_the_half_minute_before_still_opens_and_an_older_one_does_not(client, person, monkeypatch):
    sign_in(client)
    secret = confirm_it_is_me(client, reverse("mfa_activate_totp")).context["form"].secret
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    for steps, found in ((-2, 0), (-1, 2)):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, steps)})
        assert Authenticator.objects.filter(user=person).count() == found


def test_every_page_around_signing_in_is_ours(client, person):
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive"):
        assert "mark-seen" in client.get(reverse(name)).content.decode()
    sign_in(client)
    for name in ("account_logout", "account_change_password", "mfa_index", "account_reauthenticate"):
        assert "mark-seen" in client.get(reverse(name)).content.decode()
    assert "mark-seen" in confirm_it_is_me(client, reverse("mfa_activate_totp")).content.decode()
