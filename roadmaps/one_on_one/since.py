"""Where somebody stood on an earlier day, as far as a reader may know it: rebuilt from the rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from assessments.inputs import Audience
from assessments.levels.encoding import to_published
from assessments.levels.translation import AGREED_SOURCES, OWN_SOURCES, RATING_COLUMNS, RatingRow, fold
from assessments.levels.vectors import pack, unpack
from assessments.models import Rating, Share
from assessments.standing import Standing, Statement, effective_own, effective_shared
from roadmaps.reports import Shown

from .moves import Moves, Why, moves


def moves_since(shown: Shown, audience: Audience, day: date) -> Moves:
    """What moved since a day began, for this audience. Two queries."""
    person, taxonomy = shown.inputs.person_id, shown.taxonomy
    start = timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
    sources = [*OWN_SOURCES, *AGREED_SOURCES]
    known = Rating.objects.filter(person_id=person, source__in=sources).values_list(
        "created_at", *RATING_COLUMNS
    )
    rows = [(at, RatingRow(*row)) for at, *row in known.order_by("revision")]
    shared = Share.objects.filter(person_id=person, created_at__lt=start).order_by("-revision")
    then = shared.values_list("up_to_revision", flat=True).first() or 0
    earlier = [row for at, row in rows if at < start]
    before = _standings(earlier, shown, audience, up_to=None if audience is Audience.OWN else then, day=day)
    said = _said((row for at, row in rows if at >= start), shown, audience)
    return moves(before, shown.findings.standings, said, (skill.slug for skill in taxonomy.active))


def _standings(
    rows: list[RatingRow], shown: Shown, audience: Audience, *, up_to: int | None, day: date
) -> dict[str, Standing]:
    own = _statements(rows, shown, OWN_SOURCES, up_to)
    agreed = _statements(rows, shown, AGREED_SOURCES, None)
    effective = effective_own if audience is Audience.OWN else effective_shared
    return {
        skill.slug: effective(
            own.get(skill.slug),
            agreed.get(skill.slug),
            months=shown.taxonomy.review_months(skill.slug),
            today=day,
        )
        for skill in shown.taxonomy.active
    }


def _statements(
    rows: list[RatingRow], shown: Shown, sources: Any, up_to: int | None
) -> Mapping[str, Statement]:
    said = fold(rows, to_published(shown.taxonomy), sources=sources, up_to_revision=up_to)
    return unpack(*pack(said), shown.taxonomy.slots)


def _said(rows: Any, shown: Shown, audience: Audience) -> dict[str, Why]:
    """Whose word each skill has had, by its name today; an agreement counts before one's own."""
    translation, found = to_published(shown.taxonomy), dict[str, Why]()
    for row in rows:
        is_agreed = row.source in AGREED_SOURCES
        if audience is Audience.SHARED and not is_agreed and row.revision > shown.inputs.shared_revision:
            continue
        for slug, _again in translation.skills(row.version, row.skill):
            if is_agreed or slug not in found:
                found[slug] = Why.AGREED if is_agreed else Why.OWN
    return found
