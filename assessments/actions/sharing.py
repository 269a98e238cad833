"""Releasing what was said, and telling whom it is released to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from assessments.levels import sharing
from skillmatrix.people import access, inbox
from skillmatrix.people.models import Message, Person


def share(*, person: Person, shown: int, changes: int, key: UUID, today: date) -> int:
    """Release everything said up to own revision `shown`, and tell the person's leads.

    `changes` is the number the page showed, for the inbox. Returns the revision of the share.
    Raises levels.sharing.MovedOn when more was said meanwhile.
    """
    with transaction.atomic():
        revision, repeated = sharing.share(person_id=person.pk, shown=shown, key=key, day=today)
        if not repeated:
            subject = ngettext(
                "%(name)s shared %(count)s change", "%(name)s shared %(count)s changes", changes
            )
            for lead in access.leads_of(person, today=today):
                inbox.tell(
                    lead,
                    kind=Message.Kind.SHARED,
                    subject=subject % {"name": person.name, "count": changes},
                    link=reverse("roadmaps:person", args=[person.public_id]),
                    key=f"share:{key}:{lead.pk}",
                )
    return revision
