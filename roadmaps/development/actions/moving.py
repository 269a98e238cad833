"""Moving a goal from state to state, and taking the last move back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from roadmaps.models import PlanItem
from skillmatrix.people import access, inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.people.problems import Overtaken, Unacceptable

from .wording import require_self

State = PlanItem.State
# Where a goal may go from each state. What is closed is taken up again as planned.
WAYS: Mapping[str, tuple[str, ...]] = {
    State.PROPOSED: (State.PLANNED, State.DROPPED),
    State.PLANNED: (State.DOING, State.DONE, State.DROPPED),
    State.DOING: (State.DONE, State.PLANNED, State.DROPPED),
    State.DONE: (State.PLANNED,),
    State.DROPPED: (State.PLANNED,),
}


@transaction.atomic
def move(*, item: PlanItem, to: str, shown: str, by: Person, today: date) -> PlanItem:
    """Move an item of one's own plan from the state that the page showed to another.

    Taking up what a lead proposed agrees it with them, as long as they lead, and tells them; so does declining it.
    Sent twice, it is done once. Raises Overtaken when the item has moved meanwhile, Unacceptable where no way leads.
    """
    require_self(item.person, by)
    held = _held(item)
    if held.state == to and held.was == shown:
        return held
    if held.state != shown:
        raise Overtaken(_("This goal has moved meanwhile. Look at it again."))
    if to not in WAYS[held.state]:
        raise Unacceptable(_("A goal cannot go there from where it is."))
    if held.state == State.PROPOSED:
        _answer(held, to, today)
    held.was, held.state, held.moved_at = held.state, to, Now()
    _save(held)
    return held


@transaction.atomic
def undo(*, item: PlanItem, shown: str, by: Person) -> PlanItem:
    """Put an item back where it was before its last move. Sent twice, it is done once. Raises Overtaken."""
    require_self(item.person, by)
    held = _held(item)
    if not held.was:
        return held
    if held.state != shown:
        raise Overtaken(_("This goal has moved meanwhile. Look at it again."))
    if held.was == State.PROPOSED:
        held.agreed_with, held.agreed_on = None, None
    held.state, held.was, held.moved_at = held.was, "", Now()
    _save(held)
    return held


def _held(item: PlanItem) -> PlanItem:
    rows = PlanItem.objects.select_for_update(of=("self",)).select_related("person", "proposed_by")
    return rows.get(pk=item.pk)


def _save(item: PlanItem) -> None:
    """Raise Unacceptable when the same step is open elsewhere in the plan, which the database sees for certain."""
    try:
        with transaction.atomic():
            item.save(update_fields=["state", "was", "moved_at", "agreed_with", "agreed_on"])
    except IntegrityError:
        raise Unacceptable(_("The same step is open in your plan already.")) from None


def _answer(item: PlanItem, to: str, today: date) -> None:
    lead, person = item.proposed_by, item.person
    if lead is None or not access.relation(lead, person, today=today).may_propose:
        return
    if to == State.PLANNED and item.shared:
        item.agreed_with, item.agreed_on = lead, today
    if not item.shared:
        return
    with translation.override(lead.language):
        accepted, declined = _("%(name)s took up your proposal"), _("%(name)s did not take up your proposal")
        subject = (accepted if to == State.PLANNED else declined) % {"name": person.name}
    inbox.tell(
        lead,
        kind=Message.Kind.PLAN,
        subject=subject,
        link=reverse("roadmaps:plan-item", args=[person.public_id, item.pk]),
        key=f"plan:{item.pk}:{to}",
    )
