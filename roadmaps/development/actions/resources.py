"""Marking what one has read, or wants to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roadmaps.development.resources import reference
from roadmaps.models import ResourceMark
from skillmatrix.people.models import Person
from skillmatrix.people.problems import Unacceptable
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill

from .wording import require_self


@transaction.atomic
def mark_resource(*, person: Person, skill: str, resource: str, mark: str, by: Person) -> None:
    """Mark a resource of a skill as wanted, read or recommended; "" takes the mark away. Raises Unacceptable."""
    require_self(person, by)
    found = versions.current().skills.get(skill)
    if found is None or resource not in {reference(one) for one in found.resources}:
        raise Unacceptable(_("This resource has left the taxonomy meanwhile."))
    row = Skill.objects.get(slug=skill)
    if not mark:
        ResourceMark.objects.filter(person=person, skill=row, resource=resource).delete()
        return
    ResourceMark.objects.update_or_create(
        person=person, skill=row, resource=resource, defaults={"mark": mark}
    )
