"""The names of a taxonomy in the reader's language, and the fixed words of gap reports and roadmaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.standing import Basis
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.versions import in_language

# Looked up one at a time: a roadmap asks for a hundred.
_SIZES = {
    "S": gettext_noop("small step"),
    "M": gettext_noop("medium step"),
    "L": gettext_noop("large step"),
    "XL": gettext_noop("very large step"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Names and sentences by slug and rank. What is no longer in the document keeps its slug as its name."""

    taxonomy: Taxonomy

    def skill(self, slug: str) -> str:
        """The name of a skill."""
        found = self.taxonomy.skills.get(slug)
        return found.name if found else slug

    def area(self, slug: str) -> str:
        """The name of an area."""
        return next((area.name for area in self.taxonomy.areas if area.slug == slug), slug)

    def role(self, slug: str) -> str:
        """The short name of a role."""
        found = self.taxonomy.roles.get(slug)
        return found.label if found else slug

    def level(self, rank: int) -> str:
        """The name of a level; the top one's for a rank beyond the scale."""
        return self.taxonomy.scale[min(rank, self.taxonomy.top)].name

    def sentence(self, skill: str, rank: int) -> str:
        """The sentence that makes a level of a skill observable; "" when there is none."""
        found = self.taxonomy.skills.get(skill)
        return found.descriptors[rank] if found and rank < len(found.descriptors) else ""

    def at(self, skill: str, rank: int) -> str:
        """A skill at a level, as in a list."""
        return _("%(skill)s at %(level)d") % {"skill": self.skill(skill), "level": rank}


def words_of(taxonomy: Taxonomy) -> Words:
    """The words of a taxonomy in the language of this request, as far as it is translated."""
    return Words(in_language(taxonomy))


def listed(names: Sequence[str], *, most: int = 3) -> str:
    """“a, b and c”; beyond `most` names “a, b and 4 more”."""
    if len(names) > most:
        names = [*names[: most - 1], _("%(count)d more") % {"count": len(names) - most + 1}]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def any_of(names: Sequence[str]) -> str:
    """“a, b or c”."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def basis_in_words(basis: Basis) -> str:
    """What a level rests on, in a word or two."""
    return {
        Basis.SELF: _("own rating"),
        Basis.AGREED: _("agreed"),
        Basis.NOT_AGREED: _("not agreed"),
        Basis.LOWERED: _("agreed, lowered since"),
        Basis.NONE: _("not rated yet"),
    }[basis]


def size_in_words(size: str) -> str:
    """The size of a step. Never hours: how long it takes depends on the person."""
    return _(_SIZES[size]) if size in _SIZES else size
