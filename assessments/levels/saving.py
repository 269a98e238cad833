"""One rating, one statement.

The statement raises the profile's revision and sets the byte *only where the byte is still what
the form showed*, adds the rating row under the new revision, and announces the change. Two tabs
can therefore never overwrite each other silently, and a request that is sent twice finds its key
taken. Each clause is there because the version without it failed when tried: short vectors are
padded, NOTIFY sits in the outermost SELECT (in an unreferenced CTE it is never run), the newest
row is the one with the highest revision, and the first rating of a person needs the byte check
too.

It applies only while its version of the taxonomy is the current one and the profile speaks it, so that the versions
of a person's rows never go back, whoever waited for whom. A profile that speaks an older one is brought up to date
and the statement run once more: the first rating after a publish costs some queries, every other one.

What somebody else says (`SAVE_BESIDE`) raises the revision and changes no byte. Instead of the byte, the rater's own
newest rating must still be the one that the form showed. Of two sent at once both find it so, because a statement
sees nothing that was committed after it began: that only one rating follows another is a constraint.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from assessments.models.rating import UNRATED, Rating
from skillmatrix.jobs.actions import CHANNEL

from . import encoding
from .vectors import ASKS_AGAIN, day_number

PADDED = "{column} || decode(repeat('{fill}', greatest(0, %(width)s * {bytes} - length({column}))), 'hex')"


def _padded(column: str, fill: str, size: int) -> str:
    return "(" + PADDED.format(column=column, fill=fill, bytes=size) + ")"


def _with_day(days: str) -> str:
    return f"set_byte(set_byte({days}, 2 * %(slot)s, %(high)s), 2 * %(slot)s + 1, %(low)s)"


_NEW_VALUES, _NEW_DAYS = _padded("''::bytea", "ff", 1), _padded("''::bytea", "00", 2)
_OLD_VALUES, _OLD_DAYS = _padded("p.{vector}_values", "ff", 1), _padded("p.{vector}_days", "00", 2)

_PROFILE = """person_id, revision, own_revision, shared_revision, version,
        own_values, own_days, shared_values, shared_days, agreed_values, agreed_days"""
_IS_CURRENT = "(SELECT max(number) FROM taxonomy_taxonomyversion) = %(version)s"
_WRITE = f"""
, written AS (
    INSERT INTO assessments_rating (person_id, skill_id, revision, key, source, state, value, day, reason,
        withdraws, follows, self_seen, version, by_id)
    SELECT %(person)s, (SELECT id FROM taxonomy_skill WHERE slot = %(slot)s), revision, %(key)s,
           %(source)s, %(state)s, %(value)s, %(day)s, %(reason)s,
           %(withdraws)s, %(follows)s, %(self_seen)s, %(version)s, %(by)s
    FROM saved
    RETURNING revision
)
SELECT revision, pg_notify('{CHANNEL}', (%(person)s)::text) FROM written
"""

# `vector` is "own" or "agreed"; `own` says whether the person's own revision moves along.
_SAVE = f"""
WITH saved AS (
    INSERT INTO assessments_profile AS p ({_PROFILE})
    SELECT %(person)s, 1, {{own_first}}, 0, %(version)s, {{first_vectors}}
    WHERE {_IS_CURRENT}
      AND (%(shown)s = {UNRATED} OR EXISTS (SELECT 1 FROM assessments_profile WHERE person_id = %(person)s))
    ON CONFLICT (person_id) DO UPDATE SET
        revision = p.revision + 1,
        changed_at = now(),
        own_revision = {{own_next}},
        version = %(version)s,
        {{vector}}_values = set_byte({_OLD_VALUES}, %(slot)s, %(value)s),
        {{vector}}_days = {_with_day(_OLD_DAYS)}
    WHERE p.version IN (0, %(version)s) AND get_byte({_OLD_VALUES}, %(slot)s) = %(shown)s
    RETURNING revision
){_WRITE}"""
_SET_FIRST = f"set_byte({_NEW_VALUES}, %(slot)s, %(value)s), {_with_day(_NEW_DAYS)}"
_NOTHING = "''::bytea, ''::bytea"
SAVE_OWN = _SAVE.format(
    vector="own",
    own_first="1",
    own_next="p.revision + 1",
    first_vectors=f"{_SET_FIRST}, {_NOTHING}, {_NOTHING}",
)
SAVE_AGREED = _SAVE.format(
    vector="agreed",
    own_first="0",
    own_next="p.own_revision",
    first_vectors=f"{_NOTHING}, {_NOTHING}, {_SET_FIRST}",
)
_SOURCES_BESIDE = ", ".join(f"'{source}'" for source in Rating.BESIDE)
SAVE_BESIDE = f"""
WITH saved AS (
    INSERT INTO assessments_profile AS p ({_PROFILE})
    SELECT %(person)s, 1, 0, 0, %(version)s, {_NOTHING}, {_NOTHING}, {_NOTHING}
    WHERE {_IS_CURRENT} AND %(follows)s = coalesce((
        SELECT max(r.revision) FROM assessments_rating r
        WHERE r.person_id = %(person)s AND r.skill_id = (SELECT id FROM taxonomy_skill WHERE slot = %(slot)s)
          AND r.by_id = %(by)s AND r.source IN ({_SOURCES_BESIDE})), 0)
    ON CONFLICT (person_id) DO UPDATE SET revision = p.revision + 1, changed_at = now(), version = %(version)s
    WHERE p.version IN (0, %(version)s)
    RETURNING revision
){_WRITE}"""

# Somebody was faster: this very request sent twice, or another one from the same page.
_TOO_LATE = ("rating_key_once_a_person", "rating_follows_another_once")
STATEMENTS: dict[str, str] = {
    Rating.Source.SELF: SAVE_OWN,
    Rating.Source.AGREED: SAVE_AGREED,
    **dict.fromkeys(Rating.BESIDE, SAVE_BESIDE),
}


@dataclass(frozen=True, slots=True)
class NewRating:
    """What is to be saved. `shown` is the value byte the form was rendered with.

    `asks_again` is for an undo: what holds again was said before the skill became another. For what somebody else
    says, `follows` stands in place of `shown`: the revision of their newest rating that the form showed, 0 for none.
    """

    person_id: int
    slot: int
    value: int
    day: date
    state: str
    shown: int
    version: int
    key: UUID
    by_id: int
    source: str = Rating.Source.SELF
    reason: str = ""
    withdraws: int | None = None
    asks_again: bool = False
    follows: int | None = None
    self_seen: bool | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """What makes two requests with one key the same request."""
        return (self.slot, self.value, self.state, self.source, self.reason)


@dataclass(frozen=True, slots=True)
class Saved:
    """The rating is stored under `revision`. `replayed`: it already was, by this same key."""

    revision: int
    replayed: bool = False


class KeyReused(ValueError):
    """The key was used before for something else; nothing is saved."""


class Overtaken(ValueError):
    """The skill has been rated since the form was shown; nothing is saved."""


class VersionMoved(ValueError):
    """Another version of the taxonomy is current by now; nothing is saved."""


def save(new: NewRating, *, width: int) -> Saved:
    """Store a rating in one statement; `width` is the number of slots of the current version.

    Raises KeyError for a source that no vector holds, KeyReused when the key was used for other content, VersionMoved
    when `new.version` is not the current one, and Overtaken when the value, or the rater's newest rating, is no longer the
    one the form showed.
    """
    for _ in range(2):
        revision = _attempt(new, width)
        if revision is not None:
            return Saved(revision)
        if replayed := first_answer(new):
            return replayed
        spoken = encoding.spoken_by(new.person_id)
        if spoken.current != new.version:
            raise VersionMoved
        if spoken.profile in (0, new.version):
            break
        encoding.catch_up(new.person_id)
    raise Overtaken


def first_answer(new: NewRating) -> Saved | None:
    """What the same key was answered before; None when it is new. Raises KeyReused when it was for other content."""
    row = (
        Rating.objects.filter(person_id=new.person_id, key=new.key)
        .values_list("revision", "skill__slot", "value", "state", "source", "reason")
        .first()
    )
    if row is None:
        return None
    if row[1:] != new.content:
        raise KeyReused
    return Saved(revision=row[0], replayed=True)


def _attempt(new: NewRating, width: int) -> int | None:
    """The revision of the new row; None when the statement did not apply."""
    savepoint = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with savepoint, connection.cursor() as cursor:
            cursor.execute(STATEMENTS[new.source], _values(new, width))
            row = cursor.fetchone()
    except IntegrityError as error:
        if not any(name in str(error) for name in _TOO_LATE):
            raise
        return None
    return row[0] if row else None


def _values(new: NewRating, width: int) -> dict[str, Any]:
    day = 0 if new.value == UNRATED else day_number(new.day) | (ASKS_AGAIN if new.asks_again else 0)
    high, low = divmod(day, 256)
    return {
        "person": new.person_id, "slot": new.slot, "value": new.value, "day": new.day, "state": new.state,
        "shown": new.shown, "version": new.version, "key": new.key, "by": new.by_id, "source": new.source,
        "reason": new.reason, "withdraws": new.withdraws, "follows": new.follows, "self_seen": new.self_seen, "width": max(width, new.slot + 1), "high": high, "low": low,
    }  # fmt: skip
