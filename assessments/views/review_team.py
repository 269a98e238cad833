"""Reviewing a whole team: who is how far, and one skill for everybody at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.reviews.desk import desks_of
from assessments.reviews.seats import Role, Seat
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person, Team
from skillmatrix.taxonomy.document import Skill
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .review_page import REVIEW, TEAM, Sheet

PAGE, SKILL = "assessments/review_team.html", "assessments/review_skill.html"
A_PAGE = 20  # people


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of one person has come."""

    person: Person
    is_open: bool
    asked: int
    rated: int
    agreed: int
    differ: int


@require_safe
def review_team(request: AppRequest, slug: str) -> HttpResponse:
    """How far the review of each member has come, and the skills to go through one by one."""
    team, sheets = sheets_of(request, slug)
    asked = {skill for sheet in sheets for skill in sheet.skills}
    context = {
        "team": team,
        "people": page_of([progress_of(sheet) for sheet in sheets], request.GET.get("page"), size=50),
        "areas": by_area(sheets, asked),
    }
    return render_page(request, PAGE, context)


@require_safe
def review_skill(request: AppRequest, slug: str, skill: str) -> HttpResponse:
    """One skill of everybody of whom it is asked, each to be rated without their own level in view."""
    team, sheets = sheets_of(request, slug)
    asked = in_order(sheets)
    found = next((one for one in asked if one.slug == skill), None)
    if found is None:
        raise Http404(_("This skill is asked of nobody here."))
    concerned = [sheet for sheet in sheets if skill in sheet.skills]
    page = page_of(concerned, request.GET.get("page"), size=A_PAGE)
    place = asked.index(found)
    context = {
        "team": team,
        "skill": found,
        "team_slug": slug,
        "page": page,
        "cards": [sheet.card(skill, place=TEAM) for sheet in page],
        "asked": asked,
        "before": asked[place - 1] if place else None,
        "following": asked[place + 1] if place + 1 < len(asked) else None,
        "top": sheets[0].taxonomy.top,
        "levels_count": len(sheets[0].taxonomy.scale),
    }
    return render_page(request, SKILL, context)


def sheets_of(request: AppRequest, slug: str) -> tuple[Team, list[Sheet]]:
    """The team and the reviews of its members for its lead. Http404 for others, PermissionDenied further up."""
    today = current_day()
    team, related = access.visible_team(request.user, slug, today=today)
    if not related.is_lead:
        raise PermissionDenied
    members = list(Person.objects.active().placed(team, today).exclude(pk=request.user.pk))
    access.note_access(request.user, members, page=REVIEW, today=today)
    seat = Seat(request.user, Role.LEAD, {})
    return team, [Sheet(desk, seat) for desk in desks_of(members, lead=request.user, today=today)]


def progress_of(sheet: Sheet) -> Progress:
    """How far one has come."""
    outcomes = [item.outcome for item in sheet.desk.items.values()] if sheet.desk.is_open else []
    return Progress(
        person=sheet.desk.subject,
        is_open=sheet.desk.is_open,
        asked=len(sheet.skills),
        rated=sheet.rated,
        agreed=outcomes.count("agreed"),
        differ=outcomes.count("differ"),
    )


def in_order(sheets: Sequence[Sheet]) -> list[Skill]:
    """The skills that are asked of anybody, in the order of the document."""
    asked = {skill for sheet in sheets for skill in sheet.skills}
    return [skill for skill in sheets[0].taxonomy.active if skill.slug in asked] if sheets else []


def by_area(sheets: Sequence[Sheet], asked: set[str]) -> list[dict[str, Any]]:
    """By area: each skill with how many of those asked have been rated."""
    if not sheets:
        return []
    taxonomy, viewer = sheets[0].taxonomy, sheets[0].seat.viewer
    return [
        {
            "area": area,
            "skills": [
                {
                    "skill": taxonomy.skills[slug],
                    "asked": sum(slug in sheet.skills for sheet in sheets),
                    "rated": sum(
                        slug in sheet.skills and sheet.desk.has_rated(viewer, slug) for sheet in sheets
                    ),
                }
                for slug in area.skills
                if slug in asked
            ],
        }
        for area in taxonomy.areas
        if any(slug in asked for slug in area.skills)
    ]
