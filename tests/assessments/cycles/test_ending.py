"""Closing and cancelling; what a snapshot keeps."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from assessments.actions import assign_role
from assessments.cycles import actions
from assessments.cycles.actions.opening import Plan
from assessments.levels.snapshots import frozen
from assessments.models import Cycle, Participant, Profile, Snapshot
from skillmatrix.people.models import Away, Membership, Unchangeable
from skillmatrix.taxonomy.actions import load_default
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory
from tests.taxonomy.publishing import publish_change, reword


def levels(snapshot):
    return {slug: said.level for slug, said in frozen(snapshot).shared.items()}


def test_it_freezes_what_was_shared_and_nothing_later_changes_it(
    mid, cycle, part, bob, rate, submit, now, dana
):
    rate(mid, "idempotency", 3)
    submit(part)
    rate(mid, "code-reading", 4)
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    snapshot = Snapshot.objects.get(participant=part)
    assert (snapshot.state, levels(snapshot)) == ("submitted", {"idempotency": 3})
    assert snapshot.shared_revision == Profile.objects.get(person=mid).shared_revision
    before = Snapshot.objects.filter(pk=snapshot.pk).values().get()
    rate(mid, "idempotency", 5, shown=3)
    publish_change(reword, note="Other words", by=dana)
    assert Snapshot.objects.filter(pk=snapshot.pk).values().get() == before
    assert levels(Snapshot.objects.get(pk=snapshot.pk)) == {"idempotency": 3}


def test_everybody_is_in_it_with_their_state(mid, payments, open_cycle, bob, submit, now, today):
    others = {name: PersonFactory(name=name) for name in ("away", "missing")}
    for person in others.values():
        MembershipFactory(person=person, team=payments)
        assign_role(person=person, role="mid", by=None, today=today)
    Away.objects.create(person=others["away"], starts_on=today)
    new = PersonFactory(name="new")
    Membership.objects.create(person=new, team=payments, starts_on=today)
    cycle = open_cycle()
    submit(cycle.participants.get(person=mid))
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    rows = Snapshot.objects.values_list("participant__person__name", "state")
    assert dict(rows) == {"Alice Lindqvist": "submitted", "away": "away", "missing": "missing", "new": "new"}


def test_closing_twice_closes_once(cycle, bob, erin, now):
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    with pytest.raises(actions.Ended):
        actions.close_cycle(cycle=cycle, by=erin, now=now)
    cycle.refresh_from_db()
    assert (cycle.ended_by, Snapshot.objects.count()) == (bob, 1)


def test_nothing_is_closed_when_the_snapshot_fails(cycle, bob, now, monkeypatch):
    def broken(endings):
        raise RuntimeError

    monkeypatch.setattr("assessments.cycles.actions.ending.freeze", broken)
    with pytest.raises(RuntimeError):
        actions.close_cycle(cycle=cycle, by=bob, now=now)
    cycle.refresh_from_db()
    assert cycle.closed_at is None


def test_what_has_not_begun_is_not_closed(mid, open_cycle, bob, now, today):
    cycle = open_cycle(starts_on=today + timedelta(days=1))
    with pytest.raises(actions.Ended):
        actions.close_cycle(cycle=cycle, by=bob, now=now)
    actions.cancel_cycle(cycle=cycle, by=bob, now=now)
    with pytest.raises(actions.Ended):
        actions.cancel_cycle(cycle=cycle, by=bob, now=now)


def test_a_snapshot_is_never_written_again(cycle, part, bob, now):
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    snapshot = Snapshot.objects.get()
    for write in (
        snapshot.save,
        snapshot.delete,
        Snapshot.objects.all().delete,
        lambda: Snapshot.objects.update(state="new"),
    ):
        with pytest.raises(Unchangeable):
            write()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "submitted"}, "snapshot_submitted_has_a_time"),
        ({"state": "missing", "shared_revision": 2}, "snapshot_shares_no_more_than_all"),
    ],
)
def test_the_database_refuses_broken_snapshots(part, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Snapshot.objects.create(
            **{"participant": part, "revision": 1, "shared_revision": 1, "version": 1, **fields}
        )


@pytest.mark.django_db(transaction=True)
def test_closing_while_somebody_submits_keeps_both_or_refuses_the_later():
    """Whichever comes first: a part that was submitted is in the snapshot as such, never in between."""
    load_default()
    today = timezone.localdate()
    team = TeamFactory(name="Race", slug="race")
    bob = PersonFactory(name="Bob")
    LeadFactory(person=bob, team=team)
    people = [PersonFactory() for _ in range(8)]
    for person in people:
        MembershipFactory(person=person, team=team)
        assign_role(person=person, role="mid", by=None, today=today)
    day = timedelta(days=1)
    plan = Plan("Race", today, today + day, today + day, "all", (), [team])
    cycle = actions.open_cycle(plan=plan, key=uuid4(), by=bob, today=today)
    assert isinstance(cycle, Cycle)
    outcomes: dict[int, bool] = {}
    start = threading.Barrier(len(people) + 1)

    def submit(part: Participant) -> None:
        start.wait()
        try:
            actions.submit_part(
                participant=part,
                shown=0,
                changes=0,
                key=uuid4(),
                by=part.person,
                now=timezone.now(),
                today=today,
            )
            outcomes[part.pk] = True
        except actions.Ended:
            outcomes[part.pk] = False
        finally:
            connection.close()

    parts = list(Participant.objects.filter(cycle=cycle).select_related("person", "cycle"))
    threads = [threading.Thread(target=submit, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    start.wait()
    actions.close_cycle(cycle=cycle, by=bob, now=timezone.now())
    for thread in threads:
        thread.join()
    connections.close_all()
    kept = {row.participant_id: row.state == "submitted" for row in Snapshot.objects.all()}
    assert kept == outcomes
