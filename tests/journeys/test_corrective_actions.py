"""A corrective action from its finding to the verified closing, by two people who never judge their own work."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from audits.domain.capa import Stage
from audits.domain.findings import FindingGrade
from audits.models import Capa
from common import clock
from common.models import MailState, OutgoingMail
from tests.audits.capa_factories import PDF, accept, make_capa, submit, walk_to
from tests.audits.factories import make_audit, make_finding
from tests.journeys.steps import axe_clean, wait_until
from tests.suppliers.factories import make_supplier

PHONE = {"width": 390, "height": 844}
ANSWERS = {
    "What was done": "Sorted 1,240 parts, 31 scrapped",
    "Where else it was looked for": "Stock, transit and our own plant",
    "Finished on": str(clock.today()),
    "Evidence": "Sorting report 4711",
}


def contain(page: Page, **changes: str) -> None:
    for label, words in {**ANSWERS, **changes}.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Hand in for review").click()


@pytest.mark.servers
def test_a_finding_is_answered_rejected_answered_again_and_accepted(page: Page, sign_in, make_person):
    buyer, engineer = make_person(name="Journey Buyer"), make_person(Role.QUALITY_ENGINEER, name="Journey Engineer")
    finding = make_finding(make_audit(make_supplier(legal_name="Journey Valves")), grade=FindingGrade.MAJOR)
    sign_in(buyer)
    page.goto(finding.get_absolute_url())
    page.get_by_role("link", name="Open a corrective action").click()
    axe_clean(page)
    page.get_by_label("Reviewer").select_option(label="Journey Engineer")
    page.get_by_role("button", name="Open", exact=True).click()
    capa = Capa.objects.get(finding=finding)
    axe_clean(page)
    page.get_by_role("link", name="Write down the answer").click()
    axe_clean(page)
    later = str(clock.today() + timedelta(days=3))
    contain(page, **{"Finished on": later})
    expect(page.get_by_role("alert")).to_contain_text("This must be done, not planned")
    expect(page.get_by_label("What was done")).to_have_value(ANSWERS["What was done"])
    axe_clean(page)
    page.get_by_label("Files").set_input_files([{"name": "sorting.pdf", "mimeType": "text/plain", "buffer": PDF}])
    contain(page)
    expect(page.get_by_text("waits for the review of Journey Engineer")).to_be_visible()
    expect(page.get_by_role("link", name="Review the answer")).to_have_count(0)
    expect(page.get_by_role("link", name="sorting.pdf")).to_be_visible()
    mails = OutgoingMail.objects.filter(to=engineer.email, subject__contains=capa.number)
    wait_until(lambda: mails.filter(state=MailState.KEPT.value).exists(), "the worker delivers the reviewer's mail")
    _review(page, sign_in, engineer, capa, "Reject", "Which lots were in transit?")
    sign_in(buyer)
    page.goto(f"/corrective-actions/{capa.pk}/answer/")
    expect(page.get_by_text("Which lots were in transit?")).to_be_visible()
    contain(page, **{"Where else it was looked for": "Lots 88 and 89 in transit, both sorted"})
    _review(page, sign_in, engineer, capa, "Accept", "")
    capa.refresh_from_db()
    assert capa.stage == Stage.ROOT_CAUSE


def _review(page: Page, sign_in, engineer, capa: Capa, decision: str, reason: str) -> None:
    sign_in(engineer)
    page.goto("/corrective-actions/?turn=review")
    page.get_by_role("link", name=capa.number).click()
    page.get_by_role("link", name="Review the answer").click()
    axe_clean(page)
    page.get_by_label(decision).check()
    page.get_by_label("What is missing").fill(reason)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", level=1, name=capa.number)).to_be_visible()


def test_a_stale_answer_shows_what_happened_and_keeps_what_was_typed(page: Page, sign_in, make_person):
    buyer = make_person()
    capa = make_capa(responsible=buyer, reviewer=make_person(Role.MANAGER), opened=clock.today())
    sign_in(buyer)
    page.goto(f"/corrective-actions/{capa.pk}/answer/")
    submit(capa, clock.today())
    accept(capa, clock.today())
    contain(page)
    expect(page.get_by_role("alert")).to_contain_text("in the meantime")
    expect(page.get_by_label("What was done")).to_have_value(ANSWERS["What was done"])
    axe_clean(page)


def test_effectiveness_is_verified_closed_and_the_finding_with_it(page: Page, sign_in, make_person):
    manager = make_person(Role.MANAGER)
    capa = walk_to(make_capa(reviewer=manager), Stage.EFFECTIVENESS)
    submit(capa, clock.today())
    sign_in(manager)
    page.set_viewport_size(PHONE)
    page.goto(f"/corrective-actions/{capa.pk}/review/")
    page.get_by_label("Effective: it can be closed").check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("link", name="Close").click()
    axe_clean(page)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Closed, effectiveness verified")).to_be_visible()
    axe_clean(page)
    page.get_by_role("link", name="Open the finding").click()
    expect(page.get_by_text("its effectiveness was verified").first).to_be_visible()


def test_lists_and_forms_are_accessible_on_a_phone(page: Page, sign_in):
    manager = sign_in(Role.MANAGER)
    capa = make_capa(reviewer=manager)
    page.set_viewport_size(PHONE)
    paths = ("/corrective-actions/", f"/suppliers/{capa.supplier_id}/corrective-actions/", capa.get_absolute_url())
    forms = (f"/corrective-actions/{capa.pk}/{name}/" for name in ("people", "cancel"))
    for path in (*paths, *forms, f"/corrective-actions/steps/{capa.current_step_id}/"):
        page.goto(path)
        axe_clean(page)
