import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0006_job_request_id'),
    ]

    operations = [
        migrations.CreateModel(
            name='Canary',
            fields=[
                ('queue', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('rung_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('stamped_at', models.DateTimeField(null=True)),
                ('worker', models.CharField(blank=True, max_length=100)),
            ],
        ),
    ]
