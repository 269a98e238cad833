"""A flood in one lane, or of one kind, keeps nobody else waiting."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from skillmatrix.jobs import lanes
from skillmatrix.jobs.dispatcher import Chunk, Dispatcher
from skillmatrix.jobs.models import Job, Lane
from skillmatrix.jobs.queue import JobSource
from skillmatrix.jobs.running import run
from tests.jobs import handlers

# Dispatchers hold connections outside of any transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def wishes(kind, count, minutes_ago=5, **fields):
    due = timezone.now() - timedelta(minutes=minutes_ago)
    return Job.objects.bulk_create(Job(kind=kind, not_before=due, **fields) for _ in range(count))


def claimed():
    ids = [pk for chunk in JobSource().claim() for pk in chunk.ids]
    return Counter(Job.objects.filter(pk__in=ids).values_list("kind", flat=True))


def test_a_flood_of_mail_does_not_keep_other_work_waiting(settings):
    settings.LANES = {"mail": {"under_way": 20}, "work": {"under_way": 5}}
    wishes("mail", 3000, minutes_ago=9)
    wishes("note", 2, minutes_ago=1)
    assert claimed() == {"mail": 20, "note": 2}


def test_a_flood_of_one_kind_does_not_keep_another_kind_of_its_lane_waiting(settings):
    settings.LANES = {"work": {"under_way": 6}}
    settings.JOB_LANES = {}
    wishes("note", 1000, minutes_ago=9)
    wishes("explode", 2, minutes_ago=1)
    assert claimed() == {"note": 4, "explode": 2}


def test_a_lane_takes_up_no_more_than_may_be_under_way_until_something_is_done(settings):
    settings.LANES = {"work": {"under_way": 3}}
    wishes("note", 10)
    chunks = JobSource().claim()
    assert (len(chunks), JobSource().claim()) == (3, [])
    run([chunks[0].ids[0]])
    assert claimed() == {"note": 1}
    Job.objects.under_way().update(not_before=timezone.now() - timedelta(seconds=1))
    assert claimed() == {"note": 3}, "a lease that ran out takes no place"


def test_what_waits_after_a_failure_is_not_under_way(settings):
    settings.LANES = {"work": {"under_way": 1}}
    first, second = wishes("explode", 1, minutes_ago=9) + wishes("note", 1)
    JobSource().claim()
    run([first.pk])
    Job.objects.filter(pk=first.pk).update(not_before=timezone.now() + timedelta(minutes=5))
    assert [chunk.ids for chunk in JobSource().claim()] == [(second.pk,)]


def test_a_lane_keeps_to_its_rate(settings):
    settings.LANES = {"work": {"a_minute": 60}}
    wishes("note", 100)
    assert claimed() == {"note": 10}, "ten seconds' worth at once"
    assert claimed() == {}
    Lane.objects.update(filled_at=F("filled_at") - timedelta(seconds=5))
    assert sum(claimed().values()) in {5, 6}
    Lane.objects.update(filled_at=F("filled_at") - timedelta(hours=5))
    assert claimed() == {"note": 10}, "what was not used is not saved up"


def test_a_clock_that_went_back_gives_no_debt(settings):
    settings.LANES = {"work": {"a_minute": 60}}
    wishes("note", 5)
    lanes.add_missing(["work"])
    Lane.objects.update(filled_at=timezone.now() + timedelta(hours=1))
    assert claimed() == {"note": 5}


def test_two_dispatchers_share_bound_and_rate(settings):
    settings.LANES = {"mail": {"under_way": 30}, "work": {"a_minute": 120}}
    wishes("mail", 300)
    wishes("note", 300)
    ready = threading.Barrier(2)

    def claim():
        try:
            ready.wait(5)
            for _ in range(10):
                JobSource().claim()
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    taken = Counter(Job.objects.under_way().values_list("kind", flat=True))
    assert taken["mail"] == 30
    # Twenty at once, and what flowed in while the claims took place.
    assert 20 <= taken["note"] < 40


def test_a_lane_that_is_held_is_passed_by():
    wishes("mail", 1)
    wishes("note", 1)
    lanes.add_missing(["mail", "work"])
    found = []

    def claim():
        try:
            found.append(claimed())
        finally:
            connection.close()

    with transaction.atomic():
        lanes.hold(["mail"])
        thread = threading.Thread(target=claim)
        thread.start()
        thread.join(10)
    assert found == [{"note": 1}]


def test_a_kind_of_another_release_is_left_to_its_dispatcher():
    [job] = wishes("from the next release", 1)
    assert JobSource().claim() == []
    job.refresh_from_db()
    assert job.attempts == 0


def test_fresh_edits_are_rung_for_first(settings):
    class Edits:
        def claim(self, heard=None):
            return [Chunk("t", queue, (n,)) for n, queue in enumerate(("work", "mail", "refresh"))]

    Dispatcher([Edits()]).round()
    assert [queue for _, _, queue in handlers.Bell.rung] == ["refresh", "mail", "work"]


def test_what_hangs_in_one_lane_holds_up_no_other(settings):
    handlers.Bell.away = True
    hangs, done = threading.Event(), threading.Event()

    class Slow:
        def claim(self, heard=None):
            return [Chunk("t", "mail", (1,)), Chunk("t", "refresh", (2,))]

        def work(self, ids):
            (hangs.wait if ids == [1] else done.set)()

    dispatcher = Dispatcher([Slow()])
    try:
        dispatcher.round()
        assert done.wait(10), "the mail hangs, the fresh edit is done"
    finally:
        hangs.set()
        dispatcher.hands.finish()


def test_what_waits_here_and_is_claimed_again_is_done_once():
    handlers.Bell.away = True
    begun, go_on = threading.Event(), threading.Event()
    seen = []

    class Again:
        def claim(self, heard=None):
            return [Chunk("t", "work", (n,)) for n in (1, 2)]

        def work(self, ids):
            seen.extend(ids)
            begun.set()
            go_on.wait(10)

    dispatcher = Dispatcher([Again()])
    dispatcher.round()
    begun.wait(10)
    dispatcher.round()
    dispatcher.round()
    assert dispatcher.hands.busy
    go_on.set()
    dispatcher.hands.finish()
    # The first was begun when it was claimed anew, so its inputs may be newer: once more, and not twice.
    assert Counter(seen) == {1: 2, 2: 1}
    assert not dispatcher.hands.busy


def test_a_batch_waits_until_it_is_full_unless_nothing_more_waits(settings):
    settings.LANES = {"mail": {"a_minute": 60, "batch": 10}, "work": {}}
    wishes("mail", 27)
    assert [len(chunk.ids) for chunk in JobSource().claim()] == [10]
    Lane.objects.update(filled_at=F("filled_at") - timedelta(seconds=9))
    assert JobSource().claim() == [], "nine more would make a message that is not full"
    Lane.objects.update(filled_at=F("filled_at") - timedelta(seconds=2))
    assert [len(chunk.ids) for chunk in JobSource().claim()] == [10]
    Lane.objects.update(filled_at=F("filled_at") - timedelta(seconds=8))
    assert [len(chunk.ids) for chunk in JobSource().claim()] == [7], "the last seven wait for nobody"
