"""Where one person stands in one skill: what holds of all that was said, on what basis, since when.

The rules are the row "effective level" of the design. Statements are what people said (my own
rating, the level that both confirmed); a **standing** is what follows from them on a given day, so
it is computed when shown and never stored as truth. Days are all that the vectors keep, so two
statements of one day are settled by rule: what both confirmed stands.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import inf
from typing import Literal


class State(StrEnum):
    """Three different things, none of them level 0."""

    RATED = "rated"
    UNRATED = "unrated"
    NOT_APPLICABLE = "not_applicable"


class Basis(StrEnum):
    """Which statement a standing rests on."""

    SELF = "self"  # my own rating, on my own pages
    AGREED = "agreed"  # both confirmed it
    NOT_AGREED = "not_agreed"  # a shared self rating that nobody confirmed (or no longer)
    LOWERED = "lowered"  # agreed, and since lowered by the person
    NONE = "none"


# In this order where a basis is a number: in matrices and in stored reports.
BASES = (Basis.NONE, Basis.SELF, Basis.AGREED, Basis.NOT_AGREED, Basis.LOWERED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said on a day: a level, or that the skill does not apply. Withdrawn = no statement.

    `asks_again`: the skill has become another since, by a new meaning, a merge or a split. Until it is said again it
    counts as stale, however young it is.
    """

    level: int | None
    day: date
    state: Literal["level", "not_applicable"] = "level"
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds. `level` is None unless rated; `changes_on` is the day on which time alone changes it."""

    state: State
    level: int | None
    stale: bool
    basis: Basis
    day: date | None
    changes_on: date | None = None


NOT_RATED = Standing(State.UNRATED, None, stale=False, basis=Basis.NONE, day=None)


def effective_own(self_: Statement | None, agreed: Statement | None, *, months: int, today: date) -> Standing:
    """What I see of myself: the newer of my rating and the agreed level. `months` until it goes stale."""
    if agreed is not None and not _newer(self_, agreed):
        return _standing(agreed, Basis.AGREED, months, today)
    if self_ is not None:
        return _standing(self_, Basis.SELF, months, today)
    return NOT_RATED


def effective_shared(
    self_: Statement | None, agreed: Statement | None, *, months: int, today: date
) -> Standing:
    """What others see, from the newest *shared* self rating and the agreed level.

    A self rating lowers the agreed level at once and raises it only once agreed; "not applicable"
    counts as a raise. An agreed level that went stale no longer protects: the newer of the two
    holds and is marked stale until it is agreed again.
    """
    if agreed is None:
        return NOT_RATED if self_ is None else _standing(self_, Basis.NOT_AGREED, months, today)
    if agreed.asks_again or is_stale(agreed.day, months, today):
        return _outdated(self_, agreed)
    if self_ is not None and _newer(self_, agreed) and _height(self_) < _height(agreed):
        end = None if self_.asks_again else stale_on(agreed.day, months)
        return _said(self_, Basis.LOWERED, stale=self_.asks_again, changes_on=end)
    return _standing(agreed, Basis.AGREED, months, today)


def restored(
    state: State,
    level: int | None,
    stale: bool,  # noqa: FBT001 - the cell of a stored report, field by field
    basis: Basis,
    self_: Statement | None,
    agreed: Statement | None,
    *,
    months: int,
) -> Standing:
    """The standing of which somebody kept state, level, stale and basis, with the days of what it rests on."""
    said = agreed if basis is Basis.AGREED else self_
    lasting = agreed if basis is Basis.LOWERED else said
    if said is None or lasting is None or basis is Basis.NONE:
        return NOT_RATED
    return Standing(state, level, stale, basis, said.day, None if stale else stale_on(lasting.day, months))


def is_stale(day: date, months: int, today: date) -> bool:
    """Whether what was said on `day` needs saying again `today`."""
    return today >= stale_on(day, months)


@lru_cache(maxsize=4096)
def stale_on(day: date, months: int) -> date:
    """The first day on which it is stale: the same day `months` calendar months later, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _newer(self_: Statement | None, agreed: Statement) -> bool:
    """Of one day, what has been said again since the skill became another is newer than what asks for that."""
    if self_ is None:
        return False
    return self_.day > agreed.day or (self_.day == agreed.day and agreed.asks_again and not self_.asks_again)


def _height(statement: Statement) -> float:
    """For comparing: "not applicable" stands above every level, because it would end the question."""
    return inf if statement.level is None else statement.level


def _outdated(self_: Statement | None, agreed: Statement) -> Standing:
    """The newer of the two, marked stale whatever its own age: nobody confirmed it lately."""
    if self_ is not None and _newer(self_, agreed):
        return _said(self_, Basis.NOT_AGREED, stale=True)
    return _said(agreed, Basis.AGREED, stale=True)


def _standing(statement: Statement, basis: Basis, months: int, today: date) -> Standing:
    end = stale_on(statement.day, months)
    stale = statement.asks_again or today >= end
    return _said(statement, basis, stale=stale, changes_on=None if stale else end)


def _said(statement: Statement, basis: Basis, *, stale: bool, changes_on: date | None = None) -> Standing:
    if statement.state == "not_applicable":
        return Standing(State.NOT_APPLICABLE, None, stale, basis, statement.day, changes_on)
    return Standing(State.RATED, statement.level, stale, basis, statement.day, changes_on)
