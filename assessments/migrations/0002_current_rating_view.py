"""A view of what holds now, for people who ask the database in SQL: one row a person and skill.

The newest row of a skill, by revision, says what holds; a withdrawn first rating leaves nothing.
"""

from django.db import migrations

CREATE = """
CREATE VIEW assessments_current_rating AS
SELECT person_id, skill_id, revision, version, day, reason,
       CASE WHEN value <= 9 THEN value END AS level,
       value = 254 AS not_applicable
FROM (
    SELECT DISTINCT ON (person_id, skill_id) *
    FROM assessments_rating
    WHERE source IN ('self', 'imported')
    ORDER BY person_id, skill_id, revision DESC
) AS newest
WHERE value <> 255
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP VIEW assessments_current_rating")]
