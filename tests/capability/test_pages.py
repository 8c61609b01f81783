"""The pages of capability: lists, forms made from one table, the tab, and the note on the phone."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from capability.domain.terms import Counted, Kind
from capability.models import Equipment, FirstArticle, Measurement, Question, VisitNote
from capability.services import begin_correction, save_count, save_question
from tests.accounts.factories import make_user
from tests.audits.factories import photo_file
from tests.capability.factories import (
    DAY,
    VALUES,
    act,
    completed_visit,
    fill,
    make_record,
    make_visit,
    scope_of,
)
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def supplier():
    return make_supplier(legal_name="Nordic Pumps", with_scope=True)


@pytest.fixture
def engineer(client):
    user = make_user(Role.QUALITY_ENGINEER)
    client.force_login(user)
    return user


def row_url(visit: VisitNote, part: str, place: str) -> str:
    return reverse("capability:row", args=[visit.pk, part, place])


def typed(kind: Kind, supplier, **fields) -> dict[str, str]:
    """A record of this kind as a person types it."""
    scope = scope_of(supplier)
    page_defaults = {
        Kind.EQUIPMENT: {"performs": "in_house", "tolerance_unit": "mm", "count": 1},
        Kind.FIRST_ARTICLE: {
            "scheme": "as9102", "extent": "full", "submission_number": 1, "out_of_tolerance": 0, "result": "first_time",
        },
        Kind.PRESHIPMENT: {"critical_defects": 0, "major_defects": 0, "minor_defects": 0, "result": "passed"},
    }.get(kind, {})  # fmt: skip
    values = {"site": scope.site_id, "scope": scope.pk, "observed_on": DAY, **page_defaults, **VALUES[kind], **fields}
    return {name: str(value) for name, value in values.items()}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_recorded_read_corrected_and_retracted_through_its_pages(client, engineer, supplier, kind):
    new = reverse("capability:record_new", args=[supplier.pk, kind.value])
    assert client.get(new).status_code == 200
    response = client.post(new, typed(kind, supplier))
    assert response.status_code == 303, response.context["form"].errors
    tab = client.get(reverse("capability:supplier", args=[supplier.pk])).content.decode()
    url = re.search(rf"/capability/{kind.value}/\d+/", tab)[0]
    assert "Nordic Pumps" in client.get(url).content.decode()
    assert client.get(f"{url}correct/").status_code == 200
    corrected = client.post(f"{url}correct/", {**typed(kind, supplier), "note": "Again.", "reason": "A word."})
    assert corrected.status_code == 303
    assert "Superseded" in client.get(url).content.decode()
    second = corrected["Location"]
    assert client.post(f"{second}retract/", {"reason": "Not this supplier."}).status_code == 303
    assert "Not this supplier." in client.get(second).content.decode()


def test_a_comma_is_a_decimal_point_and_numbers_come_back_without_idle_zeros(client, engineer, supplier):
    new = reverse("capability:record_new", args=[supplier.pk, "equipment"])
    client.post(new, typed(Kind.EQUIPMENT, supplier, held="0,008"))
    row = Equipment.objects.get()
    assert row.held == Decimal("0.008")
    assert 'value="0.008"' in client.get(f"{row.get_absolute_url()}correct/").content.decode()


def test_what_cannot_be_true_is_told_beside_its_field_and_nothing_typed_is_lost(client, engineer, supplier):
    new = reverse("capability:record_new", args=[supplier.pk, "first_article"])
    response = client.post(new, typed(Kind.FIRST_ARTICLE, supplier, submission_number=2, note="Second try."))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose “Approved after resubmission”." in page
    assert "Second try." in page


def test_a_form_sent_twice_counts_once(client, engineer, supplier):
    new = reverse("capability:record_new", args=[supplier.pk, "reference"])
    page = client.get(new).content.decode()
    token = re.search(r'name="submission" value="([^"]+)"', page)[1]
    for _ in range(2):
        assert client.post(new, {**typed(Kind.REFERENCE, supplier), "submission": token}).status_code == 303
    assert supplier.visit_notes.count() == 0
    tab = client.get(reverse("capability:supplier", args=[supplier.pk])).content.decode()
    assert tab.count("Pumpenwerk Nord") == 1


def test_a_kind_that_there_is_not_is_not_found(client, engineer, supplier):
    assert client.get(reverse("capability:records", args=["nonsense"])).status_code == 404
    assert client.get(reverse("capability:record_new", args=[supplier.pk, "nonsense"])).status_code == 404


def test_the_tab_says_what_is_missing(client, engineer, supplier):
    page = client.get(reverse("capability:supplier", args=[supplier.pk])).content.decode()
    for words in ("No machine recorded for", "No instrument recorded", "0 of 2 customers reached", "No first article"):
        assert words in page


def test_who_may_only_read_is_offered_nothing_to_record(client, supplier):
    client.force_login(make_user(Role.AUDITOR))
    page = client.get(reverse("capability:supplier", args=[supplier.pk])).content.decode()
    assert "/new/" not in page


def test_lists_are_filtered_by_result_source_and_process(client, engineer, supplier):
    make_record(Kind.FIRST_ARTICLE, supplier, part_number="GOOD-1", scope=scope_of(supplier))
    make_record(Kind.FIRST_ARTICLE, supplier, part_number="BAD-1", result="rejected", source="document")
    url = reverse("capability:records", args=["first_article"])
    for query, shown in (("result=rejected", "BAD-1"), ("source=our_check", "GOOD-1"), ("q=Nordic", "GOOD-1")):
        assert shown in client.get(f"{url}?{query}").content.decode()
    process = scope_of(supplier).process_id
    page = client.get(f"{url}?process={process}").content.decode()
    assert "GOOD-1" in page
    assert "BAD-1" not in page
    assert "GOOD-1" in client.get(f"{url}?process=x&result=y").content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_holds_what_the_list_shows(client, engineer, supplier, form):
    make_record(Kind.FIRST_ARTICLE, supplier, part_number="VB-77")
    completed_visit(supplier)
    for url in (
        reverse("capability:records_export", args=["first_article", form]),
        reverse("capability:visits_export", args=[form]),
    ):
        content = b"".join(client.get(url))
        assert content.startswith(b"PK") if form == "xlsx" else b"Nordic Pumps" in content


def test_a_note_begins_with_one_tap(client, engineer, supplier):
    new = reverse("capability:visit_new", args=[supplier.pk])
    page = client.get(new).content.decode()
    filled = dict(re.findall(r'<input type="date" name="(\w+)" value="([\d-]+)"', page))
    scope = scope_of(supplier)
    assert filled["visited_on"]
    assert re.search(rf'value="{scope.pk}"[^>]*checked', page)
    sent = {"site": scope.site_id, "scopes": scope.pk, "unannounced": "False", **filled}
    response = client.post(new, sent)
    assert response["Location"] == reverse("capability:visit_edit", args=[VisitNote.objects.get().pk])


def test_the_smallest_note_that_counts_is_a_question_and_three_taps(client, engineer, supplier):
    scope = scope_of(supplier)
    head = {"site": scope.site_id, "scopes": scope.pk, "visited_on": DAY, "unannounced": "True"}
    client.post(reverse("capability:visit_new", args=[supplier.pk]), head)
    visit = VisitNote.objects.get()
    client.post(row_url(visit, "question", "stop"), {"manner": "with_evidence"}, headers=HTMX)
    client.post(reverse("capability:visit_complete", args=[visit.pk]))
    assert VisitNote.objects.counting().get() == visit


def test_a_row_is_saved_as_one_types_and_the_next_blank_row_comes_with_the_same_gauge(client, engineer):
    visit = make_visit()
    sent = {
        "characteristic": "Bore", "recorded": "12,004", "measured": "12.005", "uncertainty": "0.002", "unit": "um",
        "instrument": "Plug gauge 7", "version": "0",
    }  # fmt: skip
    response = client.post(row_url(visit, "measurement", "1"), sent, headers=HTMX)
    page = response.content.decode()
    assert Measurement.objects.get().recorded == Decimal("12.004")
    assert "0.001 µm apart; no limits given" in page
    assert 'id="measurement-2"' in page
    assert page.count('value="Plug gauge 7"') == 1
    changed = {**sent, "version": "1", "measured": "12.006"}
    again = client.post(row_url(visit, "measurement", "1"), changed, headers=HTMX).content.decode()
    assert 'id="measurement-2"' not in again


def test_a_row_that_is_half_filled_brings_no_next_one_yet(client, engineer):
    visit = make_visit()
    half = client.post(row_url(visit, "measurement", "1"), {"recorded": "12", "unit": "mm"}, headers=HTMX)
    assert 'id="measurement-2"' not in half.content.decode()
    page = client.get(reverse("capability:visit_edit", args=[visit.pk])).content.decode()
    assert page.count('id="measurement-1"') == 1
    assert 'id="measurement-2"' not in page


def test_half_a_number_is_told_on_its_card_and_not_saved(client, engineer):
    visit = make_visit()
    response = client.post(row_url(visit, "measurement", "1"), {"recorded": "12.x", "unit": "mm"}, headers=HTMX)
    assert response.status_code == 422
    assert "Their record: Enter a number." in response.content.decode()
    assert not Measurement.objects.exists()


def test_two_people_on_one_card_see_both_versions_and_choose(client, engineer):
    visit = make_visit()
    colleague = act(make_user(Role.QUALITY_ENGINEER, name="Anna Colleague"))
    save_question(visit, "stop", {"manner": "verbally", "words": "In May."}, expected_version=0, by=colleague)
    mine = {"manner": "evaded", "words": "Changed the subject.", "version": "0"}
    response = client.post(row_url(visit, "question", "stop"), mine, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Anna Colleague" in page
    assert "In May." in page
    kept = client.post(row_url(visit, "question", "stop"), {**mine, "replace": "1"}, headers=HTMX)
    assert kept.status_code == 200
    assert Question.objects.get().words == "Changed the subject."


def test_without_javascript_a_conflict_shows_the_whole_page_with_what_was_typed(client, engineer):
    visit = make_visit()
    save_count(visit, Counted.RECEIPTS, {"pulled": 5, "in_order": 5}, expected_version=0, by=act())
    sent = {"pulled": "12", "in_order": "9", "version": "0"}
    response = client.post(row_url(visit, "count", "receipts"), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert 'name="pulled" type="text" inputmode="numeric" autocomplete="off" maxlength="24" value="12"' in page
    assert "pulled 5, in order 5" in page


def test_without_javascript_a_row_is_saved_by_its_button(client, engineer):
    visit = make_visit()
    response = client.post(row_url(visit, "count", "labels"), {"pulled": "3", "in_order": "3"})
    assert response.status_code == 303
    assert response["Location"].endswith("#count-labels")


def test_an_own_question_needs_its_words(client, engineer):
    visit = make_visit()
    response = client.post(row_url(visit, "question", "own1"), {"manner": "verbally"}, headers=HTMX)
    assert response.status_code == 422
    sent = {"text": "Where is the FMEA?", "manner": "verbally"}
    response = client.post(row_url(visit, "question", "own1"), sent, headers=HTMX)
    assert 'id="question-own2"' in response.content.decode()


@pytest.mark.parametrize("place", ["count/nonsense", "measurement/x", "other/1", "measurement/0", "question/nonsense"])
def test_a_place_that_there_is_not_takes_nothing(client, engineer, place):
    visit = make_visit()
    response = client.post(f"/visits/{visit.pk}/{place}/", {"unit": "mm"}, headers=HTMX)
    assert response.status_code in (403, 404)


def test_completion_says_what_is_missing_and_leads_there(client, engineer):
    visit = make_visit()
    client.post(row_url(visit, "count", "receipts"), {"pulled": "12"}, headers=HTMX)
    response = client.post(reverse("capability:visit_complete", args=[visit.pk]))
    assert response.status_code == 422
    assert 'href="#count-receipts"' in response.content.decode()


def test_a_completed_note_is_read_and_corrected(client, engineer, supplier):
    visit = fill(make_visit(supplier))
    assert client.post(reverse("capability:visit_complete", args=[visit.pk])).status_code == 303
    page = client.get(visit.get_absolute_url()).content.decode()
    for words in ("9 of 12 with a record", "0.001 mm apart; inside its limits", "Contradicts their record", "Shown"):
        assert words in page
    assert client.get(reverse("capability:visit_edit", args=[visit.pk])).status_code == 303
    correct = reverse("capability:visit_correct", args=[visit.pk])
    assert client.get(correct).status_code == 200
    draft = client.post(correct, {"reason": "One receipt more."})["Location"]
    assert "takes the place of the first note" in client.get(draft).content.decode()
    assert "A correction" in client.get(visit.get_absolute_url()).content.decode()


def test_a_note_tells_who_wrote_which_row_and_what_stood_there_before(client, engineer):
    visit = make_visit()
    anna = act(make_user(Role.QUALITY_ENGINEER, name="Anna Colleague"))
    save_count(visit, Counted.RECEIPTS, {"pulled": 41, "in_order": 37}, expected_version=0, by=anna)
    save_count(visit, Counted.RECEIPTS, {"pulled": 41, "in_order": 38}, expected_version=1, by=act())
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "Anna Colleague" in page
    assert "<del>37</del>" in page


def test_saving_into_a_note_that_was_completed_meanwhile_is_refused_in_words(client, engineer):
    visit = completed_visit()
    response = client.post(row_url(visit, "count", "receipts"), {"pulled": "1"}, headers=HTMX)
    assert response.status_code == 403
    assert "completed already" in response.content.decode()


def test_a_draft_is_put_away_with_a_reason(client, engineer):
    visit = make_visit()
    discard = reverse("capability:visit_discard", args=[visit.pk])
    assert client.post(discard, {"reason": ""}).status_code == 422
    assert client.post(discard, {"reason": "Wrong supplier."}).status_code == 303
    assert "Put away" in client.get(visit.get_absolute_url()).content.decode()


def test_the_head_is_changed_and_a_conflict_is_shown(client, engineer, supplier):
    visit = make_visit(supplier)
    head = reverse("capability:visit_head", args=[visit.pk])
    sent = {"site": visit.site_id, "visited_on": DAY, "unannounced": "True", "people": "Li Wei", "version": "1"}
    assert client.post(head, sent).status_code == 303
    response = client.post(head, {**sent, "people": "Chen Wei"})
    assert response.status_code == 422
    assert "Li Wei" in response.content.decode()


def test_a_photo_is_added_and_removed(client, engineer):
    visit = make_visit()
    add = reverse("capability:photo_add", args=[visit.pk])
    assert client.post(add, {"photo": photo_file()}).status_code == 303
    photo = visit.photos.get()
    served = client.get(reverse("capability:photo", args=[photo.pk]))
    assert b"".join(served)[:2] == b"\xff\xd8"
    assert client.post(add, {}).status_code == 422
    remove = reverse("capability:photo_remove", args=[photo.pk])
    assert client.post(remove, {"reason": "Faces."}).status_code == 303
    assert not visit.photos.exists()


def test_a_row_is_taken_off_the_draft(client, engineer):
    visit = fill(make_visit())
    assert client.post(reverse("capability:row_remove", args=[visit.pk, "measurement", "2"])).status_code == 303
    assert visit.measurements.count() == 1


def test_visits_are_filtered(client, engineer, supplier):
    completed_visit(supplier, unannounced=True)
    make_visit(make_supplier(legal_name="Other Works", with_scope=True))
    url = reverse("capability:visits")
    assert "Other Works" not in client.get(f"{url}?unannounced=on").content.decode()
    assert "Nordic Pumps" not in client.get(f"{url}?state=draft").content.decode()
    assert "Nordic Pumps" not in client.get(f"{url}?mine=on").content.decode()


def test_whom_to_visit_is_found_by_name(client, engineer, supplier):
    page = client.get(reverse("capability:visit_choose") + "?q=nordic").content.decode()
    assert reverse("capability:visit_new", args=[supplier.pk]) in page


def test_a_correction_that_was_put_away_is_forgotten_by_the_first(client, engineer):
    visit = completed_visit()
    draft = begin_correction(visit, act(), reason="Perhaps.")
    client.post(reverse("capability:visit_discard", args=[draft.pk]), {"reason": "No."})
    assert "A correction" not in client.get(visit.get_absolute_url()).content.decode()


def test_pages_of_many_cost_what_pages_of_one_cost(client, engineer, supplier):
    numbers = iter(range(100))

    def article():
        make_record(Kind.FIRST_ARTICLE, make_supplier(with_scope=True), part_number=f"P{next(numbers)}")

    def visit():
        make_visit(make_supplier(with_scope=True))

    def all_kinds():
        for kind in Kind:
            make_record(kind, supplier, **({"part_number": f"P{next(numbers)}"} if kind is Kind.FIRST_ARTICLE else {}))
        make_visit(supplier)

    assert_same_queries(client, "capability:records", article, args=("first_article",), at_most=6)
    assert_same_queries(client, "capability:records_export", article, args=("first_article", "csv"), at_most=5)
    assert_same_queries(client, "capability:visits", visit, at_most=5)
    assert_same_queries(client, "capability:visits_export", visit, args=("csv",), at_most=5)
    assert_same_queries(client, "capability:supplier", all_kinds, args=(supplier.pk,), at_most=13)


def test_a_record_of_another_site_is_refused_beside_the_field(client, engineer, supplier):
    other = make_site(supplier)
    new = reverse("capability:record_new", args=[supplier.pk, "equipment"])
    response = client.post(new, typed(Kind.EQUIPMENT, supplier, site=other.pk))
    assert "bought from another site" in response.content.decode()
    assert not FirstArticle.objects.exists()
