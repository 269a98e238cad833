"""Lines of a gap report as HTML, written by joining strings: eighty of them cost a millisecond, in a template ten.

Everything that comes from a document or a person is escaped here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from roadmaps.gaps import Line
from roadmaps.wording.words import Words, basis_in_words
from skillmatrix.taxonomy.addresses import skill_pages
from skillmatrix.taxonomy.templatetags.taxonomy_words import weight_in_words
from skillmatrix.web.templatetags.ui import gap_delta, level_badge, level_pair


@dataclass(frozen=True)
class Lines:
    """Writes lines for one reader. `rateable`: the skills that stand on the reader's assessment."""

    words: Words
    rateable: Collection[str] = ()
    language: str | None = field(default_factory=get_language)
    skill_pages: str = field(default_factory=skill_pages)
    _days: dict[date, str] = field(default_factory=dict)
    _areas: dict[str, tuple[str, str]] = field(default_factory=dict)

    def gaps(self, lines: Iterable[Line]) -> SafeString:
        """Known gaps, each with the sentence of its target to unfold."""
        says = _Says()
        return _joined(lambda line: self._gap(line, says), lines)

    def not_rated(self, lines: Iterable[Line]) -> SafeString:
        """What nobody knows: what is asked, and the way to rate it."""
        rate = escape(gettext("Rate this, one minute"))
        return _joined(
            lambda line: (
                f'<li><span class="skill">{self.skill(line.skill, line.target)}{_weight(line.weight)}</span>'
                f'<span class="wanted">{self.pair(None, line.target)}</span>'
                f'<a class="button small" href="{self.rate_url(line.skill)}">{rate}'
                f'<span class="sr-only">: {self._name(line.skill)}</span></a></li>'
            ),
            lines,
        )

    def strengths(self, lines: Iterable[Line]) -> SafeString:
        """What is met, and by how much more than asked."""
        return _joined(
            lambda line: (
                f"<li>{self.badge(line)}"
                f'<span class="skill">{self.skill(line.skill, line.level or 0)}</span>{_delta(line.surplus)}</li>'
            ),
            lines,
        )

    def not_applicable(self, lines: Iterable[Line]) -> SafeString:
        """What the person set aside, with the way back."""
        change = escape(gettext("Change"))
        return _joined(
            lambda line: (
                f"<li>{_badge(None, '', line.stale, 'na', self.language)}"
                f'<span class="skill">{self.skill(line.skill, line.target)}</span>'
                f'<a class="small" href="{self.rate_url(line.skill)}">{change}'
                f'<span class="sr-only">: {self._name(line.skill)}</span></a></li>'
            ),
            lines,
        )

    def skill(self, slug: str, rank: int) -> str:
        """A skill's name, linked to one level of its ladder."""
        return f'<a href="{self.skill_pages}{slug}/#level-{rank}">{self._name(slug)}</a>'

    def badge(self, line: Line) -> str:
        """The level of a rated line, marked when it is out of date."""
        level = line.level
        name = "" if level is None else self.words.level(level)
        return _badge(level, name, line.stale, "", self.language)

    def pair(self, level: int | None, target: int, *, stale: bool = False) -> str:
        """From a level to a target; `stale` marks the level as out of date."""
        name = "" if level is None else self.words.level(level)
        return _pair(level, target, name, self.words.level(target), self.language, stale=stale)

    def rate_url(self, slug: str) -> str:
        """Where to rate a skill: its card, or the list on which to put it first."""
        if slug not in self.rateable:
            return f"{reverse('assessments:list-skill')}#skill-{slug}"
        return f"{self._area(slug)[1]}#skill-{slug}"

    def area(self, slug: str) -> str:
        """The name of a skill's area."""
        return self._area(slug)[0]

    def day(self, day: date | None) -> str:
        """A day, short."""
        if day is None:
            return ""
        if day not in self._days:
            short = escape(date_format(day, "j M Y"))
            self._days[day] = f'<time datetime="{day.isoformat()}">{short}</time>'
        return self._days[day]

    def _name(self, slug: str) -> str:
        return escape(self.words.skill(slug))

    def _area(self, skill: str) -> tuple[str, str]:
        area = self.words.taxonomy.area_of[skill]
        if area.slug not in self._areas:
            url = reverse("assessments:assess", args=[area.slug])
            self._areas[area.slug] = (escape(area.name), url)
        return self._areas[area.slug]

    def _gap(self, line: Line, says: _Says) -> str:
        said = f"{says.basis[line.basis]}, {self.day(line.day)}"
        stale = f' <span class="chip warn">{says.stale}</span>' if line.stale else ""
        own = f' <span class="chip info">{says.own_target}</span>' if line.is_override else ""
        reason = f'<p class="small">{says.reason} “{escape(line.reason)}”</p>' if line.reason else ""
        asks = says.asked_of_you if line.is_override else self._asks(line.role)
        rank, skill = line.target, self._name(line.skill)
        about = f'<span class="sr-only">: {skill}</span></a>'
        return (
            f'<li><details class="gap-line" id="gap-{line.skill}"><summary>'
            f'<span class="skill"><b>{skill}</b>{own}{stale}<small class="area">{self.area(line.skill)}</small></span>'
            f'<span class="from-to">{self.pair(line.level, line.target, stale=line.stale)}</span>'
            f'{_delta(-line.gap)}<span class="times">{_weight(line.weight)}</span>'
            f'<span class="said">{said}</span></summary>'
            f'<div class="more"><p><b>{asks} {rank} {escape(self.words.level(rank))}:</b>'
            f" {escape(self.words.sentence(line.skill, rank))}</p>{reason}"
            f'<p class="links"><a href="{self.skill_pages}{line.skill}/#level-{rank}">{says.ladder}{about}'
            f'<a href="{self.rate_url(line.skill)}">{says.again}{about}</p></div></details></li>'
        )

    def _asks(self, role: str) -> str:
        return escape(gettext("%(role)s asks for") % {"role": self.words.role(role)})


