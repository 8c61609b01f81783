"""From evidence to the rating, and from the rating to the document: the worker does both while the person looks on."""

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.grading import Grade
from audits.services import complete_audit
from common import clock
from scoring.models import ScopeRating, ScorecardDocument, Snapshot
from scoring.pdf import pdf_problem
from tests.audits.factories import answer_fully, make_audit, make_coverage
from tests.certificates.factories import make_certificate, make_verification
from tests.journeys.steps import axe_clean, wait_until
from tests.suppliers.factories import make_scope, make_site, make_supplier


def rated(supplier) -> ScopeRating | None:
    return ScopeRating.objects.filter(supplier=supplier, is_line=True).select_related("snapshot").first()


@pytest.fixture
def foundry():
    supplier = make_supplier(legal_name="Journey Foundry")
    make_scope(supplier, "sand-casting", site=make_site(supplier, name="Foundry works", is_main=True))
    return supplier


@pytest.mark.servers
def test_evidence_moves_the_rating_and_every_point_leads_to_its_record(page: Page, sign_in, foundry):
    engineer = sign_in(Role.QUALITY_ENGINEER)
    make_verification(make_certificate(foundry))
    wait_until(lambda: rated(foundry), "the first rating")
    page.goto(f"/suppliers/{foundry.pk}/rating/")
    expect(page.get_by_role("heading", name="Why unproven")).to_be_visible()
    axe_clean(page)
    audit = answer_fully(make_audit(foundry, lead=engineer), R1=Grade.POOR)
    make_coverage(audit, receipts=240, with_record=144)
    complete_audit(audit, summary="Seen.", actor=engineer, at=clock.now(), today=clock.today())
    audit.refresh_from_db()
    assert audit.state == AuditState.COMPLETED
    wait_until(lambda: "144 of 240" in rated(foundry).snapshot.card.headline, "the rating follows the audit")
    page.reload()
    expect(page.get_by_role("heading", name="Why high")).to_be_visible()
    axe_clean(page)
    page.get_by_role("link", name="Count of receipts").first.click()
    expect(page.locator("main")).to_contain_text("144")
    page.goto(foundry.get_absolute_url())
    expect(page.locator("main")).to_contain_text("144 of 240")


@pytest.mark.skipif(bool(pdf_problem()), reason=pdf_problem())
def test_a_manager_has_the_scorecard_made_and_opens_it(page: Page, sign_in, foundry):
    sign_in(Role.MANAGER)
    make_certificate(foundry)
    wait_until(lambda: rated(foundry), "the first rating")
    page.goto(foundry.get_absolute_url())
    page.get_by_role("link", name="Scorecard PDF").click()
    axe_clean(page)
    page.get_by_role("button", name="Make the PDF").click()
    wait_until(lambda: ScorecardDocument.objects.filter(supplier=foundry).exists(), "the PDF is made", 60)
    document = ScorecardDocument.objects.get(supplier=foundry)
    assert document.snapshot_id in set(Snapshot.objects.filter(supplier=foundry).values_list("pk", flat=True))
    answer = page.request.get(document.get_absolute_url())
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    page.goto(f"/suppliers/{foundry.pk}/scorecard/")
    expect(page.get_by_text("Made before")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"{document.pages} pages")


def test_the_start_page_shows_what_is_due_and_its_counts_come_after(page: Page, sign_in, foundry):
    engineer = sign_in(Role.QUALITY_ENGINEER)
    make_certificate(foundry)
    make_audit(foundry, AuditState.PLANNED, lead=engineer)
    page.goto("/")
    expect(page.get_by_role("heading", name="My audits")).to_be_visible()
    expect(page.get_by_role("heading", name="Certificates to look up")).to_be_visible()
    expect(page.locator("#count-audits")).to_contain_text("1")
    axe_clean(page)
