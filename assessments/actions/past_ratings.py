"""Bringing along ratings that were made elsewhere: looked at first, then added all at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from assessments.levels import adding
from assessments.levels.saving import VersionMoved
from assessments.models import RatingImport
from assessments.past_ratings import Ground, Line, Plan, Sheet, check, level_words, suggested
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .refusals import MeaningChanged, Unacceptable


@transaction.atomic
def keep_past_ratings(*, person: Person, sheet: Sheet, name: str, by: Person) -> RatingImport:
    """Keep the lines of a file until its author has looked at them; one file waits at a time. Adds no rating.

    Raises PermissionDenied for anybody else's.
    """
    if by.pk != person.pk:
        raise PermissionDenied
    taxonomy = versions.current()
    guesses = {word.casefold(): suggested(word, taxonomy) for word in level_words(sheet.lines)}
    RatingImport.objects.of(person).filter(applied_at=None).delete()
    return RatingImport.objects.create(
        person=person,
        name=name,
        lines=[line.as_json() for line in sheet.lines],
        levels={word: level for word, level in guesses.items() if level is not None},
        notes=list(sheet.notes),
    )


def map_levels(*, listed: RatingImport, levels: Mapping[str, int], by: Person) -> RatingImport:
    """Say what the words for levels in a waiting file mean here."""
    if by.pk != listed.person_id:
        raise PermissionDenied
    RatingImport.objects.filter(pk=listed.pk, applied_at=None).update(levels=dict(levels))
    listed.levels = dict(levels)
    return listed


def preview_past_ratings(*, listed: RatingImport, taxonomy: Taxonomy, today: date) -> Plan:
    """What adding a waiting file would do now."""
    stated = adding.stated(listed.person_id, taxonomy)
    ground = Ground(
        taxonomy=taxonomy,
        person_id=listed.person_id,
        address=listed.person.email.casefold(),
        held=stated.days,
        keys=stated.keys,
        today=today,
    )
    return check([Line(**line) for line in listed.lines], listed.levels, ground)


def add_past_ratings(*, listed: RatingImport, by: Person, today: date) -> int:
    """Add what a waiting file states, as imported and unshared, and return how many ratings these were.

    Adding it again is adding it once, and returns the same. Raises Unacceptable while a level has no counterpart,
    MeaningChanged when somebody publishes at this moment, PermissionDenied for anybody else's.
    """
    if by.pk != listed.person_id:
        raise PermissionDenied
    taxonomy = versions.current()
    try:
        with adding.holding(listed.person_id, taxonomy) as revision:
            return _add(listed, taxonomy, revision=revision, by=by, today=today)
    except VersionMoved:
        raise MeaningChanged(_("The skills are being changed at this moment. Try again.")) from None


def _add(listed: RatingImport, taxonomy: Taxonomy, *, revision: int, by: Person, today: date) -> int:
    listed = RatingImport.objects.select_for_update().select_related("person").get(pk=listed.pk)
    if listed.added is not None:
        return listed.added
    plan = preview_past_ratings(listed=listed, taxonomy=taxonomy, today=today)
    if plan.open_levels:
        raise Unacceptable(_("Say what each level of the file means here."))
    statements = [
        adding.Statement(taxonomy.slots[past.skill], past.level, past.day, past.key, past.source)
        for past in plan.new
    ]
    if statements:
        adding.add(listed.person_id, statements, taxonomy, revision=revision, by_id=by.pk)
    RatingImport.objects.filter(pk=listed.pk).update(added=len(statements), applied_at=Now(), lines=[])
    return len(statements)
