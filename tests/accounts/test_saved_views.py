"""Saved views: the filters of a list under a name, for oneself and one's teams, and as what the list opens with."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.models import SavedView, User
from accounts.saving import kept_query, savable_page
from common import clock
from tests.accounts.factories import make_team, make_user
from tests.queries import assert_same_queries

pytestmark = pytest.mark.django_db
PAGE = "suppliers:list"


@pytest.fixture
def me(client):
    user = make_user(Role.PROCUREMENT)
    client.force_login(user)
    return user


def make_view(owner, name="Risky", query="rating=high", page=PAGE, **fields):
    return SavedView.objects.create(owner=owner, page=page, name=name, query=query, created_at=clock.now(), **fields)


def save(client, **data):
    return client.post(reverse("accounts:views"), {"page": PAGE, "query": "rating=high", "name": "Risky", **data})


def test_the_filters_of_a_list_are_kept_and_opened_again(client, me):
    answer = save(client, query="rating=high&rating=critical&sort=-score")
    kept = SavedView.objects.get()
    assert (kept.owner, kept.page) == (me, PAGE)
    assert answer.url == kept.get_absolute_url() == "/suppliers/?rating=high&rating=critical&sort=-score"
    assert client.get(answer.url).status_code == 200


def test_only_what_the_list_takes_is_kept():
    savable = savable_page(PAGE)
    query = "after=x&before=y&next=https://evil.example&rating=high&status=&q=a%00b&invented=1&sort=name"
    assert kept_query(query, savable) == "rating=high&q=ab&sort=name"
    assert len(kept_query("q=" + "ü" * 5000, savable)) <= 1000


@pytest.mark.parametrize("page", ["", "https://evil.example/", "accounts:people", "suppliers:detail", "nothing:here"])
def test_a_page_whose_filters_cannot_be_kept_is_refused(client, me, page):
    answer = save(client, page=page)
    assert answer.status_code in (404, 422)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "page",
    [
        "suppliers:list",
        "certificates:list",
        "audits:list",
        "audits:findings",
        "audits:capas",
        "deliveries:list",
        "capability:visits",
        "scoring:missing",
        "overview:scopes",
    ],
)
def test_each_list_offers_its_views_and_takes_what_was_kept(client, me, page):
    assert "sort=name" in kept_query("sort=name&invented=1", savable_page(page))
    view = make_view(me, page=page, query="q=nobody")
    answer = client.get(view.get_absolute_url())
    assert reverse("accounts:views") + f"?page={page.replace(':', '%3A')}" in answer.content.decode()


def test_a_name_that_is_taken_is_refused_with_words(client, me):
    save(client)
    answer = save(client)
    assert answer.status_code == 422
    assert "has this name already" in answer.content.decode()


def test_the_team_it_is_shared_with_sees_it_and_nobody_else(client, me):
    team, colleague, stranger = make_team(), make_user(), make_user()
    team.members.add(me, colleague)
    save(client, team=team.pk)
    url = reverse("accounts:views") + f"?page={PAGE}"
    for user, seen in ((me, 1), (colleague, 1), (stranger, 0)):
        client.force_login(user)
        assert len(client.get(url).context["rows"]) == seen


def test_it_is_not_shared_with_a_team_of_others(client, me):
    answer = save(client, team=make_team().pk)
    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_only_its_owner_changes_or_deletes_it(client, me):
    team, owner = make_team(), make_user()
    team.members.add(me, owner)
    view = make_view(owner, team=team)
    hidden = make_view(owner, name="Own")
    for one in (view, hidden):
        assert client.post(reverse("accounts:view", args=[one.pk]), {"name": "Mine"}).status_code == 404
        assert client.post(reverse("accounts:view_delete", args=[one.pk])).status_code == 404
    client.force_login(owner)
    client.post(reverse("accounts:view", args=[view.pk]), {"name": "Renamed"})
    view.refresh_from_db()
    assert (view.name, view.team) == ("Renamed", None)
    client.post(reverse("accounts:view_delete", args=[view.pk]))
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_the_list_opens_with_the_view_that_was_chosen_for_it(client, me):
    view = make_view(me)
    client.post(reverse("accounts:view_default", args=[view.pk]))
    assert client.get("/suppliers/").url == "/suppliers/?rating=high"
    assert client.get("/suppliers/?view=all").status_code == 200
    assert client.get("/suppliers/", headers={"HX-Request": "true"}).status_code == 200
    assert client.get("/certificates/").status_code == 200
    client.post(reverse("accounts:view_default", args=[view.pk]), {"off": "1"})
    assert client.get("/suppliers/").status_code == 200


def test_a_chosen_view_that_is_gone_or_no_longer_shared_opens_everything(client, me):
    team, owner = make_team(), make_user()
    team.members.add(me, owner)
    view = make_view(owner, team=team)
    client.post(reverse("accounts:view_default", args=[view.pk]))
    assert client.get("/suppliers/").status_code == 302
    team.members.remove(me)
    assert client.get("/suppliers/").status_code == 200
    assert client.post(reverse("accounts:view_default", args=[view.pk])).status_code == 404


def test_who_chose_no_view_pays_no_statement_for_it(client, me, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/suppliers/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/suppliers/")
    assert not [query for query in queries if "savedview" in query["sql"]]


def test_choosing_is_a_preference_and_no_change_of_the_person(client, me):
    client.post(reverse("accounts:view_default", args=[make_view(me).pk]))
    assert User.objects.get(pk=me.pk).version == me.version


def test_clearing_all_filters_leads_to_everything(client, me):
    assert '"?view=all"' in client.get("/suppliers/?rating=high").content.decode()


def test_the_views_of_a_person_cost_the_same_for_one_and_for_three(client, me):
    assert_same_queries(client, "accounts:views", lambda: make_view(me, name=str(clock.now())), at_most=6)
