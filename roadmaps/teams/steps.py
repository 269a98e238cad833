"""The first step of each person's roadmap, from what they have shared.

It is read off the stored report where that is current; whoever's report is behind is computed for the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONArray

from assessments.inputs import Audience
from assessments.levels.encoding import to_published
from assessments.levels.matrices import Row
from assessments.levels.translation import InterestRow
from assessments.models import Interest, NextRole
from roadmaps.computing import ENGINE, first_of
from roadmaps.models import Report
from roadmaps.planning import Milestone
from roadmaps.reports import show_many
from skillmatrix.taxonomy.document import Taxonomy

from .picture import Picture


def first_steps(picture: Picture, *, today: date) -> dict[int, Milestone | None]:
    """{person id: first step, or None when the roadmap is empty} for those who have shared.

    One query, and one more when somebody's report is behind.
    """
    rows = {row.person_id: row for row in picture.rows if row.shared_on is not None}
    if not rows:
        return {}
    found = _stored(rows, picture.taxonomy, today)
    behind = [person for person in rows if person not in found]
    if behind:
        for shown in show_many(behind, Audience.SHARED, today=today):
            steps = shown.findings.roadmap.steps
            found[shown.inputs.person_id] = steps[0].milestone if steps else None
    return found


def _stored(rows: Mapping[int, Row], taxonomy: Taxonomy, today: date) -> dict[int, Milestone | None]:
    shared = {"person": OuterRef("person"), "revision__lte": OuterRef("person__profile__shared_revision")}
    aims = NextRole.objects.filter(**shared).order_by("-revision")
    wishes = Interest.objects.filter(**shared).values_list(
        JSONArray("skill__slug", "wish", "version", "revision")
    )
    translation = to_published(taxonomy)
    reports = (
        Report.objects.filter(
            person__in=list(rows),
            audience=Audience.SHARED,
            version=taxonomy.number,
            engine=ENGINE,
            day__lte=today,
        )
        .exclude(good_until__lte=today)
        .values_list(
            "person_id", "revision", "sheet", Subquery(aims.values("role__slug")[:1]), ArraySubquery(wishes)
        )
    )
    return {
        person: first_of(
            bytes(sheet),
            taxonomy,
            role=rows[person].role,
            next_role=aim,
            overrides=rows[person].overrides,
            wishes=translation.wishes(InterestRow(*wish) for wish in wished),
        )  # fmt: skip
        for person, revision, sheet, aim, wished in reports
        if revision == rows[person].revision
    }
