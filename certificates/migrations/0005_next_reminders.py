import certificates.labels
import django.db.models.deletion
from django.db import migrations, models

KINDS = {'expiry': 'expiry_reminder_on', 'verification': 'verification_reminder_on'}
COPY = [
    f"INSERT INTO certificates_nextreminder (certificate_id, kind, due_on) "
    f"SELECT id, '{kind}', {column} FROM certificates_certificate WHERE {column} IS NOT NULL"
    for kind, column in KINDS.items()
]
COPY_BACK = [
    f"UPDATE certificates_certificate SET {column} = (SELECT due_on FROM certificates_nextreminder n "
    f"WHERE n.certificate_id = certificates_certificate.id AND n.kind = '{kind}')"
    for kind, column in KINDS.items()
]


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0004_counted_by_month'),
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
        migrations.RunSQL(COPY, COPY_BACK),
        migrations.RemoveIndex(model_name='certificate', name='certificate_expiry_reminder'),
        migrations.RemoveIndex(model_name='certificate', name='certificate_verify_reminder'),
        migrations.RemoveField(model_name='certificate', name='expiry_reminder_on'),
        migrations.RemoveField(model_name='certificate', name='verification_reminder_on'),
    ]
