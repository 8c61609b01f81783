import pytest

from tests.api.caller import Caller


@pytest.fixture
def caller(db):
    """An administrator's program."""
    return Caller()
