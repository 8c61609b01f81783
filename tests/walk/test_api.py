"""Every method of the interface × every role × a restricted supplier of somebody else, against docs/permissions.md."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.permissions import SEES_RESTRICTED, Permission, Role
from common.api.endpoint import Operation
from tests.accounts.factories import make_team, make_user
from tests.api.caller import Caller
from tests.suppliers.factories import make_supplier
from tests.walk.endpoints import Method, methods
from tests.walk.examples import OF_A_SUPPLIER, hangs_on_a_supplier, kwargs_for
from tests.walk.pages import documented_permissions

METHODS = methods()
ON_A_SUPPLIER = [method for method in METHODS if hangs_on_a_supplier(method.page)]
WITHOUT_PARTS = [method for method in METHODS if method.verb == "GET" and not method.page.params]
RESTRICTED_NAME = "Zirconium Whisper Forgings"
ALLOWED = {200, 201, 202, 204, 409, 415, 422, 428}
"""An empty body is often refused, a version always asked for: both only after the permission was there."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def allowed():
    return documented_permissions()


@pytest.fixture
def restricted():
    """A restricted supplier of a team to which nobody in these tests belongs."""
    return make_supplier(
        legal_name=RESTRICTED_NAME, is_restricted=True, team=make_team(), owner=make_user(Role.MANAGER), with_scope=True
    )


def path_of(method: Method, supplier, user) -> str:
    return reverse(method.page.name, kwargs=kwargs_for(method.page, supplier, user))


def somewhere(method: Method) -> str:
    """The address with parts that need not exist: who may not ask learns nothing about them."""
    values = {"uuid": "00000000-0000-4000-8000-000000000000"}
    kinds = method.page.kinds
    return reverse(method.page.name, kwargs={name: values.get(kind, 1) for name, kind in kinds.items()})


def code(caller: Caller, method: Method, path: str) -> int:
    found = caller.ask(method.verb, path, {} if method.verb in ("POST", "PUT", "PATCH") else None)
    if getattr(found, "streaming", False):
        b"".join(found)
    return found.status_code


def test_there_are_operations_and_each_has_a_name_of_its_own():
    names = [f"{method.verb} {method.page.view.cls.__name__}" for method in METHODS]
    assert len(names) == len(set(names)) > 50
    assert all(isinstance(method.operation, Operation) for method in METHODS)


def test_a_stranger_gets_nothing(client, settings):
    settings.API_STRANGERS_PER_MINUTE = 10_000
    codes = {str(method): client.generic(method.verb, somewhere(method)).status_code for method in METHODS}
    assert {name: found for name, found in codes.items() if found != 401} == {}


def test_a_role_gets_exactly_what_the_table_says(allowed, settings):
    """Who may not is refused before anything is looked up; who may is answered, whatever the answer is."""
    settings.API_PER_MINUTE = 10_000
    callers = {role: Caller(role) for role in Role}
    supplier = make_supplier(with_scope=True)
    wrong = {}
    for method in METHODS:
        roles = allowed[Permission(method.operation.permission)]
        for role in set(Role) - roles:
            wrong[str(method), role] = code(callers[role], method, somewhere(method)) != 403
        for role in (min(roles), max(roles)):
            path = path_of(method, supplier, callers[role].user)
            wrong[str(method), role] = code(callers[role], method, path) not in ALLOWED
    assert [f"{method} as {role}" for (method, role), is_wrong in wrong.items() if is_wrong] == []


def test_a_restricted_supplier_of_others_does_not_exist(restricted, allowed, settings):
    settings.API_PER_MINUTE = 10_000
    callers = {role: Caller(role) for role in Role}
    wrong = []
    for method in ON_A_SUPPLIER:
        path = path_of(method, restricted, restricted.owner)
        for role in allowed[Permission(method.operation.permission)]:
            is_hidden = code(callers[role], method, path) == 404
            if is_hidden is (role in SEES_RESTRICTED):
                wrong.append(f"{method} as {role}")
    assert wrong == []


def test_no_list_mentions_a_restricted_supplier_of_others(restricted, allowed, settings):
    settings.API_PER_MINUTE = 10_000
    for example in OF_A_SUPPLIER.values():
        example(restricted, restricted.owner)
    telling = []
    for role in set(Role) - SEES_RESTRICTED:
        caller = Caller(role)
        for method in WITHOUT_PARTS:
            if role in allowed[Permission(method.operation.permission)]:
                answer = caller.get(reverse(method.page.name))
                found = b"".join(answer) if answer.streaming else answer.content
                telling += [f"{method} as {role}"] if RESTRICTED_NAME.encode() in found else []
    assert telling == []


def test_the_session_opens_what_the_token_opens():
    client = Client()
    client.force_login(make_user(Role.AUDITOR))
    assert client.get(reverse("accounts_api:me")).json()["token"] is None
