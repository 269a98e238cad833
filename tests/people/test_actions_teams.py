"""Teams, who belongs to them and who leads them."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from skillmatrix.people import actions
from skillmatrix.people.models import Change, Lead, Membership, Message, Team
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory


def place(person, day):
    row = Membership.objects.on(day).filter(person=person).first()
    return row.team if row else None


def leader(team, day):
    row = Lead.objects.on(day).filter(team=team).first()
    return row.person if row else None


def test_a_team_gets_an_address_that_no_other_has(erin, payments):
    team = actions.add_team(name="Payments EU", parent=payments, by=erin)
    assert (team.slug, team.parent) == ("payments-eu", payments)
    assert Change.objects.get(team=team).by == erin
    assert actions.add_team(name="Add", parent=None, by=erin).slug == "add-2"
    assert actions.add_team(name="Платежи", parent=None, by=erin).slug == "team"


def test_an_open_team_keeps_its_name_to_itself(erin, payments, today):
    with pytest.raises(actions.Unacceptable):
        actions.add_team(name="PAYMENTS", parent=None, by=erin)
    actions.close_team(team=payments, by=erin, today=today)
    again = actions.add_team(name="Payments", parent=None, by=erin)
    assert again.slug == "payments-2"
    with pytest.raises(actions.Unacceptable):
        actions.reopen_team(team=payments, by=erin, today=today)


def test_a_renamed_team_keeps_its_address(erin, payments):
    assert actions.rename_team(team=payments, name="Billing", by=erin)
    payments.refresh_from_db()
    assert (payments.name, payments.slug) == ("Billing", "payments")
    assert Change.objects.get().what == "Renamed Payments to Billing"
    assert not actions.rename_team(team=payments, name="Billing", by=erin)


def test_a_team_never_stands_under_itself(erin, payments):
    below = TeamFactory(parent=payments)
    lowest = TeamFactory(parent=below)
    for parent in (payments, below, lowest):
        with pytest.raises(actions.Unacceptable):
            actions.move_team(team=payments, parent=parent, by=erin)
    assert actions.move_team(team=lowest, parent=payments, by=erin)
    assert actions.move_team(team=lowest, parent=None, by=erin)
    lowest.refresh_from_db()
    assert lowest.parent is None


def test_moving_ends_one_membership_and_begins_another(erin, alice, payments, carol, today):
    search = Team.objects.get(slug="search")
    assert actions.move_person(person=alice, team=search, by=erin, today=today)
    assert place(alice, today) == search
    assert place(alice, today - timedelta(days=1)) == payments
    assert Change.objects.get(subject=alice).by == erin
    assert Message.objects.get(recipient=alice).subject == "You belong to Search from today"
    assert not actions.move_person(person=alice, team=search, by=erin, today=today)


def test_back_and_forth_on_one_day_is_no_conflict(erin, alice, payments, today):
    for team in (None, payments, None, payments):
        actions.move_person(person=alice, team=team, by=erin, today=today)
    assert place(alice, today) == payments


def test_what_was_planned_for_later_ends_too(erin, payments, today):
    person, later = PersonFactory(), TeamFactory()
    MembershipFactory(person=person, team=later, starts_on=today + timedelta(days=9))
    actions.move_person(person=person, team=payments, by=erin, today=today)
    assert place(person, today + timedelta(days=30)) == payments


def test_nobody_belongs_to_the_team_they_lead(erin, alice, bob, payments, today):
    with pytest.raises(actions.Unacceptable):
        actions.move_person(person=bob, team=payments, by=erin, today=today)
    with pytest.raises(actions.Unacceptable):
        actions.name_lead(team=payments, person=alice, by=erin, today=today)
    assert leader(payments, today) == bob


def test_nobody_leads_their_own_lead(erin, alice, bob, today):
    lower = TeamFactory(name="Lower")
    LeadFactory(person=alice, team=lower)
    with pytest.raises(actions.Unacceptable, match="Alice Lindqvist, who leads Lower, reports to Bob Okafor"):
        actions.move_person(person=bob, team=lower, by=erin, today=today)
    Lead.objects.filter(team=lower).delete()
    MembershipFactory(person=bob, team=lower)
    with pytest.raises(actions.Unacceptable, match="each would lead the other"):
        actions.name_lead(team=lower, person=alice, by=erin, today=today)


def test_a_new_lead_takes_over_today(erin, bob, carol, payments, today):
    assert actions.name_lead(team=payments, person=carol, by=erin, today=today)
    assert leader(payments, today) == carol
    assert leader(payments, today - timedelta(days=1)) == bob
    assert Message.objects.get(recipient=carol).link == "/teams/payments/"
    assert actions.name_lead(team=payments, person=None, by=erin, today=today)
    assert leader(payments, today) is None


def test_a_lead_can_sign_in(erin, payments, today):
    with pytest.raises(actions.Unacceptable):
        actions.name_lead(team=payments, person=PersonFactory(is_active=False), by=erin, today=today)


def test_admins_do_not_place_themselves(erin, payments, today):
    PersonFactory(is_people_admin=True)
    with pytest.raises(PermissionDenied):
        actions.move_person(person=erin, team=payments, by=erin, today=today)
    with pytest.raises(PermissionDenied):
        actions.name_lead(team=payments, person=erin, by=erin, today=today)


def test_the_only_admin_does_and_reads_it_in_the_log(erin, payments, today):
    actions.name_lead(team=payments, person=erin, by=erin, today=today)
    assert Change.objects.get().is_own
    assert Message.objects.filter(recipient=erin).count() == 1


def test_closing_a_team_frees_everybody_and_reopening_brings_them_back(erin, alice, bob, payments, today):
    other = PersonFactory()
    MembershipFactory(person=other, team=payments)
    assert actions.close_team(team=payments, by=erin, today=today)
    assert (place(alice, today), leader(payments, today)) == (None, None)
    actions.move_person(person=other, team=TeamFactory(), by=erin, today=today)
    assert actions.reopen_team(team=payments, by=erin, today=today)
    assert (place(alice, today), leader(payments, today)) == (payments, bob)
    assert place(other, today) != payments
    assert not actions.reopen_team(team=payments, by=erin, today=today)


def test_a_team_with_open_teams_below_stays_open_and_keeps_its_people(erin, alice, payments, today):
    TeamFactory(parent=payments)
    with pytest.raises(actions.Unacceptable):
        actions.close_team(team=payments, by=erin, today=today)
    assert place(alice, today) == payments
    assert not Change.objects.exists()


def test_closed_teams_take_nobody(erin, alice, bob, payments, today):
    actions.close_team(team=payments, by=erin, today=today)
    for attempt in (
        lambda: actions.move_person(person=alice, team=payments, by=erin, today=today),
        lambda: actions.name_lead(team=payments, person=bob, by=erin, today=today),
        lambda: actions.add_team(name="New", parent=payments, by=erin),
    ):
        with pytest.raises(actions.Unacceptable):
            attempt()


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(today):
    erin = PersonFactory(is_people_admin=True)
    one, two = TeamFactory(), TeamFactory()
    anna, bert = PersonFactory(), PersonFactory()
    LeadFactory(person=anna, team=one)
    LeadFactory(person=bert, team=two)
    ready, refused = threading.Barrier(2), []

    def move(person, team):
        try:
            ready.wait(5)
            actions.move_person(person=person, team=team, by=erin, today=today)
        except actions.Unacceptable as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((anna, two), (bert, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert Membership.objects.on(today).count() == 1
