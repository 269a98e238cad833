"""Submitting both parts: what is shared, once, and what is refused."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from assessments.cycles import actions
from assessments.levels.sharing import MovedOn
from assessments.models import Participant, Profile, Share, Submission
from skillmatrix.people.models import Away, Membership, Message
from tests.factories import PersonFactory


def submissions(side="self"):
    return Submission.objects.filter(side=side).count()


def test_it_shares_what_was_said_and_closes_the_part(mid, part, bob, rate, submit):
    rate(mid, "idempotency", 3)
    done = submit(part)
    profile = Profile.objects.get(person=mid)
    assert profile.shared_revision == profile.own_revision
    assert (done.by, done.side, done.revision, done.version) == (mid, "self", profile.revision, 1)
    assert Message.objects.of(bob).filter(kind="shared").count() == 1


def test_a_double_click_submits_once(mid, part, rate, submit):
    rate(mid, "idempotency", 3)
    key, shown = uuid4(), Profile.objects.get(person=mid).own_revision
    assert submit(part, key=key, shown=shown) == submit(part, key=key, shown=shown)
    assert (submissions(), Share.objects.count()) == (1, 1)


def test_a_second_submit_under_a_fresh_key_has_to_be_meant(mid, part, rate, submit):
    submit(part)
    with pytest.raises(actions.AlreadySubmitted):
        submit(part)
    assert submissions() == 1
    rate(mid, "idempotency", 3)
    submit(part, again=True)
    assert (submissions(), Share.objects.count()) == (2, 1)


def test_nothing_is_shared_when_more_was_said_meanwhile(mid, part, rate, submit):
    rate(mid, "idempotency", 3)
    shown = Profile.objects.get(person=mid).own_revision
    rate(mid, "code-reading", 3)
    with pytest.raises(MovedOn):
        submit(part, shown=shown)
    assert (submissions(), Share.objects.count()) == (0, 0)


def test_it_is_refused_once_the_cycle_is_over(mid, cycle, part, bob, rate, submit, now):
    rate(mid, "idempotency", 3)
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    with pytest.raises(actions.Ended):
        submit(part)
    assert not Share.objects.exists()


@pytest.mark.parametrize(("zone", "is_in_time"), [("Etc/GMT+12", True), ("Pacific/Kiritimati", False)])
def test_the_last_day_ends_where_the_person_is(mid, cycle, part, submit, zone, is_in_time):
    type(mid).objects.filter(pk=mid.pk).update(timezone=zone)
    noon = datetime.combine(cycle.self_by, time(12), ZoneInfo("UTC"))
    if is_in_time:
        submit(part, now=noon)
        assert submissions() == 1
    else:
        with pytest.raises(actions.Ended):
            submit(part, now=noon)


def test_days_away_move_the_last_day(mid, cycle, part, submit, now):
    late = datetime.combine(cycle.self_by + timedelta(days=3), time(12), ZoneInfo("UTC"))
    with pytest.raises(actions.Ended):
        submit(part, now=late)
    start = cycle.starts_on + timedelta(days=1)
    Away.objects.create(person=mid, starts_on=start, ends_on=start + timedelta(days=5))
    submit(part, now=late)
    assert submissions() == 1


def test_a_new_person_has_nothing_to_submit(mid, payments, open_cycle, submit, today):
    jonas = PersonFactory(name="Jonas")
    Membership.objects.create(person=jonas, team=payments, starts_on=today)
    with pytest.raises(actions.Ended):
        submit(open_cycle().participants.get(person=jonas))


def test_later_ratings_stay_private_until_shared(mid, part, rate, submit):
    submit(part)
    rate(mid, "idempotency", 3)
    profile = Profile.objects.get(person=mid)
    assert profile.shared_revision < profile.own_revision


def test_the_lead_says_once_that_theirs_is_complete(part, submit_lead, bob):
    key = uuid4()
    assert submit_lead(part, key=key) == submit_lead(part, key=key)
    assert submissions("lead") == 1
    with pytest.raises(actions.AlreadySubmitted):
        submit_lead(part)
    submit_lead(part, again=True)
    assert submissions("lead") == 2


def test_the_same_key_serves_each_side(part, submit, submit_lead):
    key = uuid4()
    submit(part, key=key)
    submit_lead(part, key=key)
    found = Participant.objects.with_submissions().get(pk=part.pk)
    assert found.self_at
    assert found.lead_at


def test_the_database_refuses_a_key_twice(part, submit):
    done = submit(part)
    with pytest.raises(IntegrityError, match="submission_key_once_a_part"), transaction.atomic():
        Submission.objects.create(
            participant=part, side="self", by=done.by, key=done.key, revision=0, version=1
        )
