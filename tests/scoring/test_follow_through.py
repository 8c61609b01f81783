"""Corrective actions walked through their services become follow-through, as of the day."""

from datetime import timedelta

import pytest

from audits.domain.audits import AuditState
from audits.domain.capa import Severity, Stage
from audits.domain.findings import FindingGrade
from audits.services.capa import reopen_capa
from audits.services.capa_review import reject_step
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.engine import score
from scoring.facts import gather_facts
from tests.audits.capa_factories import OPENED, accept, make_capa, submit, walk_to, when
from tests.audits.factories import make_audit, make_finding
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db

LATER = OPENED + timedelta(days=20)


def capa_of(supplier, **fields):
    audit = make_audit(supplier, AuditState.IN_PROGRESS)
    finding = make_finding(audit, grade=FindingGrade.MAJOR)
    type(audit).objects.filter(pk=audit.pk).update(state="completed", completed_at=finding.raised_at)
    return make_capa(finding, **fields)


@pytest.fixture
def supplier():
    return make_supplier(with_scope=True)


def seen(supplier, on):
    """Indicator → (good, of) over all observations."""
    counts: dict[str, tuple[int, int]] = {}
    for one in gather_facts([supplier.pk], on).facts[supplier.pk].observations:
        good, of = counts.get(one.indicator, (0, 0))
        counts[one.indicator] = (good + one.good, of + one.of)
    return counts


def card(supplier, on):
    facts = gather_facts([supplier.pk], on).facts[supplier.pk]
    return score(facts, DEFAULT_MODEL, facts.scopes[0].key, on)


def test_opening_a_corrective_action_costs_no_point(supplier):
    before = card(supplier, OPENED).score
    capa_of(supplier)
    assert card(supplier, OPENED).score == before
    assert not seen(supplier, OPENED)


def test_a_verified_closure_counts_in_every_question_of_follow_through(supplier):
    before = card(supplier, LATER).score
    walk_to(capa_of(supplier), Stage.CLOSED)
    counts = seen(supplier, LATER)
    assert counts == {"steps_on_time": (4, 4), "root_causes": (1, 1), "effectiveness": (1, 1)}
    assert card(supplier, LATER).score > before
    assert seen(supplier, LATER + timedelta(days=365))["recurrence"] == (1, 1)


def test_a_step_past_its_date_is_late_and_a_major_one_holds_the_rating(supplier):
    capa_of(supplier)
    late = OPENED + timedelta(days=30)
    assert seen(supplier, late)["steps_on_time"] == (0, 1)
    assert "major_overdue" in {cap.key for cap in card(supplier, late).caps}


def test_a_critical_one_past_its_date_holds_the_rating_by_its_own_rule(supplier):
    capa = capa_of(supplier, severity=Severity.CRITICAL)
    (trouble,) = (cap for cap in card(supplier, OPENED + timedelta(days=30)).caps if cap.key == "critical_scar_overdue")
    assert trouble.record == f"capa:{capa.pk}"


def test_the_clock_stops_while_we_review(supplier):
    submit(capa_of(supplier), OPENED + timedelta(days=1))
    assert not seen(supplier, OPENED + timedelta(days=60))


def test_a_rejected_root_cause_is_counted(supplier):
    capa = walk_to(capa_of(supplier), Stage.ROOT_CAUSE)
    day = OPENED + timedelta(days=5)
    submit(capa, day)
    capa.refresh_from_db()
    reject_step(
        capa, reason="The escape is not explained.", expected_version=capa.version, actor=capa.reviewer, **when(day)
    )
    assert seen(supplier, day)["root_causes"] == (0, 1)
    submit(capa, day + timedelta(days=1))
    accept(capa, day + timedelta(days=1))
    assert seen(supplier, day + timedelta(days=1))["root_causes"] == (1, 2)


def test_a_defect_that_comes_back_reopens_the_question(supplier):
    capa = walk_to(capa_of(supplier), Stage.CLOSED)
    closed = card(supplier, LATER)
    again = LATER + timedelta(days=30)
    reopen_capa(
        capa,
        reason="The burr is back.",
        seen_on=again,
        expected_version=capa.version,
        actor=capa.reviewer,
        **when(again),
    )
    counts = seen(supplier, again)
    assert counts["recurrence"] == (0, 1)
    assert counts["effectiveness"] == (0, 1)
    assert card(supplier, again).score < closed.score
