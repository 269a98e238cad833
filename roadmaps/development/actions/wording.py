"""What a goal says, as values, and the checks that every way of writing it shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from roadmaps.models import Motive, PlanItem
from skillmatrix.people.models import Person
from skillmatrix.people.problems import Unacceptable

MOST_OPEN = 40
"""How many goals may be open at once; whoever has more has a list and no plan."""


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a goal. `title` and `technical` are left alone for a step of the roadmap."""

    title: str = ""
    technical: bool = False
    proof: str = ""
    due_on: date | None = None
    links: tuple[str, ...] = ()
    shared: bool = True


@dataclass(frozen=True, slots=True)
class MotiveContent:
    """What the person is after; empty for nothing said."""

    kind: str = ""
    words: str = ""


def require_self(person: Person, by: Person) -> None:
    """Raise PermissionDenied for anybody but the person: a plan is theirs."""
    if by.pk != person.pk:
        raise PermissionDenied


def queue_up(person: Person) -> None:
    """Let one person's changes wait for each other, so that two clicks at once are two in a row."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def require_room(person: Person) -> None:
    """Raise Unacceptable when as many goals are open as anybody may have."""
    if PlanItem.objects.filter(person=person).open().count() >= MOST_OPEN:
        text = _("%(count)d goals are open. Finish or drop one of them first.")
        raise Unacceptable(text % {"count": MOST_OPEN})


def require_future(due_on: date | None, *, today: date, before: date | None = None) -> None:
    """Raise Unacceptable for a day that is over, unless it was the day `before` already."""
    if due_on is not None and due_on < today and due_on != before:
        raise Unacceptable(_("That day is over. Choose today or a later one."), field="due_on")


def keep_motive(item: PlanItem, motive: MotiveContent) -> None:
    """Store what the person is after, or forget it."""
    if not (motive.kind or motive.words):
        Motive.objects.filter(item=item).delete()
        return
    Motive.objects.update_or_create(item=item, defaults={"kind": motive.kind, "words": motive.words})
