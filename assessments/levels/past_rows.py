"""The rows of some people, each kind in its own order, ready to be cut at a past moment. `as_of` reads them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Generic, NamedTuple, Protocol, TypeVar

from django.db import connection

from assessments.inputs import Audience
from assessments.models import ExtraSkill, Interest, NextRole, RoleAssignment, Share, TargetOverride

from .months import ends_at
from .translation import AGREED_SOURCES, OWN_SOURCES, ExtraRow, InterestRow, OverrideRow, RatingRow

EVERYTHING = 2**62  # above every revision


class Released(NamedTuple):
    """One share."""

    revision: int
    up_to: int
    day: date


class Aim(NamedTuple):
    """A next role that was chosen; None for none."""

    revision: int
    role: str | None


class Period(NamedTuple):
    """From a day until the day before `ends_on` something held: a role, or an exception to a target."""

    starts_on: date
    ends_on: date | None
    role: str = ""
    exception: OverrideRow | None = None

    def holds_on(self, day: date) -> bool:
        """It had begun and had not ended."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def turned_by(self, day: date) -> date | None:
        """The newest day, up to this one, on which it began or ended; None for one that never held by then."""
        if self.starts_on > day or self.starts_on == self.ends_on:
            return None
        return self.ends_on if self.ends_on is not None and self.ends_on <= day else self.starts_on


class Revised(Protocol):
    """A row that took a revision."""

    @property
    def revision(self) -> int:
        """Which one."""


class Versioned(Protocol):
    """A row that is stated in the words of a version."""

    @property
    def version(self) -> int:
        """Which one."""


R = TypeVar("R")


class Series(Generic[R]):
    """Rows in the order of their revisions. One is known as soon as it is made, or one with a higher revision is.

    Of two statements that met around midnight, the one that was sent first may have waited for the other.
    """

    def __init__(self) -> None:
        self.rows: list[R] = []
        self._moments: list[datetime] = []
        self._since: list[datetime] = []

    def add(self, moment: datetime, row: R) -> None:
        """One more row, made at this moment."""
        self.rows.append(row)
        self._moments.append(moment)

    def last(self, moment: datetime) -> R | None:
        """The newest row that was known before a moment."""
        if len(self._since) < len(self._moments):
            self._since = list(accumulate(reversed(self._moments), min))[::-1]
        count = bisect_left(self._since, moment)
        return self.rows[count - 1] if count else None

    @property
    def first_made(self) -> datetime | None:
        """When the oldest row was made; None without rows."""
        return min(self._moments, default=None)


@dataclass(frozen=True, slots=True)
class Log:
    """Everything that was said by and about one person, as far as the audience may know it."""

    said: Series[RatingRow] = field(default_factory=Series)
    agreed: Series[RatingRow] = field(default_factory=Series)
    shares: Series[Released] = field(default_factory=Series)
    aims: Series[Aim] = field(default_factory=Series)
    listed: Series[ExtraRow] = field(default_factory=Series)
    wished: Series[InterestRow] = field(default_factory=Series)
    roles: list[Period] = field(default_factory=list)
    exceptions: list[Period] = field(default_factory=list)

    def known(self, moment: datetime) -> Known:
        """How far all this had come before a moment."""
        own: list[Revised | None] = [self.said.last(moment), self.aims.last(moment)]
        own += [self.listed.last(moment), self.wished.last(moment)]
        agreed = self.agreed.last(moment)
        return Known(
            own=max((row.revision for row in own if row is not None), default=0),
            agreed=agreed.revision if agreed is not None else 0,
            shared=self.shares.last(moment),
        )

    def newest_version(self, day: date) -> int:
        """The latest version in which anything that was known at the end of a day is stated; 0 for nothing."""
        moment = ends_at(day)
        rows: list[Versioned | None] = [self.said.last(moment), self.agreed.last(moment)]
        rows += [self.listed.last(moment), self.wished.last(moment)]
        rows += [period.exception for period in self.exceptions if period.holds_on(day)]
        return max((row.version for row in rows if row is not None), default=0)


