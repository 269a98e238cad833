"""Everything that can happen to the refresh, in any order: rating, publishing, claiming, crashing between any two
steps, messages that are lost, doubled, late and reordered, releases side by side, and a restored backup.

After each step nothing stored has gone back and nothing that counts as current is wrong; and whenever the world is
left in peace, everybody's report is made from what holds now and nobody is a dead letter who was not poisoned.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assessments import actions
from assessments.inputs import Audience
from assessments.levels import reading
from assessments.models import Profile
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from roadmaps import reports
from roadmaps.computing import compute
from roadmaps.models import Refresh, Report
from roadmaps.refresh import RefreshSource
from roadmaps.verifying import verify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.building import content_of
from tests import factories
from tests.assessments import ladders
from tests.roadmaps import refreshing

PEOPLE, SLUGS = 2, ("a", "b")
WHO = st.integers(0, PEOPLE - 1)
RELEASES = refreshing.ENGINE + 3
EXAMPLES = int(os.environ.get("REFRESH_EXAMPLES", "50"))
STEPS = int(os.environ.get("REFRESH_STEPS", "30"))
# Each death of a dispatcher costs a try; a person has five, and the first two are not made alone.
DISPATCHER_DEATHS = 2
ROUNDS_OF_PEACE = 12


@dataclass(eq=False)
class Delivery:
    """A message that somebody has taken up: what they have read and computed, and by which release and day."""

    ids: tuple[int, ...]
    engine: int
    day: date
    batch: Any = None
    made: Any = None


@dataclass
class World:
    """What is outside of the database, which nobody restores: processes, the calendar, causes of failures."""

    day: date
    engine: int
    deliveries: list[Delivery] = field(default_factory=list)
    poisoned: set[int] = field(default_factory=set)
    # Cured, but a restored backup says that they are dead; they wait for a human once more.
    restored_dead: set[int] = field(default_factory=set)
    savepoints: list[str] = field(default_factory=list)
    deaths: int = 0


class RefreshMachine(RuleBasedStateMachine):
    """Rules are what can happen; the database is a real one, and forgotten after each example."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.world = World(timezone.localdate(), refreshing.ENGINE)
        self.seen: dict[tuple[int, str], tuple[int, int, int]] = {}
        self.source = RefreshSource()

    @initialize()
    def begin(self) -> None:
        ladders.publish(ladders.ladder(*SLUGS))
        self.people: list[Person] = factories.PersonFactory.create_batch(PEOPLE)
        for person in self.people[1:]:
            actions.assign_role(person=person, role="mid", by=None, today=self.world.day)

    def teardown(self) -> None:
        try:
            if hasattr(self, "people"):
                self.peace()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @contextmanager
    def release(self, engine: int | None = None, day: date | None = None) -> Iterator[None]:
        """As a process of one release sees it on a day; the newest, today."""
        with refreshing.process(engine=engine or self.world.engine, day=day or self.world.day):
            yield

    # --- what people do -------------------------------------------------------------------------------

    @rule(
        who=WHO,
        what=st.sampled_from(["rate", "rate", "share", "assign"]),
        skill=st.sampled_from(SLUGS),
        value=st.integers(0, 5),
    )
    def speak(self, who: int, what: str, skill: str, value: int) -> None:
        person = self.people[who]
        if what == "rate":
            self.rate(person, skill, value)
        elif what == "share":
            self.share(person)
        else:
            actions.assign_role(person=person, role="mid" if value else None, by=None, today=self.world.day)

    def rate(self, person: Person, skill: str, value: int) -> None:
        (inputs,) = reading.load([person.pk], today=self.world.day)
        said = inputs.own.statements.get(skill)
        shown = UNRATED if said is None else NOT_APPLICABLE if said.level is None else said.level
        actions.rate_skill(
            person=person, skill=skill, value=value, shown=shown, version=inputs.version, key=uuid4(), by=person,
            today=self.world.day,
        )  # fmt: skip

    def share(self, person: Person) -> None:
        profile = Profile.objects.filter(person=person).first()
        if profile and profile.own_revision > profile.shared_revision:
            actions.share(
                person=person,
                shown=profile.own_revision,
                changes=1,
                key=uuid4(),
                today=self.world.day,
            )

    @rule(skill=st.sampled_from(SLUGS), level=st.integers(1, 5))
    def publish(self, skill: str, level: int) -> None:
        content = content_of(versions.current())
        if content["roles"][0]["targets"][skill] != [level, 1]:
            content["roles"][0]["targets"][skill] = [level, 1]
            ladders.publish(content)

    # --- what operators and time do -------------------------------------------------------------------

    @rule(
        what=st.sampled_from(
            ["a release", "leases", "days", "a backup", "its restore", "poison", "the cure"],
        ),
        who=WHO,
        days=st.sampled_from([1, 200, 400]),
    )
    def elsewhere(self, what: str, who: int, days: int) -> None:
        if what == "a release":
            self.world.engine = min(RELEASES, self.world.engine + 1)
        elif what == "leases":
            self.leases_run_out()
        elif what == "days":
            self.world.day += timedelta(days=days)
        elif what == "a backup":
            self.world.savepoints.append(transaction.savepoint())
        elif what == "its restore" and self.world.savepoints:
            self.restore()
        elif what == "poison" and not self.world.poisoned:
            # One at a time, or soon nobody would be left to whom anything can happen.
            self.world.poisoned.add(self.people[who].pk)
        elif what == "the cure":
            self.cure()

    def leases_run_out(self) -> None:
        Refresh.objects.update(not_before=timezone.now() - timedelta(minutes=10))

    def restore(self) -> None:
        """All of the database as it was. Whoever was connected is not, but messages of the future still come."""
        transaction.savepoint_rollback(self.world.savepoints[-1])
        self.world.deliveries.clear()
        self.seen = self.stored()
        self.source = RefreshSource()
        self.world.restored_dead |= self.dead()

    def cure(self) -> None:
        """The cause is removed, and a human lets everybody be tried again."""
        Refresh.objects.filter(person_id__in=self.world.poisoned).update(
            dead_at=None, attempts=0, alone=False, tried=0, not_before=timezone.now() - timedelta(minutes=1)
        )
        self.world.poisoned.clear()

    # --- dispatcher -----------------------------------------------------------------------------------

    @rule(
        behind=st.integers(0, 1),
        announced=st.none() | st.sets(st.integers(0, PEOPLE - 1)),
        then=st.sampled_from(["arrive", "get lost", "die"]),
    )
    def claim(self, behind: int, announced: set[int] | None, then: str) -> None:
        """A round of a dispatcher of either release. Its messages arrive or get lost, or it dies before it has rung."""
        heard = None if announced is None else sorted(self.people[place].pk for place in announced)
        dies = then == "die" and self.world.deaths < DISPATCHER_DEATHS
        self.world.deaths += dies
        with self.release(self.earlier(behind)):
            for chunk in refreshing.claim(self.source, heard):
                if not dies and (chunk.direct or then == "arrive"):
                    self.work(chunk.ids)
        if dies:
            self.source = RefreshSource()

    @rule(who=WHO, skill=st.sampled_from(SLUGS), value=st.integers(0, 5))
    def die(self, who: int, skill: str, value: int) -> None:
        """Somebody says something, is tried in vain, and says something else: they have to be tried again."""
        self.world.poisoned.add(self.people[who].pk)
        for level in (value, (value + 1) % 6):
            self.rate(self.people[who], skill, level)
            self.peace()
        self.cure()

    # --- workers, step by step --------------------------------------------------------------------------

    @rule(who=st.sets(st.integers(0, PEOPLE - 1), min_size=1), behind=st.integers(0, 1))
    def deliver(self, who: set[int], behind: int) -> None:
        """Any message, also one that is old, or that nobody can remember, to a worker of either release."""
        ids = tuple(sorted(self.people[place].pk for place in who))
        if self.world.poisoned & set(ids):
            self.work(ids)
            return
        batch = refreshing.load(ids, today=self.world.day)
        self.world.deliveries.append(Delivery(ids, self.earlier(behind), self.world.day, batch))

    @rule(
        who=WHO,
        skill=st.sampled_from(SLUGS),
        value=st.integers(1, 5),
        change=st.sampled_from(["rate", "publish", "a release"]),
        at_once=st.booleans(),
    )
    def overtake(self, who: int, skill: str, value: int, change: str, at_once: bool) -> None:
        """A worker has read somebody; then something changes, and another worker is faster. The first is late."""
        self.deliver(who={who}, behind=0)
        if change == "rate":
            self.rate(self.people[who], skill, value)
        elif change == "publish":
            self.publish(skill=skill, level=value)
        else:
            self.elsewhere(what=change, who=who, days=0)
        with self.release():
            self.work([self.people[who].pk])
        if at_once and self.world.deliveries:
            self.next_steps(self.world.deliveries[-1], 2)

    @precondition(lambda self: self.world.deliveries)
    @rule(data=st.data(), steps=st.integers(0, 2))
    def go_on(self, data: Any, steps: int) -> None:
        """One of the workers takes its next steps, it computes and stores; or it dies between any two of them."""
        delivery = data.draw(st.sampled_from(self.world.deliveries))
        if steps:
            self.next_steps(delivery, steps)
        else:
            self.world.deliveries.remove(delivery)

    def next_steps(self, delivery: Delivery, steps: int) -> None:
        """What its worker does next."""
        with self.release(delivery.engine, delivery.day):
            if delivery.made is None:
                delivery.made = refreshing.compute(delivery.batch, today=delivery.day)
                steps -= 1
            if steps:
                refreshing.store(delivery.batch, delivery.made, today=delivery.day)
                self.world.deliveries.remove(delivery)

    # --- what always holds ----------------------------------------------------------------------------

    @invariant()
    def nothing_goes_back(self) -> None:
        now = self.stored()
        for key, before in self.seen.items():
            assert key in now
            assert all(a >= b for a, b in zip(now[key], before, strict=True)), (key, before, now[key])
        self.seen = now

    @invariant()
    def what_is_current_is_right(self) -> None:
        with self.release():
            for report in Report.objects.all():
                shown = reports.show(report.person_id, Audience(report.audience), today=self.world.day)
                if shown.stored:
                    audience = Audience(report.audience)
                    assert shown.findings == compute(shown.inputs, audience, shown.taxonomy, today=report.day)

    @rule()
    def peace(self) -> None:
        """Everything works, for long enough: everybody is fresh, and only poison is left."""
        with self.release():
            for _ in range(ROUNDS_OF_PEACE):
                self.leases_run_out()
                chunks = self.source.claim()
                if not chunks:
                    break
                for chunk in chunks:
                    self.work(chunk.ids)
            assert not chunks, "somebody is claimed for ever"
            dead = self.dead()
            assert dead <= self.world.poisoned | self.world.restored_dead
            assert set(self.behind()) == dead
            assert self.died_of(dead) == {self.what_holds(person) for person in dead}
            verdict = verify(Profile.objects.exclude(person__in=dead).values_list("person_id", flat=True))
            assert (verdict.is_fine, verdict.late) == (True, 0), verdict

    # --- how --------------------------------------------------------------------------------------------

    def work(self, ids: Sequence[int]) -> None:
        """A delivery from beginning to end."""
        refreshing.work(ids, poisoned=self.world.poisoned)

    def earlier(self, behind: int) -> int:
        """The release so many before the newest, if there is one."""
        return max(refreshing.ENGINE, self.world.engine - behind)

    def stored(self) -> dict[tuple[int, str], tuple[int, int, int]]:
        """What is stored of each person and audience."""
        rows = Report.objects.values_list("person_id", "audience", "revision", "version", "engine")
        return {(person, audience): tuple(made_from) for person, audience, *made_from in rows}  # type: ignore[misc]

    def dead(self) -> set[int]:
        """Who waits for a human."""
        return set(Refresh.objects.exclude(dead_at=None).values_list("person_id", flat=True))

    def died_of(self, dead: set[int]) -> set[tuple[int, ...]]:
        """For what they were tried in vain: whoever says something is tried again."""
        tried = ("person_id", "leased_revision", "leased_version", "leased_engine")
        return set(Refresh.objects.filter(person__in=dead).values_list(*tried))

    def what_holds(self, person: int) -> tuple[int, ...]:
        """What a report of somebody has to be made from now."""
        return (
            person,
            Profile.objects.get(person=person).revision,
            versions.current_number(),
            self.world.engine,
        )

    def behind(self) -> Iterator[int]:
        """Who has no report from what holds now."""
        stored, number = self.stored(), versions.current_number()
        until = dict(Report.objects.filter(audience="own").values_list("person_id", "good_until"))
        for person, revision in Profile.objects.values_list("person_id", "revision"):
            wanted = (revision, number, self.world.engine)
            overtaken = until.get(person) is not None and until[person] <= self.world.day
            if overtaken or any(stored.get((person, audience)) != wanted for audience in Audience):
                yield person


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_happens_reports_arrive_and_never_go_back() -> None:
    run_state_machine_as_test(
        RefreshMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
