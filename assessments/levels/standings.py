"""The rules of `standing` for whole matrices: what holds in every cell of many people's vectors.

A row a person, a column a skill. It says exactly what `standing` says of one person and one skill, cell by cell (a
test compares); it is here because two hundred people times eighty skills are one operation on bytes, and sixteen
thousand objects otherwise. Knows no database.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.standing import BASES, Basis, Standing, State, stale_on

from .vectors import ASKS_AGAIN, EPOCH, day_number, to_day

Bytes = npt.NDArray[np.uint8]
Days = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]
Places = tuple[npt.NDArray[np.intp], ...]
_CODE = {basis: np.uint8(code) for code, basis in enumerate(BASES)}


@dataclass(frozen=True)
class Vectors:
    """Statements: what was said (a rank, 254 not applicable, 255 unrated), and the day's two bytes."""

    values: Bytes
    stored_days: Days

    @cached_property
    def days(self) -> Days:
        """The numbers of the days."""
        return self.stored_days & np.uint16(~ASKS_AGAIN & 0xFFFF)

    @cached_property
    def again(self) -> Mask:
        """Where the skill has become another since, so that the statement asks again."""
        return self.stored_days >= np.uint16(ASKS_AGAIN)

    def at(self, places: Places) -> Vectors:
        """Only these cells, in a row."""
        return Vectors(self.values[places], self.stored_days[places])


@dataclass(frozen=True)
class Standings:
    """What holds, cell by cell. `basis` holds places in BASES; a day means nothing where unrated."""

    values: Bytes
    stale: Mask
    basis: Bytes
    days: Days

    @cached_property
    def rated(self) -> Mask:
        """Where there is a level: neither unrated nor not applicable."""
        return self.values <= HIGHEST

    def take(self, rows: Sequence[int] | npt.NDArray[Any]) -> Standings:
        """Only these rows, in this order."""
        chosen = np.asarray(rows, dtype=np.intp)
        return Standings(self.values[chosen], self.stale[chosen], self.basis[chosen], self.days[chosen])

    def at(self, row: int, column: int) -> Standing:
        """One cell in the words of `standing`; the day on which time changes it is not known here."""
        value = int(self.values[row, column])
        if value == UNRATED:
            return Standing(State.UNRATED, None, stale=False, basis=Basis.NONE, day=None)
        rated = value != NOT_APPLICABLE
        return Standing(
            State.RATED if rated else State.NOT_APPLICABLE,
            value if rated else None,
            bool(self.stale[row, column]),
            BASES[int(self.basis[row, column])],
            to_day(int(self.days[row, column])),
        )


def effective_shared(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """`standing.effective_shared` for whole matrices. `cutoff`: see `cutoffs`.

    Few cells were ever agreed: everywhere else what was said holds, and there is nothing to compare.
    """
    has_said = said.values != UNRATED
    held = Standings(
        values=said.values.copy(),
        stale=has_said & _stale(said, cutoff),
        basis=has_said * _CODE[Basis.NOT_AGREED],  # NONE is 0
        days=said.days.copy(),
    )
    places = where(agreed.values != UNRATED)
    if len(places[0]):
        both = _beside_agreed(said.at(places), agreed.at(places), cutoff[places[-1]])
        held.values[places], held.stale[places] = both.values, both.stale
        held.basis[places], held.days[places] = both.basis, both.days
    return held


def where(mask: Mask) -> Places:
    """The cells where it holds. numpy finds them many times as fast in one row of all."""
    return np.unravel_index(np.flatnonzero(mask), mask.shape)


def _beside_agreed(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """The same where a level was agreed."""
    newer = (said.values != UNRATED) & _newer(said, agreed)
    outdated = _stale(agreed, cutoff)
    # 254 is above every rank: saying "not applicable" counts as a raise.
    lowered = ~outdated & newer & (said.values < agreed.values)
    basis = np.select(
        [lowered, outdated & newer], [_CODE[Basis.LOWERED], _CODE[Basis.NOT_AGREED]], _CODE[Basis.AGREED]
    )
    stale = outdated | (lowered & said.again)
    return _chosen((outdated & newer) | lowered, said, agreed, stale, basis)


def effective_own(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """`standing.effective_own` for whole matrices: the newer of the two, the agreed one on the same day."""
    has_said, has_agreed = said.values != UNRATED, agreed.values != UNRATED
    own_word = ~has_agreed | (has_said & _newer(said, agreed))
    basis = np.select(
        [~has_said & ~has_agreed, own_word], [_CODE[Basis.NONE], _CODE[Basis.SELF]], _CODE[Basis.AGREED]
    )
    stale = np.where(own_word, has_said & _stale(said, cutoff), _stale(agreed, cutoff))
    return _chosen(own_word, said, agreed, stale, basis)


def _newer(said: Vectors, agreed: Vectors) -> Mask:
    """As in `standing`: of one day, what asks again is the older."""
    of_one_day = (said.days == agreed.days) & agreed.again & ~said.again
    return (said.days > agreed.days) | of_one_day


def _stale(said: Vectors, cutoff: Days) -> Mask:
    return said.again | (said.days <= cutoff)


def cutoffs(months: Collection[int], *, today: date) -> Days:
    """For each number of months the last day (its number) on which a statement is stale `today`."""
    known = {count: _cutoff(count, today) for count in set(months)}
    return np.array([known[count] for count in months], dtype=np.uint16)


def ends(held: Standings, agreed: Vectors, months: Sequence[int]) -> Days:
    """`Standing.changes_on` for whole matrices, as numbers of days; 0 where time changes nothing.

    `months` by column. What somebody lowered lasts as long as the agreed level that it lowers.
    """
    since = np.where(held.basis == _CODE[Basis.LOWERED], agreed.days, held.days)
    known = sorted(set(months))
    table = np.concatenate([np.zeros(0, np.uint16), *(_stale_from(count) for count in known)])
    first = np.array([known.index(count) for count in months], dtype=np.int64) * ASKS_AGAIN
    found = table[first + since]
    found[held.stale | (held.values == UNRATED)] = 0
    return found


@lru_cache(maxsize=32)
def _stale_from(months: int) -> Days:
    """`stale_on` by the number of the day on which something was said."""
    days = np.datetime64(EPOCH) + np.arange(ASKS_AGAIN)
    month = days.astype("datetime64[M]")
    last = (month + (months + 1)).astype("datetime64[D]") - 1
    same_day = (month + months).astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    return (np.minimum(same_day, last) - np.datetime64(EPOCH)).astype(np.uint16)


def _cutoff(months: int, today: date) -> int:
    """`stale_on` never goes back as the day goes on, so one day divides the stale from the fresh."""
    years, month = divmod(today.month - 1 - months, 12)
    first = date(today.year + years, month + 1, 1)
    days = (first + timedelta(days=place) for place in range(31))
    return max(day_number(day) for day in days if stale_on(day, months) <= today)


def _chosen(own_word: Mask, said: Vectors, agreed: Vectors, stale: Mask, basis: Bytes) -> Standings:
    return Standings(
        values=np.where(own_word, said.values, agreed.values),
        stale=stale,
        basis=basis.astype(np.uint8),
        days=np.where(own_word, said.days, agreed.days),
    )
