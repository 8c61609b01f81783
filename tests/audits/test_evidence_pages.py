"""Findings, photos and counts as people enter and correct them on their pages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.models import CoverageObservation, Finding, FindingPhoto, StageObservation
from audits.services import add_photo, complete_audit
from common.views import new_submission
from tests.audits.factories import AT, TODAY, answer_fully, make_audit, make_finding, photo_file
from tests.audits.pages import coverage_data, go, send, text_of
from tests.suppliers.factories import make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]


def finding_data(**fields):
    return {
        "grade": "minor",
        "statement": "Two of ten gauges were past their date.",
        "evidence": "",
        "question": "M1",
        "clause": "",
        "due_on": "",
        "submission": new_submission(),
        **fields,
    }


def test_a_finding_from_a_question_brings_its_clause_its_due_day_and_a_photo(at_work):
    audit = make_audit()
    assert 'value="7.1.5.2"' in text_of(go(at_work, "finding_new", audit.pk, data={"question": "M1"}))
    response = send(at_work, "finding_new", audit.pk, data=finding_data(photo=photo_file()))
    finding = Finding.objects.get()
    assert (response.status_code, response.url) == (303, finding.get_absolute_url())
    assert (finding.clause, finding.due_on, finding.question) == ("7.1.5.2", date(2026, 12, 13), "M1")
    assert FindingPhoto.objects.get().finding == finding


def test_a_web_page_named_jpeg_is_refused_and_the_finding_is_not_lost(at_work):
    audit = make_audit()
    fake = SimpleUploadedFile("photo.jpg", b"<!doctype html><script>1</script>", content_type="image/jpeg")
    response = send(at_work, "finding_new", audit.pk, data=finding_data(photo=fake))
    assert response.status_code == 303
    assert Finding.objects.count() == 1
    assert not FindingPhoto.objects.exists()
    fake.seek(0)
    again = send(at_work, "photo_add", Finding.objects.get().pk, data={"photo": fake})
    assert again.status_code == 422
    assert "HTML" in text_of(again)


def test_the_same_finding_again_is_recognised_on_the_form(at_work):
    earlier = make_audit(planned_on=date(2025, 10, 1), conducted_on=date(2025, 10, 1))
    old = make_finding(earlier, question="M1", clause="7.1.5.2")
    answer_fully(earlier)
    complete_audit(earlier, summary="", actor=earlier.lead, at=AT, today=TODAY)
    audit = make_audit(earlier.supplier)
    page = text_of(go(at_work, "finding_new", audit.pk, data={"question": "M1"}))
    assert "Found before" in page
    send(at_work, "finding_new", audit.pk, data=finding_data(grade="major", is_repeat="on"))
    assert Finding.objects.get(audit=audit).repeats == old


def test_a_stale_correction_shows_both_versions(at_work):
    finding = make_finding()
    Finding.objects.filter(pk=finding.pk).update(version=2, statement="Their words.")
    data = finding_data(statement="My words.", version=1, reason="Typing error.")
    response = send(at_work, "finding_edit", finding.pk, data=data)
    assert response.status_code == 422
    assert "Their words." in text_of(response)
    assert "My words." in text_of(response)
    assert send(at_work, "finding_edit", finding.pk, data={**data, "version": 2}).status_code == 303


def test_a_finding_is_closed_reopened_and_by_a_manager_withdrawn(at_work, manager):
    finding = make_finding()
    by_note = {"closed_on": "2026-11-21", "note": "Saw both gauges calibrated."}
    assert send(at_work, "finding_move", finding.pk, "close", data={**by_note, "note": "ok"}).status_code == 422
    assert send(at_work, "finding_move", finding.pk, "close", data=by_note).status_code == 303
    assert "Saw both gauges calibrated." in text_of(go(at_work, "finding", finding.pk))
    assert send(at_work, "finding_move", finding.pk, "reopen", data={"reason": "Came back."}).status_code == 303
    assert send(at_work, "finding_move", finding.pk, "withdraw", data={"reason": "Mistaken."}).status_code == 422
    at_work.force_login(manager)
    assert send(at_work, "finding_move", finding.pk, "withdraw", data={"reason": "Mistaken."}).status_code == 303
    assert go(at_work, "finding_move", finding.pk, "nonsense").status_code == 404


def test_a_photo_is_served_harmlessly_and_removed_with_a_reason(at_work):
    finding = make_finding()
    photo = add_photo(finding, photo_file(), actor=finding.audit.lead, at=AT)
    response = go(at_work, "photo", photo.pk)
    b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert go(at_work, "photo_remove", photo.pk).status_code == 200
    assert send(at_work, "photo_remove", photo.pk, data={"reason": "Blurred."}).status_code == 303
    assert not FindingPhoto.objects.exists()


# --- counts


def test_a_coverage_is_recorded_within_an_audit_and_corrected_with_a_reason(at_work):
    audit = make_audit()
    url = reverse("audits:observation_new", args=[audit.supplier_id, "coverage"])
    data = coverage_data()
    assert at_work.post(f"{url}?audit={audit.pk}", data).status_code == 303
    assert at_work.post(f"{url}?audit={audit.pk}", data).status_code == 303
    row = CoverageObservation.objects.get()
    assert (row.audit, row.strength) == (audit, "announced_on_site")
    assert "144 of 240" in text_of(go(at_work, "conduct", audit.pk))
    wrong = coverage_data(with_record="150")
    assert send(at_work, "observation_correct", "coverage", row.pk, data=wrong).status_code == 422
    right = {**wrong, "reason": "Six were in the archive."}
    assert send(at_work, "observation_correct", "coverage", row.pk, data=right).status_code == 303
    assert "Six were in the archive." in text_of(go(at_work, "observation", "coverage", row.pk))
    late = coverage_data(reason="Once more.")
    assert send(at_work, "observation_correct", "coverage", row.pk, data=late).status_code == 303
    assert CoverageObservation.objects.counting().count() == 0
    assert CoverageObservation.objects.standing().get().with_record == 150


def test_more_records_than_receipts_is_refused_beside_the_field(at_work):
    supplier = make_supplier(with_scope=True)
    data = coverage_data(with_record="241", site=supplier.sites.get().pk, strength="register_export")
    response = send(at_work, "observation_new", supplier.pk, "coverage", data=data)
    assert response.status_code == 422
    assert "more than the 240 receipts" in text_of(response)
    assert not CoverageObservation.objects.exists()


def test_not_disclosed_needs_no_counts(at_work):
    supplier = make_supplier(with_scope=True)
    data = coverage_data(sampling="not_disclosed", receipts="", with_record="", skip_lot="")
    data |= {"site": supplier.sites.get().pk, "strength": "supplier_statement"}
    assert send(at_work, "observation_new", supplier.pk, "coverage", data=data).status_code == 303
    page = text_of(go(at_work, "supplier", supplier.pk))
    assert "Asked, not disclosed" in page


def test_stages_are_recorded_shown_and_retracted(at_work):
    supplier = make_supplier(with_scope=True)
    counts = {"caught_incoming": 1, "caught_subassembly": 0, "caught_in_process": 2, "caught_final": 17}
    data = coverage_data(disclosure="disclosed", site=supplier.sites.get().pk, strength="register_export", **counts)
    assert send(at_work, "observation_new", supplier.pk, "stages", data=data).status_code == 303
    row = StageObservation.objects.get()
    assert "3 of 20 caught before final inspection" in text_of(go(at_work, "supplier", supplier.pk))
    assert go(at_work, "observation_retract", "stages", row.pk).status_code == 200
    assert send(at_work, "observation_retract", "stages", row.pk, data={"reason": "Other site."}).status_code == 303
    assert "Other site." in text_of(go(at_work, "observation", "stages", row.pk))
    assert go(at_work, "observation", "nonsense", row.pk).status_code == 404


def test_counts_that_were_shown_must_be_filled_in_and_the_remedy_is_named(at_work):
    supplier = make_supplier(with_scope=True)
    data = coverage_data(receipts="", site=supplier.sites.get().pk, strength="remote")
    page = text_of(send(at_work, "observation_new", supplier.pk, "coverage", data=data))
    assert "Asked, not disclosed” above" in page
    data = coverage_data(disclosure="not_asked", site=supplier.sites.get().pk, strength="remote", caught_line="3")
    assert send(at_work, "observation_new", supplier.pk, "stages", data=data).status_code == 303
