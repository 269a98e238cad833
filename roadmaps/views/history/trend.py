"""Targets met by area, month by month, and what moved from one month to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.levels.as_of import Archive
from assessments.past import Past
from roadmaps.charts.lines import Dot
from roadmaps.charts.lines import lines as drawn
from roadmaps.history.trend import Point, Trend, month_ends, segments, trend
from roadmaps.history.words import ChangeLine, change_line
from roadmaps.wording import Words, words_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .whose import Whose, my_own, of_person

PAGE = "roadmaps/history_trend.html"
MONTHS = 24


@require_safe
def history_trend(request: AppRequest) -> HttpResponse:
    """How my targets were met, month by month."""
    return trend_page(request, my_own(request))


@require_safe
def person_history_trend(request: AppRequest, public_id: UUID) -> HttpResponse:
    """The same of somebody, from what they had shared; oneself goes to one's own."""
    if request.user.public_id == public_id:
        return redirect_to(request, "roadmaps:history-trend")
    return trend_page(request, of_person(request, public_id))


@dataclass(frozen=True, slots=True)
class AreaChart:
    """One area: its line, and where it stands now."""

    name: str
    drawing: SafeString
    met: str
    asked: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """What moved until the end of a day: `more` targets are met, where the same was asked before."""

    day: date
    more: int
    lines: list[ChangeLine]


def trend_page(request: AppRequest, whose: Whose) -> HttpResponse:
    """The trend, or what to do where there is none yet."""
    archive, context = whose.archive(), whose.context("history-trend")
    first = archive.first_day()
    if first is None:
        return render_page(request, PAGE, context)
    days = month_ends(first, whose.today, MONTHS + 1)
    pasts, carried = over(archive, days)
    found = trend(pasts, carried, whose.audience)
    words = words_of(pasts[-1].inputs.taxonomy)
    context |= {
        "has_any": True,
        "days": days,
        "charts": charts(found, days, words),
        "head": head(days),
        "rows": rows(found, words),
        "months": months(found, pasts, words, whose),
    }
    return render_page(request, PAGE, context)


def over(archive: Archive, days: Sequence[date]) -> tuple[list[Past], list[Past]]:
    """The one person at the end of each day; and each but the last once more, in the words of the day after it."""
    pasts = [archive.on(day)[0] for day in days]
    return pasts, [carried_to(archive, past, then) for past, then in zip(pasts, pasts[1:], strict=False)]


def carried_to(archive: Archive, past: Past, then: Past) -> Past:
    """A past day in the words of a later one."""
    if past.inputs.version == then.inputs.version:
        return past
    return archive.on(past.day, under=then.inputs.taxonomy)[0]


def charts(found: Trend, days: Sequence[date], words: Words) -> list[AreaChart]:
    """A small chart an area, all on the same time line."""
    return [
        AreaChart(
            name=words.area(area),
            drawing=drawing(area, points, days, words),
            met=str(points[-1].count.met),
            asked=str(points[-1].count.asked),
        )
        for area, points in found.areas.items()
    ]


def drawing(area: str, points: Sequence[Point], days: Sequence[date], words: Words) -> SafeString:
    """One area's line. What a screen reader says of it are its ends; the table has the rest."""
    places = placed(days)
    runs = [[Dot(places[point.day], point.count.share or 0) for point in run] for run in segments(points)]
    title = _("Targets met in %(area)s") % {"area": words.area(area)}
    return SafeString(
        drawn(
            runs,
            turns=[places[point.day] for point in points if point.begins],
            title=title,
            description=told(points),
            element=f"trend-{area}",
        )
    )


def told(points: Sequence[Point]) -> str:
    """The first and the last figure."""
    said = [point for point in points if point.count.share is not None]
    ends = dict.fromkeys((said[0], said[-1])) if said else {}
    return "; ".join(
        _("%(day)s: %(met)s of %(asked)s")
        % {"day": date_format(point.day, "F Y"), "met": point.count.met, "asked": point.count.asked}
        for point in ends
    )


def placed(days: Sequence[date]) -> dict[date, float]:
    """Where a day stands between the first and the last one, from 0 to 1."""
    length = (days[-1] - days[0]).days
    return {day: (day - days[0]).days / length if length else 1.0 for day in days}


def head(days: Sequence[date]) -> SafeString:
    """A column a day."""
    return SafeString(
        "".join(f'<th scope="col" class="number">{escape(date_format(day, "M Y"))}</th>' for day in days)
    )


def rows(found: Trend, words: Words) -> SafeString:
    """The figures behind the charts, a row an area."""
    begins = escape(_("something else asked from here on"))
    mark = f'<span class="turn" title="{begins}"><span aria-hidden="true">┊</span><span class="sr-only">{begins}: </span></span>'

    def cell(point: Point) -> str:
        figure = f"{point.count.met}/{point.count.asked}" if point.count.asked else "–"
        return f'<td class="number">{mark if point.begins else ""}{figure}</td>'

    return SafeString(
        "".join(
            f'<tr><th scope="row">{escape(words.area(area))}</th>{"".join(map(cell, points))}</tr>'
            for area, points in found.areas.items()
        )
    )


def months(found: Trend, pasts: Sequence[Past], words: Words, whose: Whose) -> list[MonthLine]:
    """What moved, the newest month first; months in which nothing did are left out."""
    each = zip(found.steps, pasts, strict=False)
    return [
        MonthLine(
            step.past.day,
            step.met,
            [
                change_line(change, before, step.past, words, whose.audience)
                for change in step.changes
                if change.skill not in whose.hidden
            ],
        )
        for step, before in reversed(list(each))
        if step.changes
    ]
