from django.db import migrations, models


class Migration(migrations.Migration):
    """Plain, not concurrently: the index holds open jobs alone, and the table a week of them."""

    dependencies = [
        ('jobs', '0002_lanes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='job',
            name='job_open_by_time',
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(models.F('kind'), models.F('not_before'), condition=models.Q(('dead_at', None), ('done_at', None)), name='job_open_by_kind'),
        ),
    ]
