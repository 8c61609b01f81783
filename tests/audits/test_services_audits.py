from datetime import date

import pytest

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState, Strength
from audits.domain.grading import Grade, Lack
from audits.models import Audit
from audits.services import (
    AuditPlan,
    Incomplete,
    Invalid,
    NotAllowed,
    cancel_audit,
    change_plan,
    complete_audit,
    decline_audit,
    plan_audit,
    reopen_audit,
    replan_audit,
    start_audit,
    take_over_answers,
)
from common.history import changes_for
from common.records import AlreadySubmitted, Conflict
from common.views import new_submission
from suppliers.models import EvidenceChange, Supplier
from tests.accounts.factories import make_user
from tests.audits.factories import AT, DAY, TODAY, answer_fully, full_answers, make_audit, make_coverage
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def engineer():
    return make_user(Role.QUALITY_ENGINEER)


@pytest.fixture
def manager():
    return make_user(Role.MANAGER)


def plan_for(supplier, lead, **fields) -> AuditPlan:
    site = supplier.sites.first() or make_site(supplier)
    return AuditPlan(**{"site": site, "lead": lead, "planned_on": date(2026, 12, 1), **fields})


def marked(supplier) -> bool:
    return EvidenceChange.objects.filter(supplier=supplier).exists()


def test_a_planned_audit_keeps_its_plan_its_scopes_and_its_history(engineer):
    supplier = make_supplier(with_scope=True)
    plan = plan_for(supplier, engineer, scopes=list(supplier.scopes.all()), strength=Strength.UNANNOUNCED_ON_SITE)
    audit = plan_audit(plan, actor=engineer, at=AT)
    assert (audit.state, audit.supplier, audit.strength) == ("planned", supplier, "unannounced_on_site")
    assert list(audit.scopes.all()) == list(supplier.scopes.all())
    entry = changes_for(audit).get()
    assert (entry.action, entry.at, entry.root_id) == ("created", AT, supplier.pk)
    assert not marked(supplier)


def test_the_same_form_sent_twice_plans_one_audit(engineer):
    supplier, token = make_supplier(), new_submission()
    plan = plan_for(supplier, engineer)
    audit = plan_audit(plan, actor=engineer, at=AT, submission=token)
    with pytest.raises(AlreadySubmitted) as again:
        plan_audit(plan, actor=engineer, at=AT, submission=token)
    assert again.value.url == audit.get_absolute_url()
    assert Audit.objects.count() == 1


def test_a_scope_of_another_site_is_refused(engineer):
    supplier = make_supplier(with_scope=True)
    elsewhere = make_scope(supplier, "milling", site=make_site(supplier))
    with pytest.raises(Invalid) as refused:
        plan_audit(plan_for(supplier, engineer, scopes=[elsewhere]), actor=engineer, at=AT)
    assert refused.value.problems[0].field == "scopes"


def test_a_stale_plan_is_refused_and_shows_what_is_kept(engineer):
    audit = make_audit(state=AuditState.PLANNED)
    first = plan_for(audit.supplier, engineer, note="Ask for the night shift.")
    assert change_plan(audit, first, expected_version=1, actor=engineer, at=AT)
    with pytest.raises(Conflict) as stale:
        change_plan(audit, plan_for(audit.supplier, engineer), expected_version=1, actor=engineer, at=AT)
    assert stale.value.current.note == "Ask for the night shift."


def test_an_audit_runs_from_plan_to_completion_and_is_then_evidence(engineer):
    supplier = make_supplier()
    audit = plan_audit(plan_for(supplier, engineer), actor=engineer, at=AT)
    start_audit(audit, conducted_on=DAY, actor=engineer, at=AT, today=TODAY)
    assert not marked(supplier)
    answer_fully(audit)
    complete_audit(audit, summary="Good shop.", actor=engineer, at=AT, today=TODAY)
    audit.refresh_from_db()
    assert (audit.state, audit.conducted_on, audit.completed_at, audit.summary) == ("completed", DAY, AT, "Good shop.")
    assert marked(supplier)
    assert [entry.action for entry in changes_for(audit)] == ["completed", "begun", "created"]


