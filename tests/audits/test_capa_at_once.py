"""Several people at the same moment, on a real database with its locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.domain.permissions import Role
from audits.domain.capa import Severity, Stage
from audits.domain.findings import FindingGrade
from audits.models import Capa, CapaSubmission
from audits.services.capa import CapaInput, open_capa
from audits.services.capa_answers import submit_step
from audits.services.capa_notices import send_overdue_notices
from audits.services.capa_review import accept_step, reject_step
from common.models import OutgoingMail
from common.records import AlreadySubmitted, Conflict
from tests.accounts.factories import make_user
from tests.audits.capa_factories import OPENED, answer_for, make_capa, submit, when
from tests.audits.factories import make_audit, make_finding
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts at the same moment, each with its own connection; what each returned or raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return act()
        except (AlreadySubmitted, Conflict) as told:
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def supplier():
    """The processes that migrations ship are gone after a test with real commits, so nothing here needs them."""
    return make_supplier()


def test_numbers_given_at_the_same_moment_differ_and_leave_no_gap(supplier):
    audit = make_audit(supplier)
    findings = [make_finding(audit, grade=FindingGrade.MAJOR) for _ in range(4)]
    people = CapaInput(severity=Severity.MAJOR, responsible=make_user(), reviewer=make_user(Role.QUALITY_ENGINEER))

    def opening(finding):
        return lambda: open_capa(finding, people, actor=people.responsible, **when(OPENED))

    opened = at_once(*(opening(finding) for finding in findings))
    assert {capa.number for capa in opened} == {f"CAPA-2026-{n:04d}" for n in range(1, 5)}


def test_one_finding_opened_by_two_at_the_same_moment_has_one(supplier):
    finding = make_finding(make_audit(supplier), grade=FindingGrade.MAJOR)
    people = CapaInput(severity=Severity.MAJOR, responsible=make_user(), reviewer=make_user(Role.QUALITY_ENGINEER))

    def opening():
        return open_capa(finding, people, actor=people.responsible, **when(OPENED))

    outcomes = at_once(opening, opening)
    assert sorted(type(outcome) for outcome in outcomes if not isinstance(outcome, Capa)) == [AlreadySubmitted]
    assert Capa.objects.count() == 1


def test_of_two_decisions_at_the_same_moment_one_holds(supplier):
    capa = make_capa(supplier=supplier)
    submit(capa, OPENED)
    capa.refresh_from_db()
    manager = make_user(Role.MANAGER)
    seen = {"expected_version": capa.version, **when(OPENED)}
    outcomes = at_once(
        lambda: accept_step(capa, actor=capa.reviewer, **seen),
        lambda: reject_step(capa, reason="Too thin", actor=manager, **seen),
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert CapaSubmission.objects.exclude(decision="").count() == 1


def test_of_two_answers_at_the_same_moment_one_is_kept(supplier):
    capa = make_capa(supplier=supplier)
    values = {
        "evidence": "Record 4711",
        "answered_on": OPENED,
        "expected_version": capa.version,
        "actor": capa.responsible,
        **when(OPENED),
    }
    answer = answer_for(Stage.CONTAINMENT, OPENED)
    outcomes = at_once(*[lambda: submit_step(capa, answer, **values)] * 2)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert CapaSubmission.objects.count() == 1


def test_two_sweeps_at_the_same_moment_tell_once(supplier):
    capa = make_capa(supplier=supplier)
    late = capa.due_on.replace(day=28)
    told = at_once(lambda: send_overdue_notices(late), lambda: send_overdue_notices(late))
    assert sum(told) == 1
    assert OutgoingMail.objects.count() == 1
