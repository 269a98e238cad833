"""A view of what holds now, for people who ask the database in SQL: one row a person and skill.

Of the rows that nobody took back the newest, by revision, says what holds: in the words of the taxonomy version that
it names. What it says under a later one is for `levels.folding` to tell.
"""

from django.db import migrations

CREATE = """
CREATE VIEW assessments_current_rating AS
SELECT person_id, skill_id, revision, version, day, reason,
       CASE WHEN value <= 9 THEN value END AS level,
       value = 254 AS not_applicable
FROM (
    SELECT DISTINCT ON (person_id, skill_id) *
    FROM assessments_rating AS said
    WHERE source IN ('self', 'imported') AND state <> 'withdrawn' AND NOT EXISTS (
        SELECT 1 FROM assessments_rating AS back
        WHERE back.person_id = said.person_id AND back.withdraws = said.revision
    )
    ORDER BY person_id, skill_id, revision DESC
) AS newest
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP VIEW assessments_current_rating")]
