"""Pages as people use them: what they show, what they refuse, and what they cost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.models import Answer, Audit, CoverageObservation, Finding, FindingPhoto, StageObservation
from audits.services import AnswerInput, add_photo, complete_audit, save_answer
from common.views import new_submission
from suppliers.models import EvidenceChange
from tests.accounts.factories import make_team, make_user
from tests.audits.factories import AT, TODAY, answer_fully, make_audit, make_finding, photo_file
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_fixed_day(monkeypatch):
    monkeypatch.setattr("common.clock.today", lambda: TODAY)
    monkeypatch.setattr("common.clock.now", lambda: AT)


@pytest.fixture
def engineer():
    return make_user(Role.QUALITY_ENGINEER)


@pytest.fixture
def manager():
    return make_user(Role.MANAGER)


@pytest.fixture
def at_work(client, engineer):
    client.force_login(engineer)
    return client


def go(client, name, *args, data=None, **extra):
    url = reverse(f"audits:{name}", args=args)
    return client.get(url, data or {}, **extra)


def send(client, name, *args, data=None, **extra):
    return client.post(reverse(f"audits:{name}", args=args), data or {}, **extra)


def text_of(response) -> str:
    return response.content.decode()


def coverage_data(**fields):
    values = {
        "period_from": "2026-07-01",
        "period_to": "2026-09-30",
        "observed_on": "2026-10-14",
        "sampling": "random_sample",
        "receipts": "240",
        "with_record": "144",
        "skip_lot": "0",
        "note": "",
        "submission": new_submission(),
        **fields,
    }
    return {name: value for name, value in values.items() if value is not None}


# --- lists


def test_lists_cost_the_same_with_one_record_and_with_three(at_work):
    assert_same_queries(at_work, "audits:list", make_audit, at_most=8)
    assert_same_queries(at_work, "audits:findings", make_finding, at_most=8)
    for form in ("csv", "xlsx"):
        assert_same_queries(at_work, "audits:export", make_audit, args=(form,), at_most=6)


def test_the_tab_of_a_supplier_costs_the_same_however_much_there_is(at_work):
    supplier = make_supplier(with_scope=True)

    def one_more():
        audit = make_audit(supplier)
        make_finding(audit)
        send(
            at_work,
            "observation_new",
            supplier.pk,
            "coverage",
            data=coverage_data(site=audit.site_id, strength="remote"),
        )

    assert_same_queries(at_work, "audits:supplier", one_more, args=(supplier.pk,), at_most=12)


def test_an_audit_costs_the_same_however_much_was_found(at_work):
    audit = answer_fully(make_audit(), R1=Grade.POOR)
    for name in ("audits:detail", "audits:conduct"):
        assert_same_queries(at_work, name, lambda: make_finding(audit, question="R1"), args=(audit.pk,), at_most=14)


def test_the_list_filters_by_state_lead_overdue_and_supplier(at_work, engineer):
    late = make_audit(make_supplier(legal_name="Łódź Castings"), state=AuditState.PLANNED, lead=engineer)
    done = make_audit(make_supplier(legal_name="Brno Gears"), state=AuditState.COMPLETED)
    for query, found in (
        ({"state": "completed"}, [done]),
        ({"mine": "on"}, [late]),
        ({"overdue": "on"}, [late]),
        ({"q": "łódź"}, [late]),
        ({"q": "gear"}, [done]),
        ({"state": "nonsense"}, [late, done]),
    ):
        assert set(go(at_work, "list", data=query).context["page"].rows) == set(found), query


def test_the_export_holds_what_the_list_shows(at_work):
    make_audit(make_supplier(legal_name="=SUM(A1)"), state=AuditState.COMPLETED)
    make_audit(state=AuditState.CANCELLED)
    response = go(at_work, "export", "csv", data={"state": "completed"})
    body = b"".join(response.streaming_content).decode()
    assert body.count("\n") == 2
    assert "'=SUM(A1)" in body
    assert "Completed" in body


def test_overdue_findings_are_seen_on_list_and_tab(at_work):
    finding = make_finding(make_audit(), grade=FindingGrade.MAJOR)
    make_finding(grade=FindingGrade.OFI)
    assert go(at_work, "findings", data={"overdue": "on"}).context["page"].rows == [finding]
    assert "1 overdue" in text_of(go(at_work, "supplier", finding.audit.supplier_id))


def test_empty_pages_say_what_to_do(at_work):
    assert "No audit yet" in text_of(go(at_work, "list"))
    assert "No finding yet" in text_of(go(at_work, "findings"))
    page = text_of(go(at_work, "supplier", make_supplier().pk))
    assert "Nobody has been there yet" in page
    assert "Nobody has counted receipts" in page


# --- planning and moving


def plan_data(supplier, lead, **fields):
    return {
        "site": supplier.sites.get().pk,
        "strength": "unannounced_on_site",
        "purpose": "periodic",
        "lead": lead.pk,
        "planned_on": "2026-12-01",
        "note": "",
        "submission": new_submission(),
        **fields,
    }


def test_an_audit_is_planned_from_the_supplier(at_work, engineer):
    supplier = make_supplier(with_scope=True)
    data = plan_data(supplier, engineer, scopes=[supplier.scopes.get().pk])
    response = send(at_work, "plan", supplier.pk, data=data)
    audit = Audit.objects.get()
    assert (response.status_code, response.url) == (303, audit.get_absolute_url())
    assert audit.scopes.count() == 1
    again = send(at_work, "plan", supplier.pk, data=data)
    assert (again.status_code, again.url) == (303, audit.get_absolute_url())
    assert Audit.objects.count() == 1


def test_an_impossible_date_is_refused_and_what_was_typed_stays(at_work, engineer):
    supplier = make_supplier(with_scope=True)
    data = plan_data(supplier, engineer, planned_on="2026-02-30", note="Bring the ring gauge.")
    response = send(at_work, "plan", supplier.pk, data=data)
    assert response.status_code == 422
    assert "Bring the ring gauge." in text_of(response)
    assert not Audit.objects.exists()


def test_a_supplier_without_a_site_leads_to_adding_one(at_work):
    assert "No site yet" in text_of(go(at_work, "plan", make_supplier().pk))


def test_a_stale_plan_shows_both_versions_and_is_saved_knowingly(at_work, engineer):
    supplier = make_supplier(with_scope=True)
    audit = make_audit(supplier, AuditState.PLANNED, note="Theirs", version=2)
    data = plan_data(supplier, engineer, note="Mine", version=1)
    response = send(at_work, "edit", audit.pk, data=data)
    assert response.status_code == 422
    assert "Theirs" in text_of(response)
    assert "Mine" in text_of(response)
    assert 'name="version" value="2"' in text_of(response)
    assert send(at_work, "edit", audit.pk, data={**data, "version": 2}).status_code == 303
    audit.refresh_from_db()
    assert audit.note == "Mine"


def test_an_audit_walks_through_its_pages_into_evidence(at_work, engineer, manager):
    audit = make_audit(state=AuditState.PLANNED, lead=engineer)
    assert go(at_work, "conduct", audit.pk).status_code == 303
    assert send(at_work, "move", audit.pk, "start", data={"conducted_on": "2026-11-22"}).status_code == 422
    assert send(at_work, "move", audit.pk, "start", data={"conducted_on": "2026-10-14"}).status_code == 303
    refused = send(at_work, "move", audit.pk, "complete", data={"conducted_on": "2026-10-14"})
    assert refused.status_code == 422
    assert refused.content.decode().count(f"{reverse('audits:conduct', args=[audit.pk])}#q-") == 18
    answer_fully(audit)
    assert send(at_work, "move", audit.pk, "complete", data={"conducted_on": "2026-10-14"}).status_code == 303
    assert EvidenceChange.objects.filter(supplier=audit.supplier).exists()
    assert send(at_work, "move", audit.pk, "reopen", data={"reason": "Wrong day."}).status_code == 422
    at_work.force_login(manager)
    assert send(at_work, "move", audit.pk, "reopen", data={"reason": "Wrong day."}).status_code == 303
    assert "Wrong day." in text_of(go(at_work, "detail", audit.pk))


@pytest.mark.parametrize("step", ["start", "cancel", "decline"])
def test_every_step_has_its_page(at_work, step):
    assert go(at_work, "move", make_audit(state=AuditState.PLANNED).pk, step).status_code == 200
    assert go(at_work, "move", make_audit().pk, "nonsense").status_code == 404


# --- conducting


def answer(client, audit, code="R1", htmx=True, **data):
    headers = {"HX-Request": "true"} if htmx else {}
    return send(client, "answer", audit.pk, code, data=data, headers=headers)


def test_the_conduct_page_shows_every_question_with_its_guidance(at_work):
    page = text_of(go(at_work, "conduct", make_audit().pk))
    assert page.count('<article class="question"') == 45
    assert "0 of 45" in page
    assert "Pick 30 receipts yourself" in page


def test_an_answer_saves_itself_and_tells_progress_and_what_is_missing(at_work):
    audit = make_audit()
    response = answer(at_work, audit, grade="poor", evidence="", version=0)
    assert response.status_code == 200
    page = text_of(response)
    assert "1 of 45" in page
    assert "Say what you saw" in page
    assert 'id="v-R1" value="1"' in page
    again = answer(at_work, audit, grade="poor", evidence="Four of ten had none.", version=1)
    assert "Say what you saw" not in text_of(again)
    assert Answer.objects.get().evidence == "Four of ten had none."


def test_the_same_save_sent_twice_is_one_answer(at_work):
    audit = make_audit()
    for _ in range(2):
        assert answer(at_work, audit, grade="full", evidence="", version=0).status_code == 200
    assert Answer.objects.get().version == 1


def test_without_javascript_the_save_button_saves_and_returns_to_the_question(at_work):
    audit = make_audit()
    response = answer(at_work, audit, htmx=False, grade="full", evidence="", version=0)
    assert (response.status_code, response.url) == (303, f"{reverse('audits:conduct', args=[audit.pk])}#q-R1")


@pytest.mark.parametrize("htmx", [True, False])
def test_two_people_on_one_question_see_both_answers(at_work, htmx):
    audit = make_audit()
    colleague = make_user(Role.QUALITY_ENGINEER, name="Anna Colleague")
    theirs = AnswerInput("R1", Grade.FULL, "All ten were there.")
    save_answer(audit, theirs, expected_version=0, actor=colleague, at=AT)
    response = answer(at_work, audit, htmx=htmx, grade="poor", evidence="Mine: two missing.", version=0)
    assert response.status_code == 409
    page = text_of(response)
    assert "Anna Colleague" in page
    assert "All ten were there." in page
    assert htmx or "Mine: two missing." in page
    assert Answer.objects.get().grade == "full"
    kept = answer(at_work, audit, htmx=htmx, grade="poor", evidence="Mine: two missing.", version=0, replace=1)
    assert kept.status_code == (200 if htmx else 303)
    assert Answer.objects.get().evidence == "Mine: two missing."


@pytest.mark.parametrize("data", [{"grade": "superb"}, {"grade": "full", "evidence": "x" * 5001}])
def test_an_answer_that_cannot_be_is_refused_with_words(at_work, data):
    audit = make_audit()
    assert answer(at_work, audit, version=0, **data).status_code == 422
    response = answer(at_work, audit, htmx=False, version=0, **data)
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_an_answer_to_a_completed_audit_or_an_unknown_question_is_refused(at_work):
    audit = make_audit(state=AuditState.COMPLETED)
    assert answer(at_work, audit, grade="full", version=0).status_code == 403
    assert answer(at_work, audit, htmx=False, grade="full", version=0).status_code == 303
    assert answer(at_work, make_audit(), code="Z9", grade="full", version=0).status_code == 404
    assert not Answer.objects.exists()


def test_not_applicable_is_agreed_to_by_somebody_else(at_work, engineer, client):
    audit = make_audit()
    silent = AnswerInput("R1", Grade.NOT_APPLICABLE, "They receive no material.")
    save_answer(audit, silent, expected_version=0, actor=audit.lead, at=AT)
    assert "Agree: not applicable" in text_of(go(at_work, "conduct", audit.pk))
    assert send(at_work, "confirm", audit.pk, "R1", data={"version": 1}).status_code == 303
    assert Answer.objects.get().confirmed_by == engineer


# --- findings and photos


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


# --- who may


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.AUDITOR])
def test_those_who_only_read_see_pages_without_what_they_may_not_do(client, role):
    audit = answer_fully(make_audit())
    finding = make_finding(audit)
    client.force_login(make_user(role))
    for name, args in (("list", ()), ("findings", ()), ("detail", (audit.pk,)), ("finding", (finding.pk,))):
        page = go(client, name, *args)
        assert page.status_code == 200
        assert "btn-primary" not in text_of(page).split("<main")[1]
    for name, args in (
        ("conduct", (audit.pk,)),
        ("new", ()),
        ("plan", (audit.supplier_id,)),
        ("edit", (audit.pk,)),
        ("move", (audit.pk, "complete")),
        ("finding_new", (audit.pk,)),
        ("finding_edit", (finding.pk,)),
        ("finding_move", (finding.pk, "close")),
        ("observation_new", (audit.supplier_id, "coverage")),
    ):
        assert go(client, name, *args).status_code == 403, name
    assert answer(client, audit, grade="poor", version=1).status_code == 403


def test_what_belongs_to_a_restricted_supplier_does_not_exist_for_strangers(at_work, engineer):
    member = make_user(Role.QUALITY_ENGINEER)
    supplier = make_supplier(is_restricted=True, team=make_team(member))
    make_scope(supplier)
    audit = make_audit(supplier)
    finding = make_finding(audit)
    photo = add_photo(finding, photo_file(), actor=audit.lead, at=AT)
    at_work.force_login(member)
    send(at_work, "observation_new", supplier.pk, "coverage", data=coverage_data(site=audit.site_id, strength="remote"))
    row = CoverageObservation.objects.get()
    at_work.force_login(engineer)
    assert not go(at_work, "list").context["page"].rows
    assert not go(at_work, "findings").context["page"].rows
    for name, args in (
        ("supplier", (supplier.pk,)),
        ("plan", (supplier.pk,)),
        ("detail", (audit.pk,)),
        ("conduct", (audit.pk,)),
        ("move", (audit.pk, "complete")),
        ("finding", (finding.pk,)),
        ("finding_new", (audit.pk,)),
        ("photo", (photo.pk,)),
        ("photo_remove", (photo.pk,)),
        ("observation", ("coverage", row.pk)),
        ("observation_correct", ("coverage", row.pk)),
    ):
        assert go(at_work, name, *args).status_code == 404, name
    assert answer(at_work, audit, grade="poor", version=0).status_code == 404


def test_counts_that_were_shown_must_be_filled_in_and_the_remedy_is_named(at_work):
    supplier = make_supplier(with_scope=True)
    data = coverage_data(receipts="", site=supplier.sites.get().pk, strength="remote")
    page = text_of(send(at_work, "observation_new", supplier.pk, "coverage", data=data))
    assert "Asked, not disclosed” above" in page
    data = coverage_data(disclosure="not_asked", site=supplier.sites.get().pk, strength="remote", caught_line="3")
    assert send(at_work, "observation_new", supplier.pk, "stages", data=data).status_code == 303


def test_the_history_of_an_audit_tells_of_its_answers_too(at_work):
    audit = make_audit()
    answer(at_work, audit, grade="poor", evidence="Four of ten had none.", version=0)
    assert "Four of ten had none." in text_of(go(at_work, "detail", audit.pk)).split('id="history"')[1]
