"""Month-end vectors and the figures from them, beside SQL that asks the rows themselves."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.levels import months
from assessments.levels.history import Aimed, Assigned, History, Released, Stated
from assessments.levels.importing import load_histories
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from benchmarks import as_of
from roadmaps.models import MonthEnd
from roadmaps.trends import keeping
from roadmaps.trends.keeping import keep_month_ends, month_ends
from roadmaps.trends.trend import kept, trend
from skillmatrix.jobs.actions import Unfinished
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill
from tests.factories import PersonFactory

SKILLS = 9
COUNT = 8


@pytest.fixture
def days() -> list[date]:
    return month_ends(current_day(), COUNT)


@pytest.fixture
def people(taxonomy: Any, bob: Person, days: list[date]) -> list[Person]:
    """Eight people who say, share, agree and take back at random for longer than the months that are kept."""
    random = Random(7)
    found = [PersonFactory() for _ in range(8)]
    slugs = [skill.slug for skill in versions.current().active][:SKILLS]
    load_histories(History(p.pk, events(random, slugs, bob, days)) for p in found[:-1])
    for person in found[:-1]:
        take_back(person, random, days)
    return found


def events(random: Random, slugs: list[str], lead: Person, days: list[date]) -> list[Any]:
    day, found = days[0] - timedelta(days=500), [Assigned(days[0] - timedelta(days=600), "mid", by=lead.pk)]
    while (day := day + timedelta(days=random.randrange(25))) < days[-4]:
        slug, value = random.choice(slugs), random.choice([0, 1, 2, 3, 4, NOT_APPLICABLE])
        found.append(
            random.choice(
                [
                    Stated(day, slug, value),
                    Stated(day, slug, value),
                    Stated(day, slug, min(value, 4), "agreed", lead.pk),
                    Stated(day, slug, min(value, 4), "manager", lead.pk),
                    Released(day),
                    Aimed(day, "senior"),
                ]
            )
        )
    return found


def take_back(person: Person, random: Random, days: list[date]) -> None:
    """After all that, undo some newest statements, as `withdraw_rating` writes it, and share: in two of the months."""
    for day in days[-3:-1]:
        for revision, skill in newest_of(person):
            if random.random() < 0.4:
                undo(person, revision, skill, day - timedelta(days=3))
        run(
            "INSERT INTO assessments_share (person_id, revision, up_to_revision, key, day, created_at)"
            " VALUES (%s, %s, %s, gen_random_uuid(), %s, %s)",
            person.pk, raised(person), raised(person) - 2, day, day - timedelta(days=random.randrange(2)),
        )  # fmt: skip


def newest_of(person: Person) -> list[tuple[int, int]]:
    """The newest statement of each skill that is not taken back already."""
    return run(
        "SELECT revision, skill_id FROM (SELECT DISTINCT ON (skill_id) * FROM assessments_rating WHERE person_id = %s"
        " AND source = 'self' ORDER BY skill_id, revision DESC) newest WHERE state <> 'withdrawn'",
        person.pk,
    )


def undo(person: Person, revision: int, skill: int, day: date) -> None:
    before = run(
        "SELECT value, day FROM assessments_rating WHERE person_id = %s AND skill_id = %s AND source = 'self'"
        " AND revision < %s ORDER BY revision DESC LIMIT 1",
        person.pk, skill, revision,
    )  # fmt: skip
    value, said_on = before[0] if before else (UNRATED, day)
    run(
        "INSERT INTO assessments_rating (person_id, skill_id, revision, key, source, state, value, day, reason,"
        " withdraws, version, by_id, created_at) VALUES"
        " (%s, %s, %s, gen_random_uuid(), 'self', 'withdrawn', %s, %s, '', %s, 1, %s, %s)",
        person.pk, skill, raised(person), value, said_on, revision, person.pk, day,
    )  # fmt: skip


def raised(person: Person) -> int:
    """The next revision of a person."""
    return run(
        "UPDATE assessments_profile SET revision = revision + 1, own_revision = revision + 1 WHERE person_id = %s"
        " RETURNING revision",
        person.pk,
    )[0][0]


def run(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def test_every_cell_is_what_the_rows_say(people: list[Person], days: list[date]) -> None:
    keep_month_ends()
    ids = [person.pk for person in people]
    taxonomy = versions.current()
    keys = dict(Skill.objects.values_list("pk", "slug"))
    by_rows = {
        (day, person, keys[skill]): level for day, person, skill, level in as_of.rows(as_of.CELLS, ids, days)
    }

    by_vectors = {}
    for block in kept(ids, days):
        values = months.levels(block, taxonomy)
        for row, person in enumerate(block.people):
            for column, skill in enumerate(taxonomy.active):
                if values[row, column] != UNRATED:
                    by_vectors[block.day, person, skill.slug] = int(values[row, column])

    assert by_vectors == by_rows
    assert len(by_rows) > 100
    assert {NOT_APPLICABLE} < set(by_rows.values())


def test_the_figures_are_those_of_the_rows(people: list[Person], days: list[date]) -> None:
    keep_month_ends()
    ids = [person.pk for person in people]

    found = {(p.day, p.area): (p.level, p.rated, p.people) for p in trend(ids, days) if p.rated}

    expected = {(row[0], row[1]): row[2:] for row in as_of.rows(as_of.AREAS, ids, days)}
    assert found == {key: (pytest.approx(level), *rest) for key, (level, *rest) in expected.items()}
    assert len({day for day, _ in found}) == COUNT


def test_a_trend_costs_the_same_queries_for_one_and_for_many(people: list[Person], days: list[date]) -> None:
    keep_month_ends()
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as queries:
            trend([person.pk for person in some], days)
        counts.append(len(queries))
    assert counts == [2, 2]  # the version, and what is kept


def test_keeping_twice_is_keeping_once_and_missed_months_are_caught_up(
    people: list[Person], days: list[date]
) -> None:
    keep_month_ends()
    whole = snapshot()
    assert keep_month_ends() == {"kept": 0}

    MonthEnd.objects.filter(day__in=days[2:4]).delete()
    MonthEnd.objects.filter(person=people[0]).delete()
    keep_month_ends()

    assert snapshot() == whole


def snapshot() -> list[tuple[Any, ...]]:
    rows = MonthEnd.objects.order_by("person", "day").values_list(
        "person", "day", "said_values", "agreed_values"
    )
    return [(person, day, bytes(said), bytes(agreed)) for person, day, said, agreed in rows]


def test_what_is_said_later_changes_no_month_that_is_over(people: list[Person], days: list[date]) -> None:
    keep_month_ends()
    whole = snapshot()
    MonthEnd.objects.all().delete()
    run(
        "INSERT INTO assessments_rating (person_id, skill_id, revision, key, source, state, value, day, reason,"
        " version, by_id) SELECT person_id, skill_id, %s, gen_random_uuid(), source, 'level', 5, day, '', 1, by_id"
        " FROM assessments_rating WHERE person_id = %s AND source = 'self' LIMIT 1",
        raised(people[0]), people[0].pk,
    )  # fmt: skip
    run(
        "INSERT INTO assessments_share (person_id, revision, up_to_revision, key, day) VALUES"
        " (%s, %s, %s, gen_random_uuid(), now())",
        people[0].pk, raised(people[0]), raised(people[0]) - 2,
    )  # fmt: skip

    keep_month_ends()

    assert snapshot() == whole


def test_nothing_is_kept_of_who_has_not_shared(taxonomy: Any, alice: Person) -> None:
    slug = next(iter(taxonomy.active)).slug
    load_histories([History(alice.pk, [Stated(current_day() - timedelta(days=90), slug, 3)])])

    assert keep_month_ends() == {"kept": 0}
    assert not MonthEnd.objects.exists()


def test_a_long_catching_up_goes_on_where_it_stopped(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_month_ends()
    whole = snapshot()
    MonthEnd.objects.all().delete()
    monkeypatch.setattr(keeping, "CHUNK", 7)
    monkeypatch.setattr(keeping, "A_RUN", 2)

    state: dict[str, int] = {}
    for _ in range(100):
        try:
            told = keep_month_ends(**state)
            break
        except Unfinished as rest:
            state = rest.payload
    assert told == {"kept": len(whole)}
    assert snapshot() == whole


def test_month_ends_are_the_last_days_of_months_that_are_over() -> None:
    assert month_ends(date(2026, 3, 1), 3) == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]
    assert month_ends(date(2026, 3, 31), 1) == [date(2026, 2, 28)]
