"""An audit from its plan to the rating's evidence, on a phone, with a colleague who answers the same question."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.grading import Grade
from audits.models import Audit
from audits.services import AnswerInput, save_answer, take_over_answers
from common import clock
from tests.audits.factories import full_answers, make_audit, make_finding, photo_file
from tests.journeys.steps import axe_clean, wait_until
from tests.suppliers.factories import make_supplier

PHONE = {"width": 390, "height": 844}


def card(page: Page, code: str):
    return page.locator(f"#q-{code}")


def arrived(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def saved(page: Page, code: str) -> None:
    expect(card(page, code).locator("[data-save-state]")).to_contain_text("Saved")


@pytest.mark.servers
def test_an_audit_is_planned_conducted_on_a_phone_and_completed(page: Page, sign_in):
    sign_in(Role.QUALITY_ENGINEER)
    supplier = make_supplier(legal_name="Journey Castings", with_scope=True)
    page.goto(f"/suppliers/{supplier.pk}/audits/")
    axe_clean(page)
    page.get_by_role("link", name="Plan an audit").click()
    arrived(page, "Plan an audit")
    axe_clean(page)
    page.get_by_role("button", name="Plan the audit").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="Begin").click()
    audit = Audit.objects.get(supplier=supplier)
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Conduct").click()
    expect(page.locator("#progress")).to_contain_text("0 of 45")
    axe_clean(page)
    card(page, "R2").get_by_label("poorly met").check()
    saved(page, "R2")
    expect(card(page, "R2")).to_contain_text("Say what you saw")
    card(page, "R2").get_by_label("What you saw").fill("Ticks instead of values on three records.")
    wait_until(lambda: audit.answers.filter(evidence__startswith="Ticks").exists(), "the evidence is saved")
    expect(page.locator("#progress")).to_contain_text("1 of 45")
    _add_finding(page)
    rest = [one for one in full_answers() if one.question != "R2"]
    take_over_answers(audit, rest, actor=audit.lead, at=clock.now())
    page.goto(f"/audits/{audit.pk}/complete/")
    page.get_by_role("button", name="Complete").click()
    expect(page.locator(".page-facts")).to_contain_text("Completed")
    axe_clean(page)
    audit.refresh_from_db()
    assert audit.state == AuditState.COMPLETED


def _add_finding(page: Page) -> None:
    card(page, "R2").get_by_role("link", name="Add a finding").click()
    arrived(page, "Add a finding")
    axe_clean(page)
    page.get_by_label("What was found").fill("Three of ten incoming records hold ticks instead of values.")
    photo = photo_file(exif=True)
    file = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo.read()}
    page.get_by_label("Photo").set_input_files([file])
    page.get_by_role("button", name="Save the finding").click()
    expect(page.locator(".photos img")).to_have_count(1)
    axe_clean(page)


def test_two_people_on_one_question_see_both_and_choose(page: Page, sign_in, make_person):
    me = sign_in(Role.QUALITY_ENGINEER)
    colleague = make_person(Role.QUALITY_ENGINEER, name="Anna Colleague")
    audit = make_audit(lead=me)
    page.goto(f"/audits/{audit.pk}/conduct/")
    theirs = AnswerInput("Q1", Grade.FULL, "Stopped a truck in May.")
    save_answer(audit, theirs, expected_version=0, actor=colleague, at=clock.now())
    card(page, "Q1").get_by_label("poorly met").check()
    expect(card(page, "Q1").get_by_role("alert")).to_contain_text("Anna Colleague")
    expect(card(page, "Q1").locator("[data-save-state]")).to_contain_text("Not saved")
    axe_clean(page)
    card(page, "Q1").get_by_role("button", name="Keep mine").click()
    saved(page, "Q1")
    assert audit.answers.get(question="Q1").grade == Grade.POOR
    save_answer(audit, theirs, expected_version=2, actor=colleague, at=clock.now())
    card(page, "Q1").get_by_label("What you saw").fill("Nobody remembers a stop.")
    expect(card(page, "Q1").get_by_role("alert")).to_be_visible()
    card(page, "Q1").get_by_role("link", name="Take theirs").click()
    expect(card(page, "Q1").get_by_label("What you saw")).to_have_value("Stopped a truck in May.")


def test_lists_findings_and_counts_are_accessible(page: Page, sign_in):
    sign_in(Role.QUALITY_ENGINEER)
    finding = make_finding(make_audit(planned_on=date(2026, 1, 1)))
    for path in (
        "/audits/",
        "/audits/findings/",
        f"/audits/findings/{finding.pk}/",
        f"/suppliers/{finding.audit.supplier_id}/audits/coverage/new/",
        f"/suppliers/{finding.audit.supplier_id}/audits/stages/new/",
    ):
        page.goto(path)
        axe_clean(page)
