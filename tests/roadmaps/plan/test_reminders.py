"""Reminders: a week before and on the day, once each, in the person's own day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from roadmaps.development import reminders
from roadmaps.development.reminders import forget_comments, remind, reminder
from roadmaps.models import Comment, PlanItem
from skillmatrix.people.models import Message, Person
from tests.factories import AwayFactory
from tests.roadmaps.plan.writing import goal, in_days, move, say, step, today

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)


def told(person: Person) -> list[str]:
    return [message.subject for message in Message.objects.of(person)]


def due(item: PlanItem, days: int) -> PlanItem:
    """Due in so many days, and written long ago."""
    long_ago = timezone.now() - timedelta(days=90)
    PlanItem.objects.filter(pk=item.pk).update(due_on=in_days(days), changed_at=long_ago)
    return item


@pytest.mark.parametrize(
    ("day", "changed", "says"),
    [
        (DUE - timedelta(8), date(2026, 1, 1), None),
        (DUE - timedelta(7), date(2026, 1, 1), "week"),
        (DUE - timedelta(1), date(2026, 1, 1), "week"),
        (DUE - timedelta(5), DUE - timedelta(6), None),
        (DUE - timedelta(5), DUE - timedelta(7), "week"),
        (DUE, DUE, "due"),
        (DUE + timedelta(3), date(2026, 1, 1), "due"),
    ],
)
def test_what_there_is_to_tell(day, changed, says):
    found = reminder(PlanItem(pk=1, due_on=DUE), day=day, changed_on=changed)
    assert (found and found.key.rpartition(":")[2]) == says


def test_once_each_however_often_it_runs(alice, taxonomy):
    item = due(step(alice), 7)
    assert remind() == {"told": 1}
    assert remind() == {"told": 0}
    due(item, 0)
    assert remind() == {"told": 1}
    assert remind() == {"told": 0}
    assert told(alice) == [
        f"Due on {today():%-d %B}: Idempotency to level 3",
        f"One week until {in_days(7):%-d %B}: Idempotency to level 3",
    ]
    assert Message.objects.of(alice).first().link == f"/me/plan/#goal-{item.pk}"


def test_another_day_is_told_anew(alice, taxonomy):
    item = due(goal(alice), 0)
    remind()
    due(item, 7)
    assert remind() == {"told": 1}


@pytest.mark.parametrize("state", ["doing", "done", "dropped"])
def test_only_of_what_somebody_means_to_do(alice, taxonomy, state):
    due(move(goal(alice), state), 0)
    assert remind() == {"told": int(state == "doing")}


def test_nobody_who_is_away_or_gone(alice, taxonomy):
    due(goal(alice), 0)
    away = AwayFactory(person=alice)
    assert remind() == {"told": 0}
    away.delete()
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    assert remind() == {"told": 0}
    Person.objects.filter(pk=alice.pk).update(is_active=True)
    assert remind() == {"told": 1}


def test_the_day_begins_where_the_person_is(alice, taxonomy, monkeypatch):
    """At ten in the morning UTC it is the next day in Kiritimati."""
    now = datetime(2026, 12, 9, 10, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    item = due(goal(alice), 0)
    PlanItem.objects.filter(pk=item.pk).update(due_on=DUE)
    Person.objects.filter(pk=alice.pk).update(timezone="America/Los_Angeles")
    assert remind() == {"told": 1}, "a week before"
    assert remind() == {"told": 0}
    Person.objects.filter(pk=alice.pk).update(timezone="Pacific/Kiritimati")
    assert remind() == {"told": 1}
    assert "Due on 10 December" in told(alice)[0]


def test_queries_do_not_depend_on_how_many_have_been_told(
    alice, taxonomy, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(reminders, "CHUNK", 500)
    for number in range(20):
        due(goal(alice, f"Goal {number}"), 0)
    assert remind() == {"told": 20}
    with django_assert_num_queries(2 + 1):
        assert remind() == {"told": 0}


def test_comments_that_were_taken_back_are_forgotten_after_a_day(alice, bob):
    old, young, kept = (say(bob, alice) for _ in range(3))
    Comment.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - timedelta(hours=25))
    Comment.objects.filter(pk=young.pk).update(deleted_at=timezone.now() - timedelta(hours=23))
    assert forget_comments() == {"deleted": 1}
    assert set(Comment.objects.all()) == {young, kept}
