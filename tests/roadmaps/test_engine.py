"""The whole way of a rating with real processes: saved, announced, rung, computed, stored."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from assessments import actions
from assessments.models import Profile
from assessments.models.rating import UNRATED
from roadmaps.models import Refresh, Report
from roadmaps.verifying import verify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from tests.factories import PersonFactory
from tests.processes import Stack, wait_until

SECONDS = 30


def engineer(name: str = "Ada") -> Person:
    person = PersonFactory(name=name, email=f"{name.lower()}-{uuid4().hex[:6]}@example.com")
    actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
    return person


def rate(person: Person, skill: str, value: int, shown: int = UNRATED) -> int:
    number = versions.current_number()
    return actions.rate_skill(
        person=person, skill=skill, value=value, shown=shown, version=number, key=uuid4(), by=person,
        today=timezone.localdate(),
    ).revision  # fmt: skip


def stored(person: Person, revision: int, by: str | None = None) -> bool:
    wanted = Report.objects.filter(person=person, audience="own", revision=revision)
    return (wanted.filter(computed_by=by) if by else wanted).exists()


@pytest.mark.slow
def test_engine_rating_reaches_the_stored_report_through_the_worker(stack: Stack) -> None:
    stack.fallback = False
    stack.worker()
    stack.dispatcher()
    ada = engineer()
    first = rate(ada, "idempotency", 2)
    wait_until(lambda: stored(ada, first, "worker"), seconds=SECONDS, what="the worker's report")
    revision = rate(ada, "caching-fundamentals", 3)
    wait_until(lambda: stored(ada, revision, "worker"), seconds=5, what="the second report")
    assert verify().is_fine


@pytest.mark.slow
def test_engine_without_worker_and_fallback_stores_nothing(stack: Stack) -> None:
    stack.fallback = False
    stack.dispatcher()
    ada = engineer()
    revision = rate(ada, "idempotency", 2)
    rung = Refresh.objects.filter(person=ada, attempts__gte=1)
    wait_until(rung.exists, seconds=SECONDS, what="the dispatcher's ring")
    with pytest.raises(AssertionError, match="did not come true"):
        wait_until(lambda: stored(ada, revision), seconds=3, what="a report")


@pytest.mark.slow
def test_engine_survives_the_death_of_worker_and_broker_in_the_middle_of_ratings(
    stack: Stack, tmp_path: Path
) -> None:
    stack.valkey(tmp_path)
    stack.worker()
    stack.dispatcher()
    people = [engineer(f"Person{n}") for n in range(6)]
    slugs = [skill.slug for skill in versions.current().active[:30]]
    done: list[int] = []

    def work(person: Person) -> None:
        for slug in slugs:
            rate(person, slug, 2)
            done.append(1)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(done) > 40, what="some ratings")
    stack.kill("worker")
    wait_until(lambda: len(done) > 90, what="more ratings")
    stack.kill("valkey")
    for thread in threads:
        thread.join()
    assert len(done) == len(people) * len(slugs)

    revisions = dict(Profile.objects.values_list("person_id", "revision"))
    wait_until(
        lambda: all(stored(person, revisions[person.pk]) for person in people),
        seconds=90,
        what="fresh reports without worker and broker",
    )
    verdict = verify()
    assert verdict.is_fine, verdict
    assert verdict.reports == 2 * len(people)
