"""What every test leans on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection

from tests import moment


def pytest_configure() -> None:
    """Before the first test is read, for what a file works out while it is read."""
    moment.begin()


@pytest.fixture(scope="session", autouse=True)
def _broker_in_memory() -> None:
    """What a test sends to the worker goes nowhere; `tests.jobs.run_jobs` does the work of the worker."""
    current_app.conf.update(broker_url="memory://", broker_transport_options={})


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    """Files that a test writes are its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _own_cache(settings, tmp_path: Path) -> None:
    """What a test counts or keeps is its own: one Redis serves all processes, and clearing empties all of it."""
    settings.CACHES = {
        alias: {**backend, "KEY_PREFIX": f"{tmp_path}:{alias}"}
        | ({} if django_settings.REDIS_URL else {"LOCATION": tmp_path / "cache" / alias})
        for alias, backend in django_settings.CACHES.items()
    }


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tests marked for a server are skipped where it is not in use."""
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL")
    if item.get_closest_marker("redis") and not django_settings.REDIS_URL:
        pytest.skip("needs Redis: set REDIS_URL")


@pytest.fixture(scope="session", autouse=True)
def _history_trigger_yields_to_flush() -> Iterator[None]:
    """A transactional test empties all tables at its end; on SQLite that is DELETE, which the history refuses.

    For the whole session, because the flush comes after the fixtures of its test are gone.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        if connection.vendor == "sqlite":
            monkeypatch.setattr(connection.ops, "sql_flush", _flush_with_history(connection.ops.sql_flush))
        yield


def _flush_with_history(flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def flush_without_triggers(*args, **kwargs):
        statements = flush(*args, **kwargs)
        with connection.cursor() as cursor:
            query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = cursor.execute(query).fetchall()
        drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        return [*drops, *statements, *(sql for _, sql in triggers)]

    return flush_without_triggers
