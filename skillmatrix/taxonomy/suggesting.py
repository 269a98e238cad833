"""What readers suggest, and how an admin answers: both write one row and tell whoever waits for it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from skillmatrix.people import inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy.models import Skill, Suggestion

MOST_OPEN = 20
"""How many suggestions of one person may wait at once; a list that nobody can read helps nobody."""


class TooMany(ValueError):
    """The person has as many suggestions waiting as anybody may."""


class Answered(ValueError):
    """Somebody else has answered this suggestion; `suggestion` is as they left it."""

    def __init__(self, suggestion: Suggestion) -> None:
        self.suggestion = suggestion
        super().__init__(f"{suggestion} is answered already.")


@transaction.atomic
def suggest(*, skill: Skill | None, name: str, text: str, by: Person) -> tuple[Suggestion, bool]:
    """Put a wish to the admins: about a skill, or for a new one called `name`. Sent twice is said once.

    Returns the suggestion, and whether it is new. Raises `TooMany`.
    """
    # One person's suggestions queue up, so that two clicks at once neither double one nor pass the limit.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    waiting = Suggestion.objects.open().filter(by=by)
    name = "" if skill else name
    same = waiting.filter(skill=skill, name=name, text=text).first()
    if same is not None:
        return same, False
    if waiting.count() >= MOST_OPEN:
        raise TooMany
    suggestion = Suggestion.objects.create(skill=skill, name=name, text=text, by=by)
    _tell_admins(suggestion)
    return suggestion, True


@transaction.atomic
def answer(*, suggestion: Suggestion, state: str, text: str, by: Person) -> Suggestion:
    """Accept or decline, and tell the author. The same answer by the same admin again changes nothing.

    Raises `Answered` when somebody has answered otherwise meanwhile.
    """
    held = (
        Suggestion.objects.select_related("by", "skill", "answered_by")
        .select_for_update(of=("self",))
        .get(pk=suggestion.pk)
    )
    if held.state != Suggestion.State.OPEN:
        if (held.state, held.answer, held.answered_by_id) == (state, text, by.pk):
            return held
        raise Answered(held)
    held.state, held.answer, held.answered_by, held.answered_at = state, text, by, timezone.now()
    held.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    _tell_author(held)
    return held


def _tell_admins(suggestion: Suggestion) -> None:
    admins = Person.objects.active().filter(is_taxonomy_admin=True).exclude(pk=suggestion.by_id)
    for admin in admins:
        with translation.override(admin.language):
            about = _("%(name)s suggests a change to %(skill)s")
            new = _("%(name)s suggests a new skill: %(skill)s")
            subject = (about if suggestion.skill else new) % {
                "name": suggestion.by.name,
                "skill": suggestion.about,
            }
        inbox.tell(
            admin,
            kind=Message.Kind.SUGGESTION,
            subject=subject,
            link=reverse("taxonomy:answer-suggestion", args=[suggestion.pk]),
            key=f"suggestion:{suggestion.pk}:{admin.pk}",
        )


def _tell_author(suggestion: Suggestion) -> None:
    if not suggestion.by.is_active or suggestion.by_id == suggestion.answered_by_id:
        return
    with translation.override(suggestion.by.language):
        accepted = _("Your suggestion about %(skill)s was accepted")
        declined = _("Your suggestion about %(skill)s was declined")
        subject = accepted if suggestion.state == Suggestion.State.ACCEPTED else declined
    inbox.tell(
        suggestion.by,
        kind=Message.Kind.SUGGESTION,
        subject=subject % {"skill": suggestion.about},
        body=suggestion.answer,
        link=f"{reverse('taxonomy:suggestions')}#suggestion-{suggestion.pk}",
        key=f"suggestion:{suggestion.pk}:answer",
    )
