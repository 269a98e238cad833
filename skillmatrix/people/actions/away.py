"""Being away for some days, and coming back. No reason is asked for, so none can be stored."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from skillmatrix.people.models import Away, Person
from skillmatrix.people.problems import Unacceptable

FURTHEST = timedelta(days=3 * 366)


def go_away(*, person: Person, first: date, last: date | None, today: date) -> Away:
    """Be away from `first` to `last`, both included; None where nobody knows. Asking twice is asking once.

    Raises Unacceptable for days that are over, far off, in the wrong order, or within another absence.
    """
    if last is not None and last < first:
        raise Unacceptable(_("That is before the first day."), field="last")
    if last is not None and last < today:
        raise Unacceptable(_("These days are over."), field="last")
    if max(first, last or first) > today + FURTHEST or first < today - FURTHEST:
        raise Unacceptable(_("Choose days within three years."), field="first")
    ends_on = last + timedelta(days=1) if last else None
    try:
        with transaction.atomic():
            return Away.objects.create(person=person, starts_on=first, ends_on=ends_on)
    except IntegrityError:
        same = Away.objects.filter(person=person, starts_on=first, ends_on=ends_on).first()
        if same is None:
            raise Unacceptable(_("You are away on some of these days already."), field="first") from None
        return same


@transaction.atomic
def come_back(*, away: Away, today: date) -> None:
    """Be here again from today, or not go at all where it has not begun."""
    if away.starts_on >= today:
        away.delete()
    else:
        away.end(today)
