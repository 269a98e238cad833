"""How far reports are behind, counted by reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from roadmaps import refresh
from roadmaps.models import Refresh, Report
from roadmaps.operations.standing import Spread, Standing, standing
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.exporting import export
from tests.factories import PersonFactory
from tests.roadmaps.saying import give_role, rate


@pytest.fixture
def people(taxonomy: Taxonomy) -> list[Person]:
    """Four people, all of them up to date."""
    people = [PersonFactory() for _ in range(4)]
    for person in people:
        give_role(person)
    work(people)
    return people


def work(people: list[Person], by: str = Report.Maker.WORKER) -> None:
    refresh.refresh([person.pk for person in people], by=by)


def move(table: str, column: str, seconds: float, person: Person) -> None:
    """Let something have happened so long ago: a test is one moment for the database."""
    moment = timezone.now() - timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE person_id = %s", [moment, person.pk])


def test_nothing_is_behind(people: list[Person]) -> None:
    found = standing()

    assert (found.people, found.behind, found.dead, found.up_to_date) == (4, 0, 0, 4)
    assert found.waiting == Spread()


def test_an_edit_waits_since_it_was_made(people: list[Person]) -> None:
    rate(people[0], idempotency=3)
    move("assessments_profile", "changed_at", 40, people[0])
    found = standing()

    assert (found.edited, found.fanned_out, found.day_come) == (1, 0, 0)
    assert found.waiting.longest == pytest.approx(40, abs=5)


def test_somebody_without_a_report_is_an_edit(people: list[Person]) -> None:
    give_role(PersonFactory())

    assert (standing().people, standing().edited) == (5, 1)


def test_a_publish_is_a_fan_out_since_it_was_published(people: list[Person]) -> None:
    publish(text=export(versions.current()) + "# Again\n", note="", by=None)
    moment = timezone.now() - timedelta(seconds=100)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE taxonomy_taxonomyversion SET published_at = %s WHERE number = 2", [moment])
    rate(people[0], idempotency=3)
    found = standing()

    assert (found.edited, found.fanned_out) == (1, 3)
    assert found.waiting.p50 == found.waiting.longest == pytest.approx(100, abs=5)


def test_a_day_that_has_come_counts_from_its_midnight(people: list[Person]) -> None:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    Report.objects.filter(person=people[1]).update(good_until=today)
    found = standing()
    since_midnight = timezone.localtime(timezone=timezone.get_default_timezone())
    midnight = since_midnight.replace(hour=0, minute=0, second=0, microsecond=0)

    assert (found.edited, found.fanned_out, found.day_come) == (0, 0, 1)
    assert found.waiting.longest == pytest.approx((since_midnight - midnight).total_seconds(), abs=10)


def test_a_new_engine_leaves_no_moment_to_count_from(people: list[Person]) -> None:
    Report.objects.filter(person=people[1]).update(engine=0)

    assert (standing().fanned_out, standing().waiting) == (1, Spread())


def test_dead_letters_are_counted_apart(people: list[Person]) -> None:
    rate(people[0], idempotency=3)
    Refresh.objects.update_or_create(person=people[0], defaults={"dead_at": timezone.now()})
    found = standing()

    assert (found.behind, found.dead, found.waiting) == (0, 1, Spread())


def test_what_was_stored_lately_took_so_long(people: list[Person]) -> None:
    for person, took in zip(people, (2, 4, 6, 100 * 60), strict=True):
        move("assessments_profile", "changed_at", took + 10, person)
        move("roadmaps_report", "computed_at", 10, person)
    move("roadmaps_report", "computed_at", 20 * 60, people[2])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE taxonomy_taxonomyversion SET published_at = published_at - interval '1 year'")
    found = standing()

    # Not the third, stored long ago, nor the last, which was not stored because of a change of an hour ago.
    assert found.arrived.p50 == pytest.approx(2, abs=0.9)
    assert found.arrived.longest == pytest.approx(4, abs=0.9)
    assert (found.last_minute, found.stored) == (3, 3)


def test_who_stored_it(people: list[Person]) -> None:
    rate(people[0], idempotency=3)
    work(people[:1], by=Report.Maker.DISPATCHER)

    assert (standing().by_worker, standing().by_dispatcher) == (3, 1)


def test_an_installation_without_a_taxonomy(db: None) -> None:
    assert standing() == Standing()


def test_as_many_queries_for_one_as_for_many(people: list[Person], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        standing()
