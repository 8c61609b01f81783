"""A certificate from the dropped file to the reminder: claimed by procurement, verified by quality, kept in sight."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from accounts.models import Notice
from certificates.models import Certificate
from certificates.services import change_certificate, send_reminders
from common import clock
from common.models import MailState, OutgoingMail
from tests.certificates.factories import PDF, certificate_data, make_certificate, noon
from tests.journeys.steps import axe_clean, wait_until
from tests.suppliers.factories import make_scope, make_site, make_supplier

FILE = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": PDF}


def words(day) -> str:
    return f"{day.day} {day:%b %Y}"


def test_a_dropped_certificate_is_claimed_then_verified(page: Page, sign_in, make_person):
    buyer = sign_in(Role.PROCUREMENT)
    supplier = make_supplier(legal_name="Journey Valves", owner=buyer)
    site = make_site(supplier, name="Journey works", is_main=True)
    scope = make_scope(supplier, "turning", site=site, description="valve bodies")
    page.goto(f"/suppliers/{supplier.pk}/certificates/")
    expect(page.get_by_text("No certificate yet")).to_be_visible()
    axe_clean(page)
    page.get_by_label("Certificate file").set_input_files([FILE])
    page.get_by_role("button", name="Go on with this file").click()
    _type_what_it_says(page)
    certificate = Certificate.objects.get(supplier=supplier)
    expect(page.locator(".page-facts")).to_contain_text("nobody checked")
    axe_clean(page)
    sign_in(Role.QUALITY_ENGINEER)
    page.goto(f"/certificates/{certificate.pk}/")
    page.get_by_role("link", name="Record a verification").click()
    axe_clean(page)
    _compare(page, scope.pk)
    expect(page.locator(".page-facts")).to_contain_text("verified")
    expect(page.get_by_text("Verification recorded.")).to_be_visible()
    page.goto("/certificates/?q=Journey+Valves")
    expect(page.locator(".claim-solid")).to_have_count(1)
    axe_clean(page)


def _type_what_it_says(page: Page) -> None:
    expect(page.locator(".document img")).to_be_visible()
    axe_clean(page)
    page.get_by_label("Standard and edition").select_option(label="ISO 9001:2015")
    page.get_by_label("Certificate number").fill("JV 1001")
    page.get_by_label("Certification body").fill("Journey Zert")
    page.get_by_label("Expiry").fill("31 February 2029")
    page.get_by_label("Journey works", exact=True).check()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("This is no date")
    expect(page.get_by_label("Certificate number")).to_have_value("JV 1001")
    page.get_by_label("Expiry").fill("28. Februar 2029")
    page.get_by_role("button", name="Record").click()


def _compare(page: Page, scope_id: int) -> None:
    page.get_by_label("Where, or whom did you ask?").fill("IAF CertSearch")
    for check in ("active", "number", "holder", "address", f"scope_{scope_id}"):
        page.locator(f"#id_check_{check}").get_by_text("Matches").click()
    page.get_by_label("What came of it?").select_option(label="Confirmed")
    page.get_by_role("button", name="Record the verification").click()
    expect(page.get_by_role("alert")).to_contain_text("Attach the proof")
    page.get_by_label("What you saw, in words").fill("Active, same holder, same site.")
    page.get_by_role("button", name="Record the verification").click()


def test_two_people_correct_one_certificate_and_nothing_typed_is_lost(page: Page, sign_in, make_person):
    me = sign_in(Role.PROCUREMENT)
    colleague = make_person(Role.MANAGER)
    certificate = make_certificate(make_supplier(owner=me), number="JC 2002", sites=[])
    page.goto(f"/certificates/{certificate.pk}/edit/")
    data = certificate_data(certificate.supplier, number="JC 2002", holder="Changed by a colleague", sites=[])
    change_certificate(certificate, data, expected_version=1, actor=colleague, at=clock.now())
    page.get_by_label("Holder as printed").fill("Changed by me")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Changed by a colleague")
    expect(page.get_by_label("Holder as printed")).to_have_value("Changed by me")
    axe_clean(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    certificate.refresh_from_db()
    assert (certificate.holder, certificate.version) == ("Changed by me", 3)


@pytest.mark.servers
def test_a_reminder_goes_out_by_the_worker_and_shows_where_the_certificate_is(page: Page, sign_in):
    owner = sign_in(Role.PROCUREMENT)
    in_ninety_days = clock.today() + timedelta(days=90)
    certificate = make_certificate(make_supplier(owner=owner), expires_on=in_ninety_days, at=clock.now())
    assert send_reminders(at=noon(clock.today())) >= 1
    mail = OutgoingMail.objects.get(to=owner.email)
    assert "expires in 90 days" in mail.subject
    wait_until(lambda: OutgoingMail.objects.get(pk=mail.pk).state == MailState.KEPT.value, "the mail is delivered", 60)
    page.goto(f"/certificates/{certificate.pk}/")
    expect(page.locator("main")).to_contain_text(f"90 days before {words(in_ninety_days)}")
    expect(page.locator("main")).to_contain_text("mail kept here")
    assert Notice.objects.filter(user=owner, url=certificate.get_absolute_url()).count() == 1
