"""What the header says of its reader is what the dated rows say, in one query."""

from datetime import timedelta

import pytest

from skillmatrix.people import access, inbox
from skillmatrix.people.surroundings import around
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory


@pytest.fixture
def people(alice, bob, carol, payments, today):
    """Leads of today, of yesterday and of tomorrow, of an open and of a closed team."""
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    closed = TeamFactory(name="Closed", closed_on=today)
    LeadFactory(person=bob, team=closed)
    LeadFactory(person=bob, team=TeamFactory(name="Ledger"))
    LeadFactory(person=bob, team=TeamFactory(name="Once"), starts_on=today - timedelta(days=9), ends_on=today)
    LeadFactory(person=carol, team=TeamFactory(name="Soon"), starts_on=tomorrow)
    LeadFactory(person=carol, team=TeamFactory(name="Still"), starts_on=yesterday, ends_on=tomorrow)
    MembershipFactory(person=bob, team=payments)
    gone = PersonFactory(name="Gone Away", is_active=False)
    left = TeamFactory(name="Left alone")
    LeadFactory(person=gone, team=left)
    member = PersonFactory(name="Nobody's")
    MembershipFactory(person=member, team=left)
    return [alice, bob, carol, gone, member, PersonFactory(name="New")]


def test_it_says_what_the_policy_says(people, today):
    for person in people:
        found = around(person, today=today)
        assert list(found.led) == access.led_teams(person, today=today)
        assert list(found.leads) == access.leads_of(person, today=today)

    assert [team.name for team in around(people[1], today=today).led] == ["Ledger", "Payments"]
    assert [lead.get_short_name() for lead in around(people[0], today=today).leads] == ["Bob"]


def test_it_counts_what_is_new_in_the_inbox(alice, bob, today):
    for subject in ("One", "Two"):
        inbox.tell(alice, kind="shared", subject=subject)
    inbox.tell(bob, kind="shared", subject="Other")
    assert around(alice, today=today).unread == 2
    inbox.mark_read(alice)
    assert around(alice, today=today).unread == 0


def test_it_costs_one_query_a_page(alice, signed_in, taxonomy, django_assert_num_queries):
    client = signed_in(alice)
    client.get("/assess/")
    # The session, the person, what they said, what proves it, what was brought along, their cycles, and this.
    with django_assert_num_queries(7):
        assert b"Inbox" in client.get("/assess/").content
