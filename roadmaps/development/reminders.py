"""Reminders of goals: in the inbox a week before they are due and on the day, once each.

Recurring work asks every hour, because a day begins when it begins where the person is. What was told is known by its
key in the inbox, so a run that was killed, doubled or late tells nothing twice. Whoever is away hears of it once back.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roadmaps.models import Comment, PlanItem
from roadmaps.wording.words import words_of
from skillmatrix.people import inbox
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Away, Message, Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .naming import title_of

WEEK = timedelta(days=7)
LATE = timedelta(days=60)  # what has been due for longer is no news
UNDO = timedelta(days=1)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to tell somebody about one item, and the key that says it once."""

    item: PlanItem
    key: str
    is_due: bool


def remind() -> dict[str, int]:
    """Tell everybody what is due within a week, or now, and has not been told yet."""
    now, today, told = timezone.now(), current_day(), 0
    rows = PlanItem.objects.due_by(today + WEEK + timedelta(days=1), since=today - LATE)
    rows = rows.filter(person__is_active=True).exclude(person__in=Away.objects.on(today).values("person"))
    rows = rows.select_related("person", "skill").order_by("pk")
    after = 0
    while chunk := list(rows.filter(pk__gt=after)[:CHUNK]):
        after = chunk[-1].pk
        told += _tell(list(_waiting(chunk, now)))
    return {"told": told}


def forget_comments() -> dict[str, int]:
    """Delete what was taken back more than a day ago: nobody can put it there again."""
    deleted, _each = Comment.objects.filter(deleted_at__lt=timezone.now() - UNDO).delete()
    return {"deleted": deleted}


def reminder(item: PlanItem, *, day: date, changed_on: date) -> Reminder | None:
    """What to tell on the person's `day` about an item whose words are from `changed_on`; None for nothing.

    Whoever has just set a day within the week knows it, and is told only on that day.
    """
    if item.due_on is None or day < item.due_on - WEEK:
        return None
    if day >= item.due_on:
        return Reminder(item, f"plan:{item.pk}:{item.due_on}:due", is_due=True)
    if changed_on > item.due_on - WEEK:
        return None
    return Reminder(item, f"plan:{item.pk}:{item.due_on}:week", is_due=False)


def _waiting(items: Sequence[PlanItem], now: datetime) -> Iterator[Reminder]:
    found = [
        one
        for item in items
        if (one := reminder(item, day=_day(item.person, now), changed_on=_day(item.person, item.changed_at)))
    ]
    keys = [one.key for one in found]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    yield from (one for one in found if one.key not in known)


def _day(person: Person, moment: datetime) -> date:
    """The day it is for this person."""
    try:
        return moment.astimezone(zoneinfo.ZoneInfo(person.timezone)).date()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.localdate(moment, timezone.get_default_timezone())


def _tell(reminders: Sequence[Reminder]) -> int:
    taxonomy = versions.current() if any(one.item.is_step for one in reminders) else None
    for one in reminders:
        with translation.override(one.item.person.language):
            subject = _sentence(one, taxonomy)
        link = f"{reverse('roadmaps:plan')}#goal-{one.item.pk}"
        inbox.tell(one.item.person, kind=Message.Kind.PLAN, subject=subject, link=link, key=one.key)
    return len(reminders)


def _sentence(one: Reminder, taxonomy: Taxonomy | None) -> str:
    assert one.item.due_on is not None  # noqa: S101 - nothing reminds of an item without a day
    goal = title_of(one.item, words_of(taxonomy)) if taxonomy else one.item.title
    names = {"goal": goal, "day": date_format(one.item.due_on, "j F")}
    if one.is_due:
        return _("Due on %(day)s: %(goal)s") % names
    return _("One week until %(day)s: %(goal)s") % names
