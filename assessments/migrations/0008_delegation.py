import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0007_review'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('reviewer', 'Reviewer'), ('peer', 'Peer')], max_length=8)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_for', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.skill')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='delegation_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('subject_id', 'subject_id', models.Value('[]'), function='int8range'), '&&'), (models.Func('reviewer_id', 'reviewer_id', models.Value('[]'), function='int8range'), '&&'), (models.Func('skill_id', 'skill_id', models.Value('[]'), function='int8range'), '&&'), (models.Func('starts_on', 'ends_on', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='delegation_once_at_a_time'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', False)), name='delegation_has_an_end'), models.CheckConstraint(condition=models.Q(('subject', models.F('reviewer')), _negated=True), name='delegation_is_to_another'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'peer'), _negated=True), ('subject', models.F('by')), _connector='OR'), name='delegation_to_a_peer_is_the_persons_own')],
            },
        ),
    ]
