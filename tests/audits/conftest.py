"""Who looks at the pages of audits, and on which day."""

import pytest

from accounts.domain.permissions import Role
from tests.accounts.factories import make_user
from tests.audits.factories import AT, TODAY


@pytest.fixture
def fixed_day(monkeypatch):
    monkeypatch.setattr("common.clock.today", lambda: TODAY)
    monkeypatch.setattr("common.clock.now", lambda: AT)


@pytest.fixture
def engineer():
    return make_user(Role.QUALITY_ENGINEER)


@pytest.fixture
def manager():
    return make_user(Role.MANAGER)


@pytest.fixture
def at_work(client, engineer):
    client.force_login(engineer)
    return client
