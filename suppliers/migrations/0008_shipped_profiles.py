from django.db import migrations

from suppliers.reference.documents import DOCUMENT_KINDS
from suppliers.reference.profiles import BEGINNING, OWN, RULES, SHIPPED_ON


def load(apps, schema_editor):
    kinds = load_kinds(apps.get_model("suppliers", "DocumentKind"))
    rule = apps.get_model("suppliers", "ProfileRule")
    take_over_sectors(rule, apps.get_model("standards", "SectorRequirement"))
    load_rules(rule, kinds)


def load_kinds(model):
    return {
        code: model.objects.create(code=code, name=name, description=description)
        for code, name, description in DOCUMENT_KINDS
    }


def take_over_sectors(rule, requirement):
    """What a sector asked for is asked for as before, on every past day too: no rating changes."""
    rule.objects.bulk_create(
        rule(
            kind="standard",
            sector=row.sector,
            standard_id=row.standard_id,
            duty=row.duty,
            source=row.source,
            checked_on=row.checked_on,
            valid_from=BEGINNING,
        )
        for row in requirement.objects.order_by("sector", "standard__code")
    )


def load_rules(model, kinds):
    for row in RULES:
        values = dict(row)
        document = values.pop("document", None)
        model.objects.create(
            document_kind=kinds[document] if document else None,
            source=values.pop("source", OWN),
            checked_on=SHIPPED_ON,
            valid_from=BEGINNING,
            **values,
        )


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0007_profiles"), ("standards", "0002_reference")]
    run_before = [("standards", "0003_profiles_take_over")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
