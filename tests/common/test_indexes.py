"""An index costs every write of its table: none only repeats how another begins."""

import pytest
from django.apps import apps
from django.db import connection

REPEATING = """
WITH plain AS (
    SELECT indrelid::regclass::text AS of_table, indexrelid::regclass::text AS name, indkey::text AS columns,
           indclass::text AS classes, indisunique AS is_unique
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = pg_class.relam
    WHERE indpred IS NULL AND indexprs IS NULL AND amname = 'btree' AND indrelid::regclass::text = ANY(%s)
)
SELECT short.name, long.name FROM plain short JOIN plain long USING (of_table)
WHERE short.name <> long.name AND NOT short.is_unique
AND long.columns || ' ' LIKE short.columns || ' %%' AND long.classes || ' ' LIKE short.classes || ' %%'
"""


@pytest.mark.postgres
@pytest.mark.django_db
def test_no_index_only_repeats_how_another_begins():
    ours = [model._meta.db_table for model in apps.get_models() if model.__module__.split(".")[0] in _our_apps()]
    with connection.cursor() as cursor:
        cursor.execute(REPEATING, [ours])
        assert cursor.fetchall() == [], "give the foreign key db_index=False: the longer index serves it"


def _our_apps() -> set[str]:
    return {app.name for app in apps.get_app_configs() if "site-packages" not in app.path}
