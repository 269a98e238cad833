"""Saving, undoing, sharing and refreshing while somebody publishes: real connections, nothing lost, nothing out of order."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessments import actions
from assessments.actions import Unacceptable
from assessments.levels import batches, folding, reading, saving
from assessments.levels.saving import Overtaken
from assessments.levels.sharing import MovedOn
from assessments.models import Profile, Rating
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from skillmatrix.taxonomy import versions
from tests import factories
from tests.assessments import ladders
from tests.assessments.ladders import ladder, publish, undo

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
BASE = ladder("a", "b", "c")
FOUR = ("None", "Some", "Good", "Great")
EDITED = ladders.rescale(ladders.merge(BASE, "a", "b"), FOUR, (0, 1, 1, 2, 3, 3))


@pytest.fixture
def people():
    publish(BASE)
    return factories.PersonFactory.create_batch(3)


def rate(person, skill, value, shown=UNRATED, version=None):
    return actions.rate_skill(
        person=person, skill=skill, value=value, shown=shown, key=uuid4(), by=person, today=TODAY,
        version=version or versions.current_number(),
    )  # fmt: skip


def alone(act):
    """On a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


def assert_sound():
    for profile in Profile.objects.all():
        assert not folding.differs(profile)
        rows = Rating.objects.filter(person_id=profile.person_id).order_by("revision")
        made_under = list(rows.values_list("version", flat=True))
        assert made_under == sorted(made_under)
        assert not made_under or made_under[-1] <= profile.version


