import pytest

from tests.imports.kinds import offered


@pytest.fixture(autouse=True)
def _a_kind_is_offered():
    with offered():
        yield
