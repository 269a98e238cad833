import django.contrib.postgres.operations
from django.db import migrations, models

CREATE = """
CREATE UNIQUE INDEX CONCURRENTLY rating_follows_another_once
ON assessments_rating (person_id, skill_id, by_id, follows) WHERE follows IS NOT NULL
"""


class Migration(migrations.Migration):
    """Beside the writers: the index is built while people go on rating, and the old rows are looked at without a lock."""

    atomic = False

    dependencies = [
        ('assessments', '0005_rating_of_another'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(CREATE, 'DROP INDEX rating_follows_another_once'),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='rating',
                    constraint=models.UniqueConstraint(condition=models.Q(('follows__isnull', False)), fields=('person', 'skill', 'by', 'follows'), name='rating_follows_another_once'),
                ),
            ],
        ),
        django.contrib.postgres.operations.ValidateConstraint(
            model_name='rating',
            name='rating_of_another_follows_and_sees',
        ),
    ]
