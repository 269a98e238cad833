"""Saying something about a skill, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.levels import folding
from assessments.levels.encoding import to_published
from assessments.levels.saving import KeyReused, NewRating, Saved, VersionMoved, first_answer, save
from assessments.levels.translation import OWN_SOURCES, before_newest
from assessments.levels.vectors import Held
from assessments.models import Profile, Rating
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .refusals import MeaningChanged, Unacceptable

PUBLISHES_TO_WAIT_FOR = 2
_Result = TypeVar("_Result")


def rate_skill(
    *,
    person: Person,
    skill: str,
    value: int,
    shown: int,
    version: int,
    key: UUID,
    by: Person,
    today: date,
    reason: str = "",
    source: str = Rating.Source.SELF,
) -> Saved:
    """Store one statement: `value` is a level's rank or NOT_APPLICABLE, `shown` what the form showed.

    `version` is the taxonomy version the form was rendered from. Raises Unacceptable (unknown or
    retired skill, level outside the scale), MeaningChanged, levels.saving.KeyReused or .Overtaken;
    in each case nothing is stored. A key that was answered before gets the same answer, whatever was published since.
    """
    state = Rating.State.NOT_APPLICABLE if value == NOT_APPLICABLE else Rating.State.LEVEL

    def under(taxonomy: Taxonomy) -> Saved:
        new = NewRating(
            person_id=person.pk, slot=taxonomy.slots.get(skill, -1), value=value, day=today, state=state, shown=shown,
            version=taxonomy.number, key=key, by_id=by.pk, source=source, reason=reason[:300],
        )  # fmt: skip
        try:
            check_rateable(taxonomy, skill, shown_version=version)
            check_level(taxonomy, value)
        except Unacceptable:
            if replayed := first_answer(new):
                return replayed
            raise
        return save(new, width=taxonomy.width)

    return under_the_current_version(under)


def under_the_current_version(act: Callable[[Taxonomy], _Result]) -> _Result:
    """Do it, and look at it afresh when somebody publishes in the middle of it."""
    for _try in range(1 + PUBLISHES_TO_WAIT_FOR):
        try:
            return act(versions.current())
        except VersionMoved:
            continue
    raise MeaningChanged(_("The skills are being changed at this moment. Try again."))


def check_rateable(taxonomy: Taxonomy, skill: str, *, shown_version: int) -> None:
    """Raise Unacceptable unless the skill can be rated now and still means what the form said.

    What counts is the way from the version shown to this one, not the two ends: a meaning that was undone may have
    been given a new text under its old number.
    """
    now = taxonomy.skills.get(skill)
    if now is None or now.retired or now.off:
        raise Unacceptable(_("This skill is no longer rated. Reload the page to see what took its place."))
    if shown_version == taxonomy.number:
        return
    if not 1 <= shown_version < taxonomy.number:
        raise MeaningChanged(_("Reload the page: it was made from a taxonomy that does not exist."))
    touched = versions.lineage(taxonomy).touched_since(shown_version)
    if touched is None or skill in touched:
        raise MeaningChanged(
            _("The levels of this skill have changed since you opened the page. Read them again.")
        )


def check_level(taxonomy: Taxonomy, value: int) -> None:
    """Raise Unacceptable for what is neither a level of the scale nor "not applicable"."""
    if value != NOT_APPLICABLE and not 0 <= value <= taxonomy.top:
        raise Unacceptable(_("Choose a level from 0 to %(top)s.") % {"top": taxonomy.top})


def withdraw_rating(*, person: Person, skill: str, shown: int, key: UUID, by: Person, today: date) -> Saved:
    """Undo the person's newest statement about a skill: what held before it holds again, and asks again if it did.

    A statement that was made before the skill was merged or split is taken back wherever it counts now. Raises
    Unacceptable when there is nothing to undo, and what `rate_skill` raises for conflicts.
    """

    def under(taxonomy: Taxonomy) -> Saved:
        slot = taxonomy.slots.get(skill)
        if slot is None:
            raise Unacceptable(_("There is no such skill."))
        with transaction.atomic():
            # Held until the end, so that two undos at once cannot both go back from the same statement.
            Profile.objects.select_for_update().filter(person=person).first()
            if replayed := Rating.objects.filter(person=person, key=key).first():
                if (replayed.skill.slug, replayed.state) != (skill, Rating.State.WITHDRAWN):
                    raise KeyReused
                return Saved(revision=replayed.revision, replayed=True)
            translation = to_published(taxonomy)
            found = before_newest(
                folding.rows_of([person.pk])[person.pk], translation, slot, sources=OWN_SOURCES
            )
            if found is None:
                raise Unacceptable(_("There is nothing to undo for this skill."))
            newest, before = found
            held = before or Held(UNRATED, today)
            saved = save(
                NewRating(
                    person_id=person.pk, slot=slot, value=held.value, day=held.day, state=Rating.State.WITHDRAWN,
                    shown=shown, version=taxonomy.number, key=key, by_id=by.pk, withdraws=newest.revision,
                    asks_again=held.asks_again,
                ),
                width=taxonomy.width,
            )  # fmt: skip
            if [place for place, _held in translation.held(newest)] != [slot]:
                folding.settle(person.pk)
            return saved

    return under_the_current_version(under)
