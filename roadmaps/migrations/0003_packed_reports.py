"""Reports become sheets of bytes. They follow from what is kept elsewhere, so the table starts empty and is filled again."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('roadmaps', '0002_intervention'),
    ]

    operations = [
        migrations.DeleteModel(name='Report'),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('pk', models.CompositePrimaryKey('person_id', 'audience', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, db_index=False, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('audience', models.CharField(choices=[('own', 'OWN'), ('shared', 'SHARED')], max_length=6)),
                ('revision', models.PositiveBigIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('engine', models.PositiveIntegerField()),
                ('day', models.DateField()),
                ('good_until', models.DateField(null=True)),
                ('sheet', models.BinaryField()),
                ('computed_by', models.CharField(choices=[('worker', 'Worker'), ('dispatcher', 'Dispatcher')], max_length=10)),
                ('computed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['own', 'shared'])), name='report_audience_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='refresh',
            index=models.Index(condition=models.Q(('leased_revision__gt', 0)), fields=['not_before'], name='refresh_under_way'),
        ),
        migrations.AddIndex(
            model_name='refresh',
            index=models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['fingerprint'], name='refresh_dead'),
        ),
    ]
