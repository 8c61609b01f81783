"""A manager finds where the risk is, why it moved, whom to visit and compares; and keeps a list's filters."""

import re

from playwright.sync_api import APIResponse, Page, Route, expect

from accounts.domain.permissions import Role
from common import clock
from scoring.services import rescore_suppliers
from tests.accounts.factories import make_team
from tests.journeys.steps import axe_clean, worker_is_done
from tests.scoring.factories import clean_paper, make_evidence


def rated(name: str) -> int:
    supplier = clean_paper(legal_name=name)
    supplier.scopes.update(criticality="critical")
    make_evidence(supplier)
    rescore_suppliers([supplier.pk], clock.today())
    return supplier.pk


def documents_kept_from_the_viewer(page: Page) -> list[APIResponse]:
    """What is answered for a document. The viewer, which may never let go of its page, gets a word instead."""
    seen: list[APIResponse] = []

    def take(route: Route) -> None:
        seen.append(route.fetch())
        route.fulfill(body="received", content_type="text/plain")

    page.route("**/overview/documents/made/**", take)
    return seen


def test_from_the_matrix_to_the_scopes_behind_a_cell_and_to_a_comparison_as_pdf(page: Page, sign_in):
    sign_in(Role.MANAGER)
    rated("Overview Castings"), rated("Overview Forge")
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("img", name=re.compile("at critical and"))).to_be_visible()
    axe_clean(page)
    page.get_by_role("link", name=re.compile("High likelihood, critical scopes")).click()
    expect(page.get_by_role("link", name="Overview Castings").first).to_be_visible()
    axe_clean(page)
    for tab in ("Movers", "Visit first", "Confidence", "Due by month"):
        page.goto("/overview/")
        page.get_by_role("navigation", name="Overview").get_by_role("link", name=tab).click()
        axe_clean(page)

    page.goto("/suppliers/?q=overview")
    for name in ("Overview Castings", "Overview Forge"):
        page.get_by_role("row", name=re.compile(name)).get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("columnheader", name=re.compile("Overview Forge"))).to_be_visible()
    axe_clean(page)
    made = documents_kept_from_the_viewer(page)
    page.get_by_role("button", name="As PDF").click()
    worker_is_done()
    expect(page.get_by_text("received", exact=True)).to_be_visible()
    assert made[0].headers["content-type"] == "application/pdf"
    assert made[0].body().startswith(b"%PDF-")


def test_the_filters_of_a_list_are_kept_shared_and_opened_with(page: Page, sign_in, make_person):
    me, colleague = make_person(Role.PROCUREMENT), make_person(Role.PROCUREMENT)
    team = make_team(name=f"Castings {me.pk}")
    team.members.add(me, colleague)
    sign_in(me)
    page.goto("/suppliers/?rating=high")
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("link", name="Save, share, manage").click()
    page.get_by_label("Name").fill("High ones")
    page.get_by_label(re.compile("Share with")).select_option(label=team.name)
    axe_clean(page)
    page.get_by_role("button", name="Save view").click()
    expect(page).to_have_url(re.compile(r"/suppliers/\?rating=high$"))

    sign_in(colleague)
    page.goto("/views/?page=suppliers:list")
    page.get_by_role("button", name="Open list with it").click()
    axe_clean(page)
    page.goto("/suppliers/")
    expect(page).to_have_url(re.compile("rating=high"))
    page.get_by_role("link", name="Clear all").click()
    expect(page).to_have_url(re.compile("view=all"))


def test_on_a_phone_the_rest_stands_under_more(page: Page, sign_in):
    sign_in(Role.MANAGER)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.get_by_text("More", exact=True).click()
    entry = page.locator(".nav-more").get_by_role("link", name="Overview")
    box = entry.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    axe_clean(page)
    entry.click()
    expect(page).to_have_url(re.compile("/overview/$"))
    axe_clean(page)
