"""Pages as people use them: what they show, what they refuse, and what they cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.findings import FindingGrade, FindingState
from audits.domain.grading import Grade
from audits.models import Answer, Audit, CoverageObservation, Finding
from audits.services import AnswerInput, add_photo, save_answer
from common import clock
from common.views import new_submission
from suppliers.models import EvidenceChange, Site
from tests.accounts.factories import make_team, make_user
from tests.audits.factories import AT, answer_fully, make_audit, make_finding, photo_file
from tests.audits.pages import coverage_data, go, send, text_of
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]


# --- lists


def test_lists_cost_the_same_with_one_record_and_with_three(at_work):
    assert_same_queries(at_work, "audits:list", make_audit, at_most=8)
    assert_same_queries(at_work, "audits:findings", make_finding, at_most=8)
    for form in ("csv", "xlsx"):
        assert_same_queries(at_work, "audits:export", make_audit, args=(form,), at_most=6)
        assert_same_queries(at_work, "audits:findings_export", make_finding, args=(form,), at_most=4)


def test_the_export_of_findings_is_what_the_list_shows(at_work):
    shown, other = make_finding(statement="Burrs on the bore"), make_finding(statement="No label")
    content = b"".join(at_work.get(f"/audits/findings/export.csv?q={shown.audit.supplier}").streaming_content).decode()
    assert "Burrs on the bore" in content
    assert other.statement not in content
    assert at_work.get("/audits/findings/export.pdf").status_code == 404


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


@pytest.mark.parametrize(
    ("state", "days", "word", "is_late"),
    [
        (AuditState.PLANNED, -1, "Overdue", True),
        (AuditState.PLANNED, 0, "Planned", False),
        (AuditState.IN_PROGRESS, -1, "In progress", False),
        (AuditState.COMPLETED, -1, "Completed", False),
    ],
)
def test_a_row_says_how_an_audit_stands_and_whether_it_should_have_begun(at_work, state, days, word, is_late):
    audit = make_audit(state=state, planned_on=clock.today() + timedelta(days=days))
    page = go(at_work, "list")
    assert word in text_of(page)
    assert ('class="is-late"' in page.content.decode()) is is_late
    assert f'href="{audit.get_absolute_url()}"' in page.content.decode()


def test_a_row_names_the_city_only_where_the_site_does_not(at_work):
    audit = make_audit()
    site = audit.site
    Site.objects.filter(pk=site.pk).update(name="Works <2>", city="Turin")
    assert "Works &lt;2&gt;, Turin" in text_of(go(at_work, "list"))
    Site.objects.filter(pk=site.pk).update(name="Turin")
    assert "Turin, Turin" not in text_of(go(at_work, "list"))


def test_a_row_of_a_finding_shows_words_as_words_and_a_withdrawn_grade_without_its_tone(at_work):
    finding = make_finding(statement="<b>Burrs</b> " * 20, grade=FindingGrade.MAJOR)
    page = go(at_work, "findings").content.decode()
    assert "<b>Burrs" not in page
    assert "&lt;b&gt;Burrs" in page
    assert "chip-worst" in page
    Finding.objects.filter(pk=finding.pk).update(state=FindingState.WITHDRAWN)
    assert "chip-worst" not in go(at_work, "findings", data={"state": "withdrawn"}).content.decode()


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


def test_the_history_of_an_audit_tells_of_its_answers_too(at_work):
    audit = make_audit()
    answer(at_work, audit, grade="poor", evidence="Four of ten had none.", version=0)
    assert "Four of ten had none." in text_of(go(at_work, "detail", audit.pk)).split('id="history"')[1]