def test_a_save_that_waited_through_a_publish_and_another_save_is_looked_at_afresh(people):
    """Its statement began under version 1; when its turn comes, somebody has spoken under version 2."""
    person = people[0]
    rate(person, "c", 5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Profile.objects.select_for_update().get(person=person)
            waiting = pool.submit(alone, lambda: rate(person, "c", 4, shown=5, version=1))
            wait_for_a_lock()
            publish_elsewhere(EDITED)
            rate(person, "b", 2)
        with pytest.raises(actions.MeaningChanged):
            waiting.result(timeout=20)
    assert list(Rating.objects.order_by("revision").values_list("version", "value")) == [(1, 5), (2, 2)]
    assert_sound()


def test_a_save_that_waited_through_a_publish_that_does_not_concern_it_is_saved(people):
    person = people[0]
    rate(person, "c", 5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Profile.objects.select_for_update().get(person=person)
            waiting = pool.submit(alone, lambda: rate(person, "c", 4, shown=5, version=1))
            wait_for_a_lock()
            publish_elsewhere(ladders.merge(BASE, "a", "b"))
            rate(person, "b", 2)
        assert waiting.result(timeout=20).revision == 3
    assert list(Rating.objects.order_by("revision").values_list("version", "value")) == [
        (1, 5), (2, 2), (2, 4),
    ]  # fmt: skip
    assert_sound()


def test_a_save_that_is_under_way_when_somebody_publishes_keeps_its_version(people):
    """Nobody has spoken under the new version yet, so nothing is out of order; readers translate it."""
    person = people[0]
    rate(person, "c", 5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Profile.objects.select_for_update().get(person=person)
            waiting = pool.submit(alone, lambda: rate(person, "c", 4, shown=5, version=1))
            wait_for_a_lock()
            publish_elsewhere(EDITED)
        waiting.result(timeout=20)
    (inputs,) = reading.load([person.pk], today=TODAY)
    assert inputs.own.statements["c"].level == 3
    assert Profile.objects.get(person=person).version == 1
    assert_sound()


def test_a_save_that_begins_just_after_a_publish_is_looked_at_afresh(people, monkeypatch):
    """It had looked at the skill just before, and the profile still speaks the version of before."""
    contents = [EDITED]
    save = saving.save

    def late(*given, **named):
        if contents:
            publish_elsewhere(contents.pop())
        return save(*given, **named)

    rate(people[0], "c", 5)
    monkeypatch.setattr("assessments.actions.rating.save", late)
    with pytest.raises(actions.MeaningChanged, match="have changed since"):
        rate(people[0], "c", 4, shown=5)
    assert Rating.objects.count() == 1
    assert rate(people[0], "c", 2, shown=3).revision == 2
    assert_sound()


def test_a_refresh_does_not_wait_for_somebody_who_saves(people):
    for person in people:
        rate(person, "c", 5)
    publish(EDITED)
    read = batches.load([person.pk for person in people], today=TODAY)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Profile.objects.select_for_update().get(person=people[1])
        pool.submit(alone, lambda: batches.keep(read)).result(timeout=5)
    spoken = Profile.objects.order_by("person_id").values_list("version", flat=True)
    assert list(spoken) == [2, 1, 2]
    assert_sound()


def test_somebody_who_publishes_all_the_time_is_told_apart_from_a_conflict(people, monkeypatch):
    numbers = iter(range(100))
    current = saving.encoding.spoken_by

    def moving(person_id):
        publish(ladders.rename(BASE, "a", f"A {next(numbers)}"))
        return current(person_id)

    rate(people[0], "c", 5)
    publish(ladders.rename(BASE, "a", "Another"))
    monkeypatch.setattr(saving.encoding, "spoken_by", moving)
    with pytest.raises(actions.MeaningChanged, match="being changed at this moment"):
        rate(people[0], "c", 4, shown=5)
    assert Rating.objects.count() == 1


def wait_for_a_lock():
    """Until another connection waits for one, so that its statement has begun."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_stat_clear_snapshot()")
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def publish_elsewhere(content):
    with ThreadPoolExecutor(1) as pool:
        pool.submit(alone, lambda: publish(content)).result(timeout=20)


class Day:
    """A bad one: some publish and undo, some rate from old forms, take back and share, and a worker refreshes."""

    def __init__(self, people):
        self.people = people
        self.ids = [person.pk for person in people]
        self.done = Counter()
        self.over = threading.Event()
        self.lock = threading.Lock()

    def publisher(self):
        try:
            for number in range(6):
                publish(ladders.rename(EDITED, "c", f"C {number}"))
                time.sleep(0.1)
                undo()
                time.sleep(0.1)
                publish(ladders.reword(BASE, "c", f"C {number}", meaning=bool(number % 2)))
                time.sleep(0.1)
        finally:
            self.over.set()

    def refresher(self):
        while not self.over.is_set():
            batches.keep(batches.load(self.ids, today=TODAY))

    def worker(self, seed):
        chance = random.Random(seed)
        while not self.over.is_set():
            try:
                outcome = self.once(chance)
            except (Overtaken, MovedOn, Unacceptable) as error:
                outcome = type(error).__name__
            with self.lock:
                self.done[outcome] += 1

    def once(self, chance):
        person, skill = chance.choice(self.people), chance.choice("abc")
        (inputs,) = reading.load([person.pk], today=TODAY)
        said = inputs.own.statements.get(skill)
        shown = UNRATED if said is None else NOT_APPLICABLE if said.level is None else said.level
        kind = chance.random()
        if kind < 0.7:
            value = chance.choice([0, 1, 2, 3, NOT_APPLICABLE])
            rate(person, skill, value, shown, max(1, inputs.version - (chance.random() < 0.2)))
        elif kind < 0.9:
            actions.withdraw_rating(
                person=person, skill=skill, shown=shown, key=uuid4(), by=person, today=TODAY
            )
        else:
            actions.share(person=person, shown=inputs.own_revision, changes=1, key=uuid4(), today=TODAY)
            return "shared"
        return "saved"


@pytest.mark.slow
def test_many_interleavings_with_publishes_lose_nothing_and_keep_order(people):
    day = Day(people)
    with ThreadPoolExecutor(6) as pool:
        acts = [day.publisher, day.refresher, *(lambda n=n: day.worker(n) for n in range(4))]
        for future in [pool.submit(alone, act) for act in acts]:
            future.result(timeout=120)
    assert min(day.done["saved"], day.done["shared"], day.done["MeaningChanged"]) > 0, day.done
    assert Rating.objects.count() == day.done["saved"]
    assert_sound()
    batches.keep(batches.load(day.ids, today=TODAY))
    assert set(Profile.objects.values_list("version", flat=True)) == {versions.current_number()}
    assert_sound()
