"""One live figure a topic. Numbers of people and bytes, never who or what they said; none grows with the organisation.

Tables that grow are never counted: PostgreSQL knows their size, and of people a sample of a few pages is read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.inputs import Audience
from assessments.repeats import repeats as statements
from roadmaps.computing import ENGINE
from roadmaps.operations.caches import caches as counted
from roadmaps.refresh import BEHIND
from skillmatrix.jobs import lanes
from skillmatrix.jobs.models import Job
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import versions

NEWEST_JOBS = 50
MOST_WAITING = 1000
SAMPLE_PAGES = 64
"""Pages of the table of people that are looked at: some six hundred people."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in large type, what it is, and what it was taken from."""

    value: str
    label: str
    note: str = ""


def jobs() -> Figure:
    """How long the newest jobs took from being wished for to being done, and what waits."""
    newest = Job.objects.order_by("-pk")[:NEWEST_JOBS].values_list("created_at", "done_at")
    took = [(done - created).total_seconds() for created, done in newest if done]
    label = _("from the wish to the deed, the middle one of the newest jobs")
    return Figure(_seconds(median(took)) if took else "–", label, _waiting())


def _waiting() -> str:
    """How many wait on each lane, as far as anybody would count."""
    first = Job.objects.open().order_by("not_before").values_list("kind", flat=True)[:MOST_WAITING]
    waiting = sorted(Counter(map(lanes.of, first)).items())
    return ", ".join(f"{lane} {number_format(count)}" for lane, count in waiting) or _("Nothing waits.")


def storage() -> Figure:
    """What a person takes in rows and in vectors, indexes included."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_total_relation_size('assessments_rating'), pg_total_relation_size('assessments_profile'),
                reltuples FROM pg_class WHERE oid = 'assessments_profile'::regclass
            """
        )
        rows, vectors, people = cursor.fetchone()
    label = _("bytes of rows for each byte of vectors")
    if people < 1:
        return Figure(number_format(round(rows / vectors, 1), 1), label)
    sizes = {"rows": filesizeformat(rows / people), "vectors": filesizeformat(vectors / people)}
    return Figure(
        number_format(round(rows / vectors, 1), 1),
        label,
        _("A person: %(rows)s in rows, %(vectors)s in vectors.") % sizes,
    )


def behind() -> Figure:
    """How many reports are behind now."""
    found = sample()
    note = _("everybody was looked at") if found.is_whole else _("people picked at random were looked at")
    return Figure(
        number_format(found.behind), ngettext("of %(n)s report is behind now", "of %(n)s reports are behind now", found.people)
        % {"n": number_format(found.people, force_grouping=True)}, note,
    )  # fmt: skip


def delay() -> Figure:
    """How long a change took to reach the stored report."""
    found = sample()
    if found.half is None or found.most is None:
        return Figure(
            "–",
            _("from a change to its stored report"),
            _("Nobody has said anything since the last publish or import."),
        )
    return Figure(
        _seconds(found.half),
        _("from a change to its stored report, for half of them"),
        _("99 of 100: %(time)s") % {"time": _seconds(found.most)},
    )


def caches() -> Figure:
    """How often the web processes had what was asked for."""
    asked = counted()
    label = _("of the questions to the caches were answered from them, since the web processes were started")
    note = ", ".join(f"{cache.name} {_percent(cache.hits, cache.hits + cache.misses)}" for cache in asked)
    hits = sum(cache.hits for cache in asked)
    return Figure(_percent(hits, hits + sum(cache.misses for cache in asked)), label, note)


def repeats() -> Figure:
    """How many requests the web processes answered from their key."""
    found = statements()
    label = ngettext(
        "request was a repeat and got its first answer, since the web processes were started",
        "requests were repeats and got their first answer, since the web processes were started",
        found.repeated,
    )
    note = ngettext("%(n)s rating was stored meanwhile", "%(n)s ratings were stored meanwhile", found.stored)
    return Figure(
        number_format(found.repeated), label, note % {"n": number_format(found.stored, force_grouping=True)}
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """Of `people` looked at, how many are behind, and the seconds that half and 99 of 100 of the others waited."""

    people: int
    behind: int
    half: float | None
    most: float | None
    is_whole: bool


# Of what one person changed alone: after an import or a publish everybody's report is due in the same moment. A report
# that was made again on a later day was made for that day, and tells nothing of how long a change took.
# Report by report, for which there is an index: a plain join has PostgreSQL read all reports for a few hundred people.
_SAMPLE = f"""
WITH seen AS (
    SELECT coalesce({BEHIND}, false) AS behind, greatest(p.changed_at, v.published_at) AS since, m.computed_at, m.day,
        count(*) OVER (PARTITION BY greatest(p.changed_at, v.published_at)) = 1 AS alone
    FROM assessments_profile p TABLESAMPLE SYSTEM (%(share)s)
    LEFT JOIN LATERAL (
        SELECT * FROM roadmaps_report r WHERE r.person_id = p.person_id AND r.audience = '{Audience.OWN}' LIMIT 1
    ) m ON true
    LEFT JOIN taxonomy_taxonomyversion v ON v.number = m.version
), timed AS (
    SELECT behind, CASE WHEN alone AND NOT behind AND computed_at >= since AND day = (since AT TIME ZONE %(zone)s)::date
        THEN extract(epoch FROM computed_at - since) END AS took
    FROM seen
)
SELECT count(*), count(*) FILTER (WHERE behind),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY took), percentile_disc(0.99) WITHIN GROUP (ORDER BY took)
FROM timed
"""


def sample() -> Sample:
    """Look at so many people as stand on `SAMPLE_PAGES` pages, at everybody where there are no more."""
    share = share_of(_pages())
    asked: dict[str, Any] = {
        "version": versions.current_number(), "engine": ENGINE, "today": current_day(),
        "share": share, "zone": settings.TIME_ZONE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, asked)
        people, are_behind, half, most = cursor.fetchone()
    return Sample(people, are_behind, _float(half), _float(most), is_whole=share == 100)


def share_of(pages: int) -> float:
    """The percentage of a table of so many pages that is looked at."""
    return min(100.0, 100 * SAMPLE_PAGES / max(pages, 1))


def _pages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('assessments_profile') / current_setting('block_size')::int")
        return int(cursor.fetchone()[0])


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _percent(part: int, whole: int) -> str:
    return f"{number_format(round(100 * part / whole))}\u00a0%" if whole else "–"


def _seconds(seconds: float) -> str:
    if seconds < 1:
        return _("%(n)s ms") % {"n": number_format(round(1000 * seconds))}
    if seconds < 120:
        return _("%(n)s s") % {"n": number_format(round(seconds, 1), 1)}
    return _("%(n)s min") % {"n": number_format(round(seconds / 60))}
