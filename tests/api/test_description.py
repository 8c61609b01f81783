"""The OpenAPI document and the page to read it."""

import sys
from collections import Counter
from typing import is_typeddict

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from config.api_docs import description
from tests.accounts.factories import make_user
from tests.api.caller import Caller
from tests.config.test_security import policy_of
from tests.walk.endpoints import methods

pytestmark = pytest.mark.django_db


def test_the_document_has_every_operation_once_and_is_of_version_3_1():
    document = description()
    operations = [one for path in document["paths"].values() for one in path.values()]
    names = {one["operationId"] for one in operations}
    walked = [method for method in methods() if method.page.name != "api_schema"]
    assert document["openapi"].startswith("3.1")
    assert len(operations) == len(names) == len(walked)
    assert all(one["summary"] and {"401", "429", "500"} <= set(one["responses"]) for one in operations)


def test_the_document_is_for_people_who_signed_in(client):
    assert client.get(reverse("api_schema")).status_code == 401
    assert Caller(Role.AUDITOR).get(reverse("api_schema")).json()["paths"]


def test_the_page_has_only_files_of_ours_and_no_script_within(client):
    client.force_login(make_user(Role.AUDITOR))
    answer = client.get(reverse("api_docs"))
    page = answer.content.decode()
    assert "<script>" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"][0] == "'self'"
    assert not any("unsafe-eval" in value for values in policy.values() for value in values)


def test_no_two_shapes_share_a_name():
    """The description refers to a shape by its name alone."""
    description()
    rooms = [module for name, module in sys.modules.items() if ".api." in name and hasattr(module, "__dict__")]
    shapes = {value for module in rooms for value in vars(module).values() if is_typeddict(value)}
    twice = [name for name, many in Counter(shape.__name__ for shape in shapes).items() if many > 1]
    assert shapes
    assert twice == []
