"""Rating in tests, through the front door: `rate(alice, idempotency=3)` by slug with underscores."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from assessments import actions
from assessments.levels.reading import load
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions


def rate(person: Person, **levels: int) -> int:
    """Rate skills one after another; the revision of the last rating."""
    revision = 0
    for slug, value in levels.items():
        skill = slug.replace("_", "-")
        revision = actions.rate_skill(
            person=person, skill=skill, value=value, shown=byte(person, skill), version=versions.current().number,
            key=uuid4(), by=person, today=timezone.localdate(), reason="x" if value == NOT_APPLICABLE else "",
        ).revision  # fmt: skip
    return revision


def byte(person: Person, skill: str) -> int:
    """What a form would show of a skill."""
    said = inputs(person).own.statements.get(skill)
    if said is None:
        return UNRATED
    return NOT_APPLICABLE if said.level is None else said.level


def inputs(person: Person):
    return load([person.pk], today=timezone.localdate())[0]


def rate_all(person: Person, level: int = 2) -> None:
    rate(person, **{skill.slug: level for skill in versions.current().active})


def give_role(person: Person, role: str = "mid") -> None:
    actions.assign_role(person=person, role=role, by=None, today=timezone.localdate())


def aim_at(person: Person, role: str | None) -> None:
    actions.choose_next_role(person=person, role=role, by=person)


def share(person: Person) -> None:
    actions.share(
        person=person, shown=inputs(person).own_revision, changes=1, key=uuid4(), today=timezone.localdate()
    )


def set_target(person: Person, skill: str, level: int, reason: str, by: Person) -> None:
    actions.override_target(
        person=person, skill=skill, level=level, reason=reason, by=by, today=timezone.localdate()
    )
