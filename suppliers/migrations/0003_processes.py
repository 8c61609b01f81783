from django.db import migrations

from suppliers.reference.processes import PROCESSES


def load(apps, schema_editor):
    process = apps.get_model("suppliers", "Process")
    process.objects.bulk_create(process(code=code, name=name, is_special=special) for code, name, special in PROCESSES)


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0002_search_index")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
