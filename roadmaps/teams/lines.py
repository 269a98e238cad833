"""Lines of the team's overview as HTML, written by joining strings: in a template they cost most of the page.

Names come from people and documents; each is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps.planning import Milestone
from roadmaps.teams.coverage import Coverage
from roadmaps.teams.overview import Progress
from roadmaps.teams.picture import Member, Picture
from roadmaps.teams.words import coverage_words
from skillmatrix.taxonomy.addresses import skill_pages
from skillmatrix.web.templatetags.ui import icon, level_pair, relative_date

MOST = 3  # names of those who are closest


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person and what to learn next; `step_name` is the step's skill as it is read."""

    member: Member
    role: str
    progress: Progress
    shared_on: date | None
    step: Milestone | None
    step_name: str


def thin_lines(picture: Picture, points: Iterable[Coverage]) -> SafeString:
    """Single points of failure, each with who holds it, who could help, or who is closest."""
    urls = [reverse("roadmaps:person", args=[member.public_id]) for member in picture.members]
    names = [escape(member.name) for member in picture.members]
    write = _Thin(picture, urls, names)
    return SafeString("".join(write.line(one) for one in points))


class _Thin:
    """The words of these lines, looked up once."""

    def __init__(self, picture: Picture, urls: Sequence[str], names: Sequence[str]) -> None:
        self.picture, self.urls, self.names = picture, urls, names
        self.cap = icon("academic-cap", 16)
        self.help = escape(_("Can help:"))
        self.closest = escape(_("Nobody can teach it yet. Closest:"))
        self.nobody = escape(_("Nobody in the team can teach it yet."))
        self.skill_pages = skill_pages()

    def line(self, one: Coverage) -> str:
        """One item of the list."""
        words = escape(coverage_words(one))
        asked = ngettext("Asked of %(count)s person.", "Asked of %(count)s people.", one.asked_of)
        others = [row for row in one.holders if row not in one.helpers]
        held = f": {self._people(others, one.skill)}" if others else ""
        name = escape(self.picture.taxonomy.skills[one.skill].name)
        return (
            f'<li><span class="holders" aria-hidden="true">{one.count}</span><div>'
            f'<a class="skill" href="{self.skill_pages}{one.skill}/">{name}</a>'
            f'<p class="small soft">{words[:1].upper()}{words[1:]}{held}. {escape(asked % {"count": one.asked_of})}</p>'
            f'<p class="small">{self._help(one)}</p></div></li>'
        )

    def _help(self, one: Coverage) -> str:
        if one.helpers:
            return f"{self.cap} {self.help} {self._people(one.helpers, one.skill)}"
        if not one.closest:
            return f'<span class="soft">{self.nobody}</span>'
        column = self.picture.skills.index(one.skill)
        level = int(self.picture.standings.values[one.closest[0], column])
        at = escape(_("at %(level)s") % {"level": level})
        return f'<span class="soft">{self.closest} {self._people(one.closest[:MOST], one.skill)} {at}</span>'

    def _people(self, rows: Iterable[int], skill: str) -> str:
        return ", ".join(f'<a href="{self.urls[row]}#{skill}">{self.names[row]}</a>' for row in rows)


def person_lines(lines: Iterable[PersonLine], *, today: date) -> SafeString:
    """Each person with the first step of their roadmap."""
    return SafeString("".join(_person(line, today) for line in lines))


def _person(line: PersonLine, today: date) -> str:
    member = line.member
    notes = " · ".join([line.role or _("no role"), *([_("away")] if member.is_away else [])])
    return (
        f'<li><div class="who"><a href="{reverse("roadmaps:person", args=[member.public_id])}">{escape(member.name)}</a>'
        f'<span class="small muted">{escape(notes)}</span></div>{_next(line)}{_figures(line, today)}</li>'
    )


def _next(line: PersonLine) -> str:
    if line.shared_on is None:
        text = _("Has not shared yet.")
    elif line.step is not None:
        pair = level_pair(line.step.level - 1, line.step.level)
        return f'<p class="what"><span>{escape(line.step_name)}</span> {pair}</p>'
    else:
        text = _("No step is open.") if line.role else _("Needs a role before anything can be planned.")
    return f'<p class="what soft">{escape(text)}</p>'


def _figures(line: PersonLine, today: date) -> str:
    if line.shared_on is None:
        return ""
    met = _("%(met)s of %(asked)s met") % {"met": line.progress.met, "asked": line.progress.asked}
    first = f"{escape(met)} · " if line.progress.asked else ""
    shared = f"{escape(_('shared'))} {relative_date(line.shared_on, today)}"
    return f'<p class="small muted figures">{first}{shared}</p>'