class _Says:
    """The fixed words of a gap's line, looked up once a list."""

    def __init__(self) -> None:
        self.basis = _Bases()
        self.stale = escape(gettext("out of date"))
        self.own_target = escape(gettext("set for you"))
        self.reason = escape(gettext("Your lead's reason:"))
        self.asked_of_you = escape(gettext("You are asked for"))
        self.ladder = escape(gettext("Whole ladder"))
        self.again = escape(gettext("Rate again"))


class _Bases(dict):  # type: ignore[type-arg]
    def __missing__(self, basis: object) -> str:
        self[basis] = escape(basis_in_words(basis))  # type: ignore[arg-type]
        return str(self[basis])


def _joined(write: Callable[[Line], str], lines: Iterable[Line]) -> SafeString:
    return SafeString("".join(map(write, lines)))


@lru_cache(maxsize=512)
def _badge(level: int | None, name: str, stale: bool, state: str, language: str | None) -> str:  # noqa: FBT001
    return level_badge(level, name, stale=stale, na=state == "na")


@lru_cache(maxsize=512)
def _pair(
    level: int | None, target: int, name: str, target_name: str, language: str | None, *, stale: bool
) -> str:
    return level_pair(level, target, name, target_name, stale=stale)


def _delta(difference: int) -> str:
    return _cached_delta(difference, get_language())


@lru_cache(maxsize=128)
def _cached_delta(difference: int, language: str | None) -> str:
    return gap_delta(difference)


def _weight(weight: int) -> str:
    """How much a target counts; the usual 1 is left unsaid."""
    if weight < 2:
        return ""
    words = escape(weight_in_words(weight))
    return (
        f' <span class="weight" title="{words}"><span aria-hidden="true">×{weight}</span>'
        f'<span class="sr-only">{words}</span></span>'
    )
