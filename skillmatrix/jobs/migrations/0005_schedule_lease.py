from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0004_job_started_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='schedule',
            name='leased_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='schedule',
            name='result',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='schedule',
            name='run',
            field=models.BigIntegerField(null=True),
        ),
    ]
