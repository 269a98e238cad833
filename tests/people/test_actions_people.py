"""Adding, changing, deactivating and reactivating people: result, log, roll-back."""

import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from skillmatrix.jobs.models import Job
from skillmatrix.people import access, actions
from skillmatrix.people.models import Change, Lead, Membership, Message, Person
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory

PASSWORD = "correct horse battery"


def sign_in(client, person):
    """The way people do it, so that the session is listed."""
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.get_or_create(user=person, email=person.email, primary=True, verified=True)
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302


def logged() -> list[str]:
    return list(Change.objects.order_by("id").values_list("what", flat=True))


def test_a_new_person_is_verified_placed_logged_and_invited(erin, payments, today):
    person = actions.add_person(
        name=" Mia\u202e  Roth ", email="Mia@Example.com", team=payments, by=erin, today=today
    )
    assert (person.name, person.email) == ("Mia Roth", "mia@example.com")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified
    assert Membership.objects.on(today).get(person=person).team == payments
    assert Change.objects.filter(by=erin, subject=person).count() == 2
    assert Job.objects.get(kind="invite").payload["people"] == [person.pk]


def test_somebody_with_a_password_needs_no_invitation(erin, today):
    actions.add_person(name="Mia", email="mia@example.com", password="correct horse", by=None, today=today)
    assert not Job.objects.exists()


def test_an_address_is_taken_whatever_its_case_and_nothing_is_left_behind(erin, alice, today):
    with pytest.raises(actions.Unacceptable) as refused:
        actions.add_person(name="Twin", email="ALICE@example.com", by=erin, today=today)
    assert refused.value.field == "email"
    assert not Person.objects.filter(name="Twin").exists()
    assert not Change.objects.exists()


def test_a_person_refused_by_their_team_is_not_added(erin, payments, today):
    payments.closed_on = today
    payments.save()
    with pytest.raises(actions.Unacceptable):
        actions.add_person(name="Mia", email="mia@example.com", team=payments, by=erin, today=today)
    assert not Person.objects.filter(email="mia@example.com").exists()
    assert not Job.objects.exists()


def test_changing_a_person_says_what_changed_and_who_did_it(erin, alice, details):
    assert actions.change_person(person=alice, **details(alice, name="Alice L", is_operator=True), by=erin)
    alice.refresh_from_db()
    assert (alice.name, alice.is_operator) == ("Alice L", True)
    assert set(Change.objects.filter(by=erin, subject=alice).values_list("what", flat=True)) == {
        "Changed the name to Alice L",
        "Gave a right: watches operations",
    }


def test_changing_nothing_logs_nothing(erin, alice, details):
    assert not actions.change_person(person=alice, **details(alice), by=erin)
    assert not Change.objects.exists()


def test_a_new_address_is_the_one_to_sign_in_with(erin, alice, details):
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    actions.change_person(person=alice, **details(alice, email="al@example.com"), by=erin)
    assert list(EmailAddress.objects.filter(user=alice).values_list("email", "verified")) == [
        ("al@example.com", True)
    ]
    assert Message.objects.get(recipient=alice).subject == "You sign in with al@example.com from now on"
    # The address that no longer signs in hears of it, so that nobody's account is moved behind their back.
    assert Job.objects.get(kind="mail").payload["to"] == "alice@example.com"


def test_an_address_of_somebody_else_changes_nothing(erin, alice, carol, details):
    with pytest.raises(actions.Unacceptable):
        actions.change_person(person=alice, **details(alice, name="X", email=carol.email.upper()), by=erin)
    alice.refresh_from_db()
    assert alice.name == "Alice Lindqvist"
    assert not Change.objects.exists()


def test_whoever_was_overtaken_overwrites_nothing(erin, alice, details):
    old = details(alice, name="Mine")
    actions.change_person(person=alice, **details(alice, name="Theirs"), by=erin)
    with pytest.raises(actions.Overtaken):
        actions.change_person(person=alice, **old, by=erin)
    alice.refresh_from_db()
    assert alice.name == "Theirs"


def test_an_admin_does_not_change_what_is_their_own(erin, details):
    PersonFactory(is_people_admin=True)
    with pytest.raises(PermissionDenied):
        actions.change_person(person=erin, **details(erin, is_taxonomy_admin=True), by=erin)
    erin.refresh_from_db()
    assert not erin.is_taxonomy_admin


def test_the_only_admin_may_and_it_is_logged_and_shown_to_them(erin, details):
    actions.change_person(person=erin, **details(erin, is_taxonomy_admin=True), by=erin)
    assert Change.objects.get().is_own
    assert "Gave a right" in Message.objects.get(recipient=erin).subject


def test_there_is_always_a_people_admin(erin, details, today):
    with pytest.raises(actions.Unacceptable):
        actions.change_person(person=erin, **details(erin, is_people_admin=False), by=erin)
    with pytest.raises(actions.Unacceptable):
        actions.deactivate_person(person=erin, by=None, today=today)
    assert Person.objects.get(pk=erin.pk).is_people_admin


