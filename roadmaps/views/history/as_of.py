"""The gap report as of any past day, in the words of that day, and what has moved since."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.levels.as_of import Archive
from assessments.past import Past
from roadmaps.computing import Findings, compute
from roadmaps.forms import DayForm
from roadmaps.gaps import GapReport, Line
from roadmaps.history.attribution import attribute
from roadmaps.history.words import ChangeLine, change_line
from roadmaps.views.gaps import area_rows, share_in_words
from roadmaps.wording import Words, words_of
from roadmaps.wording.words import basis_in_words
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .trend import carried_to
from .whose import Whose, my_own, of_person

PAGE = "roadmaps/history_as_of.html"
AGO = (30, 91, 182, 365)  # days, for which there is a link


@require_safe
def history_as_of(request: AppRequest) -> HttpResponse:
    """My report at the end of the day `on`; 422 for what is no day that has been."""
    return as_of_page(request, my_own(request))


@require_safe
def person_history_as_of(request: AppRequest, public_id: UUID) -> HttpResponse:
    """The same of somebody, from what they had shared by then; oneself goes to one's own."""
    if request.user.public_id == public_id:
        return redirect_to(request, "roadmaps:history-as-of")
    return as_of_page(request, of_person(request, public_id))


def as_of_page(request: AppRequest, whose: Whose) -> HttpResponse:
    """The form, and the report of the day if one was chosen."""
    form = DayForm(request.GET if "on" in request.GET else None, today=whose.today)
    context = {**whose.context("history-as-of"), "form": form, "ago": suggestions(whose.today)}
    if not form.is_bound:
        return render_page(request, PAGE, context)
    if not form.is_valid():
        return render_page(request, PAGE, context, status=422)
    archive, day = whose.archive(), form.cleaned_data["on"]
    first = archive.first_day()
    context |= {"on": day, "first": first}
    if first is not None and first <= day:
        context |= day_context(archive, day, whose)
    return render_page(request, PAGE, context)


def suggestions(today: date) -> list[tuple[str, date]]:
    """Some days that are worth a look."""
    labels = (_("a month ago"), _("three months ago"), _("half a year ago"), _("a year ago"))
    return [(label, today - timedelta(days=ago)) for label, ago in zip(labels, AGO, strict=True)]


def day_context(archive: Archive, day: date, whose: Whose) -> dict[str, Any]:
    """Everything about one day; 0 targets where there was no role."""
    (past,), (now,) = archive.on(day), archive.on(whose.today)
    inputs, words = past.inputs, words_of(past.inputs.taxonomy)
    findings = compute(inputs, whose.audience, inputs.taxonomy, today=day)
    said = inputs.said(whose.audience)
    return {
        "past": past,
        "role": words.taxonomy.roles.get(inputs.role or ""),
        "next_role": words.taxonomy.roles.get(said.next_role or ""),
        "levels_count": len(inputs.taxonomy.scale),
        "is_other_version": inputs.version != now.inputs.version,
        "since": since(archive, past, now, whose),
        **(report_context(findings.current, words, whose.hidden) if findings.current else {}),
        "steps": steps(findings, words, whose.hidden),
    }


def report_context(report: GapReport, words: Words, hidden: Collection[str]) -> dict[str, Any]:
    """The figures and lists of the report of then, without the skills that are `hidden` from the reader."""

    def shown(lines: Iterable[Line]) -> list[Line]:
        return [line for line in lines if line.skill not in hidden]

    return {
        "report": report,
        "attained": share_in_words(report.attainment),
        "is_exact": report.attainment.exact,
        "gaps": [told(line, words) for line in shown(report.gaps)],
        "strengths": [told(line, words) for line in shown(report.strengths)],
        "not_rated": [words.skill(line.skill) for line in shown(report.not_rated)],
        "set_aside": [words.skill(line.skill) for line in shown(report.not_applicable)],
        "area_rows": area_rows(words, report),
    }


def told(line: Line, words: Words) -> dict[str, Any]:
    """One line of then."""
    return {
        "line": line,
        "name": words.skill(line.skill),
        "area": words.area(line.area),
        "level_name": "" if line.level is None else words.level(line.level),
        "target_name": words.level(line.target),
        "basis": basis_in_words(line.basis),
        "below": -line.gap,
    }


def steps(findings: Findings, words: Words, hidden: Collection[str]) -> list[dict[str, Any]]:
    """What stood under *Now* on the roadmap of then."""
    return [
        {"name": words.skill(step.skill), "from": step.from_level, "to": step.to_level}
        for step in findings.roadmap.now
        if step.skill not in hidden
    ]


def since(archive: Archive, past: Past, now: Past, whose: Whose) -> list[ChangeLine]:
    """What has moved between that day and today, and why."""
    words = words_of(now.inputs.taxonomy)
    return [
        change_line(change, past, now, words, whose.audience)
        for change in attribute(past, carried_to(archive, past, now), now, whose.audience)
        if change.skill not in whose.hidden
    ]
