"""Who is told what about a corrective action, and that nothing is told twice."""

from datetime import timedelta

import pytest

from accounts.domain.permissions import Role
from accounts.models import Notice
from audits.domain.capa import Severity, Stage
from audits.domain.findings import FindingGrade
from audits.services.capa import CapaInput, cancel_capa, open_capa
from audits.services.capa_answers import submit_step
from audits.services.capa_notices import send_overdue_notices
from audits.services.capa_people import change_step
from audits.services.capa_review import reject_step
from audits.tasks import send_overdue_notices as overdue_task
from common import clock
from common.models import OutgoingMail
from suppliers.models import Contact
from suppliers.services import restrict_supplier
from tests.accounts.factories import make_user
from tests.audits.capa_factories import accept, answer_for, make_capa, submit, walk_to, when
from tests.audits.factories import make_audit, make_finding
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def told(kind: str) -> list:
    return [(notice.user, notice.text) for notice in Notice.objects.filter(kind=kind).order_by("pk")]


def mails() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))


def now() -> dict:
    return {"today": clock.today(), "at": clock.now()}


def fresh_capa(**fields):
    """Opened today by its reviewer, for somebody else."""
    finding = make_finding(make_audit(fields.pop("supplier", None)), grade=FindingGrade.MAJOR)
    people = {"responsible": make_user(), "reviewer": make_user(Role.QUALITY_ENGINEER), **fields}
    given = CapaInput(severity=Severity.MAJOR, **people)
    return open_capa(finding, given, actor=given.reviewer, **now())


def test_who_must_answer_is_told_in_the_app_and_by_mail():
    capa = fresh_capa()
    (user, text), *others = told("capa_turn")
    assert user == capa.responsible
    assert f"{capa.number}: containment to be answered by" in text
    assert others == []
    mail = OutgoingMail.objects.get()
    assert mail.to == capa.responsible.email
    assert capa.get_absolute_url() in mail.text
    assert capa.get_absolute_url() in mail.html


def test_for_a_contact_of_the_supplier_the_responsible_person_is_told():
    supplier = make_supplier()
    contact = Contact.objects.create(supplier=supplier, name="Li Wei", email="li@example.com")
    capa = fresh_capa(supplier=supplier, contact=contact)
    assert told("capa_turn")[0][0] == capa.responsible
    assert "by Li Wei" in told("capa_turn")[0][1]
    assert "li@example.com" not in mails()


def test_nobody_is_told_what_they_did_themselves():
    person = make_user(Role.QUALITY_ENGINEER)
    fresh_capa(responsible=make_user(), reviewer=person)
    assert not Notice.objects.filter(user=person).exists()


def test_the_reviewer_is_told_of_an_answer_and_the_owner_of_its_rejection():
    capa = fresh_capa()
    answer = answer_for(Stage.CONTAINMENT, clock.today())
    values = {
        "evidence": "Record 4711",
        "answered_on": clock.today(),
        "expected_version": capa.version,
        "actor": capa.responsible,
    }
    submit_step(capa, answer, **values, **now())
    assert [user for user, _ in told("capa_review")] == [capa.reviewer]
    capa.refresh_from_db()
    reject_step(capa, reason="Which lots?", expected_version=capa.version, actor=capa.reviewer, **now())
    assert [user for user, _ in told("capa_rejected")] == [capa.responsible]
    assert "Which lots?" in OutgoingMail.objects.last().text


def test_what_is_recorded_long_after_it_happened_is_no_news():
    capa = make_capa()
    submit(capa, capa.opened_on)
    accept(capa, capa.opened_on)
    assert Notice.objects.count() == 0
    assert mails() == []


def overdue(capa) -> int:
    return send_overdue_notices(capa.due_on + timedelta(days=1))


def test_the_owner_of_an_overdue_step_is_told_once():
    capa = make_capa()
    assert send_overdue_notices(capa.due_on) == 0
    assert overdue(capa) == 1
    assert overdue(capa) == 0
    assert [user for user, _ in told("capa_overdue")] == [capa.responsible]
    assert mails() == [capa.responsible.email]


def test_a_second_date_that_passes_is_told_again():
    capa = make_capa()
    overdue(capa)
    step = capa.current_step
    later = capa.due_on + timedelta(days=5)
    step.refresh_from_db()
    change_step(
        step,
        owner=step.owner,
        contact=None,
        due_on=later,
        reason="Agreed",
        expected_version=step.version,
        actor=capa.reviewer,
        **when(later - timedelta(days=2)),
    )
    assert send_overdue_notices(later) == 0
    assert send_overdue_notices(later + timedelta(days=1)) == 1
    assert len(told("capa_overdue")) == 2


def test_what_waits_for_our_review_or_has_ended_is_not_overdue():
    reviewed, ended = make_capa(), make_capa()
    submit(reviewed, reviewed.opened_on)
    cancel_capa(
        ended, reason="Duplicate", expected_version=ended.version, actor=ended.reviewer, **when(ended.opened_on)
    )
    assert send_overdue_notices(reviewed.due_on + timedelta(days=400)) == 0


def test_a_rejected_step_that_passes_its_new_date_is_told():
    capa = walk_to(make_capa(), Stage.ROOT_CAUSE)
    submit(capa, capa.opened_on + timedelta(days=3))
    capa.refresh_from_db()
    values = {"expected_version": capa.version, "actor": capa.reviewer, **when(capa.opened_on + timedelta(days=4))}
    reject_step(capa, reason="Which brush?", **values)
    capa.refresh_from_db()
    assert overdue(capa) == 1
    assert "root cause was due" in told("capa_overdue")[0][1]


def test_for_somebody_who_left_the_owner_of_the_supplier_is_told_and_the_rest_goes_on():
    gone, stays = make_capa(), make_capa()
    gone.responsible.is_active = False
    gone.responsible.save()
    assert send_overdue_notices(stays.due_on + timedelta(days=1)) == 2
    assert sorted(mails()) == sorted([gone.supplier.owner.email, stays.responsible.email])


def test_the_daily_task_tells_what_is_overdue_today():
    capa = make_capa()
    assert overdue_task() == 1
    assert told("capa_overdue")[0][0] == capa.responsible


def test_the_work_of_the_sweep_grows_with_what_is_due_not_with_what_exists(django_assert_max_num_queries):
    for _ in range(3):
        capa = make_capa()
        send_overdue_notices(capa.due_on + timedelta(days=1))
    with django_assert_max_num_queries(1):
        send_overdue_notices(capa.due_on + timedelta(days=1))


def test_who_no_longer_sees_the_supplier_is_told_nothing_and_its_owner_instead():
    capa = make_capa(supplier=make_supplier(legal_name="Zirconium Whisper"))
    before = len(mails())
    supplier = capa.supplier
    who = {"actor": make_user(Role.MANAGER), "expected_version": supplier.version}
    restrict_supplier(supplier, team=None, reason="NDA signed", **who)
    assert send_overdue_notices(capa.due_on + timedelta(days=1)) == 1
    assert [user for user, _ in told("capa_overdue")] == [supplier.owner]
    assert mails()[before:] == [supplier.owner.email]
