"""Comments: said, changed and taken back by their author, and told to the other side without their text."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from roadmaps.models import Comment, PlanItem
from skillmatrix.people import access, inbox
from skillmatrix.people.models import Message, Person

from .wording import queue_up


@transaction.atomic
def add_comment(
    *, subject: Person, item: PlanItem | None, text: str, key: UUID, by: Person, today: date
) -> tuple[Comment, bool]:
    """Say something about an item of `subject`, or about their report; the comment, and whether it is new.

    The other side is told, unless the item is private.
    """
    queue_up(by)
    found = Comment.objects.filter(by=by, key=key).first()
    if found is not None:
        return found, False
    comment = Comment.objects.create(subject=subject, item=item, by=by, text=text, key=key)
    if item is None or item.shared:
        for other in _other_side(subject, by, today):
            _tell(other, comment)
    return comment, True


@transaction.atomic
def change_comment(*, comment: Comment, text: str, by: Person) -> Comment:
    """Say it otherwise; it is marked as edited from then on. PermissionDenied for another's, or one taken back."""
    held = _held(comment, by)
    if held.deleted_at is not None:
        raise PermissionDenied
    if held.text != text:
        held.text, held.edited_at = text, Now()
        held.save(update_fields=["text", "edited_at"])
    return held


@transaction.atomic
def delete_comment(*, comment: Comment, by: Person) -> Comment:
    """Take it back; nobody but its author sees that it was there, and for a day they can put it there again."""
    held = _held(comment, by)
    if held.deleted_at is None:
        held.deleted_at = Now()
        held.save(update_fields=["deleted_at"])
    return held


@transaction.atomic
def restore_comment(*, comment: Comment, by: Person) -> Comment:
    """Put it there again."""
    held = _held(comment, by)
    held.deleted_at = None
    held.save(update_fields=["deleted_at"])
    return held


def _held(comment: Comment, by: Person) -> Comment:
    if comment.by_id != by.pk:
        raise PermissionDenied
    return (
        Comment.objects.select_for_update(of=("self",)).select_related("item", "subject").get(pk=comment.pk)
    )


def _other_side(subject: Person, by: Person, today: date) -> list[Person]:
    return access.leads_of(subject, today=today) if by.pk == subject.pk else [subject]


def _tell(other: Person, comment: Comment) -> None:
    item, subject = comment.item, comment.subject
    with translation.override(other.language):
        about_goal, about_report = _("%(name)s commented on a goal"), _("%(name)s commented on the report")
        words = (about_goal if item else about_report) % {"name": comment.by.name}
    if item is not None:
        url = reverse("roadmaps:plan-item", args=[subject.public_id, item.pk])
    else:
        url = reverse("roadmaps:comments", args=[subject.public_id])
    inbox.tell(
        other,
        kind=Message.Kind.COMMENT,
        subject=words,
        link=f"{url}#comment-{comment.pk}",
        key=f"comment:{comment.pk}:{other.pk}",
    )
