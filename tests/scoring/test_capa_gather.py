"""What the rating learns from corrective actions that were walked through the services."""

from collections import Counter
from datetime import date, timedelta

import pytest

from audits.domain.capa import Severity, Stage
from audits.services.capa import cancel_capa, reopen_capa
from audits.services.capa_review import reject_step
from scoring.domain.facts import TroubleKind
from scoring.facts.gather import gather_facts
from tests.audits.capa_factories import OPENED, accept, make_capa, submit, walk_to, when

pytestmark = pytest.mark.django_db


def day(n: int) -> date:
    return OPENED + timedelta(days=n)


def facts_of(capa, on: date):
    return gather_facts([capa.supplier_id], on).facts[capa.supplier_id]


def seen(capa, on: date) -> Counter:
    """How often each indicator was good and bad, from this corrective action."""
    mine = (one for one in facts_of(capa, on).observations if one.record == f"capa:{capa.pk}")
    return Counter((one.indicator, bool(one.good)) for one in mine)


def reject(capa, on: date) -> None:
    capa.refresh_from_db()
    reject_step(capa, reason="Why did it escape?", expected_version=capa.version, actor=capa.reviewer, **when(on))
    capa.refresh_from_db()


def test_opening_one_says_nothing():
    assert seen(make_capa(), day(1)) == {}


def test_a_punctual_closed_one_is_four_steps_in_time_and_a_verified_closure():
    capa = walk_to(make_capa(), Stage.CLOSED)
    good = {("steps_on_time", True): 4, ("root_causes", True): 1, ("effectiveness", True): 1}
    assert seen(capa, day(60)) == good
    assert seen(capa, day(400)) == {**good, ("recurrence", True): 1}


def test_an_answer_that_waited_for_us_is_late_only_by_its_own_day():
    capa = make_capa()
    submit(capa, day(20), answered=day(2))
    accept(capa, day(30))
    assert seen(capa, day(31)) == {("steps_on_time", True): 1}


def test_a_missed_date_is_late_from_the_day_after():
    capa = make_capa()
    assert seen(capa, capa.due_on) == {}
    assert seen(capa, capa.due_on + timedelta(days=1)) == {("steps_on_time", False): 1}


def test_a_rejected_root_cause_counts_from_its_day():
    capa = walk_to(make_capa(), Stage.ROOT_CAUSE)
    submit(capa, day(4))
    reject(capa, day(5))
    assert ("root_causes", False) not in seen(capa, day(4))
    assert seen(capa, day(5))[("root_causes", False)] == 1


def test_a_recurrence_takes_the_verified_effectiveness_away():
    capa = walk_to(make_capa(), Stage.CLOSED)
    again = {"reason": "Seen at our line", "seen_on": day(100), "expected_version": capa.version}
    reopen_capa(capa, **again, actor=capa.reviewer, **when(day(100)))
    found = seen(capa, day(101))
    assert found[("recurrence", False)] == 1
    assert found[("effectiveness", True)] == 0
    assert found[("effectiveness", False)] == 1


def test_a_cancelled_one_says_nothing_any_more():
    capa = make_capa()
    cancel_capa(capa, reason="No finding", expected_version=capa.version, actor=capa.reviewer, **when(day(9)))
    assert seen(capa, day(8)) == {("steps_on_time", False): 1}
    assert seen(capa, day(9)) == {}


@pytest.mark.parametrize(
    ("severity", "kind"),
    [(Severity.CRITICAL, TroubleKind.CRITICAL_SCAR_OVERDUE), (Severity.MAJOR, TroubleKind.MAJOR_OVERDUE)],
)
def test_one_past_its_date_is_trouble_until_it_is_answered(severity, kind):
    capa = make_capa(severity=severity)
    late = capa.due_on + timedelta(days=1)
    assert [one.kind for one in facts_of(capa, late).troubles] == [kind]
    assert facts_of(capa, capa.due_on).troubles == ()
    submit(capa, late)
    assert facts_of(capa, late).troubles == ()
