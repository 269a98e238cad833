"""How many people are up to date with a version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmaps import freshness, refresh
from roadmaps.freshness import Freshness
from roadmaps.models import Refresh, Report
from roadmaps.views.publish_progress import in_words, pause_at
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import TaxonomyVersion
from tests.factories import PersonFactory
from tests.roadmaps.saying import give_role, rate


@pytest.fixture
def people(taxonomy: Taxonomy) -> list[Person]:
    """Five people with current reports, and version 2, which nobody has one for yet."""
    people = [PersonFactory() for _ in range(5)]
    for person in people:
        give_role(person)
    work(people)
    publish(text=export(versions.current()) + "# Again\n", note="", by=None)
    return people


def work(people: list[Person]) -> None:
    refresh.refresh([person.pk for person in people], by=Report.Maker.WORKER)


def address(number: int = 2) -> str:
    return reverse("roadmaps:publish-progress", args=[number])


def published(ago: float) -> None:
    """Let version 2 be so many seconds old. Versions never change, so past the models."""
    with connection.cursor() as cursor:
        moment = timezone.now() - timedelta(seconds=ago)
        cursor.execute("UPDATE taxonomy_taxonomyversion SET published_at = %s WHERE number = 2", [moment])


def said(ago: float, *people: Person) -> None:
    """Let the last inputs of people be so many seconds old. A test is one moment for the database."""
    with connection.cursor() as cursor:
        moment = timezone.now() - timedelta(seconds=ago)
        ids = [person.pk for person in people]
        cursor.execute(
            "UPDATE assessments_profile SET changed_at = %s WHERE person_id = ANY(%s)", [moment, ids]
        )


def found() -> Freshness:
    return freshness.freshness(TaxonomyVersion.objects.get(number=2))


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_publish_brought_to_everybody(
    people: list[Person], dana: Person, signed_in: Callable[..., Client], htmx: Any
) -> None:
    client = signed_in(dana)
    assert "0 of 5 people" in text_of(client.get(address()))
    work(people[:3])
    page = client.get(address())
    text = text_of(page)
    assert "3 of 5 people" in text
    assert '<progress value="3" max="5"' in text
    assert f'<noscript><p><a href="{address()}">' in text
    after = text.split("?after=")[1].split('"')[0]
    assert client.get(f"{address()}?after={after}", headers=htmx("publish-progress")).status_code == 204
    work(people[3:])
    island = client.get(f"{address()}?after={after}", headers=htmx("publish-progress"))
    text = text_of(island)
    assert text.startswith('<section id="publish-progress"')
    assert "Everybody is up to date." in text
    assert "It took 1 second for 5 people." in text
    assert "hx-trigger" not in text
    assert not any(person.name in text for person in people)


def test_how_long_it_took_is_not_what_people_said_since(people: list[Person]) -> None:
    published(ago=300)
    said(400, *people)
    Report.objects.update(version=2, computed_at=timezone.now() - timedelta(seconds=280))
    rate(people[0], idempotency=3)
    said(10, people[0])
    work(people[:1])
    assert found() == Freshness(5, 5, 0, found().took, is_stuck=False)
    assert 19 < (found().took or timedelta()).total_seconds() < 21


def test_how_long_it_took_may_not_be_known(people: list[Person]) -> None:
    for person in people:
        rate(person, idempotency=3)
    said(-1, *people)
    work(people)
    assert (found().is_done, found().took) == (True, None)
    assert in_words(found()) == ""


def test_an_older_version_is_reached_by_whoever_has_a_newer_one(
    people: list[Person], dana: Person, signed_in: Callable[..., Client]
) -> None:
    work(people)
    assert "Everybody is up to date." in text_of(signed_in(dana).get(address(1)))


@pytest.mark.parametrize(("ago", "is_stuck"), [(5, False), (40, True)])
def test_nobody_at_work_is_said_after_half_a_minute(
    people: list[Person], dana: Person, signed_in: Callable[..., Client], ago: int, is_stuck: bool
) -> None:
    published(ago=ago)
    text = text_of(signed_in(dana).get(address()))
    assert ("Nobody has been brought up to date for half a minute." in text) is is_stuck


def test_one_new_report_is_work(people: list[Person]) -> None:
    published(ago=40)
    work(people[:1])
    assert not found().is_stuck
    Report.objects.update(computed_at=timezone.now() - timedelta(seconds=31))
    assert found().is_stuck


def test_a_report_that_cannot_be_computed_is_counted_and_not_named(
    people: list[Person], dana: Person, signed_in: Callable[..., Client]
) -> None:
    work(people[:4])
    Refresh.objects.create(person=people[4], dead_at=timezone.now())
    assert found().dead == 1
    text = text_of(signed_in(dana).get(address()))
    assert "The report of 1 person cannot be computed" in text
    assert people[4].name not in text


def test_one_query_whatever_the_number_of_people(people: list[Person]) -> None:
    version = TaxonomyVersion.objects.get(number=2)
    with CaptureQueriesContext(connection) as queries:
        freshness.freshness(version)
    assert len(queries) == 1


def test_who_may_see_it(
    people: list[Person], dana: Person, alice: Person, erin: Person, signed_in: Callable[..., Client]
) -> None:
    operator = PersonFactory(is_operator=True)
    statuses = {who.name: signed_in(who).get(address()).status_code for who in (dana, operator, alice, erin)}
    assert list(statuses.values()) == [200, 200, 403, 403]
    assert signed_in(dana).get(address(99)).status_code == 404


@pytest.mark.parametrize(("seconds", "pause"), [(0, 1), (59, 1), (60, 4), (599, 4), (600, 20), (1e6, 20)])
def test_an_open_page_asks_less_and_less_often(seconds: float, pause: int) -> None:
    assert pause_at(timedelta(seconds=seconds)) == pause


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 second"), (119, "119 seconds"), (125, "2 minutes")])
def test_time_in_words(seconds: float, words: str) -> None:
    assert in_words(Freshness(5, 5, 0, timedelta(seconds=seconds), is_stuck=False)) == words
