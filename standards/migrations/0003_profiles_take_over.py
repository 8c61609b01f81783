from django.db import migrations


class Migration(migrations.Migration):
    """Requirement profiles ask for standards now; `suppliers` has taken the rows over before this runs."""

    dependencies = [("standards", "0002_reference")]
    operations = [migrations.DeleteModel(name="SectorRequirement")]
