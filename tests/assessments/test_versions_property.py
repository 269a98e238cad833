"""Any sequence of edits, undos and things that people say: no rating is lost, and all ways to read agree."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import actions
from assessments.inputs import Audience, Inputs
from assessments.levels import batches, matrices, reading, translation
from assessments.levels.translation import OWN_SOURCES, RatingRow, Translation, fold
from assessments.models import Profile, Rating
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from roadmaps.computing import compute, standings
from roadmaps.verifying import verify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import change_from
from skillmatrix.taxonomy.building import build, content_of
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.transition import Lineage, Link, Transition
from tests import factories
from tests.assessments import ladders
from tests.taxonomies import skill, taxonomy

TODAY = timezone.localdate()
SLUGS = ("a", "b", "c", "d")

# The pure part: folding rows under any lineage.

TRANSITIONS = st.builds(
    Transition,
    st.none() | st.lists(st.integers(0, 5), min_size=6, max_size=6).map(tuple),
    st.dictionaries(
        st.sampled_from(SLUGS),
        st.lists(st.sampled_from(SLUGS), max_size=3, unique=True).map(tuple),
        max_size=2,
    ),
    st.frozensets(st.sampled_from(SLUGS), max_size=2),
)


@st.composite
def histories(draw: Any) -> tuple[list[Link], list[RatingRow]]:
    """Links, and rows whose versions never go back; some rows take an earlier one back."""
    links: list[Link] = []
    for step in draw(st.lists(TRANSITIONS, max_size=5)):
        links.append(Link(step, undoes=bool(links) and draw(st.booleans())))
    rows: list[RatingRow] = []
    made_under = sorted(draw(st.lists(st.integers(1, len(links) + 1), max_size=10)))
    for revision, version in enumerate(made_under, 1):
        slot = draw(st.integers(0, 3))
        taken = draw(st.integers(1, revision - 1)) if revision > 1 and draw(st.integers(0, 3)) == 0 else None
        value = draw(st.sampled_from([0, 1, 2, 3, 4, 5, NOT_APPLICABLE]))
        state = "withdrawn" if taken else "not_applicable" if value == NOT_APPLICABLE else "level"
        rows.append(RatingRow(revision, version, SLUGS[slot], slot, "self", state, value, TODAY, taken))
    return links, rows


def translated_to(links: list[Link], number: int) -> Translation:
    document = replace(
        taxonomy([skill(slug) for slug in SLUGS]),
        number=number,
        slots={slug: slot for slot, slug in enumerate(SLUGS)},
    )
    return Translation(document, lambda: Lineage(links[: number - 1]))


@given(histories(), st.data())
def test_a_fold_does_not_depend_on_the_order_of_rows(made: Any, data: Any) -> None:
    links, rows = made
    to = translated_to(links, len(links) + 1)
    shuffled = data.draw(st.permutations(rows))
    assert fold(shuffled, to, sources=OWN_SOURCES) == fold(rows, to, sources=OWN_SOURCES)


@given(histories(), st.data())
def test_a_vector_with_nothing_in_touched_slots_is_the_fold(made: Any, data: Any) -> None:
    """What lets readers use a vector of an older version as it is."""
    links, rows = made
    now = translated_to(links, len(links) + 1)
    then = data.draw(st.integers(1, now.number))
    known = [row for row in rows if row.version <= then]
    vector = fold(known, translated_to(links, then), sources=OWN_SOURCES)
    slots = now.touched(then)
    if slots is None or vector.keys() & set(slots):
        return
    assert fold(known, now, sources=OWN_SOURCES) == vector


@given(histories())
def test_each_slot_says_the_newest_of_what_counts_there(made: Any) -> None:
    links, rows = made
    to = translated_to(links, len(links) + 1)
    found = fold(rows, to, sources=OWN_SOURCES)
    standing = translation.standing(rows, sources=OWN_SOURCES)
    for slot in range(4):
        there = [row for row in standing if slot in dict(to.held(row))]
        assert found.get(slot) == (dict(to.held(there[-1]))[slot] if there else None)
        taken = translation.before_newest(rows, to, slot, sources=OWN_SOURCES)
        assert (taken and taken[0]) == (there[-1] if there else None)
        left = there[-2] if len(there) > 1 else None
        assert (taken and taken[1]) == (dict(to.held(left))[slot] if left else None)


# The whole: through the actions and the database.


class Walk:
    """People who say things while somebody edits; every step leaves everything sound."""

    def __init__(self, people: list[Person], draw: Callable[[Any], Any], today: date = TODAY) -> None:
        self.people, self.draw, self.today = people, draw, today
        self.ids = [person.pk for person in people]
        self.fresh = 0
        self.ratings = 0
        ladders.publish(ladders.ladder(*SLUGS))

    @property
    def content(self) -> dict[str, Any]:
        return content_of(versions.current())

    def new(self, word: str) -> str:
        self.fresh += 1
        return f"{word}{self.fresh}"

    def step(self) -> None:
        acts = [self.publish, self.there_and_back, self.undo, self.store, *[self.speak] * 5]
        self.draw(st.sampled_from(acts))()

    # What people do

    def speak(self) -> None:
        person = self.draw(st.sampled_from(self.people))
        act = self.draw(
            st.sampled_from(
                [self.rate, self.rate, self.withdraw, self.share, self.agree, self.list, self.excepted]
            )
        )
        act(person)

    def rate(self, person: Person, source: str = "self") -> None:
        (inputs,) = reading.load([person.pk], today=self.today)
        slug = self.draw(st.sampled_from(sorted(skill.slug for skill in inputs.taxonomy.active)))
        statements = inputs.own.statements if source == "self" else inputs.own.agreed
        value = self.draw(st.integers(0, inputs.taxonomy.top) | st.just(NOT_APPLICABLE))
        actions.rate_skill(
            person=person, skill=slug, value=value, shown=shown(statements.get(slug)), source=source,
            version=inputs.version, key=uuid4(), by=person, today=self.today,
        )  # fmt: skip
        self.ratings += 1

    def agree(self, person: Person) -> None:
        self.rate(person, "agreed")

    def withdraw(self, person: Person) -> None:
        (inputs,) = reading.load([person.pk], today=self.today)
        said = {slug: one for slug, one in inputs.own.statements.items() if slug in inputs.taxonomy.skills}
        if said:
            slug = self.draw(st.sampled_from(sorted(said)))
            actions.withdraw_rating(
                person=person, skill=slug, shown=shown(said[slug]), key=uuid4(), by=person, today=self.today
            )
            self.ratings += 1

    def share(self, person: Person) -> None:
        profile = Profile.objects.filter(person=person).first()
        if profile and profile.own_revision > profile.shared_revision:
            actions.share(person=person, shown=profile.own_revision, changes=1, key=uuid4(), today=self.today)
            (inputs,) = reading.load([person.pk], today=self.today)
            assert inputs.own == inputs.shared

    def list(self, person: Person) -> None:
        slug = self.draw(st.sampled_from(ladders.active(self.content)))
        added = self.draw(st.booleans())
        actions.list_skill(person=person, skill=slug, added=added, by=person)
        (inputs,) = reading.load([person.pk], today=self.today)
        assert (slug in inputs.own.extra_skills) == added

    def excepted(self, person: Person) -> None:
        slug = self.draw(st.sampled_from(ladders.active(self.content)))
        level = self.draw(st.none() | st.integers(0, versions.current().top))
        (before,) = reading.load([person.pk], today=self.today)
        actions.override_target(
            person=person, skill=slug, level=level, reason="why", by=self.people[0], today=self.today
        )
        (after,) = reading.load([person.pk], today=self.today)
        held = after.overrides.get(slug)
        assert (held.level if held else None) == level
        others = [{s: o for s, o in found.overrides.items() if s != slug} for found in (before, after)]
        assert others[0] == others[1], "nothing else is asked for that"

    # What admins and workers do

    def edited(self) -> dict[str, Any]:
        content = self.content
        rated = ladders.active(content)
        slug = self.draw(st.sampled_from(rated))
        others = [other for other in rated if other != slug]
        edits = [
            lambda: ladders.reword(content, slug, self.new("words "), meaning=self.draw(st.booleans())),
            lambda: ladders.rename(content, slug, self.new("Name ")),
            lambda: ladders.move(content, slug),
            lambda: ladders.split(content, slug, self.new("part")),
            lambda: ladders.add(content, self.new("new")),
            lambda: ladders.retarget(content, slug, self.draw(st.integers(0, len(content["scale"]) - 1))),
            lambda: self.rescaled(content),
        ]
        if others:
            other = self.draw(st.sampled_from(others))
            edits += [
                lambda: ladders.merge(content, slug, other),
                lambda: ladders.merge(ladders.split(content, other, self.new("part")), slug, other),
                lambda: ladders.retire(content, slug, self.draw(st.sampled_from([None, other]))),
                lambda: ladders.drop(content, slug),
            ]
        retired = [s for s in ladders.skills(content) if s not in rated]
        if retired:
            edits.append(lambda: ladders.bring_back(content, self.draw(st.sampled_from(retired))))
        gone = sorted(versions.current().slots.keys() - ladders.skills(content).keys())
        if gone:
            edits.append(lambda: ladders.add(content, self.draw(st.sampled_from(gone))))
        return self.draw(st.sampled_from(edits))()

    def rescaled(self, content: dict[str, Any]) -> dict[str, Any]:
        old, new = len(content["scale"]), self.draw(st.integers(3, 10))
        ranks = sorted(self.draw(st.lists(st.integers(0, new - 1), min_size=old, max_size=old)))
        found = ladders.rescale(content, [self.new("Level ") for _ in range(new)], ranks)
        return {**found, "evidence_from": min(3, new - 1), "coverage": min(3, new - 1)}

    def publish(self) -> None:
        content = self.edited()
        draft = build(content)
        change = change_from(TaxonomyVersion.objects.latest_first().first(), draft)
        foreseen = reading.load_under(self.ids, draft, change, today=self.today)
        ladders.publish(content)
        found = self.everything()
        assert [said(one) for one in foreseen] == [said(one) for one in found]
        assert all(
            compute(before, audience, before.taxonomy, today=self.today)
            == compute(after, audience, after.taxonomy, today=self.today)
            for before, after in zip(foreseen, found, strict=True)
            for audience in Audience
        )

    def undo(self) -> None:
        if versions.current_number() > 1:
            ladders.undo(moves=self.draw(st.sampled_from([None, {}])))

    def there_and_back(self) -> None:
        """An edit under which nobody says anything, undone: nobody can tell that it was ever there."""
        before = [said(one) for one in self.everything()]
        self.publish()
        if self.draw(st.booleans()):
            self.store()
        ladders.undo(moves=self.draw(st.sampled_from([None, {}])))
        assert [said(one) for one in self.everything()] == before

    def store(self) -> None:
        some = self.draw(st.lists(st.sampled_from(self.ids), unique=True))
        before = self.everything()
        if batch := batches.load(some, today=self.today):
            batches.keep(batch)
        assert [said(one) for one in self.everything()] == [said(one) for one in before]
        spoken = Profile.objects.filter(person__in=some, version__gt=0).values_list("version", flat=True)
        assert set(spoken) <= {versions.current_number()}

    # What always holds

    def everything(self) -> list[Inputs]:
        return reading.load(self.ids, today=self.today)

    def check(self) -> None:
        assert not verify(self.ids).differences
        self.check_rows()
        loaded = self.everything()
        for audience in Audience:
            crowd = matrices.load(self.ids, audience, today=self.today)
            assert crowd
            cells = matrices.standings(crowd, today=self.today)
            for row, inputs in enumerate(loaded):
                assert dict(crowd.rows[row].overrides) == inputs.overrides
                held = standings(inputs, audience, inputs.taxonomy, today=self.today)
                for column, slug in enumerate(crowd.skills):
                    assert cells.at(row, column) == replace(held[slug], changes_on=None)
                    assert held[slug].level is None or held[slug].level <= inputs.taxonomy.top

    def check_rows(self) -> None:
        """Every statement is still there, in the words in which it was made."""
        assert Rating.objects.count() == self.ratings
        for person in self.people:
            last = 0
            for row in Rating.objects.filter(person=person).select_related("skill").order_by("revision"):
                made_under = versions.by_number(row.version)
                assert row.version >= last
                assert row.skill.slot == made_under.slots[row.skill.slug]
                assert row.value <= made_under.top or row.value > HIGHEST
                last = row.version


def shown(statement: Any) -> int:
    if statement is None:
        return UNRATED
    return NOT_APPLICABLE if statement.level is None else statement.level


def said(found: Inputs) -> Inputs:
    """Everything about a person but the taxonomy and how the vectors are stored."""
    return replace(found, taxonomy=taxonomy([]), encoded_in=0)


@contextmanager
def forgotten() -> Any:
    """Nothing of what is done inside remains."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_whatever_happens_nothing_is_lost_and_all_readers_agree(db: None, data: Any) -> None:
    with forgotten():
        walk = Walk(factories.PersonFactory.create_batch(2), data.draw)
        for person in walk.people:
            actions.assign_role(person=person, role="mid", by=None, today=TODAY)
        for _ in range(data.draw(st.integers(3, 14))):
            walk.step()
        walk.check()
