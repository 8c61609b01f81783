"""The types of defects and the rule for on-time delivery that a new installation begins with."""

from datetime import date, datetime, timezone

from django.db import migrations

from deliveries.reference.defect_types import DEFECT_TYPES

RULE = {
    "base": "promised",
    "early_days": 5,
    "late_days": 0,
    "from_on": date(2000, 1, 1),
    "source": "Shipped with the product, as an example: five days early to none late against the promised day. "
    "Windows differ from buyer to buyer; set the one in your terms of delivery.",
    "recorded_at": datetime(2026, 11, 21, tzinfo=timezone.utc),
}


def ship(apps, schema_editor):
    kinds = apps.get_model("deliveries", "DefectType")
    kinds.objects.bulk_create(kinds(name=name) for name in DEFECT_TYPES)
    apps.get_model("deliveries", "OnTimeRule").objects.create(**RULE)


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
