"""The cells of the matrix, written by one function.

A template that loops over a hundred thousand cells takes seconds. There are few *kinds* of cell, though: a
value, a target and whether it is stale. Each kind is written once a column, with its class and its words, and a row
is a join of those that gets the address of its person. Nothing here is typed by a user except names, which are
escaped once each.

Seven states tell themselves apart without colour: unrated (dotted, a dot), not applicable (hatched, n/a), stale
(a clock in the corner), below (a bar at the foot), met (plain), above (a bar at the head), and concealed while a
cycle asks both sides (cross-hatched, an ellipsis). A skill that nobody asks of this person is an eighth thing, a
digit without a cell.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from uuid import UUID

import numpy as np
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.levels.standings import Bytes, Mask
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from roadmaps.teams.coverage import Coverage
from roadmaps.teams.picture import Picture

_RANKS = 10
_NA, _NOT_RATED = _RANKS, _RANKS + 1
_CONCEALED = (_NOT_RATED + 1) * _RANKS * 2
_KINDS = _CONCEALED + 1  # so that a kind is one byte
NOTHING_CONCEALED: Mapping[int, frozenset[str]] = MappingProxyType({})
_HERE = "\0"  # the address of the row's person, in cells that many share; it stands in no text of ours or anybody's


class Mode(StrEnum):
    """What a cell shows."""

    LEVEL = "level"
    GAP = "gap"


class Order(StrEnum):
    """How people are sorted. Never by level."""

    NAME = "name"
    ROLE = "role"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell: the classes, what is seen and what is read out besides."""

    classes: str
    seen: str
    heard: str


def ordered(picture: Picture, order: Order) -> list[int]:
    """The rows as people are sorted: by name; by role as the taxonomy lists them; the newest share first."""
    roles = {slug: place for place, slug in enumerate(picture.taxonomy.roles)}
    keys: dict[Order, Callable[[int], tuple[object, ...]]] = {
        Order.NAME: lambda row: (),
        Order.ROLE: lambda row: (roles.get(picture.rows[row].role or "", len(roles)),),
        Order.SHARED: lambda row: (-(day.toordinal() if (day := picture.rows[row].shared_on) else 0),),
    }
    by_name = sorted(range(len(picture)), key=lambda row: picture.members[row].name.casefold())
    return sorted(by_name, key=keys[order])


def rows_of(
    picture: Picture,
    columns: Sequence[int],
    mode: Mode,
    *,
    grouped_from: int | None = None,
    concealed: Mapping[int, frozenset[str]] = NOTHING_CONCEALED,
) -> SafeString:
    """The rows of the table's body. From row `grouped_from` on, each team of the picture gets a heading.

    `concealed`: the skills that the reader is not to see yet, by the ids of people.
    """
    slugs = [escape(picture.skills[column]) for column in columns]
    codes = _codes(picture, columns)
    if concealed:
        codes[_hidden(picture, columns, concealed)] = _CONCEALED
    cells = _cells(codes, mode, slugs)
    silent = f'<td class="silent" colspan="{len(columns)}">{escape(_("has not shared yet"))}</td>'
    write = _People(picture)
    written: list[str] = []
    team = ""
    for place, member in enumerate(picture.members):
        if grouped_from is not None and place >= grouped_from and member.team != team:
            team = member.team
            written.append(_heading(member.team, member.team_name, len(columns)))
        href = write.href(place)
        has_shared = picture.rows[place].shared_on is not None
        row = "".join(cells[place].tolist()).replace(_HERE, href) if has_shared else silent
        written += ('<tr><th scope="row">', write.person(place, href), "</th>", row, "</tr>")
    return mark_safe("".join(written))  # noqa: S308 - made of our own words, and of names that were escaped


def heads_of(picture: Picture, columns: Sequence[int]) -> SafeString:
    """The two rows of the table's head: areas over the skills in them."""
    taxonomy = picture.taxonomy
    found = []
    for column in columns:
        slug = picture.skills[column]
        found.append((slug, taxonomy.skills[slug].name, taxonomy.area_of[slug].name))
    return _heads(tuple(found), _("Person"))


@lru_cache(maxsize=64)
def _heads(skills: tuple[tuple[str, str, str], ...], corner: str) -> SafeString:
    """Written once for each choice of columns: (slug, name, area) of each, in the reader's language."""
    over = "".join(
        format_html('<th scope="colgroup" colspan="{}"><span>{}</span></th>', len(list(under)), area)
        for area, under in groupby(area for _slug, _name, area in skills)
    )
    under = "".join(
        format_html(
            '<th class="slant" scope="col"><a href="{}" title="{}">{}</a></th>',
            reverse("taxonomy:skill", args=[slug]), name, name,
        )
        for slug, name, _area in skills
    )  # fmt: skip
    first = format_html('<th scope="col" rowspan="2">{}</th>', corner)
    return mark_safe(f"<tr>{first}{over}</tr><tr>{under}</tr>")  # noqa: S308 - escaped above


def foot_of(found: Sequence[Coverage]) -> SafeString:
    """The cells of the last row: how many hold each skill, and which of them are single points of failure."""
    cells: dict[tuple[int, int, bool], str] = {}
    for one in found:
        kind = (one.count, one.level, one.is_thin)
        if kind not in cells:
            cells[kind] = _covered(one)
    written = (cells[one.count, one.level, one.is_thin] for one in found)
    return mark_safe("".join(written))  # noqa: S308 - numbers and our own words


def _covered(one: Coverage) -> str:
    words = ngettext(
        "%(count)s person at %(level)s or above", "%(count)s people at %(level)s or above", one.count
    )
    text = words % {"count": one.count, "level": one.level}
    if one.is_thin:
        text = _("%(coverage)s, a single point of failure") % {"coverage": text}
    classes = "covered thin" if one.is_thin else "covered"
    return format_html(
        '<td class="{}" title="{}"><span aria-hidden="true">{}</span><span class="sr-only">{}</span></td>',
        classes, text, one.count, text,
    )  # fmt: skip


