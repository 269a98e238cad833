"""/: one sentence and one button by state; three questions for whoever leads."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.levels.history import Assigned, History, Released, Stated
from assessments.levels.importing import load_histories
from skillmatrix.people.models import Access, Membership
from tests import factories
from tests.roadmaps.pictures import member, rates, shares

TODAY = timezone.localdate()


def call_of(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "style=" not in response.content.decode()
    return response.context["call"]


def past(person, *, role="mid", days=30, level=5, taxonomy, only=None, leave=()):
    """Somebody rated everything (or only some) so many days ago, and shared it."""
    day = TODAY - timedelta(days=days)
    skills = [
        skill.slug
        for skill in taxonomy.active
        if (not only or skill.slug in only) and skill.slug not in leave
    ]
    events = [Stated(day, slug, level) for slug in skills] + [Released(day)]
    if role:
        events.insert(0, Assigned(day, role, None))
    load_histories([History(person.pk, events)])


def test_never_rated_starts_with_the_quick_set(alice, taxonomy, signed_in):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    call = call_of(signed_in(alice))
    quick = sum(skill.quick and skill.slug in taxonomy.roles["mid"].targets for skill in taxonomy.active)
    assert (call.kind, call.url) == ("start", "/assess/?quick=1")
    assert call.action.startswith(f"Start with the quick set ({quick} skills, about ")


def test_never_rated_without_a_role_starts_with_the_quick_set_too(alice, taxonomy, signed_in):
    call = call_of(signed_in(alice))
    assert call.kind == "start"
    assert f"({sum(skill.quick for skill in taxonomy.active)} skills" in call.action


def test_unshared_changes_are_counted(alice, taxonomy, signed_in):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    rates(alice, idempotency=2, code_reading=3)
    call = call_of(signed_in(alice))
    assert (call.kind, call.title) == ("share", "You have 2 changes that nobody else sees")
    assert (call.action, call.url) == ("Look at 2 changes and share", "/assess/share/")
    assert call.text.startswith("Bob sees nothing of yours yet")


def test_unshared_changes_without_a_lead_say_so(alice, bob, taxonomy, signed_in):
    bob.leads.update(ends_on=TODAY)
    rates(alice, idempotency=2)
    assert "Nobody leads your team" in call_of(signed_in(alice)).text


def test_outdated_ratings_are_to_be_confirmed(alice, taxonomy, signed_in):
    past(alice, days=1500, taxonomy=taxonomy)
    call = call_of(signed_in(alice))
    assert (call.kind, call.action, call.url) == ("confirm", "Re-confirm", "/assess/")
    assert call.title.endswith("ratings are out of date")


def test_without_a_role_there_is_something_to_do(alice, taxonomy, signed_in):
    past(alice, role=None, taxonomy=taxonomy)
    call = call_of(signed_in(alice))
    assert call.kind == "no_role"
    assert "Bob" in call.text


def test_what_is_left_to_rate(alice, taxonomy, signed_in):
    past(alice, leave=("idempotency",), taxonomy=taxonomy)
    call = call_of(signed_in(alice))
    assert (call.kind, call.title) == ("go_on", "1 skill is not rated yet")


def test_all_fresh_is_the_next_step(alice, taxonomy, signed_in):
    past(alice, level=2, taxonomy=taxonomy)
    client = signed_in(alice)
    call = call_of(client)
    assert (call.kind, call.url) == ("step", "/me/roadmap/")
    assert call.title.startswith("Next: ")
    assert "Now on your roadmap" in client.get("/").content.decode()


def test_everything_met(alice, taxonomy, signed_in):
    past(alice, role="junior", level=5, taxonomy=taxonomy)
    assert call_of(signed_in(alice)).kind == "arrived"


def test_before_any_taxonomy_is_published(alice, signed_in):
    response = signed_in(alice).get("/")
    assert response.status_code == 200
    assert "No taxonomy is published yet" in response.content.decode()


def test_lead_reads_three_answers_from_shared_figures(alice, bob, payments, taxonomy, signed_in):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    ana = member(payments, "Ana Duarte", "senior")
    shares(alice, idempotency=1)
    shares(ana, idempotency=5)
    response = signed_in(bob).get("/")
    (board,) = response.context["boards"]
    assert (len(board.thin), board.answers.totals.counted) == (3, 2)
    assert [(one.skill, [m.name for m in one.helpers]) for one, _ in board.help] == [
        ("idempotency", ["Ana Duarte"])
    ]
    assert "Alice Lindqvist" in [m.name for m, *_ in board.learn]
    page = response.content.decode()
    for question in ("Where are we thin?", "Who can help?", "What should each learn next?"):
        assert question in page
    assert set(Access.objects.values_list("page", "subject")) == {("home", alice.pk), ("home", ana.pk)}


def test_nothing_unshared_reaches_the_lead(alice, bob, taxonomy, signed_in):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    shares(alice, idempotency=1)
    before = signed_in(bob).get("/").context["boards"]
    actions.rate_skill(
        person=alice, skill="idempotency", value=5, shown=1, version=1, key=uuid4(), by=alice, today=TODAY
    )
    rates(alice, system_design=5)
    after = signed_in(bob).get("/").context["boards"]
    assert [(b.thin, b.help, b.learn, b.answers.totals) for b in before] == [
        (b.thin, b.help, b.learn, b.answers.totals) for b in after
    ]


def test_each_led_team_has_its_own_answers(alice, bob, taxonomy, signed_in):
    other = factories.TeamFactory(name="Another", slug="another")
    factories.LeadFactory(person=bob, team=other)
    empty = factories.TeamFactory(name="Zero", slug="zero")
    factories.LeadFactory(person=bob, team=empty)
    shares(member(other, "Ana Duarte"), idempotency=4)
    boards = signed_in(bob).get("/").context["boards"]
    assert [(b.team.slug, b.answers and b.answers.totals.people) for b in boards] == [
        ("another", 1), ("payments", 1), ("zero", None),
    ]  # fmt: skip


def test_an_engineer_reads_no_team(alice, taxonomy, signed_in):
    page = signed_in(alice).get("/").content.decode()
    assert "Where are we thin?" not in page


def test_a_lead_without_people(bob, taxonomy, signed_in):
    Membership.objects.all().delete()
    assert "Nobody belongs to this team yet" in signed_in(bob).get("/").content.decode()


@pytest.mark.parametrize(("who", "url"), [("erin", "/organisation/"), ("dana", "/taxonomy/")])
def test_admins_find_their_place(who, url, request, taxonomy, signed_in):
    page = signed_in(request.getfixturevalue(who)).get("/").content.decode()
    assert f'<a class="panel place" href="{url}">' in page


def test_anonymous_signs_in_first(client, db):
    assert client.get("/").status_code == 302


def test_queries_do_not_depend_on_how_many(alice, bob, payments, taxonomy, signed_in):
    shares(alice, idempotency=3)
    client = signed_in(bob)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(19):
        shares(member(payments, f"Person {number}"), idempotency=number % 6)
    other = factories.TeamFactory()
    factories.LeadFactory(person=bob, team=other)
    shares(member(other, "Olga"), idempotency=3)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(few) == len(many) <= 14
