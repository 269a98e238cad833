"""My log of wins: what went well, found again when a level asks for an example."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions
from assessments.evidence.forms import WinForm
from assessments.models import Win
from skillmatrix.people.dated import current_day
from skillmatrix.people.names import tidy
from skillmatrix.people.surroundings import surroundings
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .log_pages import form_context, is_removed_just_now, kept_once, tabs, to_list
from .tags import Tags, told

SIZE = 20
LONGEST_SEARCH = 200


@require_safe
def wins(request: AppRequest) -> HttpResponse:
    """All of my wins, newest first; `q` finds words in them, `skill` those of one skill."""
    tags = Tags()
    used = tags.used(Win, request.user)
    q, skill = tidy(request.GET.get("q", ""))[:LONGEST_SEARCH], request.GET.get("skill", "")
    rows = Win.objects.of(request.user).kept().order_by("-day", "-pk").prefetch_related("skills")
    if q:
        rows = rows.filter(Q(what__icontains=q) | Q(my_part__icontains=q) | Q(outcome__icontains=q))
    if skill in used:
        rows = rows.filter(skills__slug__in=used[skill]).distinct()
    page = page_of(rows, request.GET.get("page"), SIZE)
    context = {
        "page": page,
        "wins": [told(row, tags) for row in page],
        "q": q,
        "skill": skill if skill in used else "",
        "skills": tags.named(used),
        "filtered": bool(q) or skill in used,
        "removed": is_removed_just_now(request, Win),
        "tabs": tabs("wins"),
        "leads": leads_of(request),
    }
    return render_page(request, "assessments/wins.html", context, partials={"win-list"})


@require_http_methods(["GET", "HEAD", "POST"])
def add_win(request: AppRequest) -> HttpResponse:
    """A form for a new win; on POST keep it, once however often it is sent. `skill` chooses one beforehand."""
    tags, today = Tags(), current_day()
    start = {
        "key": uuid4(),
        "day": today,
        "difficulty": Win.Difficulty.HARD,
        "skills": [request.GET.get("skill", "")],
    }
    form = WinForm(request.POST or None, initial=start, skills=tags.choices, today=today)
    if request.method == "POST" and form.is_valid():
        add = {"person": request.user, "fields": form.content, "skills": form.cleaned_data["skills"]}
        if kept_once(form, lambda: actions.add_win(**add, key=form.cleaned_data["key"], by=request.user)):
            messages.success(request, _("Written down."))
            return to_list(request, "assessments:wins")
    return page_with(request, "assessments/add_win.html", form, tags)


@require_http_methods(["GET", "HEAD", "POST"])
def change_win(request: AppRequest, win: int) -> HttpResponse:
    """One of my wins to change. 409 with what is saved when it was changed elsewhere; Http404 for somebody else's."""
    row, tags = my_win(request, win), Tags()
    start = {
        name: getattr(row, name) for name in ("what", "day", "difficulty", "my_part", "outcome", "shared")
    }
    start |= {"key": row.key, "edition": row.edition, "skills": [tag.slug for tag in tags.of(row)]}
    form = WinForm(request.POST or None, initial=start, skills=tags.choices, today=current_day())
    about: dict[str, Any] = {"win": row}
    if request.method != "POST" or not form.is_valid():
        return page_with(request, "assessments/change_win.html", form, tags, about)
    change = {"win": row, "fields": form.content, "skills": form.cleaned_data["skills"]}
    edition = form.cleaned_data["edition"] or 0
    try:
        done = kept_once(form, lambda: actions.change_win(**change, edition=edition, by=request.user))
    except actions.Edited as moved:
        done, about = False, about | {"saved": moved.row}
    if not done:
        return page_with(request, "assessments/change_win.html", form, tags, about)
    messages.success(request, _("Saved."))
    return to_list(request, "assessments:wins")


@require_POST
def delete_win(request: AppRequest, win: int) -> HttpResponse:
    """Delete one of my wins; the list offers to put it back."""
    row = my_win(request, win)
    actions.delete_win(win=row, by=request.user)
    return to_list(request, "assessments:wins", removed=row.pk)


@require_POST
def restore_win(request: AppRequest, win: int) -> HttpResponse:
    """Put a win of mine back that I deleted."""
    row = get_object_or_404(Win, pk=win, person=request.user)
    actions.restore_win(win=row, by=request.user)
    messages.success(request, _("It is back."))
    return to_list(request, "assessments:wins")


def my_win(request: AppRequest, win: int) -> Win:
    """A win of mine that I have not deleted. Http404 for anybody else's."""
    rows = Win.objects.of(request.user).kept().prefetch_related("skills")
    found: Win = get_object_or_404(rows, pk=win)
    return found


def leads_of(request: AppRequest) -> str:
    """Who reads what is shared."""
    return ", ".join(lead.get_short_name() for lead in surroundings(request, today=current_day()).leads)


def page_with(
    request: AppRequest, template: str, form: WinForm, tags: Tags, more: dict[str, Any] | None = None
) -> HttpResponse:
    """The form with its skills: 422 with errors, 409 beside what was saved meanwhile."""
    context, status = form_context(form, tags, more or {})
    context |= {"leads": leads_of(request), "back": reverse("assessments:wins")}
    return render_page(request, template, context, status=status)
