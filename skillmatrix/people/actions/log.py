"""The log of changes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skillmatrix.people import inbox
from skillmatrix.people.models import Change, Message, Person, Team


def note(what: str, *, by: Person | None, subject: Person | None = None, team: Team | None = None) -> Change:
    """Write down what was done; whoever changed what is their own also finds it in their inbox."""
    line = Change.objects.create(by=by, subject=subject, team=team, what=what[:300])
    if line.is_own and subject is not None:
        inbox.tell(
            subject,
            kind=Message.Kind.ORGANISATION,
            subject=_("You changed something of your own: %(what)s") % {"what": what},
            body=_("You can, as the only people admin. It is written in the log that later admins read."),
            link=reverse("people:changes"),
            key=f"change:{line.pk}",
        )
    return line
