"""The view for ad-hoc SQL says what the vectors say."""

from uuid import uuid4

from django.db import connection

from assessments import actions
from assessments.models.rating import NOT_APPLICABLE, UNRATED


def test_current_rating_shows_the_newest_statement_of_each_skill(alice, taxonomy, today):
    def rate(skill, value, shown=UNRATED):
        actions.rate_skill(
            person=alice, skill=skill, value=value, shown=shown, version=1, key=uuid4(), by=alice, today=today
        )

    rate("idempotency", 2)
    rate("idempotency", 3, shown=2)
    rate("kubernetes", NOT_APPLICABLE)
    rate("autoscaling", 1)
    actions.withdraw_rating(person=alice, skill="autoscaling", shown=1, key=uuid4(), by=alice, today=today)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug, level, not_applicable FROM assessments_current_rating c"
            " JOIN taxonomy_skill s ON s.id = c.skill_id ORDER BY slug"
        )
        assert cursor.fetchall() == [("idempotency", 3, False), ("kubernetes", None, True)]
