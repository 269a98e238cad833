"""The first step of each person's roadmap, from what they have shared.

It is taken out of the stored report where that is current, without reading the rest of it; whoever's
report is behind is computed for the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models.fields.json import KeyTransform

from assessments.inputs import Audience
from assessments.levels.matrices import Row
from roadmaps.computing import ENGINE
from roadmaps.models import Report
from roadmaps.planning import Roadmap, Step
from roadmaps.reports import show_many

from .picture import Picture

_NO_STEPS: Mapping[str, Any] = {
    "destination": "profile", "good_until": None, "questions": [], "dropped": [], "levels": {}, "set_aside": [],
}  # fmt: skip


def first_steps(picture: Picture, *, today: date) -> dict[int, Step | None]:
    """{person id: first step, or None when the roadmap is empty} for those who have shared.

    One query, and one more when somebody's report is behind.
    """
    rows = {row.person_id: row for row in picture.rows if row.shared_on is not None}
    if not rows:
        return {}
    found = _stored(rows, picture.taxonomy.number, today)
    behind = [person for person in rows if person not in found]
    if behind:
        for shown in show_many(behind, Audience.SHARED, today=today):
            found[shown.inputs.person_id] = next(iter(shown.findings.roadmap.steps), None)
    return found


def _stored(rows: Mapping[int, Row], version: int, today: date) -> dict[int, Step | None]:
    reports = (
        Report.objects.filter(
            person__in=list(rows), audience=Audience.SHARED, version=version, engine=ENGINE, day__lte=today
        )
        .exclude(good_until__lte=today)
        .annotate(first=KeyTransform("0", KeyTransform("steps", KeyTransform("roadmap", "content"))))
        .values_list("person_id", "revision", "first")
    )
    return {person: _step(first) for person, revision, first in reports if revision == rows[person].revision}


def _step(row: list[Any] | None) -> Step | None:
    if row is None:
        return None
    return Roadmap.from_json({**_NO_STEPS, "steps": [row]}).steps[0]