def _heading(slug: str, name: str, columns: int) -> str:
    url = reverse("roadmaps:team", args=[slug])
    link = format_html('<a href="{}">{}</a> {}', url, name, _("share upward"))
    return f'<tr class="group"><th colspan="{columns + 1}" scope="rowgroup"><span>{link}</span></th></tr>'


class _People:
    """The first cell of each row; addresses and notes are looked up once."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        nobody = UUID(int=0)
        self.before, self.after = reverse("roadmaps:person", args=[nobody]).split(str(nobody))
        self.notes: dict[tuple[str | None, bool], str] = {}

    def href(self, place: int) -> str:
        """The address of a person."""
        return f"{self.before}{self.picture.members[place].public_id}{self.after}"

    def person(self, place: int, href: str) -> str:
        """The name, and what else to know of them."""
        member, role = self.picture.members[place], self.picture.rows[place].role
        key = role, member.is_away
        if key not in self.notes:
            words = [self.picture.role_name(place) or _("no role"), *([_("away")] if member.is_away else [])]
            self.notes[key] = escape(" · ".join(words))
        return f'<a href="{href}">{html.escape(member.name)}</a> <small>{self.notes[key]}</small>'


def _codes(picture: Picture, columns: Sequence[int]) -> Bytes:
    """Each cell's kind as one number: value, target, stale."""
    chosen = list(columns)
    ranks = np.arange(UNRATED + 1)
    ranks[[NOT_APPLICABLE, UNRATED]] = _NA, _NOT_RATED
    values = ranks.astype(np.uint8)[picture.standings.values[:, chosen]]
    return (values * _RANKS + picture.asked[:, chosen]) * 2 + picture.standings.stale[:, chosen]


def _hidden(picture: Picture, columns: Sequence[int], concealed: Mapping[int, frozenset[str]]) -> Mask:
    """The cells that hold what the reader is not to see yet."""
    mask = np.zeros((len(picture), len(columns)), dtype=bool)
    for place, member in enumerate(picture.members):
        skills = concealed.get(member.person_id)
        if skills:
            mask[place] = [picture.skills[column] in skills for column in columns]
    return mask


def _cells(codes: Bytes, mode: Mode, slugs: Sequence[str]) -> np.ndarray:
    """The cells, each kind in each column written once; where a person's address goes stands `_HERE`.

    `slugs` are safe already.
    """
    write = _Kinds(mode)
    places = codes.astype(np.intp) * len(slugs) + np.arange(len(slugs))
    written = np.empty(_KINDS * len(slugs), dtype=object)
    for place in np.flatnonzero(np.bincount(places.ravel())).tolist():
        code, column = divmod(place, len(slugs))
        before, after = write.known.get(code) or write.kind(code)
        written[place] = f"{before}{_HERE}#{slugs[column]}{after}"
    return written[places]


class _Kinds:
    """Kinds of cell, each written when first met: what stands before and after the address."""

    def __init__(self, mode: Mode) -> None:
        self.describe = _level if mode is Mode.LEVEL else _gap
        self.known: dict[int, tuple[str, str]] = {}

    def kind(self, code: int) -> tuple[str, str]:
        """The two halves of a cell."""
        rest, stale = divmod(code, 2)
        kind = concealed() if code == _CONCEALED else self.describe(*divmod(rest, _RANKS), stale=bool(stale))
        heard = f'<span class="sr-only">{escape(kind.heard)}</span>' if kind.heard else ""
        self.known[code] = (
            f'<td class="{kind.classes}"><a href="',
            f'">{escape(kind.seen)}{heard}</a></td>',
        )
        return self.known[code]


def concealed() -> Kind:
    """A cell whose level is shown once both sides have rated."""
    return Kind("concealed", "…", _("hidden until both of you have rated"))


def _level(value: int, asked: int, *, stale: bool) -> Kind:
    if value >= _NA:
        return _without_level(value, asked, stale=stale)
    side = _side(value, asked)
    classes = [f"l{value}" if asked else "unasked", *([side] if side else []), *(["stale"] if stale else [])]
    return Kind(" ".join(classes), str(value), _heard(value, asked, stale=stale))


def _gap(value: int, asked: int, *, stale: bool) -> Kind:
    if value >= _NA or not asked:
        return _without_level(value if value >= _NA else _NOT_RATED, 0 if value < _NA else asked, stale=stale)
    old = " stale" if stale else ""
    heard = _heard(value, asked, stale=stale)
    if value == asked:
        return Kind(f"gap-met{old}", "✓", heard)
    sign, difference = ("−", asked - value) if value < asked else ("+", value - asked)
    return Kind(f"{_side(value, asked)} g{min(difference, 3)}{old}", f"{sign}{difference}", heard)


def _without_level(value: int, asked: int, *, stale: bool) -> Kind:
    if value == _NA:
        return Kind("na stale" if stale else "na", _("n/a"), _(", out of date") if stale else "")
    if not asked:
        return Kind("unasked", "", _("not asked for"))
    return Kind("unrated", "·", _("not rated, asked %(level)s") % {"level": asked})


def _side(value: int, asked: int) -> str:
    if not asked or value == asked:
        return ""
    return "below" if value < asked else "above"


def _heard(value: int, asked: int, *, stale: bool) -> str:
    if not asked:
        said = _(", not asked for")
    elif value < asked:
        said = _(", below %(level)s") % {"level": asked}
    else:
        said = _(", above %(level)s") % {"level": asked} if value > asked else _(", met")
    return said + _(", out of date") if stale else said
