"""The column `role` of an import of people, for the room of people, which knows no roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assessments.levels.history import Assigned, History
from assessments.levels.importing import load_histories
from skillmatrix.jobs.actions import notify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.models import Role


class RoleColumn:
    """Reads roles by slug or name and gives them out; named in `settings.PEOPLE_ROLE_COLUMN`."""

    def names(self) -> dict[str, str]:
        """Slug of each role in use, by its slug and by its name, casefolded."""
        roles = list(Role.objects.filter(retired=False).values_list("slug", "name"))
        return {name.casefold(): slug for slug, name in roles} | {slug: slug for slug, _ in roles}

    def assign(self, roles: Sequence[tuple[Person, str]], *, by: Person | None, today: date) -> None:
        """Give each person the role with that slug, from today: people who have just been added."""
        given_by = by.pk if by else None
        load_histories(History(person.pk, [Assigned(today, slug, by=given_by)]) for person, slug in roles)
        notify()
