"""What a lead is not to see yet, and how the team's matrix and the person's page leave it out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions import assign_role
from assessments.cycles import actions, concealed
from assessments.models import Participant
from tests.factories import MembershipFactory, PersonFactory

URL = "/teams/payments/"


@pytest.fixture
def shared(mid, rate, part, submit):
    """alice has rated two skills, shared them, and submitted her part."""
    rate(mid, "idempotency", 3)
    rate(mid, "code-reading", 4)
    submit(part)
    return part


def test_it_is_hidden_until_both_have_submitted(mid, bob, part, cycle, shared, submit_lead):
    assert concealed([mid.pk], viewer=bob)[mid.pk] == frozenset(part.skills)
    submit_lead(part)
    assert concealed([mid.pk], viewer=bob) == {}


def test_the_lead_alone_is_not_enough(mid, bob, part, submit_lead):
    submit_lead(part)
    assert "idempotency" in concealed([mid.pk], viewer=bob)[mid.pk]


def test_it_shows_once_the_lead_s_day_is_over(mid, bob, cycle, part, now):
    assert concealed([mid.pk], viewer=bob, now=now + timedelta(days=27))
    assert concealed([mid.pk], viewer=bob, now=now + timedelta(days=30)) == {}


def test_it_shows_once_the_cycle_is_over(mid, bob, cycle, part, now):
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    assert concealed([mid.pk], viewer=bob) == {}


def test_nothing_is_hidden_from_oneself_or_of_new_people(mid, bob, part):
    assert concealed([mid.pk], viewer=mid) == {}
    Participant.objects.update(first_session_on=part.cycle.starts_on)
    assert concealed([mid.pk], viewer=bob) == {}


def test_two_cycles_hide_what_either_asks_for(mid, bob, open_cycle, submit, submit_lead):
    quick, everything = open_cycle(scope="quick"), open_cycle(scope="all")
    both = everything.participants.get()
    submit(both)
    submit_lead(both)
    assert concealed([mid.pk], viewer=bob)[mid.pk] == frozenset(quick.participants.get().skills)


def test_it_takes_two_queries_for_any_number(mid, bob, payments, open_cycle, today):
    people = [PersonFactory() for _ in range(20)]
    for person in people:
        MembershipFactory(person=person, team=payments)
        assign_role(person=person, role="mid", by=None, today=today)
    with CaptureQueriesContext(connection) as none:
        concealed([mid.pk], viewer=bob)
    open_cycle()
    with CaptureQueriesContext(connection) as one:
        concealed([mid.pk], viewer=bob)
    with CaptureQueriesContext(connection) as many:
        assert len(concealed([person.pk for person in people], viewer=bob)) == 20
    assert (len(none), len(one), len(many)) == (1, 2, 2)


def cell(html, skill):
    """The cell of a skill in the matrix."""
    after = html.split("<tbody>")[-1].split(f"#{skill}", 1)
    return after[0].rsplit("<td", 1)[1] + after[1].split("</td>", 1)[0]


def test_the_matrix_hatches_it_and_does_not_carry_the_level(mid, bob, shared, submit_lead, signed_in, part):
    html = signed_in(bob).get(URL).content.decode()
    hidden = cell(html, "idempotency")
    assert 'class="concealed"' in hidden
    assert "hidden until both of you have rated" in hidden
    assert "…" in hidden
    assert ">3<" not in hidden
    assert "a cycle asks for it" in html, "the legend says what it means"
    submit_lead(part)
    html = signed_in(bob).get(URL).content.decode()
    assert ">3<" in cell(html, "idempotency")
    assert "concealed" not in html


@pytest.mark.parametrize("mode", ["", "?show=gap"])
def test_in_both_modes(mid, bob, shared, signed_in, mode):
    assert 'class="concealed"' in cell(signed_in(bob).get(URL + mode).content.decode(), "idempotency")


def test_the_person_s_page_leaves_it_out(mid, bob, shared, submit_lead, signed_in, part, taxonomy):
    url = f"/people/{mid.public_id}/"
    html = signed_in(bob).get(url).content.decode()
    assert 'id="idempotency"' not in html
    assert "left out here until both of you have rated" in html
    submit_lead(part)
    html = signed_in(bob).get(url).content.decode()
    assert 'id="idempotency"' in html
