import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('suppliers', '0008_shipped_profiles'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchKey',
            fields=[
                ('pk', models.CompositePrimaryKey('supplier', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('supplier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='match_keys', to='suppliers.supplier')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'supplier'], name='match_key_suppliers')],
            },
        ),
    ]
