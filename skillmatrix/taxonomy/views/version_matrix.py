"""The matrix of a version: its skills and what each of its roles asks of them, as HTML.

Written by joining strings, because a template loop over 300 skills × 12 roles takes seconds. That makes it so
cheap that keeping it would save nobody any time. Every name is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.document import Area, Role, Skill, Target, Taxonomy
from skillmatrix.taxonomy.templatetags.taxonomy_words import weight_in_words


def matrix_html(taxonomy: Taxonomy) -> SafeString:
    """The head and the bodies of the table, without the table."""
    return SafeString("".join(_parts(taxonomy)))


def _parts(taxonomy: Taxonomy) -> Iterator[str]:
    heads = "".join(
        f'<th scope="col" class="slant"><span title="{escape(role.name)}">{escape(role.label)}</span></th>'
        for role in taxonomy.roles.values()
    )
    yield f'<thead><tr><th scope="col">{escape(_("Skill"))}</th>{heads}</tr></thead>'
    cells = _Cells(taxonomy)
    active = {skill.slug for skill in taxonomy.active}
    for area in taxonomy.areas:
        rows = "".join(cells.row(taxonomy.skills[slug]) for slug in area.skills if slug in active)
        if rows:
            yield f"<tbody>{_area(taxonomy, area)}{rows}</tbody>"


def _area(taxonomy: Taxonomy, area: Area) -> str:
    width = len(taxonomy.roles)
    rest = f'<td class="none" colspan="{width}"></td>' if width else ""
    return f'<tr class="group"><th scope="rowgroup">{escape(area.name)}</th>{rest}</tr>'


class _Cells:
    """What all rows share, worked out once."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.scale, self.roles = taxonomy.scale, tuple(taxonomy.roles.values())
        self.known: dict[Target, str] = {}
        self.none = (
            f'<td class="none"><span aria-hidden="true">·</span><span class="sr-only">{escape(_("nothing asked"))}'
            "</span></td>"
        )

    def row(self, skill: Skill) -> str:
        """A skill and what each role asks of it."""
        name = escape(skill.name)
        cells = "".join(self.cell(role, skill.slug) for role in self.roles)
        return f'<tr><th scope="row" title="{name}">{name}</th>{cells}</tr>'

    def cell(self, role: Role, slug: str) -> str:
        """A level on its colour, and its weight where that is more than usual."""
        target = role.targets.get(slug)
        if target is None or not target.level:
            return self.none
        if target not in self.known:
            self.known[target] = self._asked(target)
        return self.known[target]

    def _asked(self, target: Target) -> str:
        words = escape(self.scale[target.level].name)
        weight = ""
        if target.weight > 1:
            said = escape(weight_in_words(target.weight))
            weight = (
                f'<small aria-hidden="true">×{target.weight}</small><span class="sr-only">, {said}</span>'
            )
        return f'<td class="l{target.level}" title="{words}">{target.level}<span class="sr-only"> {words}</span>{weight}</td>'
