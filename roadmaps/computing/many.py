"""The reports of a chunk of people at once: sheets made from matrices.

It says what `findings.compute` says of each of them (a test and `verify` compare, byte by byte); it is here because a
skill of a thousand people is one operation on bytes. Matrices have a row a skill here, so that one skill of everybody
lies together, and both audiences of everybody stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.inputs import Audience
from assessments.levels.batches import Batch, Said
from assessments.levels.standings import (
    Bytes,
    Days,
    Mask,
    Standings,
    cutoffs,
    effective_own,
    effective_shared,
    ends,
)
from assessments.levels.vectors import EPOCH
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.targets import Override, targets_of
from roadmaps.planning.ground import Ground, ground_of
from skillmatrix.taxonomy.document import Taxonomy

from . import sheets

NEVER = np.uint16(0xFFFF)
NO_ROLE = 0  # the row of zeros among the roles
AUDIENCES = (Audience.OWN, Audience.SHARED)


@dataclass(frozen=True, slots=True)
class Made:
    """The reports of one audience, in the order of the batch: `size` bytes of sheet each, and how long it is good."""

    sheets: bytes
    size: int
    good_until: tuple[date | None, ...]

    def sheet(self, row: int) -> bytes:
        """One of them."""
        return self.sheets[row * self.size : (row + 1) * self.size]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A taxonomy as places: a place a skill in document order, a row a role, targets in between.

    `downward` has every skill before all that it needs, each with the places of those.
    """

    skills: tuple[str, ...]
    months: tuple[int, ...]
    optional: Mask
    roles: dict[str, int]
    targets: Bytes
    downward: tuple[tuple[int, tuple[int, ...]], ...]

    def role(self, slug: str | None) -> int:
        """The row of a role; that of zeros for none, or for one that this version does not have."""
        return self.roles.get(slug or "", NO_ROLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Targets, a row a skill; 0 where nothing is asked."""

    now: Bytes
    next: Bytes


def reports(batch: Batch, *, today: date) -> dict[Audience, Made]:
    """What follows for everybody in the batch, as each audience may know it, on `today`."""
    columns = columns_of(batch.taxonomy)
    stands, expiry = _standing(batch, columns, today)
    asked = _asked(batch, columns)
    ends, counted = _reach(columns, stands.values, asked)
    scope = (asked.now > 0) | (asked.next > 0) | (ends.next > 0) | counted
    first = np.where(scope & (expiry > 0), expiry, NEVER).min(axis=0, initial=int(NEVER))
    packed = _packed(stands, asked, ends)
    people = len(batch.person_ids)
    return {
        audience: Made(
            packed[place * people : (place + 1) * people].tobytes(),
            packed.shape[1],
            tuple(_good_until(batch, first[place * people : (place + 1) * people])),
        )
        for place, audience in enumerate(AUDIENCES)
    }


def columns_of(taxonomy: Taxonomy) -> Columns:
    """The columns of a taxonomy, worked out once for each."""
    return _columns(ground_of(taxonomy))


@lru_cache(maxsize=8)
def _columns(ground: Ground) -> Columns:
    taxonomy = ground.taxonomy
    skills = tuple(skill.slug for skill in taxonomy.active)
    place = {slug: number for number, slug in enumerate(skills)}
    profiles = [targets_of(taxonomy, role) for role in taxonomy.roles]
    targets = np.zeros((len(profiles) + 1, len(skills)), dtype=np.uint8)
    for row, profile in enumerate(profiles, start=NO_ROLE + 1):
        for slug, line in profile.items():
            targets[row, place[slug]] = line.level
    return Columns(
        skills=skills,
        months=tuple(taxonomy.review_months(slug) for slug in skills),
        optional=np.array([skill.optional for skill in taxonomy.active], dtype=bool),
        roles={role: row for row, role in enumerate(taxonomy.roles, start=NO_ROLE + 1)},
        targets=targets,
        downward=tuple(
            (place[slug], tuple(place[need] for need in ground.needs[slug])) for slug in ground.downward
        ),
    )


def _standing(batch: Batch, columns: Columns, today: date) -> tuple[Standings, Days]:
    """Where both audiences see everybody stand, and the day on which time changes that; a row a skill."""
    cutoff = cutoffs(columns.months, today=today)
    pairs = (
        effective_own(batch.own.vectors, batch.agreed, cutoff),
        effective_shared(batch.shared.vectors, batch.agreed, cutoff),
    )
    expiry = _beside(ends(one, batch.agreed, columns.months) for one in pairs)
    both = (_beside(getattr(one, field) for one in pairs) for field in ("values", "stale", "basis", "days"))
    return Standings(*both), expiry


def _beside(parts: Iterable[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Matrices with a row a person as one with a row a skill, side by side."""
    return np.ascontiguousarray(np.concatenate([*parts]).T)


def _asked(batch: Batch, columns: Columns) -> Asked:
    now = [columns.role(place.role) for place in batch.places]
    parts = [
        (_targets(batch, columns, now, said), _next_targets(batch, columns, said)) for said in _both(batch)
    ]
    for row, place in enumerate(batch.places):
        if place.overrides and now[row] != NO_ROLE:
            for asked, _ in parts:
                _override(asked[row], columns, place.overrides)
    return Asked(_beside(asked for asked, _ in parts), _beside(asked for _, asked in parts))


def _both(batch: Batch) -> tuple[Said, Said]:
    return batch.own, batch.shared


def _next_targets(batch: Batch, columns: Columns, said: Said) -> Bytes:
    return _targets(batch, columns, [columns.role(slug) for slug in said.next_roles], said)


def _targets(batch: Batch, columns: Columns, roles: Sequence[int], said: Said) -> Bytes:
    """What roles ask for. An optional skill counts only for those who have said something about it."""
    asked = columns.targets[np.asarray(roles, dtype=np.intp)]
    unknown = (said.vectors.values == UNRATED) & (batch.agreed.values == UNRATED)
    asked[unknown & columns.optional] = 0
    return asked


def _override(asked: Bytes, columns: Columns, overrides: Mapping[str, Override]) -> None:
    for place, slug in enumerate(columns.skills):
        override = overrides.get(slug)
        if override is not None and override.level is not None:
            asked[place] = override.level


def _reach(columns: Columns, levels: Bytes, asked: Asked) -> tuple[Asked, Mask]:
    """`planning.steps.reach` for everybody: how far each skill goes for the current role, and altogether.

    Beside it, the skills that a step altogether counts on. What is not a level is above every target, so it takes
    no step.
    """
    width = levels.shape[1]
    needed = np.concatenate([asked.now, np.maximum(asked.now, asked.next)], axis=1)
    levels = np.concatenate([levels, levels], axis=1)
    counted = np.zeros_like(needed, dtype=bool)
    for skill, needs in columns.downward:
        has = needed[skill] > levels[skill]
        needed[skill] *= has
        below = needed[skill] - has
        for need in needs:
            np.maximum(needed[need], below, out=needed[need])
            counted[need] |= has
    return Asked(needed[:, :width], needed[:, width:]), counted[:, width:]


def _packed(stands: Standings, asked: Asked, ends: Asked) -> Bytes:
    """A row a person of each audience: the three planes of `sheets`."""
    planes = np.empty((sheets.PLANES, *stands.values.shape), dtype=np.uint8)
    planes[0] = _NIBBLES[stands.values] | stands.basis
    planes[0] |= np.where(stands.stale, np.uint8(sheets.STALE), np.uint8(0))
    planes[1] = asked.now << 4 | ends.now
    planes[2] = asked.next << 4 | ends.next
    return np.ascontiguousarray(planes.transpose(2, 0, 1)).reshape(stands.values.shape[1], -1)


def _nibbles() -> Bytes:
    """The high four bits by the byte of a vector."""
    found = np.full(256, sheets.UNRATED << 4, dtype=np.uint8)
    found[: HIGHEST + 1] = np.arange(HIGHEST + 1) << 4
    found[NOT_APPLICABLE] = sheets.NOT_APPLICABLE << 4
    return found


_NIBBLES = _nibbles()


def _good_until(batch: Batch, first: Days) -> Iterator[date | None]:
    for place, number in zip(batch.places, first.tolist(), strict=True):
        expires = None if number == NEVER else EPOCH + timedelta(days=number)
        days = [day for day in (expires, place.changes_on) if day]
        yield min(days, default=None)
