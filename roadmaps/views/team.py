"""A team for its lead, and for whoever leads a team above it: an overview first, then the matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.cycles import concealed
from roadmaps.planning import Milestone
from roadmaps.teams import lines, matrix
from roadmaps.teams.coverage import Coverage, coverages, thin
from roadmaps.teams.gathering import Gathering, gather, picture_of
from roadmaps.teams.matrix import Mode, Order
from roadmaps.teams.overview import Matter, largest_gaps, progress, totals, work_list
from roadmaps.teams.picture import Member, Picture
from roadmaps.teams.steps import first_steps
from roadmaps.teams.words import matter_words, reason_words
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person, Team
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.texts import translate
from skillmatrix.web.paging import Page, page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

PAGE = "roadmaps/team.html"
FIRST = 5  # lines of a list before the rest is folded
A_PAGE = 50  # people


@require_safe
def team(request: AppRequest, slug: str) -> HttpResponse:
    """Show what the people of a team have shared, to its lead by name; Http404 to everybody else."""
    today = current_day()
    found, related = access.visible_team(request.user, slug, today=today)
    led = [found.pk] if related.is_lead else []
    gathering = gather([found.pk], led=led, viewer_id=request.user.pk, today=today)
    note(request.user, gathering.members, today)
    picture = picture_of(gathering.members, today=today)
    context = frame(found, gathering, is_lead=related.is_lead)
    if picture is None:
        return render_page(request, PAGE, context)
    options = Options.read(request.GET)
    picture = replace(picture, taxonomy=in_language(picture.taxonomy))
    hidden = concealed([member.person_id for member in picture.members], viewer=request.user)
    sheet = Sheet(picture, gathering.own, options, today, hidden)
    context |= sheet.matrix()
    if request.htmx.target != "matrix":
        context |= sheet.overview() | sheet.people()
    return render_page(request, PAGE, context, partials={"matrix"})


def note(viewer: Person, members: Sequence[Member], today: date) -> None:
    """Let everybody whose figures are on the page know who saw it."""
    people = [Person(pk=member.person_id) for member in members]
    access.note_access(viewer, people, page="team", today=today)


def in_language(taxonomy: Taxonomy) -> Taxonomy:
    """The taxonomy in the reader's language, as far as it is translated."""
    return translate(taxonomy, translation.get_language() or taxonomy.language)


def frame(team: Team, gathering: Gathering, *, is_lead: bool) -> dict[str, Any]:
    """What the page says of the team whatever is known of its people."""
    return {
        "team": team,
        "is_lead": is_lead,
        "own": gathering.own,
        "below": gathering.below,
        "below_people": sum(one.people for one in gathering.below),
        "below_visible": sum(one.visible for one in gathering.below),
        "crumbs": [(_("Home"), "/"), (team.name, "")],
    }


@dataclass(frozen=True, slots=True)
class Options:
    """What of the matrix is shown, read from the address; anything unknown is the first choice. `on`: a past day."""

    mode: Mode = Mode.LEVEL
    order: Order = Order.NAME
    area: str = ""
    page: str = ""
    on: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Options:
        """The options in a query string."""
        mode, order = query.get("show", ""), query.get("sort", "")
        return cls(
            mode=Mode(mode) if mode in set(Mode) else Mode.LEVEL,
            order=Order(order) if order in set(Order) else Order.NAME,
            area=query.get("area", ""),
            page=query.get("page", ""),
        )

    def url(self, **changes: Any) -> str:
        """The address of the page with other options; whatever changes the rows starts at their first page."""
        wanted = replace(self, page="" if "order" in changes else self.page, **changes)
        shown = {
            "show": "" if wanted.mode is Mode.LEVEL else wanted.mode.value,
            "sort": "" if wanted.order is Order.NAME else wanted.order.value,
            "area": wanted.area,
            "page": wanted.page,
            "on": wanted.on,
        }
        return "?" + urlencode({name: value for name, value in shown.items() if value})


def unhidden(
    steps: Mapping[int, Milestone | None], hidden: Mapping[int, frozenset[str]]
) -> dict[int, Milestone | None]:
    """The steps whose levels the reader may see already, by the ids of people."""
    return {
        person: None if step and step.skill in hidden.get(person, ()) else step
        for person, step in steps.items()
    }


def modes() -> list[tuple[Mode, str]]:
    """What a cell can show."""
    return [(Mode.LEVEL, _("Level")), (Mode.GAP, _("Gap to target"))]


def orders() -> list[tuple[Order, str]]:
    """How people can be sorted."""
    return [(Order.NAME, _("name")), (Order.ROLE, _("role")), (Order.SHARED, _("last shared"))]


