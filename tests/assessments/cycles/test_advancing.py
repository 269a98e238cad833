"""What happens by the clock."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.actions import assign_role
from assessments.cycles import actions, advancing
from assessments.models import Cycle, Series
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Membership, Message
from tests.factories import MembershipFactory, PersonFactory


@pytest.fixture
def at(monkeypatch):
    """Let the clock be on another day: `at(day)`."""

    def move(day):
        monkeypatch.setattr(advancing, "current_day", lambda: day)
        return advancing.advance()

    return move


@pytest.fixture
def series(mid, plan, bob, today):
    def make(rhythm, **other):
        actions.open_cycle(plan=plan(rhythm=rhythm, **other), key=uuid4(), by=bob, today=today)
        return Series.objects.get()

    return make


def test_a_cycle_begins_on_its_day_once(mid, open_cycle, today, at):
    cycle = open_cycle(starts_on=today + timedelta(days=2))
    assert at(today + timedelta(days=1))["begun"] == 0
    assert at(today + timedelta(days=2))["begun"] == 1
    assert at(today + timedelta(days=2))["begun"] == 0
    assert cycle.participants.count() == 1


def test_a_quarterly_series_opens_the_next_with_the_same_distances(series, today, at):
    rows = series("quarterly")
    first = Cycle.objects.get()
    assert first.series == rows
    day = rows.next_on
    assert 89 <= (day - today).days <= 92
    assert at(day - timedelta(days=1))["opened"] == 0
    assert at(day)["opened"] == 1
    assert at(day)["opened"] == 0
    second = Cycle.objects.get(starts_on=day)
    assert (second.self_by - day, second.lead_by - day) == (timedelta(days=14), timedelta(days=28))
    assert list(second.teams.all()) == list(first.teams.all())
    assert second.participants.count() == 1


def test_a_series_that_was_stopped_opens_nothing(series, today, at, bob):
    rows = series("yearly")
    actions.stop_series(series=rows, by=bob, now=timezone.now())
    assert at(today + timedelta(days=400))["opened"] == 0


def test_days_of_long_ago_are_not_made_up_for(series, today, at):
    series("quarterly")
    at(today + timedelta(days=700))
    assert Cycle.objects.count() == 1
    assert Series.objects.get().next_on > today + timedelta(days=700)


def test_anniversaries_open_a_cycle_for_those_whose_day_it_is(mid, payments, series, today, at):
    ada = PersonFactory(name="Ada")
    Membership.objects.create(person=ada, team=payments, starts_on=today - timedelta(days=366 * 2 + 40))
    assign_role(person=ada, role="mid", by=None, today=today)
    series("anniversary")
    assert not Cycle.objects.exists()
    opened = sum(at(today + timedelta(days=days))["opened"] for days in range(0, 366, 7))
    starts = {
        cycle.starts_on: [p.person.name for p in cycle.participants.all()] for cycle in Cycle.objects.all()
    }
    assert opened == len(starts) == 2
    assert sorted(name for names in starts.values() for name in names) == ["Ada", "Alice Lindqvist"]
    joined = Membership.objects.get(person=ada).starts_on
    mine = next(day for day, names in starts.items() if names == ["Ada"])
    assert (mine.month, mine.day) == (joined.month, joined.day)


def test_who_joins_while_it_runs_is_added_as_new(mid, payments, cycle, today, at):
    late = PersonFactory(name="Late")
    Membership.objects.create(person=late, team=payments, starts_on=today + timedelta(days=2))
    moved = PersonFactory(name="Mo")
    MembershipFactory(person=moved, team=payments)
    at(today + timedelta(days=3))
    at(today + timedelta(days=3))
    assert cycle.participants.get(person=late).first_session_on == today + timedelta(days=16)
    assert not cycle.participants.filter(person=moved).exists(), "was in the organisation before"
    assert Message.objects.filter(recipient=late, kind="cycle").count() == 1


def test_first_sessions_are_told_on_their_day_once(mid, payments, open_cycle, today, at):
    new = PersonFactory(name="New")
    Membership.objects.create(person=new, team=payments, starts_on=today - timedelta(days=10))
    open_cycle()
    assert at(today + timedelta(days=3))["told"] == 0
    at(today + timedelta(days=4))
    at(today + timedelta(days=4))
    told = Message.objects.filter(recipient=new, subject__startswith="Time for your first session")
    assert told.count() == 1
    assert told.get().link == "/assess/?quick=1"


def test_the_job_settles_who_takes_part(mid, open_cycle, monkeypatch):
    monkeypatch.setattr("assessments.cycles.actions.opening.AT_ONCE", 0)
    cycle = open_cycle()
    assert advancing.begin_cycle(Job.objects.get(kind="begin-cycle")) == {"people": 1}
    assert advancing.begin_cycle(Job.objects.get(kind="begin-cycle")) == {"people": 0}
    assert cycle.participants.count() == 1
