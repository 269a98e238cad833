"""Telling people things: one line in their inbox, with a link and never with a level."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from .models import Message, Person


def tell(
    recipient: Person, *, kind: str, subject: str, link: str = "", body: str = "", key: str | None = None
) -> None:
    """Put a line into somebody's inbox; with a `key`, telling twice is telling once."""
    Message.objects.bulk_create(
        [Message(recipient=recipient, kind=kind, subject=subject[:200], body=body, link=link, key=key)],
        ignore_conflicts=True,
    )


def tell_all(messages: Iterable[Message]) -> None:
    """Put each of these lines into its recipient's inbox; one whose key is known has been told."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def mark_read(recipient: Person, message_ids: list[int] | None = None) -> int:
    """Mark these messages of the recipient as read, or all of them; returns how many were new."""
    rows = Message.objects.of(recipient).unread().order_by()
    if message_ids is not None:
        rows = rows.filter(pk__in=message_ids)
    return rows.update(read_at=timezone.now())
