"""What people choose for themselves: the role they aim at, skills beyond those of their roles, what they want to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assessments.inputs import Wish
from assessments.levels.encoding import to_published
from assessments.levels.marking import marking
from assessments.levels.translation import ExtraRow, InterestRow
from assessments.models import ExtraSkill, Interest, NextRole
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Role, Skill

from .refusals import Unacceptable


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
    taxonomy = versions.current()
    listed = ExtraSkill.objects.filter(person=person).values_list(
        "skill__slug", "added", "version", "revision"
    )
    # A skill is on the list also when it took the place of one that was put there.
    if (skill in to_published(taxonomy).extra_skills(ExtraRow(*one) for one in listed)) == added:
        return
    with marking(person.pk, own=True) as revision:
        ExtraSkill.objects.create(
            person=person, skill=row, added=added, version=taxonomy.number, revision=revision
        )


def wish_for(*, person: Person, skill: str, wish: Wish | None, by: Person) -> None:
    """Say what the person wants to do with a skill, or None to take that back. Private until the person shares.

    Saying the same again changes nothing. Raises Unacceptable for a skill that is not rated here (any more).
    """
    taxonomy = versions.current()
    row = Skill.objects.filter(slug=skill, retired=False).first()
    if row is None or skill not in taxonomy.skills:
        raise Unacceptable(_("This skill is no longer rated. Reload the page to see what took its place."))
    if wished(person, taxonomy).get(skill) == wish:
        return
    with marking(person.pk, own=True) as revision:
        # Asked again under the lock: sent twice at once is said once.
        if wished(person, taxonomy).get(skill) != wish:
            Interest.objects.create(
                person=person, skill=row, wish=wish or "", version=taxonomy.number, revision=revision
            )


def wished(person: Person, taxonomy: Taxonomy) -> dict[str, Wish]:
    """What the person wants to do, by skill, whatever the skill was called when they said so."""
    rows = Interest.objects.filter(person=person).values_list("skill__slug", "wish", "version", "revision")
    return to_published(taxonomy).wishes(InterestRow(*row) for row in rows)
