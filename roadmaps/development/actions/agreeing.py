"""What a lead does about somebody's plan: propose, take a proposal back, agree."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadmaps.models import PlanItem
from skillmatrix.people import inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.people.problems import Overtaken, Unacceptable
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill

from .goals import check_step, open_step
from .wording import Content, queue_up, require_future, require_room


@transaction.atomic
def propose(
    *, person: Person, content: Content, skill: str = "", level: int = 0, key: UUID, by: Person, today: date
) -> tuple[PlanItem, bool]:
    """Put something before the person: a goal, or a skill at a level; the item, and whether it is new.

    It waits for them as *proposed*, and they are told. Raises Unacceptable.
    """
    queue_up(person)
    found = PlanItem.objects.filter(person=person, key=key).first()
    if found is not None:
        return found, False
    require_future(content.due_on, today=today)
    item = PlanItem(
        person=person, state=PlanItem.State.PROPOSED, proposed_by=by, key=key, proof=content.proof,
        due_on=content.due_on,
    )  # fmt: skip
    if skill:
        _set_step(item, skill, level)
    else:
        item.title, item.technical = content.title, content.technical
    require_room(person)
    item.save()
    _tell(
        person,
        gettext_noop("%(name)s proposes something for your plan"),
        item,
        by,
        f"plan:{item.pk}:proposed",
    )
    return item, True


@transaction.atomic
def withdraw(*, item: PlanItem, by: Person) -> bool:
    """Take back a proposal that the person has not answered; whether there was one. PermissionDenied for another's."""
    held = PlanItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if held is None or held.state != PlanItem.State.PROPOSED:
        return False
    if held.proposed_by_id != by.pk:
        raise PermissionDenied
    held.state, held.was, held.moved_at = PlanItem.State.DROPPED, "", Now()
    held.save(update_fields=["state", "was", "moved_at"])
    return True


@transaction.atomic
def agree(*, item: PlanItem, seen: int, by: Person, today: date) -> PlanItem:
    """Agree to an item as its page showed it (`seen`); the person is told. Twice is once.

    Raises Overtaken when its words have changed, or the person has made it private or closed it.
    """
    held = PlanItem.objects.select_for_update(of=("self",)).select_related("person").get(pk=item.pk)
    if held.agreed_with_id == by.pk:
        return held
    if held.revision != seen or not held.shared or held.state not in ("planned", "doing"):
        raise Overtaken(_("This goal was changed meanwhile. Look at it again before you agree."))
    held.agreed_with, held.agreed_on = by, today
    held.save(update_fields=["agreed_with", "agreed_on"])
    _tell(
        held.person,
        gettext_noop("%(name)s agreed to a goal of yours"),
        held,
        by,
        f"plan:{held.pk}:agreed:{seen}",
    )
    return held


def _set_step(item: PlanItem, skill: str, level: int) -> None:
    check_step(skill, level)
    if open_step(item.person, skill, level) is not None:
        raise Unacceptable(_("This step is open in their plan already."), field="skill")
    taxonomy = versions.current()
    item.skill, item.to_level, item.version = Skill.objects.get(slug=skill), level, taxonomy.number


def _tell(person: Person, words: str, item: PlanItem, by: Person, key: str) -> None:
    with translation.override(person.language):
        subject = _(words) % {"name": by.name}
    inbox.tell(
        person,
        kind=Message.Kind.PLAN,
        subject=subject,
        link=reverse("roadmaps:plan-item", args=[person.public_id, item.pk]),
        key=key,
    )
