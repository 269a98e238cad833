import django.contrib.postgres.operations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that may be empty, and a rule for new rows: no row of a long history is read or written."""

    dependencies = [
        ('assessments', '0004_evidence'),
    ]

    operations = [
        migrations.AddField(
            model_name='rating',
            name='follows',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='rating',
            name='self_seen',
            field=models.BooleanField(null=True),
        ),
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('follows', None), ('self_seen', None)), models.Q(('source__in', ['manager', 'reviewer', 'peer']), models.Q(('follows', None), ('follows__lt', models.F('revision')), _connector='OR')), _connector='OR'), name='rating_of_another_follows_and_sees'),
        ),
    ]
