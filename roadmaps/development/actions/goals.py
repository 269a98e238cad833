"""Taking a step of the roadmap, and writing goals of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.levels.encoding import to_published
from roadmaps.models import PlanItem
from skillmatrix.people import inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.people.problems import Overtaken, Unacceptable
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill

from .wording import (
    Content,
    MotiveContent,
    keep_motive,
    queue_up,
    require_future,
    require_room,
    require_self,
)

WORDS = ("title", "technical", "proof", "due_on", "links", "shared")
AGREED_ON = ("title", "proof", "due_on")
"""What two people agreed about: when it changes, it has to be agreed again."""


@transaction.atomic
def take_step(
    *, person: Person, skill: str, level: int, shared: bool, key: UUID, by: Person
) -> tuple[PlanItem, bool]:
    """Put one step of the roadmap into the plan; the item, and whether it is new.

    A step that is open in the plan already is taken once, however often it is clicked. Raises Unacceptable for a
    skill or level that the taxonomy does not have now, and when the plan is full.
    """
    require_self(person, by)
    queue_up(person)
    taxonomy = versions.current()
    found = PlanItem.objects.filter(person=person, key=key).first() or open_step(person, skill, level)
    if found is not None:
        return found, False
    check_step(skill, level)
    require_room(person)
    row = Skill.objects.get(slug=skill)
    item = PlanItem.objects.create(
        person=person, skill=row, to_level=level, version=taxonomy.number, state=PlanItem.State.PLANNED,
        shared=shared, key=key,
    )  # fmt: skip
    return item, True


def check_step(skill: str, level: int) -> None:
    """Raise Unacceptable unless the taxonomy has this skill and level now."""
    taxonomy = versions.current()
    found = taxonomy.skills.get(skill)
    if found is None or found.retired or found.off:
        raise Unacceptable(_("This skill has left the taxonomy. The roadmap shows what took its place."))
    if not 1 <= level <= taxonomy.top:
        raise Unacceptable(_("Choose a level from 1 to %(top)s.") % {"top": taxonomy.top})


def open_step(person: Person, skill: str, level: int) -> PlanItem | None:
    """The open item about this skill and level, as both are called today."""
    translation_ = to_published(versions.current())
    for item in PlanItem.objects.of(person).open().filter(skill__isnull=False):
        assert item.skill is not None and item.version is not None and item.to_level is not None  # noqa: S101, PT018
        names = {slug for slug, _again in translation_.skills(item.version, item.skill.slug)}
        if skill in names and translation_.value(item.version, item.to_level) == level:
            return item
    return None


@transaction.atomic
def add_goal(
    *, person: Person, content: Content, motive: MotiveContent, key: UUID, by: Person, today: date
) -> tuple[PlanItem, bool]:
    """Put a goal of the person's own into the plan; the item, and whether it is new. Raises Unacceptable."""
    require_self(person, by)
    queue_up(person)
    found = PlanItem.objects.filter(person=person, key=key).first()
    if found is not None:
        return found, False
    require_future(content.due_on, today=today)
    require_room(person)
    item = PlanItem(person=person, state=PlanItem.State.PLANNED, key=key)
    _write(item, content)
    item.save()
    keep_motive(item, motive)
    return item, True


@transaction.atomic
def change_item(
    *, item: PlanItem, content: Content, motive: MotiveContent, seen: int, by: Person, today: date
) -> PlanItem:
    """Change the words of an item of one's own plan. `seen` is the revision that the form showed.

    What was agreed and says something else now is agreed no longer, and the lead is told so. Raises Unacceptable,
    and Overtaken when another form was faster.
    """
    require_self(item.person, by)
    held = (
        PlanItem.objects.select_for_update(of=("self",))
        .select_related("person", "agreed_with")
        .get(pk=item.pk)
    )
    content = replace(content, title="" if held.is_step else content.title)
    if held.revision != seen:
        raise Overtaken(_("This goal was changed meanwhile. Below is what you typed; above, what is stored."))
    require_future(content.due_on, today=today, before=held.due_on)
    lead = held.agreed_with if _differs(held, content) or not content.shared else None
    _write(held, content)
    if lead is not None:
        held.agreed_with, held.agreed_on = None, None
    held.revision, held.changed_at = held.revision + 1, Now()
    held.save()
    keep_motive(held, motive)
    if lead is not None and content.shared:
        _tell_of_change(held, lead)
    return held


def _write(item: PlanItem, content: Content) -> None:
    for name in WORDS:
        value = getattr(content, name)
        setattr(item, name, list(value) if isinstance(value, tuple) else value)


def _differs(item: PlanItem, content: Content) -> bool:
    return any(getattr(item, name) != getattr(content, name) for name in AGREED_ON)


def _tell_of_change(item: PlanItem, lead: Person) -> None:
    with translation.override(lead.language):
        subject = _("%(name)s changed a goal that you had agreed") % {"name": item.person.name}
    inbox.tell(
        lead,
        kind=Message.Kind.PLAN,
        subject=subject,
        link=reverse("roadmaps:plan-item", args=[item.person.public_id, item.pk]),
        key=f"plan:{item.pk}:changed:{item.revision}",
    )
