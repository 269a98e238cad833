"""The subjects: many people with a role and a few ratings, signed in, with fresh reports before anything begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

BATCH = 500
RATED_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who will be written once: their session, the skill, the value, and where their revision stands."""

    person: int
    session: str
    skill: str
    value: int
    revision: int
    shares: bool
    times: int
    key: UUID
    share_key: UUID


def invite(count: int, *, plant: int) -> tuple[list[Any], list[int]]:
    """So many people, and in the middle of them some to be planted: nobody writes those, the faults do."""
    from skillmatrix.people.models import Person

    people = Person.objects.bulk_create(
        [
            Person(email=f"subject{n}@chaos.test", name=f"Subject {n}", password="!")
            for n in range(count + plant)
        ],
        batch_size=2000,
    )
    middle = count // 2
    planted = people[middle : middle + plant]
    return people[:middle] + people[middle + plant :], [person.pk for person in planted]


def subjects(people: Sequence[Any], rng: Random) -> list[Subject]:
    """What each will say. One in ten also shares, one in twenty sends the same request four times at once."""
    said = _histories(people, rng)
    sessions = _sessions(people)
    return [
        Subject(
            person=person.pk,
            session=session,
            skill=skill,
            value=rng.randint(0, 5),
            revision=1 + RATED_BEFORE,
            shares=rng.random() < 0.1,
            times=4 if rng.random() < 0.05 else 1,
            key=UUID(int=rng.getrandbits(128), version=4),
            share_key=UUID(int=rng.getrandbits(128), version=4),
        )
        for person, session, skill in zip(people, sessions, said, strict=True)
    ]


def _histories(people: Sequence[Any], rng: Random) -> list[str]:
    """Give each a role and a few ratings; the skill that each has not rated yet but will."""
    from assessments.levels.history import Assigned, History, Stated
    from assessments.levels.importing import load_histories
    from skillmatrix.people.dated import current_day
    from skillmatrix.taxonomy import versions

    taxonomy, day = versions.current(), current_day() - timedelta(days=30)
    asked = {
        role.slug: sorted(slug for slug in role.targets if slug in taxonomy.skills)
        for role in taxonomy.roles.values()
    }
    roles = sorted(slug for slug, skills in asked.items() if len(skills) > RATED_BEFORE)
    histories, left = [], []
    for person in people:
        role = rng.choice(roles)
        *before, skill = rng.sample(asked[role], RATED_BEFORE + 1)
        said = [Stated(day, slug, rng.randint(0, 5)) for slug in before]
        histories.append(History(person.pk, [Assigned(day, role), *said]))
        left.append(skill)
    load_histories(histories)
    return left


def _sessions(people: Sequence[Any]) -> list[str]:
    """Sign everybody in without a request each."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store, expires = SessionStore(), timezone.now() + timedelta(days=1)
    rows = [
        Session(
            session_key=f"subject{person.pk:012d}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.pk),
                    BACKEND_SESSION_KEY: "skillmatrix.people.accounts.DemoGate",
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for person in people
    ]
    Session.objects.bulk_create(rows, batch_size=2000)
    return [row.session_key for row in rows]


def make_fresh() -> None:
    """Every report as it should be, so that from now on only faults can make one stale."""
    from assessments.models import Profile
    from roadmaps.models import Report
    from roadmaps.refresh import refresh

    people = list(Profile.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(people), BATCH):
        refresh(people[start : start + BATCH], by=Report.Maker.WORKER)
