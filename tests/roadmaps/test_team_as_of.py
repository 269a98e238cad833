"""/teams/<slug>/as-of/: the matrix of a past day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models.rating import UNRATED
from roadmaps.teams.gathering import gather, past_picture_of, picture_of
from skillmatrix.people.models import Access, Person, Team
from tests import factories
from tests.roadmaps.pasts import TODAY, ago, two_years

URL = "/teams/payments/as-of/"


@pytest.fixture
def ada(taxonomy: Any, alice: Person, bob: Person) -> Person:
    two_years(alice, bob)
    return alice


def members(team: Team, bob: Person):
    return gather([team.pk], led=[team.pk], viewer_id=bob.pk, today=TODAY).members


def level(team: Team, bob: Person, day: Any, skill: str) -> int:
    picture = past_picture_of(members(team, bob), day)
    assert picture
    return int(picture.standings.values[0, picture.skills.index(skill)])


def test_the_matrix_of_a_day_is_what_was_shared_by_then(ada: Person, bob: Person, payments: Team) -> None:
    assert level(payments, bob, ago(100), "code-reading") == 2
    assert level(payments, bob, ago(40), "code-reading") == 3
    assert level(payments, bob, ago(1), "http-fundamentals") == UNRATED


def test_today_is_the_matrix_of_today(ada: Person, bob: Person, payments: Team) -> None:
    then, now = (
        past_picture_of(members(payments, bob), TODAY),
        picture_of(members(payments, bob), today=TODAY),
    )

    assert then
    assert now
    assert then.standings.values.tolist() == now.standings.values.tolist()
    assert then.asked.tolist() == now.asked.tolist()


def test_the_page(ada: Person, bob: Person, signed_in: Any, htmx: Any) -> None:
    client = signed_in(bob)

    html = client.get(f"{URL}?on={ago(100):%Y-%m-%d}").content.decode()
    part = client.get(f"{URL}?on={ago(100):%Y-%m-%d}&show=gap", headers=htmx("matrix")).content.decode()

    assert "This is the past" in html
    assert "Alice" in html
    assert f"on={ago(100):%Y-%m-%d}" in html
    assert part.strip().startswith('<div id="matrix"')
    assert [(row.viewer, row.page) for row in Access.objects.all()] == [(bob, "team")]


@pytest.mark.parametrize("typed", ["nonsense", f"{TODAY + timedelta(days=1):%Y-%m-%d}", ""])
def test_what_is_no_day_is_refused(ada: Person, bob: Person, signed_in: Any, typed: str) -> None:
    assert signed_in(bob).get(f"{URL}?on={typed}").status_code == 422


def test_whoever_may_not_read_the_team_finds_nothing(ada: Person, carol: Person, signed_in: Any) -> None:
    assert signed_in(carol).get(f"{URL}?on={ago(9):%Y-%m-%d}").status_code == 404


def test_a_team_of_one_costs_as_many_queries_as_one_of_twenty(
    ada: Person, bob: Person, payments: Team, signed_in: Any
) -> None:
    client, url, counts = signed_in(bob), f"{URL}?on={ago(100):%Y-%m-%d}", []
    for more in (0, 19):
        for _ in range(more):
            factories.MembershipFactory(person=factories.PersonFactory(), team=payments)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]
