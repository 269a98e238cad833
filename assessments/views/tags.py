"""Skills as tags of wins and certificates: which can be chosen, what each row is about today, and finding by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from assessments.levels.encoding import to_published
from assessments.models import Certificate, Win
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Skill, Taxonomy

Tagged = Win | Certificate


@dataclass(frozen=True, slots=True)
class Tag:
    """A skill that a row is about. `is_gone`: it is no longer rated, and nothing took its place."""

    slug: str
    name: str
    is_gone: bool


class Tags:
    """The skills of the current version as tags. Http404 on an installation without a taxonomy."""

    def __init__(self) -> None:
        try:
            published = versions.current()
        except versions.NothingPublished:
            raise Http404 from None
        self.taxonomy: Taxonomy = versions.in_language(published)
        self.translation = to_published(published)

    @cached_property
    def choices(self) -> list[str]:
        """The slugs that can be chosen."""
        return [skill.slug for skill in self.taxonomy.active]

    def areas(self, chosen: Collection[str]) -> list[dict[str, Any]]:
        """Every skill that can be chosen, by area, with those that are."""
        found: dict[str, list[tuple[Skill, bool]]] = {}
        for skill in self.taxonomy.active:
            found.setdefault(skill.area, []).append((skill, skill.slug in chosen))
        return [
            {
                "name": area.name,
                "skills": found[area.slug],
                "chosen": any(is_on for _, is_on in found[area.slug]),
            }
            for area in self.taxonomy.areas
            if area.slug in found
        ]

    def of(self, row: Tagged) -> list[Tag]:
        """What a row is about today, in the order of the document; its skills have been fetched before."""
        slugs = {now for tag in row.skills.all() for now, _ in self.translation.skills(row.version, tag.slug)}
        position = self.taxonomy.position
        return [
            self._tag(slug)
            for slug in sorted(slugs, key=lambda slug: (position.get(slug, len(position)), slug))
        ]

    def _tag(self, slug: str) -> Tag:
        skill = self.taxonomy.skills.get(slug)
        if skill is None:
            return Tag(slug, slug, is_gone=True)
        return Tag(slug, skill.name, is_gone=skill.retired or skill.off)

    def used(self, table: type[Tagged], person: Person) -> dict[str, set[str]]:
        """By the skill it is today: under which names a person's rows are tagged with it. One query."""
        rows = table.objects.of(person).kept().filter(skills__isnull=False)
        found: dict[str, set[str]] = {}
        for slug, version in rows.values_list("skills__slug", "version").distinct():
            for now, _ in self.translation.skills(version, slug):
                found.setdefault(now, set()).add(slug)
        return found

    def named(self, slugs: Iterable[str]) -> list[Tag]:
        """Skills with their names, in the order of these."""
        return sorted(map(self._tag, slugs), key=lambda tag: tag.name.casefold())


def told(row: Tagged, tags: Tags) -> Mapping[str, Any]:
    """A row as the list shows it."""
    return {"row": row, "tags": tags.of(row)}
