import pytest

from accounts.domain.permissions import Role
from tests.accounts.factories import make_user
from tests.certificates.factories import TODAY, noon
from tests.suppliers.factories import make_supplier


@pytest.fixture
def the_day(monkeypatch):
    """Pages are asked at noon of TODAY."""
    monkeypatch.setattr("common.clock.today", lambda: TODAY)
    monkeypatch.setattr("common.clock.now", noon)


@pytest.fixture
def user(client):
    person = make_user(Role.MANAGER)
    client.force_login(person)
    return person


@pytest.fixture
def supplier(user):
    return make_supplier(owner=user, sector="automotive")
