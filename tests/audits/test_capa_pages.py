"""The pages of corrective actions."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.capa import Effectiveness, Stage
from audits.domain.findings import FindingGrade
from audits.models import Capa, CapaFile, CapaSubmission
from common import clock
from common.views import new_submission
from suppliers.models import Contact
from tests.accounts.factories import make_user
from tests.audits.capa_factories import OPENED, PDF, accept, make_capa, submit, walk_to
from tests.audits.factories import make_audit, make_finding
from tests.queries import assert_same_queries, queries_of
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def sign_in(client, person=None, role: Role = Role.QUALITY_ENGINEER):
    person = person or make_user(role)
    client.force_login(person)
    return person


def text(response) -> str:
    return response.content.decode()


def containment(capa: Capa, **changes) -> dict:
    values = {
        "done": "Sorted 1,240 parts, 31 scrapped",
        "searched": "Stock, transit, our plant",
        "done_on": OPENED.isoformat(),
        "evidence": "Sorting report 4711",
        "answered_on": clock.today().isoformat(),
        "version": capa.version,
        "submission": new_submission(),
        "stage": "containment",
    }
    return {**values, **changes}


def answer(client, capa: Capa, **changes):
    return client.post(reverse("audits:capa_answer", args=[capa.pk]), containment(capa, **changes))


def test_the_list_shows_open_ones_soonest_due_first(client):
    late, soon = make_capa(), make_capa(opened=OPENED + timedelta(days=5))
    closed = walk_to(make_capa(), Stage.CLOSED)
    sign_in(client)
    page = text(client.get(reverse("audits:capas")))
    assert page.index(late.number) < page.index(soon.number)
    assert closed.number not in page
    assert "No corrective action is open" not in page


def test_the_list_says_what_to_do_when_there_is_nothing(client):
    sign_in(client)
    assert "No corrective action is open" in text(client.get(reverse("audits:capas")))
    assert "Nothing matches" in text(client.get(reverse("audits:capas"), {"q": "zzz"}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"open", "reviewed"}),
        ({"overdue": "on"}, {"open"}),
        ({"turn": "review"}, {"reviewed"}),
        ({"turn": "answer"}, set()),
        ({"stage": "containment"}, {"open", "reviewed"}),
        ({"stage": "actions"}, set()),
        ({"severity": "major"}, {"open", "reviewed"}),
        ({"severity": "critical"}, set()),
        ({"state": "closed"}, {"closed"}),
        ({"state": "all"}, {"open", "reviewed", "closed"}),
        ({"q": "Żelazko"}, {"open"}),
        ({"stage": "nonsense"}, {"open", "reviewed"}),
    ],
)
def test_the_list_is_narrowed_by_its_filters(client, query, found):
    me = make_user(Role.QUALITY_ENGINEER)
    capas = {
        "open": make_capa(supplier=make_supplier(legal_name="ŻELAZKO Sp. z o.o.")),
        "reviewed": make_capa(reviewer=me),
        "closed": walk_to(make_capa(), Stage.CLOSED),
    }
    submit(capas["reviewed"], OPENED)
    sign_in(client, me)
    page = text(client.get(reverse("audits:capas"), query))
    assert {name for name, capa in capas.items() if capa.number in page} == found


@pytest.mark.parametrize("sort", ["due", "-due", "opened", "number", "severity", "supplier", "-supplier", "nonsense"])
def test_every_offered_sort_works(client, sort):
    capa = make_capa()
    sign_in(client)
    assert capa.number in text(client.get(reverse("audits:capas"), {"sort": sort}))


def test_the_list_costs_the_same_with_one_and_three(client):
    sign_in(client)
    assert_same_queries(client, "audits:capas", make_capa, at_most=6)


def test_the_export_costs_the_same_with_one_and_three(client):
    sign_in(client)
    assert_same_queries(client, "audits:capas_export", make_capa, args=("csv",), at_most=6)


def test_the_supplier_tab_costs_the_same_with_one_and_three(client):
    supplier = make_supplier()
    sign_in(client)

    def one():
        make_capa(supplier=supplier)

    assert_same_queries(client, "audits:supplier_capas", one, args=(supplier.pk,), at_most=8)


def test_the_detail_page_costs_the_same_however_many_answers(client):
    once, often = make_capa(), make_capa()
    sign_in(client)
    submit(once, OPENED)
    submit(often, OPENED)
    accept(often, OPENED)
    walk_to(often, Stage.EFFECTIVENESS)
    counts = {len(queries_of(client, capa.get_absolute_url())) for capa in (once, often)}
    assert len(counts) == 1
    assert counts.pop() <= 12


def test_the_export_holds_what_the_list_shows(client):
    capa, closed = make_capa(), walk_to(make_capa(), Stage.CLOSED)
    sign_in(client, role=Role.AUDITOR)
    response = client.get(reverse("audits:capas_export", args=["csv"]))
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row["Number"] for row in rows] == [capa.number]
    assert rows[0]["Owner of the step"] == str(capa.responsible)
    assert closed.number not in str(rows)
    assert b"".join(client.get(reverse("audits:capas_export", args=["xlsx"]))).startswith(b"PK")
    assert client.get(reverse("audits:capas_export", args=["exe"])).status_code == 404


def test_the_supplier_tab_separates_open_from_ended(client):
    supplier = make_supplier()
    capa, closed = make_capa(supplier=supplier), walk_to(make_capa(supplier=supplier), Stage.CLOSED)
    sign_in(client, role=Role.AUDITOR)
    page = text(client.get(reverse("audits:supplier_capas", args=[supplier.pk])))
    assert page.index(capa.number) < page.index("Ended") < page.index(closed.number)
    assert "effectiveness verified" in page


def test_an_empty_supplier_tab_says_that_none_is_neutral(client):
    sign_in(client)
    page = text(client.get(reverse("audits:supplier_capas", args=[make_supplier().pk])))
    assert "counts neither for nor against" in page


def test_the_detail_page_says_whose_turn_it_is_and_keeps_rejected_answers(client):
    capa = make_capa()
    sign_in(client, capa.reviewer)
    assert f"was due on {capa.due_on:%-d %b %Y}" in text(client.get(capa.get_absolute_url()))
    submit(capa, OPENED, done="First sorting of the stock")
    assert "waits for the review of" in text(client.get(capa.get_absolute_url()))
    review(client, capa, decision="reject", reason="Transit was not searched")
    submit(capa, clock.today(), done="Second sorting, transit too")
    page = text(client.get(capa.get_absolute_url()))
    assert "Transit was not searched" in page
    assert page.index("Second sorting") < page.index("First sorting")


def review(client, capa: Capa, **changes):
    capa.refresh_from_db()
    values = {"decision": "accept", "reason": "", "version": capa.version, "submission": new_submission(), **changes}
    return client.post(reverse("audits:capa_review", args=[capa.pk]), values)


def test_an_answer_is_handed_in_and_reviewed_by_somebody_else(client):
    capa = make_capa()
    sign_in(client, capa.responsible)
    assert answer(client, capa).status_code == 303
    kept = CapaSubmission.objects.get()
    assert kept.content["done"] == "Sorted 1,240 parts, 31 scrapped"
    assert kept.submitted_by == capa.responsible
    sign_in(client, capa.reviewer)
    assert "Sorted 1,240 parts" in text(client.get(reverse("audits:capa_review", args=[capa.pk])))
    assert review(client, capa).status_code == 303
    capa.refresh_from_db()
    assert capa.stage == "root_cause"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"done_on": (OPENED + timedelta(days=500)).isoformat()}, "This must be done, not planned"),
        ({"done": ""}, "Say it in a sentence"),
        ({"done": "n/a"}, "Say it in a sentence"),
        ({"answered_on": "2026-02-30"}, "Give the day"),
        ({"answered_on": "2019-01-01"}, "Too early"),
        ({"answered_on": "2099-01-01"}, "has not come yet"),
    ],
)
def test_a_broken_gate_is_named_at_its_field_and_nothing_typed_is_lost(client, changes, words):
    capa = make_capa()
    sign_in(client, capa.responsible)
    response = answer(client, capa, **changes)
    assert response.status_code == 422
    assert words in text(response)
    assert "Sorting report 4711" in text(response)
    assert 'aria-invalid="true"' in text(response)
    assert not CapaSubmission.objects.exists()


def test_the_same_answer_sent_twice_is_kept_once(client):
    capa = make_capa()
    sign_in(client, capa.responsible)
    form = containment(capa)
    url = reverse("audits:capa_answer", args=[capa.pk])
    assert client.post(url, form).status_code == 303
    again = client.post(url, form)
    assert (again.status_code, again["Location"]) == (303, capa.get_absolute_url())
    assert CapaSubmission.objects.count() == 1


def test_a_stale_answer_is_refused_shows_where_it_stands_and_keeps_what_was_typed(client):
    capa = make_capa()
    sign_in(client, capa.responsible)
    form = containment(capa)
    submit(capa, OPENED)
    accept(capa, OPENED)
    response = client.post(reverse("audits:capa_answer", args=[capa.pk]), form)
    assert response.status_code == 409
    assert "in the meantime" in text(response)
    assert "Sorted 1,240 parts, 31 scrapped" in text(response)
    capa.refresh_from_db()
    assert f'value="{capa.version}"' in text(response)
    resent = client.post(reverse("audits:capa_answer", args=[capa.pk]), {**form, "version": capa.version})
    assert resent.status_code == 422
    assert "has moved on" in text(resent)


def test_of_two_reviewers_the_second_sees_the_conflict_with_the_reason_kept(client):
    capa = make_capa()
    submit(capa, OPENED)
    capa.refresh_from_db()
    seen = capa.version
    second = make_user(Role.MANAGER)
    sign_in(client, second)
    accept(capa, OPENED)
    submit(capa, OPENED)
    response = review(client, capa, decision="reject", reason="Too thin for me", version=seen)
    assert response.status_code == 409
    assert "Too thin for me" in text(response)


def test_a_rejection_without_words_is_refused(client):
    capa = make_capa()
    submit(capa, OPENED)
    sign_in(client, capa.reviewer)
    response = review(client, capa, decision="reject")
    assert response.status_code == 422
    assert "so that the next answer can be better" in text(response)


def test_one_who_handed_it_in_is_told_so_and_cannot_force_it(client):
    capa = make_capa()
    submit(capa, OPENED, actor=capa.reviewer)
    sign_in(client, capa.reviewer)
    assert "Somebody else must review it" in text(client.get(reverse("audits:capa_review", args=[capa.pk])))
    assert review(client, capa).status_code == 422
    capa.refresh_from_db()
    assert capa.state == "submitted"


def test_files_are_judged_by_content_kept_and_served_to_those_who_see_the_supplier(client):
    supplier = make_supplier(is_restricted=True)
    managers = {"responsible": make_user(Role.MANAGER), "reviewer": make_user(Role.MANAGER)}
    capa = make_capa(supplier=supplier, **managers)
    sign_in(client, capa.responsible)
    page = SimpleUploadedFile("report.pdf", b"<!doctype html><script>alert(1)</script>", "application/pdf")
    refused = answer(client, capa, attached=page)
    assert refused.status_code == 422
    assert "a web page (HTML)" in text(refused)
    files = [SimpleUploadedFile("sorting.html", PDF), SimpleUploadedFile("second.pdf", PDF)]
    assert answer(client, capa, attached=files).status_code == 303
    file = CapaFile.objects.first()
    assert CapaFile.objects.count() == 2
    url = reverse("audits:capa_file", args=[file.pk])
    served = client.get(url)
    assert b"".join(served) == PDF
    assert served["Content-Type"] == "application/pdf"
    sign_in(client)
    assert client.get(url).status_code == 404


def test_opening_from_a_finding_offers_the_severities_of_its_grade(client):
    supplier = make_supplier()
    contact = Contact.objects.create(supplier=supplier, name="Li Wei")
    Contact.objects.create(supplier=make_supplier(), name="Somebody Else")
    finding = make_finding(make_audit(supplier), grade=FindingGrade.MAJOR)
    me, reviewer = sign_in(client, role=Role.PROCUREMENT), make_user(Role.QUALITY_ENGINEER)
    url = reverse("audits:capa_open", args=[finding.pk])
    page = text(client.get(url))
    assert 'value="critical"' in page
    assert 'value="minor"' not in page
    assert "Somebody Else" not in page
    form = {"severity": "major", "responsible": me.pk, "reviewer": reviewer.pk, "contact": contact.pk}
    form |= {"version": 1, "submission": new_submission()}
    response = client.post(url, form)
    capa = Capa.objects.get()
    assert response["Location"] == capa.get_absolute_url()
    assert client.post(url, form)["Location"] == capa.get_absolute_url()
    assert client.get(url)["Location"] == capa.get_absolute_url()


def test_responsible_and_reviewer_must_differ(client):
    finding = make_finding(grade=FindingGrade.MAJOR)
    me = sign_in(client)
    form = {"severity": "major", "responsible": me.pk, "reviewer": me.pk, "version": 1, "submission": new_submission()}
    response = client.post(reverse("audits:capa_open", args=[finding.pk]), form)
    assert response.status_code == 422
    assert "somebody else than who is responsible" in text(response)


def test_from_an_opportunity_nothing_is_opened(client):
    finding = make_finding(grade=FindingGrade.OFI)
    sign_in(client)
    assert "owes no answer" in text(client.get(reverse("audits:capa_open", args=[finding.pk])))


def post(client, name: str, capa: Capa, **form):
    capa.refresh_from_db()
    values = {"version": capa.version, "submission": new_submission(), **form}
    return client.post(reverse(f"audits:{name}", args=[capa.pk]), values)


def test_effectiveness_is_judged_closed_and_reopened_from_the_pages(client):
    capa = walk_to(make_capa(), Stage.EFFECTIVENESS)
    submit(capa, OPENED + timedelta(days=9))
    sign_in(client, capa.reviewer)
    assert review(client, capa, decision="effective").status_code == 303
    assert post(client, "capa_close", capa, reason="Control plan rev. F is in use").status_code == 303
    capa.refresh_from_db()
    assert (capa.stage, capa.end_note) == ("closed", "Control plan rev. F is in use")
    seen = clock.today().isoformat()
    assert post(client, "capa_reopen", capa, reason="Burr at our line", seen_on=seen).status_code == 303
    capa.refresh_from_db()
    assert (capa.stage, capa.round_number) == ("containment", 2)
    page = text(client.get(capa.get_absolute_url()))
    assert "Round 1" in page
    assert "The defect came back" in page


def test_an_answer_that_says_not_effective_is_not_offered_as_effective(client):
    capa = walk_to(make_capa(), Stage.EFFECTIVENESS)
    submit(capa, OPENED + timedelta(days=9), result=Effectiveness.NOT_EFFECTIVE, same_defects=1)
    sign_in(client, capa.reviewer)
    assert 'value="effective"' not in text(client.get(reverse("audits:capa_review", args=[capa.pk])))
    assert review(client, capa, decision="effective").status_code == 422
    assert review(client, capa, decision="not_effective", reason="Seen again").status_code == 303
    capa.refresh_from_db()
    assert capa.round_number == 2


def test_withdraw_people_step_and_cancel_each_ask_why(client):
    capa = make_capa()
    submit(capa, OPENED)
    sign_in(client, role=Role.MANAGER)
    for name in ("capa_withdraw", "capa_cancel"):
        assert post(client, name, capa, reason="").status_code == 422
    assert post(client, "capa_withdraw", capa, reason="Wrong file").status_code == 303
    new = make_user()
    assert (
        post(client, "capa_people", capa, responsible=new.pk, reviewer=capa.reviewer_id, reason="").status_code == 422
    )
    response = post(client, "capa_people", capa, responsible=new.pk, reviewer=capa.reviewer_id, reason="Leave")
    assert response.status_code == 303
    step = capa.rounds.get().steps.first()
    due = (clock.today() + timedelta(days=3)).isoformat()
    form = {"owner": new.pk, "due_on": due, "reason": "Agreed", "version": step.version, "submission": new_submission()}
    url = reverse("audits:capa_step", args=[step.pk])
    assert client.post(url, {**form, "reason": ""}).status_code == 422
    assert client.post(url, form).status_code == 303
    stale = {**form, "due_on": OPENED.isoformat(), "submission": new_submission()}
    overtaken = client.post(url, stale)
    assert overtaken.status_code == 409
    assert "What it says now" in text(overtaken)
    assert "20 Oct 2026" in text(overtaken)
    assert post(client, "capa_cancel", capa, reason="Finding did not hold").status_code == 303
    capa.refresh_from_db()
    assert capa.stage == "cancelled"


@pytest.mark.parametrize("name", ["capa_review", "capa_withdraw", "capa_close", "capa_reopen"])
def test_a_page_of_an_act_that_is_not_possible_leads_back(client, name):
    capa = make_capa()
    sign_in(client, role=Role.MANAGER)
    response = client.get(reverse(f"audits:{name}", args=[capa.pk]))
    assert (response.status_code, response["Location"]) == (303, capa.get_absolute_url())


def test_a_new_attempt_begins_with_the_rejected_one_and_its_reason(client):
    capa = make_capa()
    submit(capa, OPENED, done="Only the stock was sorted")
    sign_in(client, capa.reviewer)
    review(client, capa, decision="reject", reason="Search the transit too")
    page = text(client.get(reverse("audits:capa_answer", args=[capa.pk])))
    assert "Only the stock was sorted" in page
    assert "Search the transit too" in page


def test_what_somebody_typed_is_shown_as_text(client):
    capa = make_capa()
    submit(capa, OPENED, done="<script>alert('sorted parts')</script>")
    sign_in(client)
    assert "<script>alert(" not in text(client.get(capa.get_absolute_url()))


def test_a_text_of_any_length_is_answered_with_words(client):
    capa = make_capa()
    sign_in(client, capa.responsible)
    response = answer(client, capa, done="x" * 20_000)
    assert response.status_code == 422
    assert "10000" in text(response)


def test_a_finding_leads_to_its_corrective_action_or_to_opening_one(client):
    finding = make_finding(grade=FindingGrade.MAJOR)
    sign_in(client)
    assert reverse("audits:capa_open", args=[finding.pk]) in text(client.get(finding.get_absolute_url()))
    capa = make_capa(finding)
    page = text(client.get(finding.get_absolute_url()))
    assert capa.number in page
    assert reverse("audits:capa_open", args=[finding.pk]) not in page
    offer = make_finding(grade=FindingGrade.OFI)
    assert reverse("audits:capa_open", args=[offer.pk]) not in text(client.get(offer.get_absolute_url()))
    sign_in(client, role=Role.AUDITOR)
    plain = make_finding(grade=FindingGrade.MINOR)
    assert reverse("audits:capa_open", args=[plain.pk]) not in text(client.get(plain.get_absolute_url()))


def test_a_cancelled_one_shows_what_was_left_open_and_offers_nothing(client):
    capa = make_capa()
    sign_in(client, role=Role.MANAGER)
    post(client, "capa_cancel", capa, reason="The finding did not hold")
    page = text(client.get(capa.get_absolute_url()))
    assert "The finding did not hold" in page
    assert "Left open when it was cancelled" in page
    assert "Still to come" not in page
    assert reverse("audits:capa_answer", args=[capa.pk]) not in page


def test_a_review_overtaken_by_another_shows_the_decision_and_keeps_the_reason(client):
    capa = make_capa()
    submit(capa, OPENED)
    capa.refresh_from_db()
    seen = capa.version
    accept(capa, OPENED)
    sign_in(client, role=Role.MANAGER)
    response = review(client, capa, decision="reject", reason="The transit is missing", version=seen)
    assert response.status_code == 409
    assert "The transit is missing" in text(response)
    assert f'by <span dir="auto">{capa.reviewer}</span>' in text(response)


def test_a_decision_sent_twice_is_taken_once(client):
    capa = make_capa()
    submit(capa, OPENED)
    capa.refresh_from_db()
    sign_in(client, capa.reviewer)
    token = new_submission()
    first = review(client, capa, submission=token)
    again = review(client, capa, submission=token)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    capa.refresh_from_db()
    assert capa.stage == "root_cause"


def test_an_answer_to_what_was_closed_meanwhile_keeps_what_was_typed(client):
    capa = make_capa()
    sign_in(client, capa.responsible)
    form = containment(capa)
    walk_to(capa, Stage.CLOSED)
    response = client.post(reverse("audits:capa_answer", args=[capa.pk]), form)
    assert response.status_code == 409
    assert "Sorted 1,240 parts, 31 scrapped" in text(response)
