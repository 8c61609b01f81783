"""A personal token is made, used by a program, and revoked; the description of the interface is read."""

import json
import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from tests.journeys.conftest import PASSWORD
from tests.journeys.steps import axe_clean
from tests.journeys.test_accounts import fill_in


def ask(url: str, secret: str) -> dict:
    header = {"Authorization": f"Bearer {secret}"}
    request = urllib.request.Request(f"{url}/api/v1/me/", headers=header)  # noqa: S310  # our own address
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def test_a_program_asks_with_a_token_until_it_is_revoked(page: Page, make_person, product):
    person = make_person(Role.QUALITY_ENGINEER)
    fill_in(page, person.email)
    page.goto("/profile/")
    axe_clean(page)
    page.get_by_role("link", name="Manage").first.click()
    axe_clean(page)
    page.get_by_role("link", name="New token").first.click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("form button[type=submit]").last.click()
    expect(page.get_by_role("heading", name="New token")).to_be_visible(timeout=20_000)
    axe_clean(page)
    page.get_by_label("Name").fill("Nightly report")
    page.get_by_label("Read", exact=True).check()
    page.get_by_role("button", name="Make the token").click()
    secret = page.get_by_label("Token", exact=True).input_value()
    axe_clean(page)
    found = ask(product.url, secret)
    assert (found["email"], found["token"]["scope"]) == (person.email, "read")
    page.get_by_role("link", name="I have it").click()
    expect(page.get_by_text("Nightly report")).to_be_visible()
    page.get_by_role("button", name="Revoke token Nightly report").click()
    page.get_by_role("dialog").get_by_role("button").filter(has_not_text="Cancel").last.click()
    expect(page.get_by_text(re.compile("opens nothing any more"))).to_be_visible()
    axe_clean(page)
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask(product.url, secret)


def test_the_description_shows_itself_under_the_strict_policy(page: Page, sign_in):
    sign_in(Role.AUDITOR)
    page.goto("/api/docs/")
    expect(page.get_by_role("link", name="certification-bodies")).to_be_visible(timeout=20_000)
