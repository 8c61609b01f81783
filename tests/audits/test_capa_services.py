"""Corrective actions through the services: who may, in which order, and what stays on record."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.permissions import Role
from audits.domain.capa import STEPS, ActRefused, Effectiveness, Refusal, RoundCause, Severity, Stage, State
from audits.domain.capa_gates import Gate
from audits.domain.findings import FindingGrade
from audits.models import Capa, CapaRound, CapaSubmission
from audits.services.capa import CapaInput, cancel_capa, close_capa, open_capa, reopen_capa
from audits.services.capa_answers import submit_step, withdraw_answer
from audits.services.capa_errors import AnswerIncomplete, CannotOpen, WrongInput
from audits.services.capa_people import change_people, change_step
from audits.services.capa_review import accept_step, judge_effectiveness, reject_step
from common.history import changes_for
from common.records import AlreadySubmitted, Conflict
from suppliers.models import Contact, EvidenceChange
from tests.accounts.factories import make_user
from tests.audits.capa_factories import (
    OPENED,
    accept,
    answer_for,
    make_capa,
    pdf_file,
    submit,
    walk_to,
    when,
)
from tests.audits.factories import make_audit, make_finding
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def day(n: int) -> date:
    return OPENED + timedelta(days=n)


def given(**changes) -> CapaInput:
    values = {
        "severity": Severity.MAJOR,
        "responsible": make_user(Role.PROCUREMENT),
        "reviewer": make_user(Role.QUALITY_ENGINEER),
    }
    return CapaInput(**{**values, **changes})


def reject(capa: Capa, on: date, reason: str = "No evidence of sorting", **changes) -> None:
    capa.refresh_from_db()
    values = {"expected_version": capa.version, "actor": capa.reviewer, **when(on), **changes}
    reject_step(capa, reason=reason, **values)


def test_opening_makes_five_steps_due_by_the_table_and_containment_open():
    capa = make_capa()
    steps = list(capa.rounds.get().steps.all())
    assert [step.step for step in steps] == [stage.value for stage in STEPS]
    assert [step.state for step in steps] == ["open", "waiting", "waiting", "waiting", "waiting"]
    assert [(step.due_on - OPENED).days for step in steps[:4]] == [2, 14, 21, 45]
    assert (capa.stage, capa.state, capa.due_on) == ("containment", "open", day(2))


def test_a_contact_of_the_supplier_owns_all_steps_but_effectiveness():
    supplier = make_supplier()
    contact = Contact.objects.create(supplier=supplier, name="Li Wei")
    capa = make_capa(supplier=supplier, contact=contact)
    owners = [(step.contact, step.owner) for step in capa.rounds.get().steps.all()]
    assert owners == [(contact, None)] * 4 + [(None, capa.responsible)]


def test_numbers_count_up_within_a_year():
    first, second = make_capa(), make_capa()
    other = make_capa(make_finding(make_audit(), grade=FindingGrade.MAJOR), opened=date(2027, 1, 4))
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1
    assert other.number == "CAPA-2027-0001"


def test_a_failed_opening_gives_its_number_back():
    first = make_capa()
    with pytest.raises(AlreadySubmitted):
        open_capa(first.finding, given(), actor=first.responsible, **when(OPENED))
    assert int(make_capa().number[-4:]) == int(first.number[-4:]) + 1


def test_a_finding_gets_one_corrective_action_however_often_it_is_asked_for():
    capa = make_capa()
    with pytest.raises(AlreadySubmitted) as again:
        open_capa(capa.finding, given(), actor=capa.responsible, **when(OPENED))
    assert again.value.url == capa.get_absolute_url()
    assert Capa.objects.count() == 1


def test_the_same_form_sent_twice_opens_one_and_leads_to_it():
    finding = make_finding(make_audit(), grade=FindingGrade.MAJOR)
    token = "7c9a2f6e-6d0b-4d77-9a29-0e7a4f3f9c11"
    people = given()
    capa = open_capa(finding, people, actor=people.responsible, submission=token, **when(OPENED))
    with pytest.raises(AlreadySubmitted) as again:
        open_capa(finding, people, actor=people.responsible, submission=token, **when(OPENED))
    assert again.value.url == capa.get_absolute_url()


def test_after_a_cancelled_one_another_can_be_opened():
    capa = make_capa()
    cancel_capa(capa, reason="Wrong site", expected_version=capa.version, actor=capa.reviewer, **when(day(1)))
    assert open_capa(capa.finding, given(), actor=capa.responsible, **when(day(2))).pk != capa.pk


@pytest.mark.parametrize("grade", [FindingGrade.OFI])
def test_an_opportunity_for_improvement_owes_no_answer(grade):
    finding = make_finding(grade=grade)
    with pytest.raises(CannotOpen):
        open_capa(finding, given(), actor=make_user(), **when(OPENED))


def test_a_major_finding_is_not_answered_as_a_minor_one():
    finding = make_finding(grade=FindingGrade.MAJOR)
    with pytest.raises(WrongInput) as refused:
        open_capa(finding, given(severity=Severity.MINOR), actor=make_user(), **when(OPENED))
    assert refused.value.field == "severity"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROCUREMENT])
def test_a_reviewer_needs_the_permission_to_review(role):
    finding = make_finding(grade=FindingGrade.MAJOR)
    with pytest.raises(WrongInput) as refused:
        open_capa(finding, given(reviewer=make_user(role)), actor=make_user(), **when(OPENED))
    assert refused.value.field == "reviewer"


def test_nobody_reviews_what_they_are_responsible_for():
    engineer = make_user(Role.QUALITY_ENGINEER)
    finding = make_finding(grade=FindingGrade.MAJOR)
    with pytest.raises(WrongInput):
        open_capa(finding, given(responsible=engineer, reviewer=engineer), actor=engineer, **when(OPENED))


def test_somebody_who_does_not_see_a_restricted_supplier_cannot_be_in_charge():
    finding = make_finding(make_audit(make_supplier(is_restricted=True)), grade=FindingGrade.MAJOR)
    manager = make_user(Role.MANAGER)
    with pytest.raises(WrongInput) as refused:
        open_capa(finding, given(reviewer=manager), actor=manager, **when(OPENED))
    assert refused.value.field == "responsible"


def test_the_whole_way_to_closed_leaves_every_answer_and_review_on_record():
    capa = walk_to(make_capa(), Stage.CLOSED)
    walk = capa.rounds.get()
    assert (walk.result, walk.closed_by) == ("effective", capa.reviewer)
    answers = CapaSubmission.objects.filter(step__round=walk)
    assert [answer.decision for answer in answers] == ["accepted"] * 5
    assert all(answer.decided_by_id != answer.submitted_by_id for answer in answers)
    actions = [change.action for change in reversed(changes_for(capa))]
    assert actions[0] == "created"
    assert actions[-1] == "closed"
    assert len(actions) == 1 + 5 * 2 + 1


def test_every_change_marks_the_evidence_of_the_supplier():
    capa = make_capa()
    EvidenceChange.objects.all().delete()
    submit(capa, day(1))
    assert EvidenceChange.objects.filter(pk=capa.supplier_id).exists()
    EvidenceChange.objects.all().delete()
    accept(capa, day(2))
    assert EvidenceChange.objects.filter(pk=capa.supplier_id).exists()


def test_who_handed_an_answer_in_cannot_accept_it():
    capa = make_capa()
    submit(capa, day(1), actor=capa.reviewer)
    with pytest.raises(ActRefused) as refused:
        accept(capa, day(1), actor=capa.reviewer)
    assert refused.value.refusal is Refusal.OWN_WORK
    accept(capa, day(1), actor=make_user(Role.MANAGER))


def test_who_owns_a_step_cannot_accept_its_answer():
    engineer = make_user(Role.QUALITY_ENGINEER)
    capa = make_capa(responsible=engineer)
    submit(capa, day(1), actor=make_user(Role.PROCUREMENT))
    with pytest.raises(ActRefused):
        accept(capa, day(1), actor=engineer)


def test_the_database_refuses_a_review_of_ones_own_answer():
    capa = make_capa()
    answer = submit(capa, day(1))
    rows = CapaSubmission.objects.filter(pk=answer.pk)
    values = {"decided_on": day(2), "decided_at": when(day(2))["at"], "decided_by": answer.submitted_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decision="accepted", **values)


def test_the_database_refuses_to_close_what_was_not_found_effective():
    capa = walk_to(make_capa(), Stage.EFFECTIVENESS)
    with pytest.raises(IntegrityError), transaction.atomic():
        CapaRound.objects.filter(capa=capa).update(closed_on=day(30), closed_by=capa.reviewer)


def test_a_step_cannot_be_skipped_nor_closed_early():
    capa = make_capa()
    with pytest.raises(ActRefused):
        close_capa(capa, expected_version=capa.version, actor=capa.reviewer, **when(day(1)))
    answer = answer_for(Stage.ROOT_CAUSE, day(1))
    with pytest.raises(ActRefused):
        submit_step(
            capa,
            answer,
            answered_on=day(1),
            expected_version=capa.version,
            actor=capa.responsible,
            **when(day(1)),
        )


def test_an_answer_that_breaks_a_gate_is_not_kept():
    capa = make_capa()
    with pytest.raises(AnswerIncomplete) as refused:
        submit(capa, day(1), done_on=day(5))
    assert [problem.gate for problem in refused.value.problems] == [Gate.NOT_DONE]
    assert not CapaSubmission.objects.exists()


def test_a_rejected_step_keeps_its_reason_and_gets_back_its_time():
    capa = walk_to(make_capa(), Stage.ROOT_CAUSE)
    step = capa.current_step
    due_before = step.due_on
    submit(capa, day(4))
    reject(capa, day(10), reason="The escape cause is missing")
    capa.refresh_from_db()
    step.refresh_from_db()
    assert (capa.state, capa.due_on) == ("rejected", step.due_on)
    assert step.due_on == due_before + timedelta(days=6)
    assert step.submissions.get().decision_reason == "The escape cause is missing"


def test_a_new_answer_cannot_be_dated_before_the_rejection_it_answers():
    capa = make_capa()
    submit(capa, day(1))
    reject(capa, day(8))
    with pytest.raises(AnswerIncomplete) as refused:
        submit(capa, day(9), answered=day(2))
    assert [(problem.field, problem.gate) for problem in refused.value.problems] == [("answered_on", Gate.TOO_EARLY)]


def test_an_answer_that_came_ahead_of_its_turn_is_in_time_and_shifts_only_by_our_days():
    capa = make_capa()
    submit(capa, day(1))
    accept(capa, day(9))
    submit(capa, day(10), answered=day(1))
    accept(capa, day(10))
    due = {step.step: (step.due_on - OPENED).days for step in capa.rounds.get().steps.all()}
    assert due["actions"] == 21 + 8 + 1


def test_an_answer_without_any_evidence_is_not_taken():
    capa = make_capa()
    values = {"answered_on": day(1), "expected_version": capa.version, "actor": capa.responsible, **when(day(1))}
    with pytest.raises(AnswerIncomplete) as refused:
        submit_step(capa, answer_for(Stage.CONTAINMENT, day(1)), evidence=" ", **values)
    assert [problem.gate for problem in refused.value.problems] == [Gate.EVIDENCE_MISSING]
    assert submit_step(capa, answer_for(Stage.CONTAINMENT, day(1)), files=[pdf_file()], **values).pk


def test_a_rejection_needs_a_reason():
    capa = make_capa()
    submit(capa, day(1))
    with pytest.raises(ActRefused) as refused:
        reject(capa, day(2), reason="  ")
    assert refused.value.refusal is Refusal.REASON_MISSING


def test_a_long_review_moves_the_dates_of_all_later_steps():
    capa = make_capa()
    submit(capa, day(2))
    accept(capa, day(12))
    due = {step.step: (step.due_on - OPENED).days for step in capa.rounds.get().steps.all()}
    assert due == {"containment": 2, "root_cause": 24, "actions": 31, "implemented": 55, "effectiveness": 145}


def test_of_two_reviewers_at_once_the_second_is_told():
    capa = make_capa()
    submit(capa, day(1))
    capa.refresh_from_db()
    seen = capa.version
    accept_step(capa, expected_version=seen, actor=capa.reviewer, **when(day(2)))
    with pytest.raises(Conflict) as conflict:
        reject_step(capa, reason="Too thin", expected_version=seen, actor=make_user(Role.MANAGER), **when(day(2)))
    assert conflict.value.current.stage == "root_cause"


def test_a_withdrawn_answer_leaves_the_date_and_the_record():
    capa = make_capa()
    submit(capa, day(1))
    capa.refresh_from_db()
    due_on = capa.due_on
    withdraw_answer(
        capa, reason="Wrong supplier's file", expected_version=capa.version, actor=capa.responsible, **when(day(2))
    )
    capa.refresh_from_db()
    assert (capa.state, capa.due_on) == ("open", due_on)
    assert CapaSubmission.objects.get().decision == "withdrawn"
    submit(capa, day(2))
    assert capa.current_step.submissions.count() == 2


def test_not_effective_begins_a_second_round_at_containment():
    capa = walk_to(make_capa(), Stage.EFFECTIVENESS)
    submit(capa, day(20), result=Effectiveness.NOT_EFFECTIVE, same_defects=2)
    capa.refresh_from_db()
    values = {"expected_version": capa.version, "actor": capa.reviewer, **when(day(21))}
    judge_effectiveness(capa, effective=False, reason="Burr seen in lot 91", **values)
    capa.refresh_from_db()
    first, second = capa.rounds.all()
    assert (first.result, second.cause) == ("not_effective", RoundCause.NOT_EFFECTIVE.value)
    assert (capa.stage, capa.state, capa.round_number) == ("containment", "open", 2)
    assert capa.current_step.due_on == day(23)
    assert walk_to(capa, Stage.CLOSED, start=day(22)).round_number == 2


def test_an_answer_that_says_not_effective_cannot_be_judged_effective():
    capa = walk_to(make_capa(), Stage.EFFECTIVENESS)
    submit(capa, day(20), result=Effectiveness.NOT_EFFECTIVE, same_defects=2)
    capa.refresh_from_db()
    with pytest.raises(ActRefused):
        judge_effectiveness(capa, effective=True, expected_version=capa.version, actor=capa.reviewer, **when(day(21)))


def reopen(capa: Capa, seen_on: date, **changes) -> None:
    values = {"expected_version": capa.version, "actor": capa.reviewer, **when(seen_on), **changes}
    reopen_capa(capa, reason="Burr at the line", seen_on=seen_on, **values)


def test_the_defect_coming_back_within_a_year_reopens():
    capa = walk_to(make_capa(), Stage.CLOSED)
    again = make_finding(make_audit(capa.supplier), grade=FindingGrade.MAJOR)
    reopen(capa, day(200), finding=again)
    capa.refresh_from_db()
    latest = capa.rounds.last()
    assert (latest.cause, latest.finding, capa.ended_on) == ("recurrence", again, None)
    assert capa.state == State.OPEN.value
    assert capa.rounds.first().closed_on is not None


def test_a_year_later_it_is_another_matter():
    capa = walk_to(make_capa(), Stage.CLOSED)
    with pytest.raises(WrongInput) as refused:
        reopen(capa, capa.ended_on + timedelta(days=366))
    assert refused.value.field == "seen_on"


def test_what_is_closed_or_cancelled_takes_no_answers():
    capa = walk_to(make_capa(), Stage.CLOSED)
    with pytest.raises(ActRefused):
        submit_step(
            capa,
            answer_for(Stage.CONTAINMENT, day(30)),
            answered_on=day(30),
            expected_version=capa.version,
            actor=capa.responsible,
            **when(day(30)),
        )


def test_cancelling_under_review_withdraws_the_answer():
    capa = make_capa()
    submit(capa, day(1))
    capa.refresh_from_db()
    cancel_capa(capa, reason="Duplicate", expected_version=capa.version, actor=capa.reviewer, **when(day(2)))
    capa.refresh_from_db()
    assert (capa.stage, capa.end_note, capa.ended_on) == ("cancelled", "Duplicate", day(2))
    assert CapaSubmission.objects.get().decision == "withdrawn"
    assert capa.rounds.get().steps.first().state == "open"


def change(capa: Capa, on: date, **changes) -> bool:
    step = capa.current_step
    step.refresh_from_db()
    values = {"owner": step.owner, "contact": step.contact, "due_on": step.due_on, "reason": "Agreed by phone"}
    values |= {"expected_version": step.version, "actor": capa.responsible, **when(on)}
    return change_step(step, **{**values, **changes})


def test_a_date_moved_ahead_of_time_is_agreed_and_one_moved_afterwards_stays_missed():
    in_time, late = make_capa(), make_capa()
    assert change(in_time, day(2), due_on=day(9))
    assert change(late, day(5), due_on=day(9))
    for capa in (in_time, late):
        capa.refresh_from_db()
        assert capa.due_on == day(9)
    assert in_time.current_step.missed_on is None
    assert late.current_step.missed_on == day(3)


def test_a_step_is_changed_only_with_a_reason_and_is_kept_in_history():
    capa = make_capa()
    with pytest.raises(ActRefused):
        change(capa, day(1), due_on=day(4), reason="")
    new = make_user(Role.PROCUREMENT)
    change(capa, day(1), owner=new)
    entry = changes_for(capa).first()
    assert entry.reason == "Agreed by phone"
    assert entry.changes["Containment: owner"] == [str(capa.responsible), str(new)]


def test_a_step_has_one_owner():
    capa = make_capa()
    with pytest.raises(WrongInput):
        change(capa, day(1), owner=None)


def test_a_stale_change_of_a_step_is_told():
    capa = make_capa()
    seen = capa.current_step.version
    change(capa, day(1), due_on=day(4))
    with pytest.raises(Conflict):
        change(capa, day(1), due_on=day(5), expected_version=seen)


def test_nothing_to_change_writes_no_history():
    capa = make_capa()
    before = changes_for(capa).count()
    assert change(capa, day(1)) is False
    assert changes_for(capa).count() == before


def test_a_new_responsible_person_takes_over_the_open_steps():
    capa = make_capa()
    new = make_user(Role.PROCUREMENT)
    values = {"expected_version": capa.version, "actor": capa.reviewer, **when(day(1))}
    change_people(capa, responsible=new, reviewer=capa.reviewer, reason="On leave", **values)
    assert {step.owner for step in capa.rounds.get().steps.all()} == {new}
