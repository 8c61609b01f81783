"""The risk matrix, the map of confidence, the list behind them: what is counted, for whom, where a cell leads."""

import csv
import io
import re

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common import clock
from overview.domain.portfolio import confidence_map, risk_matrix, share
from overview.selectors import portfolio
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.models import ScopeRating
from tests.accounts.factories import make_team, make_user
from tests.overview.factories import make_rating
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = make_user(Role.MANAGER)
    client.force_login(user)
    return user


def matrix_for(user):
    return portfolio.matrix_of(portfolio.counted_for(user, {}, DEFAULT_MODEL, "cells"), DEFAULT_MODEL)


def test_the_matrix_has_every_cell_of_the_model_and_adds_up():
    matrix = risk_matrix(DEFAULT_MODEL.matrix, {("high", "critical"): 3, ("low", "standard"): 1})
    assert [len(row.cells) for row in matrix.rows] == [3] * 5
    assert (matrix.total, matrix.at_risk("critical"), matrix.at_risk("low")) == (4, 3, 1)
    assert sum(cell.share for row in matrix.rows for cell in row.cells) == 1_000


def test_shares_are_rounded_half_up():
    assert [share(1, 3), share(2, 3), share(1, 2000), share(0, 0)] == [333, 667, 1, 0]


def test_a_full_score_or_confidence_stands_in_the_last_step():
    found = confidence_map({(10, 10): 1, (9, 9): 2}, 0)
    assert (found.at(9, 9), found.total) == (3, 3)


def test_others_restricted_and_archived_suppliers_are_counted_for_nobody_but_theirs():
    team, outsider, member = make_team(), make_user(Role.PROCUREMENT), make_user(Role.PROCUREMENT)
    team.members.add(member)
    make_rating()
    make_rating(make_supplier(is_restricted=True, team=team))
    make_rating(make_supplier(archived_at=clock.now()))
    named = make_supplier(is_restricted=True)
    named.named_people.add(member)
    make_rating(named)
    for user in (outsider, member, make_user(Role.MANAGER)):
        assert matrix_for(user).total == ScopeRating.objects.visible_to(user).current().count()
    assert matrix_for(outsider).total == 1
    assert matrix_for(member).total == 3


def test_the_numbers_of_the_matrix_are_those_of_the_lists_behind_its_cells(client, manager):
    for likelihood, criticality in (
        ("high", "critical"),
        ("high", "critical"),
        ("low", "major"),
        ("unproven", "major"),
    ):
        make_rating(likelihood=likelihood, criticality=criticality)
    page = client.get(reverse("overview:matrix")).context["view"]
    for row in page.rows:
        for cell in row.cells:
            assert len(client.get(cell.url).context["page"]) == cell.cell.count
    assert page.total == 4


def test_the_numbers_of_the_map_are_those_of_the_lists_behind_its_bins(client, manager):
    for score, confidence in ((0, 0), (999, 99), (1000, 100), (500, 39), (500, 40)):
        make_rating(score=score, confidence=confidence, thinnest="practice")
    context = client.get(reverse("overview:confidence")).context
    counts = {url: number for row in context["rows"] for number, url in row.cells if number}
    assert sorted(counts.values()) == [1, 1, 1, 2]
    for url, number in counts.items():
        assert len(client.get(url).context["page"]) == number
    assert (context["found"].proven, context["found"].unproven) == (3, 2)
    [thin] = context["pillars"]
    assert (thin.thin.count, thin.thin.unproven) == (5, 2)
    assert len(client.get(thin.url).context["page"]) == 2


def test_a_narrowed_matrix_leads_to_narrowed_lists(client, manager):
    make_rating(criticality="major")
    make_rating(criticality="major", is_active=False)
    view = client.get(reverse("overview:matrix"), {"stage": "active"}).context["view"]
    assert view.total == 1
    assert "stage=active" in view.rows[3].cells[1].url
    assert len(client.get(view.rows[3].cells[1].url).context["page"]) == 1


def test_processes_with_much_that_nobody_saw_come_first(client, manager):
    make_rating(process="milling", confidence=80)
    make_rating(process="turning", confidence=10)
    names = [row.thin.label for row in client.get(reverse("overview:confidence")).context["processes"]]
    assert names == ["Turning", "Milling"]


def test_the_picture_says_its_finding_and_has_no_inline_style(client, manager):
    make_rating(likelihood="critical", criticality="critical")
    text = client.get(reverse("overview:matrix")).content.decode()
    picture = re.search(r'<svg class="chart matrix".*?</svg>\s*</figure>', text, re.DOTALL).group()
    assert 'role="img"><title>Of 1 scope 1 at critical and 0 at high risk</title>' in picture
    assert "style=" not in picture


def test_the_list_sorts_and_ignores_what_is_not_offered(client, manager):
    low, high = make_rating(score=100), make_rating(score=900)
    url = reverse("overview:scopes")
    assert [row.pk for row in client.get(url, {"sort": "score"}).context["page"]] == [low.pk, high.pk]
    assert [row.pk for row in client.get(url, {"sort": "-score"}).context["page"]] == [high.pk, low.pk]
    assert len(client.get(url, {"likelihood": "invented", "score": "99"}).context["page"]) == 2


def test_the_export_is_what_the_list_shows(client, manager):
    kept = make_rating(likelihood="low", score=812, gap_tenths=-15)
    make_rating(likelihood="high")
    response = client.get(reverse("overview:scopes_export", args=["csv"]), {"likelihood": "low"})
    [row] = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (row["Supplier"], row["Score"], row["Paper-practice gap"]) == (kept.supplier.legal_name, "81.2", "-1.5")


def test_the_sums_cost_the_same_for_one_scope_and_for_three(client, manager):
    assert_same_queries(client, "overview:matrix", make_rating, at_most=6)
    assert_same_queries(client, "overview:confidence", make_rating, at_most=6)


def test_the_list_costs_the_same_for_one_scope_and_for_three(client, manager):
    assert_same_queries(client, "overview:scopes", make_rating, at_most=7)


def test_an_export_costs_the_same_for_one_scope_and_for_three(client, manager):
    assert_same_queries(client, "overview:scopes_export", make_rating, args=("csv",), at_most=6)
