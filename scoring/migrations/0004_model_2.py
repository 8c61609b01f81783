"""Version 2 of the shipped model: the figures of version 1, with the actions offered whose records are kept now."""

import json
from datetime import datetime, timezone
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).parent.parent / "reference" / "model_2.json"


def ship(apps, schema_editor):
    definition = json.loads(SHIPPED.read_text(encoding="utf-8"))
    apps.get_model("scoring", "RatingModel").objects.create(
        version=definition["version"],
        name=definition["name"],
        definition=definition,
        created_at=datetime(2026, 11, 21, tzinfo=timezone.utc),
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0003_scorecard_documents")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
