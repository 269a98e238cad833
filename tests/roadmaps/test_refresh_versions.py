"""What a refresh keeps of its work after a publish, and what `verify` says before it has been there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.levels import batches, encoding, reading
from assessments.models import Profile
from assessments.models.rating import UNRATED
from roadmaps import refresh
from roadmaps.computing.many import reports
from roadmaps.models import Report
from roadmaps.refresh import working
from roadmaps.verifying import verify
from skillmatrix.people.models import Person
from tests.assessments import ladders
from tests.assessments.ladders import ladder, publish, undo
from tests.roadmaps.test_refresh import INPUT_TABLES, OUTPUT_TABLES, PROJECTIONS

TODAY = timezone.localdate()
FOUR = ("None", "Some", "Good", "Great")


def rate(person: Person, skill: str, value: int, shown: int = UNRATED, version: int = 1) -> int:
    return actions.rate_skill(
        person=person, skill=skill, value=value, shown=shown, version=version, key=uuid4(), by=person, today=TODAY
    ).revision  # fmt: skip


@pytest.fixture
def base(alice: Person, carol: Person) -> dict[str, Any]:
    content = ladder("a", "b")
    publish(content)
    for person in (alice, carol):
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
        rate(person, "a", 5)
    return content


def speaks(person: Person) -> tuple[int, int, list[int]]:
    """Revision, version, and the bytes of what the person said."""
    profile = Profile.objects.get(person=person)
    return profile.revision, profile.version, list(bytes(profile.own_values).rstrip(b"\xff"))


def test_refresh_stores_the_vectors_it_had_to_translate(alice: Person, carol: Person, base: Any) -> None:
    people = [carol.pk, alice.pk]
    refresh.refresh(people, by="worker")
    publish(ladders.rescale(base, FOUR, (0, 1, 1, 2, 3, 3)))
    refresh.refresh(people, by="worker")
    for person in (alice, carol):
        assert speaks(person) == (2, 2, [3]), "nothing was said, so the revision stays"
        assert Report.objects.get(person=person, audience="own").version == 2
    assert verify().is_fine


def test_refresh_costs_two_queries_more_once_and_then_none(
    alice: Person, carol: Person, base: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    publish(ladders.rescale(base, FOUR, (0, 1, 1, 2, 3, 3)))
    reading.load([alice.pk], today=TODAY)  # this process meets the version
    with CaptureQueriesContext(connection) as queries:
        refresh.refresh([alice.pk, carol.pk], by="worker")
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) == 4
    with django_assert_num_queries(2):
        refresh.refresh([alice.pk, carol.pk], by="worker")


def test_refresh_after_a_publish_reads_only_tables_that_raise_the_revision(alice: Person, base: Any) -> None:
    publish(ladders.merge(base, "a", "b"))
    with CaptureQueriesContext(connection) as queries:
        refresh.refresh([alice.pk], by="worker")
    sql = " ".join(query["sql"] for query in queries)
    tables = {word.strip('"(),;').split('"')[0] for word in sql.replace("\n", " ").split()}
    ours = {t for t in tables if t.startswith(("assessments_", "people_", "taxonomy_", "roadmaps_", "jobs_"))}
    assert "assessments_rating" in ours
    assert ours <= INPUT_TABLES | {"assessments_rating"} | PROJECTIONS | OUTPUT_TABLES


def test_refresh_whoever_spoke_meanwhile_is_left_alone(
    alice: Person, carol: Person, base: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(ladders.rescale(base, FOUR, (0, 1, 1, 2, 3, 3)))

    def slow(*args: Any, **kwargs: Any) -> Any:
        if speaks(alice)[0] == 2:
            rate(alice, "a", 1, shown=3, version=2)
        return reports(*args, **kwargs)

    monkeypatch.setattr(working, "reports", slow)
    refresh.refresh([alice.pk, carol.pk], by="worker")
    assert speaks(alice) == (3, 2, [1])
    assert speaks(carol) == (2, 2, [3])
    assert not verify().differences


def test_refresh_that_comes_late_does_not_take_vectors_back(alice: Person, base: Any) -> None:
    publish(ladders.rescale(base, FOUR, (0, 1, 1, 2, 3, 3)))
    late = batches.load([alice.pk], today=TODAY)
    undo()
    batches.keep(batches.load([alice.pk], today=TODAY))
    assert speaks(alice) == (2, 3, [5])
    batches.keep(late)
    assert speaks(alice) == (2, 3, [5])


def test_refresh_that_fails_keeps_nothing(alice: Person, base: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(ladders.rescale(base, FOUR, (0, 1, 1, 2, 3, 3)))

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(encoding, "store", broken)
    refresh.refresh([alice.pk], by="worker")
    assert not Report.objects.exists()
    monkeypatch.undo()
    refresh.refresh([alice.pk], by="worker")
    assert Report.objects.count() == 2


def test_verify_finds_nothing_in_profiles_that_wait_for_their_refresh(
    alice: Person, carol: Person, base: Any
) -> None:
    publish(ladders.split(ladders.rescale(base, FOUR, (0, 1, 1, 2, 3, 3)), "a", "d"))
    assert not verify().differences
    rate(carol, "d", 0, shown=3, version=2)
    assert not verify().differences
    undo(moves={})
    assert not verify().differences
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_profile SET version = 3 WHERE person_id = %s", [carol.pk])
    assert [line for line in verify().differences if "vectors" in line]
