"""Everything that lies on the table between a person and those who look at their levels with them.

What a desk says of the person is what they have shared; only their own card looks at the rest of `inputs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch

from assessments.cycles import concealed
from assessments.inputs import Inputs, Said
from assessments.levels.judgements import Heard, Judgement, heard
from assessments.levels.reading import load
from assessments.models import Review, ReviewItem, ReviewSide
from assessments.standing import Statement
from assessments.targets import MySkill, my_skills, targets_of
from skillmatrix.people import access
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .agreement import SILENCE, About, Settlement, Stance, Word, settle


@dataclass(frozen=True)
class Desk:
    """One person's levels under review. `review` is the newest, going on or closed; `items` are its skills.

    `concealed` are the skills that a cycle asks for: neither side sees the other's level until both are done.
    """

    subject: Person
    inputs: Inputs
    heard: Heard
    review: Review | None
    items: Mapping[str, ReviewItem]
    sides: Mapping[tuple[str, int], ReviewSide]
    lead: Person | None
    names: Mapping[int, str]
    today: date
    concealed: frozenset[str] = frozenset()

    @property
    def taxonomy(self) -> Taxonomy:
        """The current version as it was published, whatever the reader's language."""
        return self.inputs.taxonomy

    @property
    def shared(self) -> Said:
        """What others may know the person to have said."""
        return self.inputs.shared

    @property
    def is_open(self) -> bool:
        """A review goes on."""
        return self.review is not None and self.review.closed_at is None

    def skills(self) -> dict[str, MySkill]:
        """What is asked of the person as far as others know, in the order of the document."""
        said = self.shared
        current = targets_of(self.taxonomy, self.inputs.role, self.inputs.overrides, said.known)
        next_ = targets_of(self.taxonomy, said.next_role, known=said.known)
        return my_skills(self.taxonomy, current, next_, said.extra_skills)

    def own(self, skill: str) -> Statement | None:
        """What the person has shared about a skill."""
        return self.shared.statements.get(skill)

    def judgement(self, rater: Person | None, skill: str) -> Judgement | None:
        """What somebody else says of it."""
        return self.heard.by(rater.pk, skill) if rater else None

    def has_rated(self, rater: Person | None, skill: str) -> bool:
        """They have rated the skill since this review was opened, and not only some time before."""
        said = self.judgement(rater, skill)
        return self.is_open and said is not None and said.revision > self._opened_revision

    @property
    def _opened_revision(self) -> int:
        return self.review.opened_revision if self.review else 0

    def side(self, who: Person | None, skill: str) -> ReviewSide | None:
        """What somebody has said in this review about a skill."""
        return self.sides.get((skill, who.pk)) if who else None

    def is_shown_to(self, rater: Person, skill: str) -> bool:
        """They may read the person's level: they have earned it, and no cycle keeps it back."""
        return skill not in self.concealed and self.was_shown_to(rater, skill)

    def was_shown_to(self, rater: Person, skill: str) -> bool:
        """They have rated the skill in this review, or had it shown without."""
        side = self.side(rater, skill)
        return self.has_rated(rater, skill) or (self.is_open and side is not None and side.revealed)

    def about(self, skill: str) -> About:
        """Which two levels lie on the table."""
        said = self.judgement(self.lead, skill)
        return About(self.heard.own.get(skill, 0), said.revision if said else 0)

    def word(self, who: Person | None, skill: str) -> Word:
        """What somebody has said about those two."""
        side = self.side(who, skill)
        if side is None:
            return SILENCE
        about = About(side.about_own, side.about_lead)
        return Word(Stance(side.stance), side.value, about, self._has_changed(side.version, skill))

    def _has_changed(self, version: int, skill: str) -> bool:
        if version in (0, self.taxonomy.number):
            return False
        touched = versions.lineage(self.taxonomy).touched_since(version)
        return touched is None or skill in touched

    def settlement(self, skill: str) -> Settlement:
        """What the words of both come to."""
        return settle(self.word(self.subject, skill), self.word(self.lead, skill), self.about(skill))

    def is_discussed(self, skill: str) -> bool:
        """There is something of a lead's or a reviewer's to show to the person."""
        rated = any(
            said.revision > self._opened_revision for said in self.heard.judgements.get(skill, {}).values()
        )
        is_kept_back = self.review is None or skill in self.concealed
        return not is_kept_back and (rated or self.item_has_words(skill))

    def item_has_words(self, skill: str) -> bool:
        """Somebody has said something in this review about the skill."""
        item = self.items.get(skill)
        return item is not None and any(side.stance != Stance.SILENT for side in item.sides.all())


def desks_of(people: Sequence[Person], *, lead: Person | None, today: date) -> list[Desk]:
    """The desks of people whom `lead` leads, or nobody; in seven queries, eight while a cycle runs. Empty while no taxonomy is published."""
    loaded = load([person.pk for person in people], today=today)
    if not loaded:
        return []
    said = heard([person.pk for person in people], loaded[0].taxonomy)
    reviews = newest_reviews(people)
    names = names_of(said.values())
    # Whose day it is that ends it: the lead's; without one, that of the clock.
    hidden = concealed([person.pk for person in people], viewer=lead or Person())
    return [
        replace(
            _desk(person, inputs, said[person.pk], reviews.get(person.pk), lead, names, today),
            concealed=hidden.get(person.pk, frozenset()),
        )
        for person, inputs in zip(people, loaded, strict=True)
    ]


def desk_of(subject: Person, *, today: date) -> Desk:
    """The desk of one person with whoever leads them now. Raises NothingPublished."""
    lead = next(iter(access.leads_of(subject, today=today)), None)
    desks = desks_of([subject], lead=lead, today=today)
    if not desks:
        raise versions.NothingPublished("No taxonomy is published yet.")
    return desks[0]


def newest_reviews(people: Iterable[Person]) -> dict[int, Review]:
    """The newest review of each, with its items and sides. Three queries."""
    sides = Prefetch("sides", ReviewSide.objects.select_related("by").order_by("id"))
    items = Prefetch("items", ReviewItem.objects.select_related("skill").prefetch_related(sides))
    rows = Review.objects.filter(subject__in=list(people)).order_by("subject_id", "-id")
    return {row.subject_id: row for row in rows.distinct("subject_id").prefetch_related(items)}


def names_of(said: Iterable[Heard]) -> dict[int, str]:
    """What the raters are called."""
    raters = {by for one in said for found in one.judgements.values() for by in found}
    return dict(Person.objects.filter(pk__in=raters).values_list("pk", "name"))


def _desk(
    person: Person,
    inputs: Inputs,
    said: Heard,
    review: Review | None,
    lead: Person | None,
    names: Mapping[int, str],
    today: date,
) -> Desk:
    items = {item.skill.slug: item for item in review.items.all()} if review else {}
    sides = {(slug, side.by_id): side for slug, item in items.items() for side in item.sides.all()}
    return Desk(person, inputs, said, review, items, sides, lead, names, today)
