"""Asking somebody else to look: a reviewer sees the level of the named skills, a peer sees nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Delegation
from skillmatrix.people import access, inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill

from .refusals import Unacceptable

LONGEST = timedelta(days=180)


def ask_reviewer(
    *,
    subject: Person,
    reviewer: Person,
    skills: Collection[str],
    kind: str,
    last_day: date,
    by: Person,
    today: date,
) -> int:
    """Let somebody rate these skills of the person until the end of `last_day`; returns how many are new.

    What `by` had asked of the same reviewer before is replaced. The reviewer is told, and so is the person where it
    was not their own wish. Raises Unacceptable: nobody asks the person or their lead, for a skill that is not rated,
    for longer than half a year, or for what another has asked already.
    """
    check_reviewer(subject, reviewer, today)
    check_days(last_day, today)
    rows = asked_skills(skills)
    with transaction.atomic():
        # One after the other, so that the same form sent twice asks once.
        Person.objects.select_for_update().get(pk=subject.pk)
        new = [row for row in rows if is_new(subject, reviewer, row, kind, last_day, by, today)]
        Delegation.objects.bulk_create(
            Delegation(
                subject=subject, skill=row, reviewer=reviewer, kind=kind, by=by, starts_on=today,
                ends_on=last_day + timedelta(days=1),
            )
            for row in new
        )  # fmt: skip
        if new:
            tell(subject, reviewer, len(new), last_day, by)
    return len(new)


def check_reviewer(subject: Person, reviewer: Person, today: date) -> None:
    """Raise Unacceptable for whoever need not be asked."""
    if reviewer.pk == subject.pk:
        raise Unacceptable(_("Nobody reviews themselves. Choose somebody else."))
    if any(lead.pk == reviewer.pk for lead in access.leads_of(subject, today=today)):
        raise Unacceptable(
            _("%(name)s leads the team and reviews every skill anyway.") % {"name": reviewer.name}
        )


def check_days(last_day: date, today: date) -> None:
    """Raise Unacceptable for a last day that is over or far away."""
    if not today <= last_day <= today + LONGEST:
        raise Unacceptable(_("Choose a last day from today until half a year ahead."))


def asked_skills(skills: Collection[str]) -> list[Skill]:
    """The rows of these skills. Raises Unacceptable where one is not rated, or none is named."""
    taxonomy = versions.current()
    active = {skill.slug for skill in taxonomy.active}
    if not skills or not set(skills) <= active:
        raise Unacceptable(_("Name the skills to look at; choose from those on the page."))
    return list(Skill.objects.filter(slug__in=skills).order_by("slot"))


def is_new(
    subject: Person, reviewer: Person, skill: Skill, kind: str, last_day: date, by: Person, today: date
) -> bool:
    """Whether this is still to be asked. What the same person had asked otherwise ends here."""
    rows = Delegation.objects.ending_after(today).filter(subject=subject, reviewer=reviewer, skill=skill)
    held = rows.select_related("by").first()
    if held is None:
        return True
    if held.by_id != by.pk:
        raise Unacceptable(
            _("%(by)s has asked %(name)s about %(skill)s already.")
            % {"by": held.by.name, "name": reviewer.name, "skill": skill.name}
        )
    if (held.kind, held.ends_on) == (kind, last_day + timedelta(days=1)):
        return False
    held.end(today)
    return True


def tell(subject: Person, reviewer: Person, count: int, last_day: date, by: Person) -> None:
    """A line for the reviewer, and one for the person unless they asked themselves."""
    day = date_format(last_day, "DATE_FORMAT")
    asked = ngettext(
        "%(by)s asks you to look at %(count)s skill of %(name)s",
        "%(by)s asks you to look at %(count)s skills of %(name)s",
        count,
    )
    inbox.tell(
        reviewer,
        kind=Message.Kind.REVIEW,
        subject=asked % {"by": by.name, "count": count, "name": subject.name},
        body=_("You can do so until the end of %(day)s.") % {"day": day},
        link=reverse("assessments:review", args=[subject.public_id]),
    )
    if by.pk == subject.pk:
        return
    told = ngettext(
        "%(by)s asked %(name)s to look at %(count)s skill of yours",
        "%(by)s asked %(name)s to look at %(count)s skills of yours",
        count,
    )
    inbox.tell(
        subject,
        kind=Message.Kind.REVIEW,
        subject=told % {"by": by.name, "count": count, "name": reviewer.name},
        body=_("They see what you have shared in these skills until the end of %(day)s, and nothing else.")
        % {"day": day},
        link=reverse("assessments:my-reviewers"),
    )


def end_delegation(*, subject: Person, reviewer: Person, by: Person, today: date) -> int:
    """Ask no more of this reviewer from now on; returns how many skills that were.

    The person ends what they asked themselves, their lead what a lead has asked.
    """
    with transaction.atomic():
        rows = Delegation.objects.ending_after(today).filter(subject=subject, reviewer=reviewer)
        own = rows.filter(by=subject) if by.pk == subject.pk else rows.exclude(by=subject)
        ending = list(own.select_for_update())
        for row in ending:
            row.end(today)
    return len(ending)