class Known(NamedTuple):
    """How far one person's log had come at a moment: the newest own and agreed revisions, and the newest share."""

    own: int
    agreed: int
    shared: Released | None

    @property
    def released(self) -> int:
        """The revision up to which others could read."""
        return self.shared.up_to if self.shared else 0


def logs_of(people: Sequence[int], audience: Audience, *, until: date) -> dict[int, Log]:
    """What this audience may know of these people up to the end of a day. Seven queries, whoever is asked about.

    Of what somebody has said themselves, others get only what was released by then.
    """
    logs = {person: Log() for person in people}
    for person, moment, *share in (
        Share.objects.filter(person_id__in=people, created_at__lt=ends_at(until))
        .order_by("person_id", "revision")
        .values_list("person_id", "created_at", "revision", "up_to_revision", "day")
    ):
        logs[person].shares.add(moment, Released._make(share))
    _add_ratings(logs, audience)
    _add_choices(logs)
    _add_periods(logs, until)
    return logs


_RATINGS = """
SELECT r.person_id, r.created_at, r.revision, r.version, s.slug, s.slot, r.source, r.state, r.value, r.day, r.withdraws
FROM unnest(%(people)s::bigint[], %(up_to)s::bigint[]) AS w (person_id, up_to)
JOIN assessments_rating r ON r.person_id = w.person_id
    AND (r.source = ANY(%(agreed)s) OR (r.source = ANY(%(own)s) AND r.revision <= w.up_to))
JOIN taxonomy_skill s ON s.id = r.skill_id
ORDER BY r.person_id, r.revision
"""


def _add_ratings(logs: dict[int, Log], audience: Audience) -> None:
    released = [log.shares.rows[-1].up_to if log.shares.rows else 0 for log in logs.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            _RATINGS,
            {
                "people": list(logs),
                "up_to": [EVERYTHING] * len(logs) if audience is Audience.OWN else released,
                "own": [str(source) for source in OWN_SOURCES],
                "agreed": [str(source) for source in AGREED_SOURCES],
            },
        )
        rows = cursor.fetchall()
    for person, moment, *columns in rows:
        row = RatingRow._make(columns)
        log = logs[person]
        (log.agreed if row.source in AGREED_SOURCES else log.said).add(moment, row)


def _add_choices(logs: dict[int, Log]) -> None:
    aims = NextRole.objects.filter(person_id__in=list(logs)).order_by("person_id", "revision")
    for person, moment, *aim in aims.values_list("person_id", "created_at", "revision", "role__slug"):
        logs[person].aims.add(moment, Aim._make(aim))
    listed = ExtraSkill.objects.filter(person_id__in=list(logs)).order_by("person_id", "revision")
    for person, moment, *one in listed.values_list(
        "person_id", "created_at", "skill__slug", "added", "version", "revision"
    ):
        logs[person].listed.add(moment, ExtraRow._make(one))
    wished = Interest.objects.filter(person_id__in=list(logs)).order_by("person_id", "revision")
    for person, moment, *wish in wished.values_list(
        "person_id", "created_at", "skill__slug", "wish", "version", "revision"
    ):
        logs[person].wished.add(moment, InterestRow._make(wish))


def _add_periods(logs: dict[int, Log], until: date) -> None:
    begun = {"person_id__in": list(logs), "starts_on__lte": until}
    roles: Iterable[tuple[int, date, date | None, str]] = RoleAssignment.objects.filter(**begun).values_list(
        "person_id", "starts_on", "ends_on", "role__slug"
    )
    for person, starts_on, ends_on, role in roles:
        logs[person].roles.append(Period(starts_on, ends_on, role))
    for person, starts_on, ends_on, *excepted, pk in TargetOverride.objects.filter(**begun).values_list(
        "person_id", "starts_on", "ends_on", "skill__slug", "level", "reason", "version", "pk"
    ):
        row = OverrideRow._make([*excepted, starts_on.isoformat(), pk])
        logs[person].exceptions.append(Period(starts_on, ends_on, exception=row))
