"""Why a figure is another one than it was: two states of one person, and the causes that lead from one to the other.

Pure. The causes of a line are found by leaving out: of everything that differs between the two states, what could
have stayed as it was without the line coming out otherwise is no cause. So the causes named, and nothing else, lead
from the line of then to the line of now, and each of them is needed. A raised target is thereby never taken for a
level that fell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from assessments.inputs import Audience, Said
from assessments.past import Past
from assessments.standing import State as Rated
from assessments.standing import Statement, effective_own, effective_shared
from assessments.targets import Override, targets_of
from skillmatrix.taxonomy.document import Taxonomy


class Cause(StrEnum):
    """What can change a line of a gap report."""

    TAXONOMY = "taxonomy"  # another version of the skills, levels or roles
    ROLE = "role"
    TARGET = "target"  # an exception of the lead began or ended
    AGREEMENT = "agreement"
    RATING = "rating"
    AGEING = "ageing"


EXPECTATIONS = frozenset({Cause.TAXONOMY, Cause.ROLE, Cause.TARGET})
"""Causes that change what is asked and not what somebody can: figures on either side cannot be compared."""

# Where two would each do, the later in this order is named: what both said together before what one said.
_LEFT_OUT_FIRST = (
    Cause.AGEING,
    Cause.TAXONOMY,
    Cause.RATING,
    Cause.AGREEMENT,
    Cause.TARGET,
    Cause.ROLE,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that the gap report towards the current role follows from, as one audience knows it."""

    day: date
    taxonomy: Taxonomy
    role: str | None
    overrides: Mapping[str, Override]
    statements: Mapping[str, Statement]
    agreed: Mapping[str, Statement]

    @classmethod
    def of(cls, past: Past, audience: Audience) -> Ground:
        """The ground of a past day."""
        inputs = past.inputs
        said: Said = inputs.said(audience)
        return cls(past.day, inputs.taxonomy, inputs.role, inputs.overrides, said.statements, said.agreed)


@dataclass(frozen=True, slots=True)
class Seen:
    """One line as a reader sees it. `target` is 0 where nothing is asked; a level only where one is rated."""

    target: int
    rated: Rated
    level: int | None
    stale: bool

    @property
    def met(self) -> bool:
        """Known to stand at the target or above."""
        return self.target > 0 and self.level is not None and self.level >= self.target

    @property
    def counts(self) -> bool:
        """Asked for, and not set aside as not applicable."""
        return self.target > 0 and self.rated is not Rated.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Change:
    """One skill that is seen otherwise than before, and all that this is due to."""

    skill: str
    before: Seen
    after: Seen
    causes: frozenset[Cause]

    @property
    def is_expectation(self) -> bool:
        """What is asked has changed, so that both sides cannot be compared."""
        return not EXPECTATIONS.isdisjoint(self.causes)

    @property
    def met(self) -> int:
        """1 for a target that is met now, -1 for one that no longer is, else 0."""
        return int(self.after.met) - int(self.before.met)


NOTHING = Seen(0, Rated.UNRATED, None, stale=False)


class Attribution:
    """The way from `before` to `after`.

    `carried` is `before` in the words of the taxonomy of `after`: the same where no version came between.
    """

    def __init__(self, before: Ground, carried: Ground, after: Ground, audience: Audience) -> None:
        self._before, self._carried, self._after, self._audience = before, carried, after, audience
        self._known: dict[frozenset[Cause], dict[str, Seen]] = {}

    @cached_property
    def differing(self) -> frozenset[Cause]:
        """Everything that is not as it was, whether or not anybody can see it in a line."""
        then, now = self._carried, self._after
        return frozenset(
            cause
            for cause, differs in {
                Cause.TAXONOMY: self._before.taxonomy.number != now.taxonomy.number,
                Cause.ROLE: then.role != now.role,
                Cause.TARGET: then.overrides != now.overrides,
                Cause.AGREEMENT: then.agreed != now.agreed,
                Cause.RATING: then.statements != now.statements,
                Cause.AGEING: then.day != now.day,
            }.items()
            if differs
        )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every line that is seen otherwise, in the order of the later document, then those that left it."""
        before, after = self.lines(()), self.lines(self.differing)
        return tuple(
            Change(skill, before.get(skill, NOTHING), after.get(skill, NOTHING), self._causes(skill))
            for skill in dict.fromkeys([*after, *before])
            if before.get(skill, NOTHING) != after.get(skill, NOTHING)
        )

    def lines(self, causes: Iterable[Cause]) -> dict[str, Seen]:
        """What would be seen had only these causes been at work, by skill that is asked for."""
        chosen = frozenset(causes)
        if chosen not in self._known:
            self._known[chosen] = dict(seen(self._ground(chosen), self._audience))
        return self._known[chosen]

    def _causes(self, skill: str) -> frozenset[Cause]:
        """Leave out one after the other, until each that is left is needed."""
        wanted, needed = self.lines(self.differing).get(skill, NOTHING), self.differing
        while (cause := self._spare(needed, skill, wanted)) is not None:
            needed -= {cause}
        return needed

    def _spare(self, causes: frozenset[Cause], skill: str, wanted: Seen) -> Cause | None:
        """One without which the line would come out just the same."""
        return next(
            (
                cause
                for cause in _LEFT_OUT_FIRST
                if cause in causes and self.lines(causes - {cause}).get(skill, NOTHING) == wanted
            ),
            None,
        )

    def _ground(self, causes: frozenset[Cause]) -> Ground:
        """The state of then, but for what these causes have changed."""
        ground = self._carried if Cause.TAXONOMY in causes else self._before
        now = self._after
        changed = {
            Cause.ROLE: {"role": now.role},
            Cause.TARGET: {"overrides": now.overrides},
            Cause.AGREEMENT: {"agreed": now.agreed},
            Cause.RATING: {"statements": now.statements},
            Cause.AGEING: {"day": now.day},
        }
        for cause in causes - {Cause.TAXONOMY}:
            ground = replace(ground, **changed[cause])  # type: ignore[arg-type]
        return ground


def seen(ground: Ground, audience: Audience) -> Iterator[tuple[str, Seen]]:
    """The lines of the gap report towards the current role, in the order of the document."""
    known = frozenset((*ground.statements, *ground.agreed))
    effective = effective_own if audience is Audience.OWN else effective_shared
    for skill, asked in targets_of(ground.taxonomy, ground.role, ground.overrides, known).items():
        held = effective(
            ground.statements.get(skill),
            ground.agreed.get(skill),
            months=ground.taxonomy.review_months(skill),
            today=ground.day,
        )
        yield skill, Seen(asked.level, held.state, held.level, held.stale)


def attribute(before: Past, carried: Past, after: Past, audience: Audience) -> tuple[Change, ...]:
    """What changed between two past days as an audience sees it, and why.

    `carried` is `before` in the words of the taxonomy of `after`.
    """
    then, between, now = (Ground.of(past, audience) for past in (before, carried, after))
    return Attribution(then, between, now, audience).changes
