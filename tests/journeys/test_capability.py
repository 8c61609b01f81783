"""A visit note in ten minutes on a phone: from its first tap to evidence in the rating, with a colleague in between."""

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.permissions import Role
from capability.domain.terms import Kind, Manner
from capability.models import VisitNote
from capability.services import save_question
from scoring.models import ScopeRating
from tests.audits.factories import photo_file
from tests.capability.factories import act, make_record, make_visit
from tests.journeys.steps import axe_clean, wait_until
from tests.suppliers.factories import make_supplier

PHONE = {"width": 360, "height": 740}
THUMB = 43.5  # pixels: the height below which a finger misses


def card(page: Page, key: str):
    return page.locator(f"#{key}")


def saved(page: Page, key: str) -> None:
    expect(card(page, key).locator("[data-save-state]")).to_contain_text("Saved")


def nothing_sticks_out(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.servers
def test_a_visit_note_from_its_first_tap_to_evidence_in_the_rating(page: Page, sign_in):
    sign_in(Role.PROCUREMENT)
    supplier = make_supplier(legal_name="Journey Turning", with_scope=True)
    page.set_viewport_size(PHONE)
    page.goto(f"/suppliers/{supplier.pk}/capability/")
    axe_clean(page)
    page.get_by_role("link", name="New visit note").first.click()
    page.get_by_label("did not expect us").check()
    axe_clean(page)
    nothing_sticks_out(page)
    page.get_by_role("button", name="Begin").click()
    card(page, "count-receipts").get_by_label("Pulled").fill("12")
    card(page, "count-receipts").get_by_label("With a record").fill("9")
    saved(page, "count-receipts")
    _measure(page)
    for code in ("log", "receiving", "stop", "gauge", "change"):
        card(page, f"question-{code}").get_by_label("Shown", exact=True).check()
        saved(page, f"question-{code}")
    page.get_by_label("Photo").set_input_files(
        [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo_file(exif=True).read()}]
    )
    page.get_by_role("button", name="Add the photo").click()
    expect(page.locator(".photos img")).to_have_count(1)
    axe_clean(page)
    nothing_sticks_out(page)
    _targets_are_as_high_as_a_thumb(page)
    page.get_by_role("button", name="Complete").click()
    expect(page.locator(".page-facts")).to_contain_text("Completed")
    expect(page.locator(".main")).to_contain_text("9 of 12 with a record")
    axe_clean(page)
    nothing_sticks_out(page)
    visit = VisitNote.objects.get(supplier=supplier)
    wait_until(lambda: _is_evidence(visit), "the note is evidence in the rating")
    page.goto(f"/suppliers/{supplier.pk}/rating/")
    expect(page.locator(".main")).to_contain_text("9 of 12 receipts")


def _is_evidence(visit: VisitNote) -> bool:
    ratings = ScopeRating.objects.filter(supplier=visit.supplier).select_related("snapshot")
    return any(f"visit:{visit.pk}" in str(rating.snapshot.facts) for rating in ratings)


def _measure(page: Page) -> None:
    """One value that agrees, and one that contradicts the record; the second row comes with the same gauge."""
    first = card(page, "measurement-1")
    first.get_by_label("Characteristic").fill("Bore")
    first.get_by_label("Their record").fill("12.004")
    first.get_by_label("We measured").fill("12,005")
    first.get_by_label("Ours ±").fill("0.002")
    expect(first).to_contain_text("0.001 mm apart")
    second = card(page, "measurement-2")
    expect(second.get_by_label("Ours ±")).to_have_value("0.002")
    second.get_by_text("Limits, gauge").click()
    for label, value in (("Lower limit", "12"), ("Upper limit", "12.01"), ("Their record", "12.004")):
        second.get_by_label(label).fill(value)
    second.get_by_label("We measured").fill("12.02")
    expect(second).to_contain_text("Contradicts their record")
    expect(card(page, "measurement-3")).to_be_visible()


def _targets_are_as_high_as_a_thumb(page: Page) -> None:
    fields = "input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), select, label:has([type=radio])"
    measure = "one => [one.name || one.innerText, one.getBoundingClientRect().height]"
    low = page.eval_on_selector_all(
        f".visit :is({fields}, .check, .visit-end .btn)", f"all => all.filter(one => one.offsetParent).map({measure})"
    )
    assert [one for one in low if one[1] < THUMB] == []


def test_two_people_on_one_card_see_both_and_choose(page: Page, sign_in, make_person):
    me = sign_in(Role.QUALITY_ENGINEER)
    colleague = make_person(Role.QUALITY_ENGINEER, name="Anna Colleague")
    visit = make_visit(by=act(me))
    page.set_viewport_size(PHONE)
    page.goto(f"/visits/{visit.pk}/edit/")
    theirs = {"manner": Manner.WITH_EVIDENCE.value, "words": "The tag of last week."}
    save_question(visit, "stop", theirs, expected_version=0, by=act(colleague))
    stop = card(page, "question-stop")
    stop.get_by_label("Evaded").check()
    expect(stop.get_by_role("alert")).to_contain_text("Anna Colleague")
    expect(stop.locator("[data-save-state]")).to_contain_text("Not saved")
    axe_clean(page)
    stop.get_by_role("button", name="Keep mine").click()
    saved(page, "question-stop")
    assert visit.questions.get(code="stop").manner == Manner.EVADED
    save_question(visit, "stop", theirs, expected_version=2, by=act(colleague))
    stop.get_by_label("What was said or shown").fill("Changed the subject.")
    expect(stop.get_by_role("alert")).to_be_visible()
    stop.get_by_role("link", name="Take theirs").click()
    expect(stop.get_by_label("What was said or shown")).to_have_value("The tag of last week.")


def test_lists_forms_and_records_are_accessible(page: Page, sign_in):
    sign_in(Role.QUALITY_ENGINEER)
    row = make_record(Kind.FIRST_ARTICLE)
    for path in (
        "/visits/",
        "/visits/new/",
        "/capability/first_article/",
        row.get_absolute_url(),
        f"/suppliers/{row.supplier_id}/capability/equipment/new/",
        f"/suppliers/{row.supplier_id}/capability/",
    ):
        page.goto(path)
        axe_clean(page)
