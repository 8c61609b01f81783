"""What every test leans on."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _history_trigger_yields_to_flush(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transactional test empties all tables at its end; on SQLite that is DELETE, which the history refuses."""
    if connection.vendor == "sqlite":
        flush = connection.ops.sql_flush

        def flush_with_history(*args, **kwargs):
            statements = flush(*args, **kwargs)
            with connection.cursor() as cursor:
                query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                triggers = cursor.execute(query).fetchall()
            drops = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            return [*drops, *statements, *(sql for _, sql in triggers)]

        monkeypatch.setattr(connection.ops, "sql_flush", flush_with_history)
