"""schemathesis asks every documented operation for what it should not answer.

Parts of addresses are those of real records, so that more than "not found" is tried; every fourth request comes from
somebody who may only read. With `API_EXAMPLES=50` it takes a quarter of an hour and tries that many, and all of
schemathesis' own cases at the edges of each schema.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode

from accounts.domain.permissions import Role
from config.api_docs import description
from config.wsgi import application
from tests.accounts.factories import make_user
from tests.api.caller import secret_for
from tests.suppliers.factories import make_site, make_supplier
from tests.walk.endpoints import methods
from tests.walk.examples import kwargs_for

EXAMPLES = int(os.environ.get("API_EXAMPLES", "6"))
PHASES = [Phase.explicit, Phase.generate] if "API_EXAMPLES" in os.environ else [Phase.generate]
LOOK_FOR = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
METHODS = {f"{method.verb.lower()}{method.page.view.cls.__name__}": method for method in methods()}
schema = schemathesis.openapi.from_dict(description())


def closing(environ: Any, start_response: Any) -> list[bytes]:
    """The application as a server calls it: what was sent is closed, which schemathesis leaves to chance."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


schema.app = closing
_turn = count()


class World:
    """Records of which the addresses speak, and who asks."""

    def __init__(self) -> None:
        owner = make_user(Role.ADMINISTRATOR)
        self.supplier = make_supplier(with_scope=True, owner=owner)
        make_site(self.supplier)
        self.parts = {name: kwargs_for(method.page, self.supplier, owner) for name, method in METHODS.items()}
        self.secrets = [secret_for(owner)] * 3 + [secret_for(make_user(Role.AUDITOR))]

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secrets[next(_turn) % 4]}"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """Made once for all operations; each test takes back what it wrote."""
    files = {"MEDIA_ROOT": tmp_path_factory.mktemp("files"), "API_PER_MINUTE": 10**6}
    with django_db_blocker.unblock(), override_settings(**files), _one_connection(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@contextmanager
def _one_connection() -> Iterator[None]:
    """As Django's own test client: the end of a request does not close the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """Files are those of `world`."""


@pytest.fixture
def _django_db_helper(world: World, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's: the records of `world` stay for all operations."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_documented_and_none_is_a_server_error(case: schemathesis.Case, world: World):
    operation = case.operation.definition.raw["operationId"]
    if case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE:
        case.path_parameters = {name: str(value) for name, value in world.parts[operation].items()}
    if "If-Match" in case.headers:  # so that what comes after the version is tried
        case.headers["If-Match"] = "*"
    with transaction.atomic():
        response = case.call(headers=world.headers())
        case.validate_response(response, checks=LOOK_FOR)
        transaction.set_rollback(True)
