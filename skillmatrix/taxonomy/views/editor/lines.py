"""The lines of skills in the list, written by one function: a template loop over hundreds of them is the slow part."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.document import Kind
from skillmatrix.taxonomy.draft.outline import SkillLine
from skillmatrix.taxonomy.templatetags.taxonomy_words import kind_name, mark_name
from skillmatrix.web.templatetags.ui import icon, level_badge

SLUG = "slug-to-replace"


class Lines:
    """Writes lines; what they have in common is worked out once. `moves`: they can be put in another order."""

    def __init__(self, *, moves: bool) -> None:
        self.moves = moves
        self.address = reverse("taxonomy:edit-skill", args=[SLUG])

    def html(self, lines: Iterable[SkillLine]) -> SafeString:
        """Return the lines of an area. Everything that an author wrote is escaped."""
        return mark_safe("".join(map(self._line, lines)))  # noqa: S308

    def _line(self, line: SkillLine) -> str:
        name, slug = escape(line.name), escape(line.slug)
        retired = " retired" if "retired" in line.marks else ""
        marks = "".join(
            f'<span class="chip mark-{mark}">{escape(mark_name(mark))}</span>' for mark in line.marks
        )
        address = self.address.replace(SLUG, slug)
        return (
            f'<li id="skill-{slug}" class="skill-line{retired}" data-skill="{slug}" data-name="{name}">{self._handle}'
            f'<span class="what"><a class="name" href="{address}">{name}</a>{marks}</span>'
            f'<span class="kind">{escape(kind_name(Kind(line.kind)))}</span><span class="needs">{_needs(line.needs)}</span>'
            f'<span class="range">{self._range(line)}</span>{self._buttons(slug, name)}</li>'
        )

    @cached_property
    def _handle(self) -> str:
        if not self.moves:
            return ""
        return f'<span class="handle" data-drag="skill" aria-hidden="true">{icon("bars-2", 16)}</span>'

    def _buttons(self, slug: str, name: str) -> str:
        if not self.moves:
            return ""
        buttons = "".join(
            f'<button type="submit" class="button quiet icon small" name="{way}" value="skill:{slug}" title="{title}">{drawing}'
            f'<span class="sr-only">{words % {"name": name}}</span></button>'
            for way, title, drawing, words in self._ways
        )
        return f'<span class="moves">{buttons}</span>'

    @cached_property
    def _ways(self) -> list[tuple[str, str, str, str]]:
        return [
            ("up", escape(_("Move up")), icon("arrow-up", 16), escape(_("Move %(name)s up"))),
            ("down", escape(_("Move down")), icon("arrow-down", 16), escape(_("Move %(name)s down"))),
        ]

    def _range(self, line: SkillLine) -> str:
        if line.low is None or line.high is None:
            return self._unasked
        if line.low == line.high:
            return self._badge(line.low)
        return f"{self._badge(line.low)}{self._to}{self._badge(line.high)}"

    @cached_property
    def _unasked(self) -> str:
        return f'<span class="muted">{escape(_("not asked"))}</span>'

    @cached_property
    def _to(self) -> str:
        return f'<span aria-hidden="true">–</span><span class="sr-only">{escape(_("to"))}</span>'

    def _badge(self, level: int) -> str:
        if level not in self._badges:
            self._badges[level] = level_badge(level)
        return self._badges[level]

    @cached_property
    def _badges(self) -> dict[int, str]:
        return {}


def _needs(count: int) -> str:
    return escape(ngettext("needs %(count)d", "needs %(count)d", count) % {"count": count}) if count else ""