class Sheet:
    """The parts of the page that are computed from a picture. Rows before `own` are the reader's own team."""

    def __init__(
        self,
        picture: Picture,
        own: int,
        options: Options,
        today: date,
        hidden: Mapping[int, frozenset[str]] = matrix.NOTHING_CONCEALED,
    ) -> None:
        self.picture, self.own, self.options = picture, own, options
        self.taxonomy, self.today, self.hidden = picture.taxonomy, today, hidden
        self.team = picture.take(range(own))
        self.page: Page[int] = page_of(self._sorted(), options.page, size=A_PAGE)

    def _sorted(self) -> list[int]:
        """The own team first; behind it each team below, in the order of the page."""
        rows = matrix.ordered(self.picture, self.options.order)
        return sorted(
            rows, key=lambda row: "" if row < self.own else "~" + self.picture.members[row].team_name
        )

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        """How many of the own team hold each skill."""
        return coverages(self.team)

    def name(self, skill: str) -> str:
        """A skill as it is read."""
        return self.taxonomy.skills[skill].name

    def overview(self) -> dict[str, Any]:
        """The figures; only where the reader sees the whole team, for a part of it they would mislead."""
        if not self.own:
            return {}
        points = thin(self.coverage)
        gaps = [(gap, self.name(gap.skill)) for gap in largest_gaps(self.team)]
        return {
            "totals": totals(self.team),
            "away": [member for member in self.team.members if member.is_away],
            "thin": lines.thin_lines(self.team, points[:FIRST]),
            "thin_rest": lines.thin_lines(self.team, points[FIRST:]),
            "thin_rest_count": len(points[FIRST:]),
            "thin_count": len(points),
            "gaps": gaps[:FIRST],
            "gaps_rest": gaps[FIRST : 3 * FIRST],
            "matters": self._matters(work_list(self.team)),
        }

    def people(self) -> dict[str, Any]:
        """One line a person of this page, with the first step of their roadmap."""
        shown = self.picture.take(self.page.rows)
        steps = unhidden(first_steps(shown, today=self.today), self.hidden)
        found = [
            lines.PersonLine(
                member,
                shown.role_name(place),
                line,
                shown.rows[place].shared_on,
                step := steps.get(member.person_id),
                self.name(step.skill) if step else "",
            )
            for place, (member, line) in enumerate(zip(shown.members, progress(shown), strict=True))
        ]
        return {"people": found, "person_lines": lines.person_lines(found, today=self.today)}

    def matrix(self) -> dict[str, Any]:
        """The table and the links that change it."""
        taxonomy, options = self.taxonomy, self.options
        columns = self._columns()
        shown = self.picture.take(self.page.rows)
        own = sum(row < self.own for row in self.page.rows)
        grouped = own if self.own < len(self.picture) else None
        active = {taxonomy.area_of[skill].slug for skill in self.picture.skills}
        areas = [area for area in taxonomy.areas if area.slug in active]
        chosen = options.area if options.area in active else ""
        return {
            "heads": matrix.heads_of(self.picture, columns),
            "rows": matrix.rows_of(shown, columns, options.mode, grouped_from=grouped, concealed=self.hidden),
            "foot": matrix.foot_of([self.coverage[column] for column in columns]) if self.own else "",
            "coverage_level": taxonomy.coverage,
            "area_links": [(_("All areas"), options.url(area=""), not chosen)]
            + [(area.name, options.url(area=area.slug), chosen == area.slug) for area in areas],
            "mode_links": [(words, options.url(mode=mode), options.mode is mode) for mode, words in modes()],
            "order_links": [
                (words, options.url(order=order), options.order is order) for order, words in orders()
            ],
            "mode": options.mode.value,
            "hides": bool(self.hidden),
            "page": self.page,
            "levels": taxonomy.scale,
            "levels_count": len(taxonomy.scale),
        }

    def _columns(self) -> list[int]:
        """The columns of the chosen area, or all."""
        area = next((area for area in self.taxonomy.areas if area.slug == self.options.area), None)
        skills = self.picture.skills
        chosen = [column for column, skill in enumerate(skills) if area is None or skill in area.skills]
        return chosen or list(range(len(skills)))

    def _matters(self, found: Sequence[Matter]) -> list[tuple[str, str, list[tuple[Member, str]]]]:
        """The work list by reason: (reason, heading, people with a word on each)."""
        return [
            (
                why.value,
                reason_words(why),
                [(self.team.members[one.place], matter_words(one)) for one in group],
            )
            for why, group in groupby(found, key=lambda matter: matter.why)
        ]
