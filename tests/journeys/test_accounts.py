"""Getting in: the form, the one-time password, the invitation, the second factor."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from accounts.models import User
from common.models import OutgoingMail
from tests.journeys.conftest import PASSWORD
from tests.journeys.steps import axe_clean, sign_out, wait_until


def fill_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def code_for(secret: str) -> str:
    """The six figures that a telephone with this key would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_wrong_password_says_so_and_the_right_one_opens_the_start_page(page: Page, make_person):
    person = make_person(Role.AUDITOR)
    page.goto("/account/login/")
    axe_clean(page)
    fill_in(page, person.email, "not the password")
    expect(page.get_by_role("alert").first).to_be_visible()
    fill_in(page, person.email)
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    page.goto("/suppliers/")
    expect(page.get_by_role("link", name="New supplier")).to_have_count(0)


def test_a_one_time_password_is_changed_before_anything_else(page: Page, make_person):
    fill_in(page, make_person(Role.ADMINISTRATOR, must_change_password=True).email)
    page.goto("/suppliers/")
    expect(page).to_have_url(re.compile("password"))
    axe_clean(page)


def test_an_invited_colleague_joins_and_switches_on_a_second_factor(page: Page, sign_in):
    sign_in(Role.ADMINISTRATOR)
    page.goto("/people/")
    page.get_by_role("link", name="Invite").first.click()
    axe_clean(page)
    page.get_by_label("E-mail").fill("colleague@example.com")
    page.get_by_label("Role").select_option(label="Quality engineer")
    page.get_by_role("button", name="Send the invitation").click()
    wait_until(lambda: OutgoingMail.objects.filter(to="colleague@example.com").exists(), "the invitation is queued")
    text = OutgoingMail.objects.get(to="colleague@example.com").text
    sign_out(page.context)
    [path] = re.findall(r"https?://[^/\s]+(/invitation/\S+)", text)
    page.goto(path)
    axe_clean(page)
    page.get_by_label("Your name").fill("New Colleague")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    wait_until(lambda: User.objects.filter(email="colleague@example.com", role="quality_engineer").exists(), "joined")
    sign_out(page.context)
    fill_in(page, "colleague@example.com")
    _switch_on(page)
    sign_out(page.context)
    fill_in(page, "colleague@example.com")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    axe_clean(page)
    page.locator("input[name=code]").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    codes = Authenticator.objects.get(user__email="colleague@example.com", type="recovery_codes")
    page.locator("input[name=code]").fill(RecoveryCodes(codes).get_unused_codes()[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()


def _switch_on(page: Page) -> None:
    page.goto("/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("form button[type=submit]").last.click()
    axe_clean(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(code_for(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page).not_to_have_url(re.compile("activate"))
