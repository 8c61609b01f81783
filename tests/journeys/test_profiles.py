"""What is asked for: a rule tightened after a preview, the gap that it shows, closed by two people, and gone."""

from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from common import clock
from scoring.models import RequirementItem
from standards.domain.duty import Sector
from suppliers.models import DocumentKind, ProfileRule, SupplierDocument
from suppliers.services import mark_evidence_changed
from tests.journeys.steps import axe_clean, wait_until
from tests.suppliers.factories import make_supplier

PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
PLAN = "Business continuity plan"


def item_of(supplier, code="continuity-plan"):
    return RequirementItem.objects.filter(supplier=supplier, kind="document", subject=code).first()


def test_a_rule_is_tightened_and_what_it_leaves_missing_is_closed_by_two_people(page: Page, sign_in, make_person):
    buyer = make_person(Role.PROCUREMENT)
    supplier = make_supplier(legal_name="Journey Rail Castings", sector=Sector.RAIL.value, owner=buyer, with_scope=True)
    mark_evidence_changed([supplier.pk])
    _ask_for_a_plan(page, sign_in)
    wait_until(lambda: item_of(supplier), "the checklist follows the rule")
    _tighten(page)
    wait_until(lambda: item_of(supplier).months == 24, "the checklist follows the successor")
    sign_in(buyer)
    page.goto(f"/suppliers/{supplier.pk}/requirements/")
    line = page.locator(".ask", has_text=PLAN)
    expect(line).to_contain_text("Missing")
    axe_clean(page)
    line.get_by_role("link", name="Record the document").click()
    expect(page.get_by_label("What it is")).to_have_value(str(DocumentKind.objects.get(code="continuity-plan").pk))
    page.locator("input[type=file]").first.set_input_files([PDF])
    page.get_by_label("Date of issue").fill(clock.today().isoformat())
    axe_clean(page)
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("It counts when another person has accepted it")).to_be_visible()
    _accept(page, sign_in, SupplierDocument.objects.get(supplier=supplier))
    wait_until(lambda: item_of(supplier).standing == "held", "the checklist follows the review")
    page.goto(f"/suppliers/{supplier.pk}/requirements/")
    expect(page.locator(".ask.is-met", has_text=PLAN)).to_be_visible()
    page.goto("/missing/?q=Journey+Rail&kind=document")
    expect(page.locator("#results")).to_contain_text("Nothing matches")


def _ask_for_a_plan(page: Page, sign_in) -> None:
    sign_in(Role.ADMINISTRATOR)
    page.goto("/profiles/new/")
    page.get_by_label("Sector").select_option(label="Rail")
    page.get_by_label("What is asked for").select_option(label="Document")
    expect(page.get_by_label("Audit, at least")).to_be_hidden()
    page.locator("#id_document_kind").select_option(label=PLAN)
    page.get_by_label("Source", exact=True).fill("Our own rule")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator("[data-effect]")).to_contain_text("become")
    axe_clean(page)
    page.get_by_role("button", name="Save this change").click()
    expect(page.get_by_text("Saved. Ratings follow.")).to_be_visible()
    axe_clean(page)


def _tighten(page: Page) -> None:
    rule = ProfileRule.objects.get(document_kind__code="continuity-plan", sector="rail", ended_on=None)
    page.goto(f"/profiles/{rule.pk}/edit/")
    page.get_by_label("Every so many months").fill("24")
    page.get_by_label("Reason").fill("The customer asks for it every two years.")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator("[data-effect]")).to_contain_text("This change affects")
    page.get_by_role("button", name="Save this change").click()
    expect(page.locator("main")).to_contain_text("every 24 months")
    page.goto("/profiles/?kind=document&sector=rail")
    expect(page.get_by_role("row", name=PLAN)).to_contain_text("every 24 months")
    axe_clean(page)


def _accept(page: Page, sign_in, document: SupplierDocument) -> None:
    sign_in(Role.QUALITY_ENGINEER)
    page.goto("/missing/?q=Journey+Rail&kind=document")
    axe_clean(page)
    page.get_by_role("row", name=PLAN).get_by_role("link", name="Review it").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("Accepted. It counts from today.")).to_be_visible()
    axe_clean(page)
    page.goto("/documents/?q=Journey+Rail")
    expect(page.get_by_role("row", name=PLAN)).to_contain_text("Accepted")
    axe_clean(page)
    assert document.uploaded_by_id != SupplierDocument.objects.get(pk=document.pk).reviewed_by_id
