"""Pictures of a team in few words, and people who rate and share through the actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

import numpy as np
from django.utils import timezone

from assessments import actions
from assessments.inputs import Audience
from assessments.levels.matrices import Crowd, Row
from assessments.levels.standings import Standings, Vectors
from assessments.levels.vectors import day_number
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import BASES, Basis
from assessments.targets import Override
from roadmaps.teams.picture import Member, Picture, draw
from skillmatrix.people.models import Person, Team
from skillmatrix.taxonomy.document import Taxonomy
from tests import factories

TODAY = date(2026, 3, 2)
NA = NOT_APPLICABLE


@dataclass
class One:
    """A member: `One("Ana", "mid", a=3)`; stale and agreed name skills."""

    name: str
    role: str | None = "mid"
    levels: dict[str, int] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    shared: date | None = TODAY
    away: bool = False
    joined: date = date(2024, 1, 1)
    team: str = "payments"
    overrides: dict[str, Override] = field(default_factory=dict)


def picture(taxonomy: Taxonomy, *people: One) -> Picture:
    skills = tuple(skill.slug for skill in taxonomy.active)
    shape = (len(people), len(skills))
    values, days = np.full(shape, UNRATED, dtype=np.uint8), np.zeros(shape, dtype=np.uint16)
    stale, basis = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.uint8)
    for row, one in enumerate(people):
        for skill, level in one.levels.items():
            column = skills.index(skill)
            values[row, column], days[row, column] = level, day_number(TODAY)
            stale[row, column] = skill in one.stale
            basis[row, column] = BASES.index(Basis.AGREED if skill in one.agreed else Basis.NOT_AGREED)
    nothing = Vectors(values, days)
    rows = tuple(Row(i, 1, one.shared, one.role, one.overrides) for i, one in enumerate(people))
    crowd = Crowd(taxonomy, Audience.SHARED, skills, rows, nothing, nothing)
    members = [
        Member(i, UUID(int=i), one.name, one.team, one.team.title(), one.joined, one.away, None)
        for i, one in enumerate(people)
    ]
    return draw(members, crowd, Standings(values, stale, basis, days), today=TODAY)


def rates(person: Person, **levels: int) -> int:
    """Rate through the action, skills written with underscores; the revision of the last."""
    revision = 0
    for skill, value in levels.items():
        revision = actions.rate_skill(
            person=person, skill=skill.replace("_", "-"), value=value, shown=UNRATED, version=1, key=uuid4(),
            by=person, today=timezone.localdate(),
        ).revision  # fmt: skip
    return revision


def shares(person: Person, **levels: int) -> None:
    """Rate and share."""
    revision = rates(person, **levels)
    actions.share(person=person, shown=revision, changes=len(levels), key=uuid4(), today=timezone.localdate())


def member(team: Team, name: str, role: str | None = "mid", **fields: object) -> Person:
    """Somebody in a team, with a role."""
    person = factories.PersonFactory(name=name, **fields)
    factories.MembershipFactory(person=person, team=team)
    if role:
        actions.assign_role(person=person, role=role, by=None, today=timezone.localdate() - timedelta(days=1))
    return person