def test_an_audit_is_not_conducted_tomorrow(engineer):
    audit = make_audit(state=AuditState.PLANNED)
    with pytest.raises(Invalid):
        start_audit(audit, conducted_on=date(2026, 11, 22), actor=engineer, at=AT, today=TODAY)


def test_completion_says_what_is_missing_and_completes_nothing(engineer):
    audit = make_audit()
    given = [one for one in full_answers(R2=Grade.POOR) if one.question != "M1"]
    given = [one if one.question != "R2" else type(one)("R2", Grade.POOR, "") for one in given]
    take_over_answers(audit, given, actor=engineer, at=AT)
    with pytest.raises(Incomplete) as refused:
        complete_audit(audit, summary="", actor=engineer, at=AT, today=TODAY)
    gaps = [(gap.question.code, gap.lack) for gap in refused.value.gaps]
    assert gaps == [("R2", Lack.EVIDENCE), ("M1", Lack.GRADE)]
    audit.refresh_from_db()
    assert audit.state == "in_progress"
    assert not marked(audit.supplier)


def test_only_a_manager_reopens_a_completed_audit_and_says_why(engineer, manager):
    audit = make_audit(state=AuditState.COMPLETED)
    with pytest.raises(NotAllowed):
        reopen_audit(audit, reason="Wrong site.", actor=engineer, at=AT)
    with pytest.raises(Invalid):
        reopen_audit(audit, reason=" ", actor=manager, at=AT)
    reopen_audit(audit, reason="Wrong site.", actor=manager, at=AT)
    assert (audit.state, audit.completed_at) == ("in_progress", None)
    assert marked(audit.supplier)
    assert changes_for(audit).first().reason == "Wrong site."


def test_a_completed_audit_cannot_be_cancelled(manager):
    with pytest.raises(NotAllowed):
        cancel_audit(make_audit(state=AuditState.COMPLETED), reason="Bad result.", actor=manager, at=AT)


def test_a_declined_audit_is_kept_with_its_reason_and_can_be_planned_again(engineer):
    audit = make_audit(state=AuditState.PLANNED)
    decline_audit(audit, reason="No time before March.", actor=engineer, at=AT)
    assert audit.state == "declined"
    replan_audit(audit, planned_on=date(2027, 3, 1), reason="They agreed.", actor=engineer, at=AT)
    assert (audit.state, audit.planned_on) == ("planned", date(2027, 3, 1))


def test_of_two_people_who_begin_at_once_the_second_is_told(engineer):
    audit = make_audit(state=AuditState.PLANNED)
    seen_by_other = Audit.objects.get(pk=audit.pk)
    start_audit(audit, conducted_on=DAY, actor=engineer, at=AT, today=TODAY)
    with pytest.raises(Conflict):
        cancel_audit(seen_by_other, reason="Snow.", actor=engineer, at=AT)


def test_a_plan_cannot_contradict_counts_that_were_recorded_with_it(engineer):
    audit = make_audit()
    make_coverage(audit)
    values = {"site": audit.site, "strength": Strength.UNANNOUNCED_ON_SITE}
    with pytest.raises(Invalid):
        change_plan(audit, plan_for(audit.supplier, engineer, **values), expected_version=1, actor=engineer, at=AT)
    values["strength"] = Strength.ANNOUNCED_ON_SITE
    assert change_plan(audit, plan_for(audit.supplier, engineer, **values), expected_version=1, actor=engineer, at=AT)


def test_nothing_new_is_planned_or_counted_at_an_archived_supplier(engineer):
    supplier = make_supplier(with_scope=True)
    audit = make_audit(supplier)
    Supplier.objects.filter(pk=supplier.pk).update(archived_at=AT)
    with pytest.raises(NotAllowed, match="archived"):
        plan_audit(plan_for(supplier, engineer), actor=engineer, at=AT)
    with pytest.raises(NotAllowed, match="archived"):
        make_coverage(audit)
