"""The start page: what is mine and due, and nothing that I may not see."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common import clock, history
from start import selectors
from start.domain.desk import DESKS
from tests.accounts.factories import make_user
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_every_role_has_a_desk():
    assert set(DESKS) == set(Role)
    assert all(panels for panels in DESKS.values())


@pytest.mark.parametrize("role", list(Role))
def test_the_start_page_opens_for_every_role(client, role):
    client.force_login(make_user(role))
    assert client.get(reverse("start:home")).status_code == 200
    assert client.get(reverse("start:counts")).status_code == 200


def test_changes_of_a_restricted_supplier_are_not_news_to_others():
    secret, plain = make_supplier(is_restricted=True), make_supplier()
    for supplier in (secret, plain):
        history.record_change(supplier, actor=supplier.owner, action="changed", root_id=supplier.pk)
    seen = selectors.changes_seen_by(make_user(Role.QUALITY_ENGINEER))
    assert [news.supplier.pk for news in seen] == [plain.pk]


def test_ratings_are_counted_worst_first_without_archived_suppliers():
    make_supplier(rating="high", rating_rank=1)
    make_supplier(rating="high", rating_rank=1, archived_at=clock.now())
    counts = selectors.rating_counts(make_user(Role.MANAGER))
    assert [(rating, str(number)) for rating, number in counts.items()][:2] == [("critical", "0"), ("high", "1")]
    assert str(counts["low"]) == "0"


def test_the_page_asks_for_what_changed_and_gets_it(client):
    user, supplier = make_user(Role.MANAGER), make_supplier(legal_name="Castings and Sons")
    history.record_created(supplier, actor=user, root_id=supplier.pk)
    client.force_login(user)
    asking = f'hx-get="{reverse("start:news")}"'
    assert asking in client.get(reverse("start:home")).content.decode()
    answer = client.get(reverse("start:news")).content.decode()
    assert asking not in answer
    assert "Castings and Sons" in answer
    assert "Nothing has been recorded yet" not in answer


def test_where_nothing_changed_the_page_says_so(client):
    client.force_login(make_user(Role.MANAGER))
    assert "Nothing has been recorded yet" in client.get(reverse("start:news")).content.decode()


def test_the_page_asks_for_the_numbers_of_ratings_and_gets_them(client):
    make_supplier(rating="high", rating_rank=1)
    client.force_login(make_user(Role.MANAGER))
    asking = f'hx-get="{reverse("start:ratings")}"'
    assert asking in client.get(reverse("start:home")).content.decode()
    answer = client.get(reverse("start:ratings")).content.decode()
    assert asking not in answer
    assert '<span class="tnum strong">1</span>' in answer


def test_the_start_page_costs_the_same_with_one_supplier_and_with_three(client):
    user = make_user(Role.MANAGER)
    client.force_login(user)

    def make_one():
        supplier = make_supplier(rating="high", rating_rank=1)
        history.record_created(supplier, actor=user, root_id=supplier.pk)

    assert_same_queries(client, "start:home", make_one, at_most=12)
    assert_same_queries(client, "start:news", make_one, at_most=5)


def test_a_managers_start_page_leads_into_the_overview(client):
    for role, leads in ((Role.MANAGER, True), (Role.PROCUREMENT, False)):
        client.force_login(make_user(role))
        page = client.get(reverse("start:home")).content.decode()
        assert (reverse("overview:movers") in page) is leads
