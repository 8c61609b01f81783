"""The shipped rating model, and snapshots that the database itself refuses to change, on both engines."""

import json
from datetime import datetime, timezone
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).parent.parent / "reference" / "model_1.json"
KEPT = ("scoring_snapshot", "scoring_ratingmodel")
POSTGRESQL_FUNCTION = """CREATE FUNCTION scoring_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN RAISE EXCEPTION 'ratings are kept as they were' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def _sqlite():
    for table in KEPT:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'ratings are kept as they were'); END"
            )


def _postgresql():
    yield POSTGRESQL_FUNCTION
    for table in KEPT:
        yield (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION scoring_refuse_change()"
        )


def create(apps, schema_editor):
    for statement in _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql():
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in KEPT:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    schema_editor.execute("DROP FUNCTION scoring_refuse_change()")


def ship(apps, schema_editor):
    definition = json.loads(SHIPPED.read_text(encoding="utf-8"))
    apps.get_model("scoring", "RatingModel").objects.create(
        version=definition["version"],
        name=definition["name"],
        definition=definition,
        created_at=datetime(2026, 11, 21, tzinfo=timezone.utc),
    )


def ship_and_keep(apps, schema_editor):
    """In one step: each that may need models renders all of them anew."""
    ship(apps, schema_editor)
    create(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [migrations.RunPython(ship_and_keep, drop)]
