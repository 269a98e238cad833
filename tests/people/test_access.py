"""The relations table: who sees what of alice, as rows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from skillmatrix.people import access, actions
from skillmatrix.people.models import Access, Lead, Membership
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory


@pytest.fixture
def viewers(alice, bob, carol, erin, dana, payments, today):
    """Everybody who may stand in some relation to alice."""
    above, top = TeamFactory(), TeamFactory()
    payments.parent, above.parent = above, top
    payments.save()
    above.save()
    people = {
        name: PersonFactory(name=name)
        for name in ("parent lead", "top lead", "peer", "ex-lead", "future lead")
    }
    people |= {"self": alice, "lead": bob, "stranger": carol, "people admin": erin, "taxonomy admin": dana}
    people["superuser-like"] = PersonFactory(is_people_admin=True, is_taxonomy_admin=True, is_operator=True)
    MembershipFactory(person=people["peer"], team=payments)
    LeadFactory(person=people["parent lead"], team=above)
    LeadFactory(person=people["top lead"], team=top)
    row = Lead.objects.get(person=bob)
    row.starts_on = today - timedelta(days=30)
    row.ends_on = today + timedelta(days=30)
    row.save()
    LeadFactory(
        person=people["ex-lead"],
        team=payments,
        starts_on=today - timedelta(days=60),
        ends_on=today - timedelta(days=30),
    )
    LeadFactory(person=people["future lead"], team=payments, starts_on=today + timedelta(days=30))
    return people


TABLE = [
    # viewer, sees what she shared, and when she shares upward, sees what she has not shared, may set her targets
    ("self", True, True, True, False),
    ("lead", True, True, False, True),
    ("parent lead", False, True, False, False),
    ("top lead", False, True, False, False),
    ("peer", False, False, False, False),
    ("stranger", False, False, False, False),
    ("ex-lead", False, False, False, False),
    ("future lead", False, False, False, False),
    ("people admin", False, False, False, False),
    ("taxonomy admin", False, False, False, False),
    ("superuser-like", False, False, False, False),
]


@pytest.mark.parametrize(("name", "shared", "upward", "own", "targets"), TABLE)
def test_relation(viewers, alice, today, name, shared, upward, own, targets):
    viewer = viewers[name]
    found = access.relation(viewer, alice, today=today)
    assert (found.sees_shared_ratings, found.sees_own_ratings, found.may_set_targets) == (
        shared,
        own,
        targets,
    )
    alice.shares_upward = True
    assert access.relation(viewer, alice, today=today).sees_shared_ratings is upward
    viewer.is_active = False
    found = access.relation(viewer, alice, today=today)
    assert [found.sees_shared_ratings, found.sees_own_ratings, found.may_set_targets] == [False] * 3


@pytest.mark.parametrize(("name", "shared"), [row[:2] for row in TABLE])
def test_visible_person_is_as_absent_as_nobody(viewers, alice, today, name, shared):
    if shared:
        assert access.visible_person(viewers[name], alice.public_id, today=today)[0] == alice
    else:
        with pytest.raises(Http404):
            access.visible_person(viewers[name], alice.public_id, today=today)


def test_refusing_costs_the_same_queries_whether_or_not_somebody_is_there(
    alice, carol, today, django_assert_num_queries
):
    for public_id in (alice.public_id, "00000000-0000-4000-8000-000000000000"):
        with django_assert_num_queries(2), pytest.raises(Http404):
            access.visible_person(carol, public_id, today=today)


def test_a_lead_loses_sight_with_the_next_question(alice, bob, erin, today):
    assert access.relation(bob, alice, today=today).is_lead
    actions.move_person(person=alice, team=TeamFactory(), by=erin, today=today)
    assert not access.relation(bob, alice, today=today).sees_shared_ratings


def test_without_a_lead_access_falls_to_nobody(alice, payments, erin, today):
    actions.name_lead(team=payments, person=None, by=erin, today=today)
    assert access.leads_of(alice, today=today) == []


def test_teams_are_seen_by_their_leads_and_those_above(viewers, payments, today):
    seen = {name for name, viewer in viewers.items() if _sees_team(viewer, payments, today)}
    assert seen == {"lead", "parent lead", "top lead"}


def _sees_team(viewer, team, today):
    try:
        return bool(access.visible_team(viewer, team.slug, today=today))
    except Http404:
        return False


def test_a_closed_team_is_not_there(bob, payments, today):
    payments.closed_on = today
    payments.save()
    assert not _sees_team(bob, payments, today)
    assert access.led_teams(bob, today=today) == []


def test_rights_open_pages_of_their_own_kind(alice, dana, erin):
    access.require_people_admin(erin)
    access.require_taxonomy_admin(dana)
    for require, person in (
        (access.require_people_admin, dana),
        (access.require_taxonomy_admin, erin),
        (access.require_people_admin, alice),
    ):
        with pytest.raises(PermissionDenied):
            require(person)


def test_who_may_change_whom(alice, bob, erin):
    assert access.may_change(erin, alice)
    assert access.may_change(erin, erin)
    assert not access.may_change(bob, alice)
    second = PersonFactory(is_people_admin=True)
    assert not access.may_change(erin, erin)
    assert access.may_change(erin, second)
    with pytest.raises(PermissionDenied):
        access.require_may_change(erin, erin)


def test_looking_is_noted_once_a_day_and_never_about_oneself(alice, bob, today, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            access.note_access(bob, [alice, bob], page="person", today=today)
    access.note_access(bob, [alice], page="team", today=today)
    access.note_access(bob, [alice], page="team", today=today + timedelta(days=1))
    assert Access.objects.at(alice).count() == 3
    assert Access.objects.at(alice)[0].day == today + timedelta(days=1)
    assert not Access.objects.filter(subject=bob).exists()


def test_circular_teams_end(payments):
    payments.parent = TeamFactory(parent=payments)
    payments.save()
    assert payments.pk in access.ancestors(payments)
    assert not Membership.objects.filter(team=payments).exists()
