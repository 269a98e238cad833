"""What others set for a person: their role, and exceptions to single targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.levels.encoding import to_published
from assessments.levels.marking import marking
from assessments.levels.translation import OverrideRow, Translation
from assessments.models import RoleAssignment, TargetOverride
from skillmatrix.people import inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Role, Skill

from .refusals import Unacceptable


def assign_role(*, person: Person, role: str | None, by: Person | None, today: date) -> None:
    """Give the person a role from today, or none, and tell them. Raises Unacceptable for an unknown role."""
    row = None
    if role:
        row = Role.objects.filter(slug=role, retired=False).first()
        if row is None:
            raise Unacceptable(_("There is no such role. Choose one from the list."))
    if role_on(person, today) == (row.pk if row else None):
        return
    with marking(person.pk, own=False) as revision:
        # Asked again under the lock: sent twice at once is done once.
        if role_on(person, today) == (row.pk if row else None):
            return
        for ending in RoleAssignment.objects.ending_after(today).filter(person=person):
            ending.end(today)
        if row:
            RoleAssignment.objects.create(person=person, role=row, by=by, starts_on=today)
        if by is not None and by.pk != person.pk:
            name = row.name if row else _("no role")
            inbox.tell(
                person,
                kind=Message.Kind.ROLE,
                subject=_("Your role is now: %(role)s") % {"role": name},
                body=_("Set by %(by)s.") % {"by": by.name},
                link=reverse("roadmaps:gaps"),
                key=f"role:{person.pk}:{revision}",
            )


def role_on(person: Person, day: date) -> int | None:
    """The id of the role that the person has on a day."""
    return RoleAssignment.objects.on(day).filter(person=person).values_list("role_id", flat=True).first()


def override_target(
    *, person: Person, skill: str, level: int | None, reason: str, by: Person, today: date
) -> None:
    """Ask another level of this person than the role does, from today; None lifts the exception.

    The person reads the reason in their inbox and beside the target. Raises Unacceptable for an
    unknown skill, a level outside the scale, or a missing reason.
    """
    taxonomy = versions.current()
    row = Skill.objects.filter(slug=skill, retired=False).first()
    if row is None or skill not in taxonomy.skills:
        raise Unacceptable(_("There is no such skill."))
    if level is not None and not 0 <= level <= taxonomy.top:
        raise Unacceptable(_("Choose a level from 0 to %(top)s.") % {"top": taxonomy.top})
    if level is not None and not reason.strip():
        raise Unacceptable(_("Say why: the person reads it beside the target."))
    wanted = None if level is None else (level, reason.strip()[:300])
    translation = to_published(taxonomy)
    if exception_on(person, skill, today, translation) == wanted:
        return
    with marking(person.pk, own=False) as revision:
        # Sent twice at once is done once: nobody is told the same thing again.
        if exception_on(person, skill, today, translation) == wanted:
            return
        end_exceptions(person, skill, today, translation)
        if level is not None:
            TargetOverride.objects.create(
                person=person, skill=row, level=level, version=taxonomy.number, reason=reason.strip()[:300],
                by=by, starts_on=today,
            )  # fmt: skip
        inbox.tell(
            person,
            kind=Message.Kind.TARGET,
            subject=_("%(by)s changed a target of yours: %(skill)s") % {"by": by.name, "skill": row.name},
            body=reason.strip()[:300],
            link=f"{reverse('roadmaps:gaps')}#{skill}",
            key=f"target:{person.pk}:{revision}",
        )


def exception_on(
    person: Person, skill: str, day: date, translation: Translation
) -> tuple[int | None, str] | None:
    """(level, reason) of the exception that holds on a day, whatever the skill was called when it was made."""
    rows = TargetOverride.objects.on(day).filter(person=person).select_related("skill")
    held = translation.overrides(map(override_row, rows)).get(skill)
    return (held.level, held.reason) if held else None


def end_exceptions(person: Person, skill: str, day: date, translation: Translation) -> None:
    """Let nothing be asked of this skill beyond the role from a day on.

    An exception made before the skill was split is one row for all parts: it ends, and goes on for the others.
    """
    rows = TargetOverride.objects.ending_after(day).filter(person=person).select_related("skill")
    concerning = {row: [slug for slug, _ in translation.skills(row.version, row.skill.slug)] for row in rows}
    ending = [row for row, slugs in concerning.items() if skill in slugs]
    for row in sorted(ending, key=lambda row: (row.starts_on, row.pk), reverse=True):
        until = row.ends_on
        row.end(day)
        go_on(row, [slug for slug in concerning[row] if slug != skill], day, until, translation)


def go_on(
    ended: TargetOverride, skills: Iterable[str], day: date, until: date | None, translation: Translation
) -> None:
    """The same exception for other skills, where none of their own stands in its place."""
    first = max(day, ended.starts_on)
    for skill in Skill.objects.filter(slug__in=list(skills)):
        others = TargetOverride.objects.ending_after(first).filter(person=ended.person, skill=skill)
        if not (others if until is None else others.filter(starts_on__lt=until)).exists():
            TargetOverride.objects.create(
                person=ended.person, skill=skill, level=translation.value(ended.version, ended.level),
                version=translation.number, reason=ended.reason, by=ended.by, starts_on=first, ends_on=until,
            )  # fmt: skip


def override_row(row: TargetOverride) -> OverrideRow:
    """A row as plain values."""
    return OverrideRow(row.skill.slug, row.level, row.reason, row.version, row.starts_on.isoformat(), row.pk)
