"""Every page × every role × a restricted supplier of somebody else, against the table in docs/permissions.md."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.permissions import PERMISSIONS, SEES_RESTRICTED, Role
from tests.accounts.factories import make_team, make_user
from tests.suppliers.factories import make_supplier
from tests.walk.examples import OF_A_SUPPLIER, hangs_on_a_supplier, kwargs_for
from tests.walk.pages import Page, counted_pages, documented_permissions, pages

PAGES = pages()
GUARDED = [page for page in PAGES if page.permission]
ON_A_SUPPLIER = [page for page in GUARDED if hangs_on_a_supplier(page)]
WITHOUT_PARTS = [page for page in GUARDED if not page.params]
RESTRICTED_NAME = "Zirconium Whisper Forgings"
SHOWN = {200, 302, 303, 405}  # 405: the page takes only the other method
REFUSED, HIDDEN, ONLY_POST = 403, 404, 405

pytestmark = pytest.mark.django_db


def by_name(page: Page) -> str:
    return page.name


@pytest.fixture
def restricted():
    """A restricted supplier of a team to which nobody in these tests belongs."""
    return make_supplier(
        legal_name=RESTRICTED_NAME, is_restricted=True, team=make_team(), owner=make_user(Role.MANAGER), with_scope=True
    )


def answers(role: Role, page: Page, supplier: Any, *methods: str) -> list[int]:
    """What the page answers to somebody with this role: to GET, to an empty POST."""
    user = make_user(role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    codes = []
    for method in methods:
        response = getattr(client, method)(reverse(page.name, kwargs=kwargs_for(page, supplier, user)))
        if getattr(response, "streaming", False):
            b"".join(response)
        codes.append(response.status_code)
    return codes


def test_the_documented_table_is_the_one_in_force():
    assert documented_permissions() == PERMISSIONS


@pytest.mark.parametrize("place", PAGES, ids=by_name)
def test_a_page_asks_for_a_permission_or_is_open_on_purpose(place):
    assert place.permission or place.is_public


@pytest.mark.parametrize("place", GUARDED, ids=by_name)
def test_a_stranger_is_sent_to_the_sign_in(place, client):
    supplier = make_supplier(with_scope=True)
    response = client.get(reverse(place.name, kwargs=kwargs_for(place, supplier, make_user())))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("place", GUARDED, ids=by_name)
def test_a_role_gets_exactly_what_the_table_says(place):
    allowed = documented_permissions()[place.permission]
    supplier = make_supplier(with_scope=True)
    for role in sorted(allowed):
        [get] = answers(role, place, supplier, "get")
        assert get in SHOWN, f"{role}: GET {get}"
    [post] = answers(min(allowed), place, supplier, "post")
    assert post in SHOWN | {422}, f"POST {post}"
    for role in set(Role) - allowed:
        codes = answers(role, place, supplier, "get", "post")
        assert REFUSED in codes, f"{role}: {codes}"
        assert set(codes) <= {REFUSED, ONLY_POST}, f"{role}: {codes}"


@pytest.mark.parametrize("place", ON_A_SUPPLIER, ids=by_name)
def test_a_restricted_supplier_of_others_does_not_exist(place, restricted):
    allowed = documented_permissions()[place.permission]
    for role in allowed & SEES_RESTRICTED:
        [get] = answers(role, place, restricted, "get")
        assert get != HIDDEN, role
    for role in allowed - SEES_RESTRICTED:
        codes = answers(role, place, restricted, "get", "post")
        assert HIDDEN in codes, f"{role}: {codes}"
        assert set(codes) <= {HIDDEN, ONLY_POST}, f"{role}: {codes}"


@pytest.mark.parametrize("place", WITHOUT_PARTS, ids=by_name)
def test_no_list_or_page_mentions_a_restricted_supplier_of_others(place, restricted, client):
    for example in OF_A_SUPPLIER.values():
        example(restricted, restricted.owner)
    assert place.permission is not None
    for role in sorted(documented_permissions()[place.permission] - SEES_RESTRICTED):
        client.force_login(make_user(role))
        response = client.get(reverse(place.name))
        content = b"".join(response) if getattr(response, "streaming", False) else response.content
        assert RESTRICTED_NAME.encode() not in content, role


def test_the_queries_of_every_list_are_counted():
    lists = {page.name for page in PAGES if page.is_listing}
    assert lists - counted_pages() == set(), "call assert_same_queries (tests/queries.py) for these"
