"""Opening and changing cycles, and who takes part."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.actions import assign_role
from assessments.cycles import actions, enrolling
from assessments.cycles.actions import opening
from assessments.models import Cycle, Participant, Series
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Membership, Message, Organisation
from skillmatrix.taxonomy.models import Role
from tests.factories import MembershipFactory, PersonFactory, TeamFactory


def names(cycle):
    return sorted(cycle.participants.values_list("person__name", flat=True))


def test_it_begins_with_everybody_of_the_team_and_tells_them(mid, bob, carol, cycle):
    assert names(cycle) == ["Alice Lindqvist"], "bob leads it, carol belongs elsewhere"
    part = cycle.participants.get()
    assert "idempotency" in part.skills
    assert (part.team.slug, part.first_session_on) == ("payments", None)
    message = Message.objects.get(recipient=mid, kind="cycle")
    assert "Spring has begun" in message.subject
    assert message.link == "/assess/"


def test_a_key_opens_one_cycle(mid, plan, bob, today):
    key = uuid4()
    first = actions.open_cycle(plan=plan(), key=key, by=bob, today=today)
    again = actions.open_cycle(plan=plan(), key=key, by=bob, today=today)
    assert first == again
    assert Cycle.objects.count() == 1


def test_a_role_narrows_a_team_and_stands_for_itself(mid, payments, open_cycle, today, erin):
    junior = PersonFactory(name="Jo Junior")
    MembershipFactory(person=junior, team=payments)
    assign_role(person=junior, role="junior", by=None, today=today)
    mids = [Role.objects.get(slug="mid")]
    assert names(open_cycle(roles=mids)) == ["Alice Lindqvist"]
    assert names(open_cycle(teams=(), roles=mids, by=erin)) == ["Alice Lindqvist"]
    assert names(open_cycle()) == ["Alice Lindqvist", "Jo Junior"]


def test_the_quick_set_and_what_changed(mid, rate, open_cycle, taxonomy, today, submit):
    quick = set(open_cycle(scope="quick").participants.get().skills)
    assert quick
    assert all(taxonomy.skills[slug].quick for slug in quick)
    waiting = open_cycle(scope="changed").participants.get()
    assert "idempotency" in waiting.skills, "never rated"
    rate(mid, "idempotency", 3)
    assert "idempotency" in open_cycle(scope="changed").participants.get().skills, "not shared"
    submit(waiting)
    assert "idempotency" not in open_cycle(scope="changed").participants.get().skills


def test_what_is_out_of_date_is_asked_again(mid, rate, open_cycle, submit, today):
    first = open_cycle()
    rate(mid, "idempotency", 3, day=today - timedelta(days=900))
    rate(mid, "code-reading", 3)
    submit(first.participants.get())
    asked = open_cycle(scope="changed").participants.get().skills
    assert "idempotency" in asked
    assert "code-reading" not in asked


def test_who_just_joined_is_new_and_asked_for_a_first_session(mid, payments, open_cycle, today):
    jonas = PersonFactory(name="Jonas")
    Membership.objects.create(person=jonas, team=payments, starts_on=today - timedelta(days=29))
    old = PersonFactory(name="Olga")
    Membership.objects.create(person=old, team=payments, starts_on=today - timedelta(days=30))
    assign_role(person=old, role="mid", by=None, today=today)
    cycle = open_cycle()
    new = cycle.participants.get(person=jonas)
    assert (new.first_session_on, new.skills) == (today, [])
    assert cycle.participants.get(person=old).first_session_on is None


def test_who_changed_team_lately_is_not_new(mid, payments, open_cycle, today):
    moved = PersonFactory(name="Mo")
    search = TeamFactory()
    Membership.objects.create(
        person=moved, team=search, starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=3)
    )
    Membership.objects.create(person=moved, team=payments, starts_on=today - timedelta(days=3))
    assign_role(person=moved, role="mid", by=None, today=today)
    assert open_cycle().participants.get(person=moved).first_session_on is None


def test_nobody_is_new_in_an_organisation_that_is(mid, today, now):
    joined, start = today - timedelta(days=3), today
    assert enrolling.first_session_on(joined, start, None) == joined + timedelta(days=14)
    assert enrolling.first_session_on(joined, start, joined) is None
    assert enrolling.first_session_on(joined, start, joined - timedelta(days=31)) is not None


def test_the_day_of_founding_is_asked_for(mid, payments, open_cycle, today):
    Organisation.objects.create(name="Quillfern")
    jonas = PersonFactory(name="Jonas")
    Membership.objects.create(person=jonas, team=payments, starts_on=today)
    assign_role(person=jonas, role="mid", by=None, today=today)
    assert open_cycle().participants.get(person=jonas).first_session_on is None


def test_who_is_asked_for_nothing_takes_no_part(mid, payments, open_cycle, taxonomy, rate, submit):
    first = open_cycle(scope="changed")
    for slug in first.participants.get().skills:
        rate(mid, slug, 3)
    submit(first.participants.get())
    assert names(open_cycle(scope="changed")) == []


def test_a_later_start_waits(mid, open_cycle, today):
    cycle = open_cycle(starts_on=today + timedelta(days=2))
    assert cycle.begun_at is None
    assert not Participant.objects.exists()


def test_many_people_are_settled_by_a_worker(mid, open_cycle, monkeypatch):
    monkeypatch.setattr(opening, "AT_ONCE", 0)
    cycle = open_cycle()
    assert cycle.begun_at is None
    assert Job.objects.get(kind="begin-cycle").payload == {"cycle": cycle.pk}


def test_beginning_twice_begins_once(cycle, today):
    assert enrolling.begin(cycle, today=today) == 0
    assert cycle.participants.count() == 1


def test_nothing_is_stored_when_it_cannot_begin(mid, plan, bob, today, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(enrolling, "begin", broken)
    with pytest.raises(RuntimeError):
        actions.open_cycle(plan=plan(rhythm="yearly"), key=uuid4(), by=bob, today=today)
    assert not Cycle.objects.exists()
    assert not Series.objects.exists()


def test_changing_moves_the_days_and_keeps_who_takes_part(cycle, plan, bob, today):
    later = plan(name="Late spring", self_by=today + timedelta(days=20), scope="quick", teams=[])
    changed = actions.change_cycle(cycle=cycle, plan=later, seen=0, by=bob, today=today)
    assert (changed.name, changed.self_by, changed.scope) == (
        "Late spring",
        today + timedelta(days=20),
        "all",
    )
    assert changed.teams.count() == 1
    assert changed.edits == 1


def test_two_admins_at_once_notice_each_other(cycle, plan, bob, erin, today):
    actions.change_cycle(cycle=cycle, plan=plan(name="First"), seen=0, by=bob, today=today)
    with pytest.raises(actions.Overtaken):
        actions.change_cycle(cycle=cycle, plan=plan(name="Second"), seen=0, by=erin, today=today)
    cycle.refresh_from_db()
    assert cycle.name == "First"


def test_what_is_over_is_not_changed(cycle, plan, bob, today, now):
    actions.cancel_cycle(cycle=cycle, by=bob, now=now)
    with pytest.raises(actions.Ended):
        actions.change_cycle(cycle=cycle, plan=plan(), seen=0, by=bob, today=today)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (lambda c: {"self_by": c.starts_on - timedelta(days=1)}, "cycle_deadlines_in_order"),
        (lambda c: {"lead_by": c.self_by - timedelta(days=1)}, "cycle_deadlines_in_order"),
        (lambda c: {"name": ""}, "cycle_has_a_name"),
        (lambda c: {"closed_at": c.begun_at, "begun_at": None, "ended_by": c.by}, "cycle_ends_once"),
        (
            lambda c: {"closed_at": c.begun_at, "cancelled_at": c.begun_at, "ended_by": c.by},
            "cycle_ends_once",
        ),
        (lambda c: {"closed_at": c.begun_at}, "cycle_end_has_a_name"),
        (lambda c: {"ended_by": c.by}, "cycle_end_has_a_name"),
    ],
)
def test_the_database_refuses_broken_cycles(cycle, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(**change(cycle))


def test_the_database_refuses_doubles(cycle, part, bob):
    with pytest.raises(IntegrityError, match="participant_once_a_cycle"), transaction.atomic():
        Participant.objects.create(cycle=cycle, person=part.person)
    double = {
        "name": "x",
        "starts_on": cycle.starts_on,
        "self_by": cycle.self_by,
        "lead_by": cycle.lead_by,
        "by": bob,
    }
    with pytest.raises(IntegrityError, match="cycle_key_once_a_person"), transaction.atomic():
        Cycle.objects.create(key=cycle.key, **double)


def test_the_database_refuses_broken_series(plan, bob, today, mid):
    actions.open_cycle(plan=plan(rhythm="yearly"), key=uuid4(), by=bob, today=today)
    series = Series.objects.get()
    for change, constraint in (
        ({"name": ""}, "series_has_a_name"),
        ({"self_days": 900}, "series_deadlines_in_order"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Series.objects.update(**change)
    with pytest.raises(IntegrityError, match="cycle_once_a_day_of_a_series"), transaction.atomic():
        Cycle.objects.create(name="x", starts_on=today, self_by=today, lead_by=today, by=bob, series=series)
    with pytest.raises(IntegrityError, match="series_key_once_a_person"), transaction.atomic():
        Series.objects.create(
            name="x",
            key=series.key,
            by=bob,
            starts_on=today,
            next_on=today,
            self_days=1,
            lead_days=1,
            rhythm="yearly",
        )
