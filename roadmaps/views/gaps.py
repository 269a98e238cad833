"""What separates me from a role: mine, the next one, or any other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roadmaps import promotion
from roadmaps.charts.bar import bar
from roadmaps.charts.radar import Axis, fits, radar
from roadmaps.gaps import Attainment, GapReport
from roadmaps.wording import Words, outcome_in_words
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .own import Own, is_unchanged, own_of


@require_safe
def gaps(request: AppRequest) -> HttpResponse:
    """My gap report; `role` is `current`, `next` or the slug of any role. 404 for a role that does not exist.

    With a day `on` it leads to the report as of that day.
    """
    if "on" in request.GET:
        past = urlencode({"on": request.GET["on"]})
        return redirect_to(request, f"{reverse('roadmaps:history-as-of')}?{past}")
    if is_unchanged(request):
        return HttpResponseNotModified()
    own = own_of(request, request.GET.get("role", ""))
    context = own.context()
    if own.report is not None:
        context |= report_context(own, own.report)
    return render_page(request, "roadmaps/gaps.html", context, partials={"gap-report"})


def report_context(own: Own, report: GapReport) -> dict[str, Any]:
    """The figures and the lists of one report, its lines written already."""
    lines = own.lines
    return {
        "report": report,
        "met": str(report.targets_met),
        "asked": str(report.targets_asked),
        "left_out": report.left_out,
        "attained": share_in_words(report.attainment),
        "is_exact": report.attainment.exact,
        "counts": {
            name: str(len(getattr(report, name)))
            for name in ("gaps", "not_rated", "strengths", "not_applicable")
        },
        "gap_lines": lines.gaps(report.gaps),
        "open_lines": lines.not_rated(report.not_rated),
        "strength_lines": lines.strengths(report.strengths),
        "aside_lines": lines.not_applicable(report.not_applicable),
        "radar": radar_of(own.words, report),
        "area_rows": area_rows(own.words, report),
        "promotion": outcome_of(own),
    }


def outcome_of(own: Own) -> Any:
    """What the promotion rule for the role says of me, in words; None where there is no rule."""
    if own.rule is None:
        return None
    return outcome_in_words(own.words, own.rule, promotion.check(own.rule, own.standings, own.taxonomy))


def share_in_words(attainment: Attainment) -> str:
    """One figure when enough is rated, else the honest range."""
    if attainment.low is None or attainment.high is None:
        return "–"
    if attainment.value is not None:
        return _("%(share)d %%") % {"share": percent(attainment.value)}
    low, high = percent(attainment.low), percent(attainment.high)
    return _("%(low)d–%(high)d %%") % {"low": low, "high": high}


def percent(share: float) -> int:
    """Whole per cent, and 100 only when nothing is missing."""
    return int(100 * share + 1e-9)


def radar_of(words: Words, report: GapReport) -> SafeString | None:
    """The areas as a radar; None where there are too few or too many for one."""
    axes = [Axis(words.area(slug), attainment.radar) for slug, attainment in report.areas if attainment.asks]
    if not fits(axes):
        return None
    title = _("Attainment by area for %(role)s") % {"role": words.role(report.role)}
    said = (
        _("%(area)s: %(share)d %%") % {"area": axis.name, "share": percent(axis.value)}
        if axis.value is not None
        else _("%(area)s: too little rated") % {"area": axis.name}
        for axis in axes
    )
    return SafeString(radar(axes, title=title, description="; ".join(said)))


def area_rows(words: Words, report: GapReport) -> SafeString:
    """The same as a table, which is also what is shown where there is no radar."""
    axes = [pair for pair in report.areas if pair[1].asks]
    met: dict[str, int] = {}
    for line in report.strengths:
        met[line.area] = met.get(line.area, 0) + 1
    asked: dict[str, int] = {}
    for line in report.lines:
        asked[line.area] = asked.get(line.area, 0) + 1
    return SafeString(
        "".join(
            f'<tr><td class="place">{place}</td><th scope="row">{escape(words.area(slug))}</th>'
            f'<td class="number">{met.get(slug, 0)}/{asked[slug] - attainment.left_out}</td>'
            f'<td class="bar-cell">{bar(attainment.value, attainment.low or 0, attainment.high or 0)}</td>'
            f'<td class="number">{escape(share_in_words(attainment))}</td></tr>'
            for place, (slug, attainment) in enumerate(axes, 1)
        )
    )
