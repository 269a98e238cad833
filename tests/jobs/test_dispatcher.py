"""Claiming, ringing, falling back and waking, on real connections."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import InterfaceError, connection, transaction
from django.utils import timezone

from skillmatrix.jobs import actions, lanes
from skillmatrix.jobs.dispatcher import LONGEST_SECONDS, Dispatcher, Pace
from skillmatrix.jobs.listening import Listener
from skillmatrix.jobs.models import Job
from skillmatrix.jobs.queue import LEASE_SECONDS, JobSource
from skillmatrix.jobs.tasks import run
from tests.jobs import handlers
from tests.jobs.handlers import Bell, done

# Dispatchers hold connections outside of any transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(function):
    """What the function returns on a connection of its own."""
    found = []

    def work():
        try:
            found.append(function())
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    return found[0]


def wishes(count, **fields):
    return Job.objects.bulk_create(Job(kind="note", payload={}, **fields) for _ in range(count))


def test_a_claim_counts_the_attempt_and_leases_before_any_work():
    [job] = wishes(1)
    [chunk] = JobSource().claim()
    job.refresh_from_db()
    assert (chunk.ids, chunk.queue, chunk.direct) == ((job.pk,), "work", False)
    assert job.attempts == 1
    assert done == []
    left = (job.not_before - timezone.now()).total_seconds()
    assert LEASE_SECONDS - 5 < left < LEASE_SECONDS + 11
    assert JobSource().claim() == []


def test_a_lease_that_ran_out_is_claimed_again_and_the_third_time_done_here():
    wishes(1)
    direct = []
    for _ in range(3):
        Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        direct += [chunk.direct for chunk in JobSource().claim()]
    assert direct == [False, False, True]


def test_mail_has_a_lane_of_its_own():
    Job.objects.create(kind="mail")
    assert JobSource().claim()[0].queue == "mail"


def test_what_one_dispatcher_is_claiming_the_other_skips_without_waiting():
    lanes.add_missing(["work"])
    wishes(3)
    with transaction.atomic():
        mine = JobSource().claim()
        started = time.monotonic()
        assert in_thread(JobSource().claim) == []
        assert time.monotonic() - started < 2
    assert len(mine) == 3


def test_two_dispatchers_never_claim_the_same_job():
    rows = wishes(600)
    ready = threading.Barrier(2)
    claimed: list[list[int]] = [[], []]

    def claim(mine):
        try:
            ready.wait(5)
            while chunks := JobSource().claim():
                mine.extend(chunk.ids[0] for chunk in chunks)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(mine,)) for mine in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    # A round of SKIP LOCKED may find everything locked and stop early: nothing twice, and nothing lost.
    everything = [pk for mine in claimed for pk in mine] + [chunk.ids[0] for chunk in JobSource().claim()]
    assert sorted(everything) == sorted(row.pk for row in rows)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_round_rings_and_a_worker_does_it():
    [job] = wishes(1)
    assert Dispatcher().round()
    assert Bell.rung == [("jobs.run", [job.pk], "work")]
    assert done == []
    run(Bell.rung[0][1], from_another_release=True)
    assert done == [job.pk]


def test_a_message_that_comes_twice_is_done_once():
    [job] = wishes(1)
    for _ in range(2):
        run([job.pk])
    assert done == [job.pk]


def test_with_a_dead_broker_the_dispatcher_works_itself_and_stops_asking_for_a_while(monkeypatch):
    Bell.away = True
    first, second = wishes(2)
    dispatcher = Dispatcher()
    dispatcher.round()
    dispatcher.hands.finish()
    assert done == [first.pk, second.pk]
    assert dispatcher.broken_until > time.monotonic()
    Bell.away = False
    wishes(1)
    dispatcher.round()
    dispatcher.hands.finish()
    assert (len(done), Bell.rung) == (3, [])
    dispatcher.broken_until = 0.0
    wishes(1)
    dispatcher.round()
    assert (len(done), len(Bell.rung)) == (3, 1)


def test_without_the_fallback_work_waits_for_a_worker(settings):
    settings.DISPATCH_FALLBACK = False
    Bell.away = True
    wishes(1)
    Dispatcher().round()
    assert done == []
    assert Job.objects.open().count() == 1


def test_an_idle_round_says_so():
    assert Dispatcher().round() is False


def test_waiting_ends_when_somebody_asks_for_work():
    listener = Listener()
    listener.wait(0.01)
    waiter_done = threading.Event()

    def wait():
        listener.wait(10)
        waiter_done.set()

    thread = threading.Thread(target=wait)
    started = time.monotonic()
    thread.start()
    time.sleep(0.1)
    actions.enqueue(kind="note", payload={})
    thread.join(10)
    listener.close()
    assert waiter_done.is_set()
    assert time.monotonic() - started < 3


@transaction.atomic
def ask_and_fail():
    actions.enqueue(kind="note", payload={})
    raise ZeroDivisionError


def test_a_wish_that_was_rolled_back_wakes_nobody():
    listener = Listener()
    listener.wait(0.01)
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    started = time.monotonic()
    listener.wait(0.3)
    listener.close()
    assert time.monotonic() - started >= 0.25


def test_a_listener_whose_connection_was_cut_opens_another():
    listener = Listener()
    listener.wait(0.01)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
        )
    listener.wait(0.05)
    timer = threading.Timer(0.2, lambda: in_thread(actions.notify))
    timer.start()
    started = time.monotonic()
    listener.wait(10)
    timer.join()
    listener.close()
    assert time.monotonic() - started < 5


def test_what_is_announced_says_what_has_changed():
    listener = Listener()
    listener.wait(0)
    for what in ("17", "18", actions.JOBS):
        in_thread(lambda what=what: actions.notify(what))
    heard = listener.wait(5) + listener.gather(0.2, enough=99)
    assert sorted(heard) == ["17", "18", actions.JOBS]
    assert listener.wait(0) == []
    listener.close()


def test_gathering_ends_when_enough_was_heard():
    listener = Listener()
    listener.wait(0)
    in_thread(lambda: [actions.notify(str(number)) for number in range(5)])
    began = time.monotonic()
    assert len(listener.gather(10, enough=5)) == 5
    assert listener.gather(10, enough=0) == []
    assert time.monotonic() - began < 5
    listener.close()


def test_the_dispatcher_tells_its_sources_what_it_has_heard(monkeypatch):
    told = []
    dispatcher = Dispatcher()
    monkeypatch.setattr(dispatcher, "round", lambda heard: told.append(heard) or len(told) > 1)
    heard = iter([{"17"}, {"18"}])
    monkeypatch.setattr(dispatcher, "wait", lambda *, busy: next(heard, None) or dispatcher.stop() or set())
    dispatcher.run()
    assert told == [None, {"17"}, {"18"}], "at first, and after a fault, nobody knows what was missed"


def test_the_more_is_announced_the_longer_it_gathers():
    calm, brisk, storm = Pace(), Pace(), Pace()
    assert calm.window(0) == calm.window(1) == calm.window(5) == 0
    assert 0.2 < brisk.window(60) < storm.window(5000) == LONGEST_SECONDS
    calm.count(5000)
    assert calm.window(1) == LONGEST_SECONDS, "what was gathered counts as well"
    assert storm.window(0) == 0


def test_run_stops_when_told():
    dispatcher = Dispatcher()
    dispatcher.wait = lambda *, busy: dispatcher.stop() or set()
    dispatcher.run()
    assert dispatcher.stopping
    assert handlers.done == []


def test_a_failure_that_a_worker_reported_is_never_tried_in_the_dispatcher():
    # The ring was heard. Doing it here would hold everything up, for a mail server that hangs for instance.
    wishes(1, attempts=3, error="TimeoutError: the mail server")
    [chunk] = JobSource().claim()
    assert not chunk.direct


def test_what_can_be_rung_for_goes_out_before_what_has_to_be_done_here(monkeypatch):
    slow, quick = wishes(1, attempts=3) + wishes(1)
    order = []
    dispatcher = Dispatcher()
    monkeypatch.setattr(dispatcher, "ring", lambda source, chunk: order.append(chunk.ids[0]))
    dispatcher.round()
    assert order == [quick.pk, slow.pk]


def test_who_has_just_said_something_waits_for_nothing_else(monkeypatch):
    wishes(1)
    order = []
    dispatcher = Dispatcher()
    monkeypatch.setattr(dispatcher, "ring", lambda source, chunk: order.append("ring"))
    monkeypatch.setattr("skillmatrix.jobs.schedule.ask_for_due", lambda: order.append("look round"))
    for _ in range(3):
        dispatcher.round()
    assert order == ["ring", "look round"]


def test_a_lost_connection_does_not_end_the_dispatcher(monkeypatch):
    dispatcher = Dispatcher()
    errors = iter([InterfaceError("the connection is closed")])

    def round_(heard):
        if error := next(errors, None):
            raise error
        dispatcher.stop()
        return True

    monkeypatch.setattr(dispatcher, "round", round_)
    monkeypatch.setattr("skillmatrix.jobs.dispatcher.POLL_SECONDS", 0)
    dispatcher.run()
    assert dispatcher.stopping
