import certificates.labels
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0003_due_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='NextReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=certificates.labels.reminder_choices, max_length=20)),
                ('due_on', models.DateField()),
                ('certificate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='next_reminders', to='certificates.certificate')),
            ],
            options={
                'ordering': ['kind'],
                'indexes': [models.Index(fields=['kind', 'due_on'], name='next_reminder_due')],
                'constraints': [models.UniqueConstraint(fields=('certificate', 'kind'), name='next_reminder_once')],
            },
        ),
    ]