def test_an_inactive_admin_counts_for_nothing(erin):
    PersonFactory(is_people_admin=True, is_active=False)
    assert access.is_only_people_admin(erin)


def test_deactivating_ends_sessions_memberships_and_leads(erin, alice, bob, payments, client, today):
    sign_in(client, bob)
    assert client.get("/inbox/").status_code == 200
    key = client.session.session_key
    assert actions.deactivate_person(person=bob, by=erin, today=today)
    assert not Session.objects.filter(session_key=key).exists()
    assert not UserSession.objects.filter(user=bob).exists()
    assert not Lead.objects.on(today).filter(team=payments).exists()
    assert client.get("/inbox/").status_code == 302
    assert access.leads_of(alice, today=today) == []
    assert logged() == ["Deactivated Bob Okafor"]
    assert not actions.deactivate_person(person=bob, by=erin, today=today)


def test_deactivating_is_all_or_nothing(erin, alice, client, today, monkeypatch):
    sign_in(client, alice)
    monkeypatch.setattr(UserSession, "end", lambda session: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.deactivate_person(person=alice, by=erin, today=today)
    alice.refresh_from_db()
    assert alice.is_active
    assert Membership.objects.on(today).filter(person=alice).exists()


def test_nobody_signs_in_to_a_closed_account(erin, client, today):
    person = PersonFactory(email="mia@example.com")
    sign_in(client, person)
    client.post("/accounts/logout/")
    actions.deactivate_person(person=person, by=erin, today=today)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_reactivated_people_come_back_to_their_team_but_lead_nothing(erin, alice, bob, payments, today):
    for person in (alice, bob):
        actions.deactivate_person(person=person, by=erin, today=today)
        assert actions.reactivate_person(person=person, by=erin, today=today)
    assert Membership.objects.on(today).get(person=alice).team == payments
    assert not Lead.objects.on(today).exists()
    assert not actions.reactivate_person(person=alice, by=erin, today=today)


def test_reactivated_people_stay_without_a_team_that_closed(erin, alice, payments, today):
    actions.deactivate_person(person=alice, by=erin, today=today)
    payments.closed_on = today
    payments.save()
    actions.reactivate_person(person=alice, by=erin, today=today)
    assert Person.objects.get(pk=alice.pk).is_active
    assert not Membership.objects.on(today).filter(person=alice).exists()


def test_inviting_again_within_a_minute_is_one_mail(erin, alice):
    for _ in range(2):
        actions.invite_again(person=alice, by=erin)
    assert Job.objects.filter(kind="invite").count() == 1


def test_nobody_is_invited_to_a_closed_account(erin, alice, today):
    actions.deactivate_person(person=alice, by=erin, today=today)
    with pytest.raises(actions.Unacceptable):
        actions.invite_again(person=alice, by=erin)


def test_settings_are_changed_by_oneself_alone(alice, bob):
    wanted = {
        "name": "Al",
        "timezone": "Asia/Tokyo",
        "language": "en",
        "theme": "dark",
        "shares_upward": True,
        "wants_reminders": False,
    }
    with pytest.raises(PermissionDenied):
        actions.change_account(person=alice, by=bob, **wanted)
    assert actions.change_account(person=alice, by=alice, **wanted).shares_upward
    alice.refresh_from_db()
    assert (alice.name, alice.timezone, alice.theme) == ("Al", "Asia/Tokyo", "dark")


@pytest.mark.django_db(transaction=True)
def test_two_admins_cannot_take_the_right_from_each_other_at_once(details):
    pair = [PersonFactory(is_people_admin=True), PersonFactory(is_people_admin=True)]
    ready, failures = threading.Barrier(2), []

    def demote(by: Person, person: Person) -> None:
        try:
            ready.wait(5)
            actions.change_person(person=person, **details(person, is_people_admin=False), by=by)
        except (actions.Unacceptable, PermissionDenied) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=order) for order in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(failures) == 1
    assert Person.objects.filter(is_people_admin=True).count() == 1


def test_the_log_is_only_added_to(erin, alice):
    line = Change.objects.create(by=erin, subject=alice, what="x")
    for attempt in (line.save, Change.objects.all().delete, lambda: Change.objects.update(what="y")):
        with pytest.raises(TypeError), transaction.atomic():
            attempt()


def test_a_lead_with_members_is_found_at_any_distance(erin, today):
    top, middle = PersonFactory(name="Top"), PersonFactory(name="Middle")
    upper, lower = TeamFactory(), TeamFactory(name="Lower")
    LeadFactory(person=top, team=upper)
    MembershipFactory(person=middle, team=upper)
    LeadFactory(person=middle, team=lower)
    with pytest.raises(actions.Unacceptable):
        actions.move_person(person=top, team=lower, by=erin, today=today)
