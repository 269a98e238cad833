"""What people do here: rate, undo, share, choose a next role, and set exceptions for others.

Every function takes who does it as `by=` and the day as `today=`. Whether that person may do it is
decided before, by `people.access`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.people import access, inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Role, Skill

from .levels import sharing
from .levels.folding import OWN_SOURCES
from .levels.marking import marking
from .levels.saving import KeyReused, NewRating, Saved, save
from .models import ExtraSkill, NextRole, Profile, Rating, RoleAssignment, TargetOverride
from .models.rating import NOT_APPLICABLE, UNRATED


class Unacceptable(ValueError):
    """What was sent cannot be stored; the text says what to do about it."""


class MeaningChanged(Unacceptable):
    """The skill's scale or meaning changed after the form was shown."""


def rate_skill(
    *,
    person: Person,
    skill: str,
    value: int,
    shown: int,
    version: int,
    key: UUID,
    by: Person,
    today: date,
    reason: str = "",
    source: str = Rating.Source.SELF,
) -> Saved:
    """Store one statement: `value` is a level's rank or NOT_APPLICABLE, `shown` what the form showed.

    `version` is the taxonomy version the form was rendered from. Raises Unacceptable (unknown or
    retired skill, level outside the scale), MeaningChanged, levels.saving.KeyReused or .Overtaken;
    in each case nothing is stored.
    """
    taxonomy = versions.current()
    check_rateable(taxonomy, skill, shown_version=version)
    if value != NOT_APPLICABLE and not 0 <= value <= taxonomy.top:
        raise Unacceptable(_("Choose a level from 0 to %(top)s.") % {"top": taxonomy.top})
    state = Rating.State.NOT_APPLICABLE if value == NOT_APPLICABLE else Rating.State.LEVEL
    return save(
        NewRating(
            person_id=person.pk, slot=taxonomy.slots[skill], value=value, day=today, state=state, shown=shown,
            version=taxonomy.number, key=key, by_id=by.pk, source=source, reason=reason[:300],
        ),
        width=taxonomy.width,
    )  # fmt: skip


def check_rateable(taxonomy: Taxonomy, skill: str, *, shown_version: int) -> None:
    """Raise Unacceptable unless the skill can be rated now and still means what the form said."""
    now = taxonomy.skills.get(skill)
    if now is None or now.retired or now.off:
        raise Unacceptable(_("This skill is no longer rated. Reload the page to see what took its place."))
    if shown_version == taxonomy.number:
        return
    try:
        then = versions.by_number(shown_version)
    except versions.NothingPublished:
        raise MeaningChanged(_("Reload the page: it was made from a taxonomy that does not exist.")) from None
    before = then.skills.get(skill)
    if before is None or before.meaning != now.meaning or then.top != taxonomy.top:
        raise MeaningChanged(
            _("The levels of this skill have changed since you opened the page. Read them again.")
        )


def withdraw_rating(*, person: Person, skill: str, shown: int, key: UUID, by: Person, today: date) -> Saved:
    """Undo the person's newest statement about a skill: what held before it holds again.

    Raises Unacceptable when there is nothing to undo, and what `rate_skill` raises for conflicts.
    """
    taxonomy = versions.current()
    row = Skill.objects.filter(slug=skill).first()
    if row is None:
        raise Unacceptable(_("There is no such skill."))
    with transaction.atomic():
        # Held until the end, so that two undos at once cannot both go back from the same statement.
        Profile.objects.select_for_update().filter(person=person).first()
        if replayed := Rating.objects.filter(person=person, key=key).first():
            if (replayed.skill_id, replayed.state) != (row.pk, Rating.State.WITHDRAWN):
                raise KeyReused
            return Saved(revision=replayed.revision, replayed=True)
        withdraws, value, day = before_newest(person, row, today=today)
        return save(
            NewRating(
                person_id=person.pk, slot=row.slot, value=value, day=day, state=Rating.State.WITHDRAWN,
                shown=shown, version=taxonomy.number, key=key, by_id=by.pk, withdraws=withdraws,
            ),
            width=taxonomy.width,
        )  # fmt: skip


def before_newest(person: Person, skill: Skill, *, today: date) -> tuple[int, int, date]:
    """(its revision, the value and the day that held before it) of the newest standing statement.

    Unrated when it was the first.

    Raises Unacceptable when nothing has been stated.
    """
    standing: list[Rating] = []
    for row in Rating.objects.filter(person=person, skill=skill, source__in=OWN_SOURCES).order_by("revision"):
        if row.state != Rating.State.WITHDRAWN:
            standing.append(row)
        elif standing:
            standing.pop()
    if not standing:
        raise Unacceptable(_("There is nothing to undo for this skill."))
    held = (standing[-2].value, standing[-2].day) if len(standing) > 1 else (UNRATED, today)
    return standing[-1].revision, *held


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


def choose_next_role(*, person: Person, role: str | None, by: Person) -> None:
    """Aim at a role, or at none. Private until the person shares. Raises Unacceptable for an unknown role."""
    row = None
    if role:
        row = Role.objects.filter(slug=role, retired=False).first()
        if row is None:
            raise Unacceptable(_("There is no such role. Choose one from the list."))
    newest = NextRole.objects.filter(person=person).order_by("-revision").first()
    if (newest.role_id if newest else None) == (row.pk if row else None):
        return
    with marking(person.pk, own=True) as revision:
        NextRole.objects.create(person=person, role=row, revision=revision)


def list_skill(*, person: Person, skill: str, added: bool, by: Person) -> None:
    """Put a skill on the person's own list, or take it off. Raises Unacceptable for an unknown skill."""
    row = Skill.objects.filter(slug=skill, retired=False).first()
    if row is None:
        raise Unacceptable(_("There is no such skill."))
    newest = ExtraSkill.objects.filter(person=person, skill=row).order_by("-revision").first()
    if (newest.added if newest else False) == added:
        return
    with marking(person.pk, own=True) as revision:
        ExtraSkill.objects.create(
            person=person, skill=row, added=added, version=versions.current_number(), revision=revision
        )


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
    if exception_on(person, row, today) == wanted:
        return
    with marking(person.pk, own=False) as revision:
        # Sent twice at once is done once: nobody is told the same thing again.
        if exception_on(person, row, today) == wanted:
            return
        for ending in TargetOverride.objects.ending_after(today).filter(person=person, skill=row):
            ending.end(today)
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


def exception_on(person: Person, skill: Skill, day: date) -> tuple[int, str] | None:
    """(level, reason) of the exception that holds on a day."""
    held = TargetOverride.objects.on(day).filter(person=person, skill=skill).first()
    return (held.level, held.reason) if held else None
