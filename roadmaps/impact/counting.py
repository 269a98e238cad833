"""Counting an impact over the people of the organisation, some hundreds at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assessments.levels import reading
from roadmaps.impact.effect import effect
from roadmaps.impact.impact import Impact, Tally
from roadmaps.impact.touch import Touch
from roadmaps.impact.wording import in_sentences
from roadmaps.verifying import snapshot
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Transition

CHUNK = 250


class Overtaken(RuntimeError):
    """Another version was published while people were counted; what is counted so far is about the one before."""


@dataclass(frozen=True)
class Question:
    """What would change for people if `after`, which does `change` to ratings, came after `before`."""

    before: Taxonomy
    after: Taxonomy
    change: Transition

    @cached_property
    def touch(self) -> Touch:
        """Whom it can concern at all."""
        return Touch.between(self.before, self.after, self.change)


def counted_people(*, beyond: int = 0) -> list[int]:
    """Everybody of whom anything is known, by id, from the first one beyond an id.

    Without those who edit the taxonomy: they know their own ratings, and could subtract them from a figure.
    """
    people = Person.objects.active().filter(is_taxonomy_admin=False, profile__isnull=False, pk__gt=beyond)
    return list(people.order_by("pk").values_list("pk", flat=True))


def count(question: Question, person_ids: Sequence[int], tally: Tally, *, today: date) -> None:
    """Add these people to a tally. Raises `Overtaken` when `before` is no longer current; nothing is added then.

    Two or three queries; none for a draft in which only words differ.
    """
    if question.touch.nobody:
        tally.skip(len(person_ids))
        return
    with snapshot():
        now = reading.load(person_ids, today=today)
        if now and now[0].version != question.before.number:
            raise Overtaken
        concerned = [inputs for inputs in now if question.touch.may_concern(inputs)]
        ids = [inputs.person_id for inputs in concerned]
        then = reading.load_under(ids, question.after, question.change, today=today) if ids else []
    tally.skip(len(person_ids) - len(concerned))
    for before, after in zip(concerned, then, strict=True):
        tally.add(effect(before, after, question.change, today=today))


def impact_of(question: Question, *, today: date) -> Impact:
    """The impact on everybody, counted here and now: about a millisecond for each person whom it can concern."""
    tally = Tally()
    people = counted_people()
    for start in range(0, len(people), CHUNK):
        count(question, people[start : start + CHUNK], tally, today=today)
    return tally.impact()


def sentences(taxonomy: Taxonomy, transition: Transition) -> list[str]:
    """What publishing a document now would do to people, as the page about the draft says it. Raises `Overtaken`."""
    question = Question(versions.current(), taxonomy, transition)
    return in_sentences(impact_of(question, today=current_day()))
