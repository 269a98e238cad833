"""/teams/<slug>/review/: a team by person and by skill."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.models import Rating
from skillmatrix.people.models import Access
from tests import factories
from tests.assessments.reviewing import READING, judges, page_of, rating_form, says, shares

TEAM, SKILL = "/teams/payments/review/", f"/teams/payments/review/{READING}/"


@pytest.fixture
def team(mid, bob, payments, taxonomy):
    """alice and two more, all of them mid."""
    people = [mid]
    for name in ("Ana Duarte", "Priya Raman"):
        person = factories.PersonFactory(name=name)
        factories.MembershipFactory(person=person, team=payments)
        actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
        people.append(person)
    return people


def test_how_far_each_has_come(team, bob, signed_in):
    shares(team[0], code_reading=3)
    judges(bob, team[0], value=3)
    says(bob, team[0])
    says(team[0], team[0])
    page = signed_in(bob).get(TEAM).content.decode()
    for person in team:
        assert f'href="/people/{person.public_id}/review/"' in page
    assert '<td class="number">1 /' in page
    assert f'href="{SKILL}"' in page
    assert {row.subject for row in Access.objects.filter(viewer=bob, page="review")} == set(team)


def test_one_skill_for_everybody(team, bob, signed_in):
    client = signed_in(bob)
    page = client.get(SKILL).content.decode()
    assert page.count("<article") == 3
    for person in team:
        assert person.name in page
    response = client.post(
        f"/people/{team[1].public_id}/review/rate/", rating_form(place="team", team="payments")
    )
    assert response.status_code == 303
    assert response.url.startswith(f"{SKILL}#review-code-reading-")
    assert Rating.objects.get().person == team[1]


def test_a_level_is_not_on_the_page_of_the_skill_before_it_is_rated(team, bob, signed_in):
    client = signed_in(bob)
    shares(team[0], code_reading=1)
    before = page_of(client.get(SKILL))
    shares(team[0], code_reading=5)
    assert page_of(client.get(SKILL)) == before


def test_htmx_gets_the_card_alone(team, bob, signed_in, htmx):
    url = f"/people/{team[1].public_id}/review/rate/"
    response = signed_in(bob).post(url, rating_form(place="team", team="payments"), headers=htmx("x"))
    page = response.content.decode()
    assert page.count("<article") == 1
    assert "review-progress" not in page
    assert "Ana Duarte" in page


def test_a_team_that_is_not_theirs_is_never_sent_back_to(team, bob, signed_in):
    url = f"/people/{team[1].public_id}/review/rate/"
    assert signed_in(bob).post(url, rating_form(place="team", team="//evil")).status_code == 422
    response = signed_in(bob).post(url, rating_form(place="team", team="search"))
    assert signed_in(bob).get(response.url).status_code == 404


@pytest.mark.parametrize("url", [TEAM, SKILL])
def test_only_the_lead(team, carol, erin, signed_in, payments, url):
    for other in (team[0], carol, erin):
        assert signed_in(other).get(url).status_code == 404
    payments.parent = factories.TeamFactory()
    payments.save()
    factories.LeadFactory(person=carol, team=payments.parent)
    assert signed_in(carol).get(url).status_code == 403


def test_a_skill_that_is_asked_of_nobody_is_404(team, bob, signed_in):
    assert signed_in(bob).get("/teams/payments/review/cobol/").status_code == 404


def test_an_empty_team(bob, taxonomy, signed_in):
    assert "Nobody is in this team yet" in signed_in(bob).get(TEAM).content.decode()
    assert signed_in(bob).get(SKILL).status_code == 404


def test_the_number_of_queries_does_not_grow(team, bob, payments, signed_in):
    def count(url):
        client = signed_in(bob)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    judges(bob, team[0], value=3)
    says(bob, team[0])
    before = [count(url) for url in (TEAM, SKILL)]
    for _ in range(8):
        person = factories.PersonFactory()
        factories.MembershipFactory(person=person, team=payments)
        actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
        judges(bob, person, value=3)
        says(bob, person)
    assert [count(url) for url in (TEAM, SKILL)] == before
