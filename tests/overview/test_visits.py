"""Whom to visit first: a rule in points, the candidates it looks at, and who may see them."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState, Strength
from audits.domain.findings import FindingGrade
from audits.models import Finding
from common import clock
from overview.domain.visits import Candidate, Weighed, Why, first_of_sites, points_of, reasons_for, whole_months
from overview.selectors.visits import visits_for
from scoring.domain.default_model import DEFAULT_MODEL
from tests.accounts.factories import make_user
from tests.audits.factories import make_audit, make_finding
from tests.overview.factories import make_rating
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_supplier

TODAY = date(2026, 11, 21)
CELLS = {(cell.likelihood.value, cell.criticality.value): cell for cell in DEFAULT_MODEL.matrix}
UNSEEN = Candidate(1, 1, 1, "a", CELLS["unproven", "critical"], 0, None, None, 0)


def points(one):
    return sum(reason.points for reason in reasons_for(one, TODAY))


def test_each_reason_has_its_points():
    reasons = {one.why: one.points for one in reasons_for(UNSEEN, TODAY)}
    assert reasons == {Why.RISK: 25, Why.CRITICALITY: 10, Why.PRACTICE: 25, Why.NEVER: 20}


def test_a_visit_within_its_interval_comes_later_and_one_long_ago_sooner():
    interval = UNSEEN.cell.re_evaluate_months
    recent = replace(UNSEEN, visited_on=TODAY - timedelta(days=20))
    long_ago = replace(UNSEEN, visited_on=date(2025, 11, 21))
    late = next(one for one in reasons_for(long_ago, TODAY) if one.why is Why.LATE)
    assert points(recent) < points(long_ago)
    assert (late.amount, late.points) == (12 - interval, 18)


def test_months_are_whole():
    assert whole_months(date(2026, 8, 22), TODAY) == 2
    assert whole_months(date(2026, 8, 21), TODAY) == 3


@pytest.mark.parametrize(
    "change",
    [{"overdue_findings": 1}, {"gap_tenths": 300}, {"cell": CELLS["critical", "critical"]}],
)
def test_one_more_reason_never_lowers_the_order(change):
    assert points(replace(UNSEEN, **change)) > points(UNSEEN)


def test_more_practice_seen_never_raises_the_order():
    ranked = [points(replace(UNSEEN, practice_percent=percent)) for percent in range(101)]
    assert ranked == sorted(ranked, reverse=True)


def weighed(candidates):
    return [Weighed(points_of(one, TODAY), one.name, one.rating, one.supplier, one.site) for one in candidates]


def by_rating(candidates, rating):
    return next(one for one in candidates if one.rating == rating)


def test_the_order_does_not_depend_on_the_order_of_what_came_in():
    dice = random.Random(3)  # noqa: S311
    cells = list(CELLS.values())
    many = [replace(UNSEEN, rating=n, supplier=n, name=str(n), cell=dice.choice(cells)) for n in range(40)]
    first = first_of_sites(weighed(many))
    dice.shuffle(many)
    assert first_of_sites(weighed(many)) == first
    assert [points(by_rating(many, rating)) for rating, _ in first] == sorted(map(points, many), reverse=True)


def test_scopes_of_one_site_are_one_visit():
    pressing = replace(UNSEEN, rating=2, cell=CELLS["critical", "critical"])
    assert first_of_sites(weighed([UNSEEN, pressing])) == [(2, 1)]


@pytest.fixture
def manager(client):
    user = make_user(Role.MANAGER)
    client.force_login(user)
    return user


def visited(rating, days_ago, strength=Strength.ANNOUNCED_ON_SITE, state=AuditState.COMPLETED):
    day = clock.today() - timedelta(days=days_ago)
    return make_audit(
        rating.supplier, state, site=rating.scope.site, planned_on=day, conducted_on=day, strength=strength.value
    )


@pytest.mark.django_db
def test_only_a_completed_audit_on_site_is_a_visit(manager):
    rating = make_rating()
    visited(rating, 5, Strength.REMOTE)
    visited(rating, 9, state=AuditState.IN_PROGRESS)
    [shown] = visits_for(manager, {}, DEFAULT_MODEL, clock.today()).rows
    assert shown.visit.first.visited_on is None
    done = visited(rating, 30)
    [shown] = visits_for(manager, {}, DEFAULT_MODEL, clock.today()).rows
    assert shown.visit.first.visited_on == done.conducted_on


@pytest.mark.django_db
def test_a_serious_finding_overdue_brings_a_supplier_in_whatever_its_risk(manager, monkeypatch):
    monkeypatch.setattr("overview.selectors.visits.CANDIDATES", 1)
    make_rating(risk_rank=0)
    quiet = make_rating(risk_rank=3)
    finding = make_finding(make_audit(quiet.supplier, site=quiet.scope.site), grade=FindingGrade.MAJOR)
    late = clock.today() - timedelta(days=3)
    Finding.objects.filter(pk=finding.pk).update(found_on=late - timedelta(days=9), due_on=late)
    found = visits_for(manager, {}, DEFAULT_MODEL, clock.today()).rows
    assert {shown.rating.pk: shown.visit.first.overdue_findings for shown in found}[quiet.pk] == 1


@pytest.mark.django_db
def test_what_is_planned_already_is_said(client, manager):
    rating = make_rating()
    visited(rating, -20, state=AuditState.PLANNED)
    text = client.get(reverse("overview:visits")).content.decode()
    assert "planned for" in text
    assert "Never visited" in text


@pytest.mark.django_db
def test_others_restricted_and_archived_suppliers_are_nobodys_visit(client):
    make_rating(make_supplier(is_restricted=True))
    make_rating(make_supplier(archived_at=clock.now()))
    client.force_login(make_user(Role.PROCUREMENT))
    assert client.get(reverse("overview:visits")).context["rows"] == []


@pytest.mark.django_db
def test_the_export_tells_the_same_reasons(client, manager):
    make_rating()
    text = b"".join(client.get(reverse("overview:visits_export", args=["csv"]))).decode()
    assert "Nobody has seen practice; High risk: high likelihood on a standard scope; Never visited" in text


@pytest.mark.django_db
def test_the_list_costs_the_same_for_one_site_and_for_three(client, manager):
    def make_one():
        visited(make_rating(), 40)

    assert_same_queries(client, "overview:visits", make_one, at_most=9)
    assert_same_queries(client, "overview:visits_export", make_one, args=("csv",), at_most=9)
