"""Trigram index for the search, on exactly the expression that `search_key__contains` emits. PostgreSQL only."""

from django.db import migrations

STATEMENTS = [
    ("CREATE EXTENSION IF NOT EXISTS pg_trgm", "SELECT 1"),
    (
        "CREATE INDEX supplier_search_trgm ON suppliers_supplier USING gin (search_key gin_trgm_ops)",
        "DROP INDEX supplier_search_trgm",
    ),
    (
        "CREATE INDEX supplier_name_prefix ON suppliers_supplier (name_key varchar_pattern_ops)",
        "DROP INDEX supplier_name_prefix",
    ),
]


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for forwards, _ in STATEMENTS:
            schema_editor.execute(forwards)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for _, backwards in reversed(STATEMENTS):
            schema_editor.execute(backwards)


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
