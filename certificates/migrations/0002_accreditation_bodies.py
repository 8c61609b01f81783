from django.db import migrations

from certificates.reference.accreditation_bodies import ACCREDITATION_BODIES, CHECKED_ON


def load(apps, schema_editor):
    model = apps.get_model("certificates", "AccreditationBody")
    model.objects.bulk_create(
        model(
            abbreviation=abbreviation,
            name=name,
            economy=economy,
            regional_group=group,
            source=source,
            checked_on=CHECKED_ON,
        )
        for abbreviation, name, economy, group, source in ACCREDITATION_BODIES
    )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
