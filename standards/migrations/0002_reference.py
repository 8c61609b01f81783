from django.db import migrations

from standards.reference import clauses, editions


def load(apps, schema_editor):
    standards = load_standards(apps.get_model("standards", "Standard"))
    known = load_editions(apps.get_model("standards", "Edition"), standards)
    load_clauses(apps.get_model("standards", "Clause"), known["ISO 9001", "2015"])


def load_standards(model):
    return {code: model.objects.create(code=code, title=title) for code, title in editions.STANDARDS.items()}


def load_editions(model, standards):
    return {
        (fact.standard, fact.code): model.objects.create(
            standard=standards[fact.standard],
            code=fact.code,
            published_on=fact.published_on,
            superseded_on=fact.superseded_on,
            no_new_certificates_after=fact.no_new_after,
            invalid_after=fact.invalid_after,
            source=fact.source,
            checked_on=editions.CHECKED_ON,
        )
        for fact in editions.EDITIONS
    }


def load_clauses(model, edition):
    model.objects.bulk_create(
        model(edition=edition, number=number, title=title, position=position)
        for position, (number, title) in enumerate(clauses.ISO_9001_2015)
    )


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
