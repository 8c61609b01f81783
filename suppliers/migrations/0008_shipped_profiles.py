from operator import itemgetter

from django.db import migrations

from standards.reference import requirements
from suppliers.reference.documents import DOCUMENT_KINDS
from suppliers.reference.profiles import BEGINNING, OWN, RULES, SHIPPED_ON


def load(apps, schema_editor):
    kinds = load_kinds(apps.get_model("suppliers", "DocumentKind"))
    rule = apps.get_model("suppliers", "ProfileRule")
    load_sectors(rule, apps.get_model("standards", "Standard"))
    load_rules(rule, kinds)


def load_kinds(model):
    return {
        code: model.objects.create(code=code, name=name, description=description)
        for code, name, description in DOCUMENT_KINDS
    }


def load_sectors(model, standard):
    """What each sector asks for, on every past day too."""
    ids = dict(standard.objects.values_list("code", "pk"))
    model.objects.bulk_create(
        model(
            kind="standard",
            sector=sector.value,
            standard_id=ids[code],
            duty=duty.value,
            source=source,
            checked_on=requirements.CHECKED_ON,
            valid_from=BEGINNING,
        )
        for sector, code, duty, source in sorted(requirements.REQUIREMENTS, key=itemgetter(0, 1))
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
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
