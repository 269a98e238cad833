"""Real connections, real threads: one row, nothing overwritten silently, the vector equal to the rows."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from assessments import actions
from assessments.levels import folding, reading
from assessments.levels.saving import KeyReused, Overtaken
from assessments.levels.sharing import MovedOn
from assessments.models import Profile, Rating, Share, TargetOverride
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from skillmatrix.people.models import Message
from skillmatrix.taxonomy.actions import load_default
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
READING = "code-reading"
ROUNDS = 25


@pytest.fixture
def people():
    load_default()
    return factories.PersonFactory.create_batch(3)


def rate(person, value, shown=UNRATED, key=None, skill=READING):
    return actions.rate_skill(
        person=person, skill=skill, value=value, shown=shown, version=1, key=key or uuid4(), by=person,
        today=timezone.localdate(),
    )  # fmt: skip


def at_once(*acts):
    """Do all of it at the same moment, each on a connection of its own; results or exceptions."""
    gate = threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            return act()
        except (Overtaken, KeyReused, MovedOn, actions.Unacceptable) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def assert_sound():
    for profile in Profile.objects.all():
        assert not folding.differs(profile)
        assert Rating.objects.filter(person_id=profile.person_id).count() <= profile.revision


def test_the_same_key_twice_at_once_is_one_row(people):
    person = people[0]
    for step in range(ROUNDS):
        key, shown, value = uuid4(), UNRATED if step == 0 else (step - 1) % 6, step % 6
        first, second = at_once(*[lambda k=key, v=value, s=shown: rate(person, v, s, k)] * 2)
        assert first.revision == second.revision
        assert {first.replayed, second.replayed} == {True, False}
    assert Rating.objects.count() == ROUNDS
    assert_sound()


def test_the_same_confirmation_twice_at_once_is_one_row(people):
    """The byte does not change, so only the key tells the two apart."""
    rate(people[0], 3)
    for _ in range(ROUNDS):
        key = uuid4()
        first, second = at_once(*[lambda k=key: rate(people[0], 3, 3, k)] * 2)
        assert first.revision == second.revision
    assert Rating.objects.count() == ROUNDS + 1
    assert_sound()


def test_of_two_tabs_one_is_told(people):
    rate(people[0], 0)
    for step in range(ROUNDS):
        shown = newest(people[0]).value
        outcomes = at_once(
            lambda s=shown: rate(people[0], (s + 1) % 6, s), lambda s=shown: rate(people[0], (s + 2) % 6, s)
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Overtaken", "Saved"], step
    assert Rating.objects.count() == ROUNDS + 1
    assert_sound()


def test_the_first_rating_of_a_person_by_two_requests(people):
    for person in factories.PersonFactory.create_batch(ROUNDS):
        outcomes = at_once(lambda p=person: rate(p, 1), lambda p=person: rate(p, 5))
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Overtaken", "Saved"]
        assert Profile.objects.get(person=person).revision == 1
    assert_sound()


def test_the_first_ratings_of_two_skills_at_once_are_both_kept(people):
    for person in factories.PersonFactory.create_batch(ROUNDS):
        at_once(lambda p=person: rate(p, 1), lambda p=person: rate(p, 5, skill="test-design"))
        assert Rating.objects.filter(person=person).count() == 2
    assert_sound()


def test_an_old_key_changes_nothing(people):
    key = uuid4()
    first = rate(people[0], 1, key=key)
    rate(people[0], 4, 1)
    outcomes = at_once(lambda: rate(people[0], 1, key=key), lambda: rate(people[0], 5, 4))
    assert outcomes[0].revision == first.revision
    assert newest(people[0]).value == 5
    assert_sound()


def test_two_undos_at_once_go_back_one_step(people):
    """After a confirmation the byte is the same before and after, so the row lock has to decide."""
    for person in factories.PersonFactory.create_batch(10):
        rate(person, 3)
        rate(person, 3, 3)
        at_once(*[lambda p=person: undo(p, 3)] * 2)
        (inputs,) = reading.load([person.pk], today=timezone.localdate())
        assert inputs.own.statements == {}, "two undos of two statements leave nothing"
    assert_sound()


def undo(person, shown, skill=READING):
    return actions.withdraw_rating(
        person=person, skill=skill, shown=shown, key=uuid4(), by=person, today=timezone.localdate()
    )


def test_sharing_while_rating_releases_what_the_page_showed_or_nothing(people):
    for step in range(ROUNDS):
        before = Profile.objects.filter(person=people[0]).first()
        shown = before.own_revision if before else 0
        value = UNRATED if before is None else newest(people[0]).value
        at_once(lambda v=value, s=step: rate(people[0], s % 6, v), lambda r=shown: share(people[0], r))
        for row in Share.objects.all():
            assert row.up_to_revision < row.revision
        assert_sound()


def share(person, shown):
    return actions.share(person=person, shown=shown, changes=1, key=uuid4(), today=timezone.localdate())


def newest(person, skill=READING):
    return Rating.objects.history_of(person).filter(skill__slug=skill).only("value").first()


@pytest.mark.slow
def test_ten_thousand_interleavings_keep_every_vector_equal_to_its_rows(people):
    """Few people and skills, many threads, stale forms and repeated keys: the usual bad day."""
    skills = [READING, "test-design", "caching-fundamentals"]
    threads, each = 8, 1250
    done: Counter[str] = Counter()

    def worker(seed):
        chance, keys, seen = random.Random(seed), [uuid4()], Counter()
        try:
            for _ in range(each):
                seen[once(chance, keys)] += 1
        finally:
            connection.close()
        return seen

    def once(chance, keys):
        person, skill = chance.choice(people), chance.choice(skills)
        key = chance.choice(keys[-5:]) if chance.random() < 0.1 else uuid4()
        keys.append(key)
        row = newest(person, skill) if chance.random() < 0.8 else None
        shown = row.value if row else UNRATED
        try:
            kind = chance.random()
            if kind < 0.7:
                rate(person, chance.choice([0, 1, 2, 3, 4, 5, NOT_APPLICABLE]), shown, key, skill)
            elif kind < 0.9:
                undo(person, shown, skill)
            else:
                profile = Profile.objects.filter(person=person).first()
                share(person, profile.own_revision if profile else 0)
        except (Overtaken, KeyReused, MovedOn, actions.Unacceptable) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(threads) as pool:
        for seen in pool.map(worker, range(threads)):
            done += seen
    assert done.total() == threads * each
    assert min(done["done"], done["Overtaken"], done["KeyReused"], done["Unacceptable"]) > 0
    assert_sound()
    for person in people:
        revisions = list(Rating.objects.filter(person=person).values_list("revision", flat=True))
        assert len(revisions) == len(set(revisions))
        keys = list(Rating.objects.filter(person=person).values_list("key", flat=True))
        assert len(keys) == len(set(keys))


def test_rebuilding_the_vectors_loses_no_rating_saved_meanwhile(people, monkeypatch):
    person = people[0]
    rate(person, 3)
    reading_rows = threading.Event()
    fold = folding.folded

    def slowly(*asked):
        found = fold(*asked)
        reading_rows.set()
        time.sleep(0.3)
        return found

    def save():
        assert reading_rows.wait(5)
        rate(person, 4, skill="cache-layers")

    monkeypatch.setattr(folding, "folded", slowly)
    at_once(lambda: folding.refold(person.pk), save)
    monkeypatch.setattr(folding, "folded", fold)
    assert not folding.differs(Profile.objects.get(person=person))


def test_the_same_exception_twice_at_once_is_told_once(people):
    person, lead, _ = people

    def ask():
        actions.override_target(
            person=person,
            skill=READING,
            level=4,
            reason="the new project",
            by=lead,
            today=timezone.localdate(),
        )

    rate(person, 1)
    at_once(*[ask] * 4)
    assert TargetOverride.objects.count() == 1
    assert Message.objects.filter(recipient=person).count() == 1
