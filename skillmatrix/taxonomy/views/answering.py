"""Suggestions as those who edit the taxonomy see them, beside the draft in which they would come true."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from skillmatrix.people import access
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.suggestions import AnswerForm, answer_form
from skillmatrix.taxonomy.models import Suggestion
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .draft_frame import frame, open_draft

State = Suggestion.State


@require_safe
def draft_suggestions(request: AppRequest) -> HttpResponse:
    """What readers suggest, by skill; `show=answered` for what was dealt with."""
    held = open_draft(request)
    showing = "answered" if request.GET.get("show") == "answered" else "open"
    all_ = Suggestion.objects.select_related("skill", "by", "answered_by")
    rows = all_.answered() if showing == "answered" else all_.open().by_subject()
    page = page_of(rows, request.GET.get("page"))
    context = {
        **frame(request, held, ""),
        "page": page,
        "showing": showing,
        "groups": [(found[0], found) for _key, rows in groupby(page, _subject) if (found := list(rows))],
        "editable": _editable(held, page),
        "tabs": _tabs(showing),
    }
    return render_page(request, "taxonomy/draft_suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_suggestion(request: AppRequest, pk: int) -> HttpResponse:
    """One suggestion, and accept or decline with a word to its author."""
    access.require_taxonomy_admin(request.user)
    if pk > 2**63 - 1:
        raise Http404  # beyond what an id can be
    suggestion = get_object_or_404(Suggestion.objects.select_related("skill", "by", "answered_by"), pk=pk)
    if request.method != "POST":
        return _answer_page(request, suggestion)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _answer_page(request, suggestion, form, status=422)
    try:
        held = suggesting.answer(
            suggestion=suggestion,
            state=form.cleaned_data["state"],
            text=form.cleaned_data["answer"],
            by=request.user,
        )
    except suggesting.Answered as answered:
        return _answer_page(request, answered.suggestion, form, status=409)
    messages.success(request, _("Answered. %(name)s reads it in their inbox.") % {"name": held.by.name})
    return redirect_to(request, "taxonomy:draft-suggestions")


def _answer_page(
    request: AppRequest, suggestion: Suggestion, form: AnswerForm | None = None, *, status: int = 200
) -> HttpResponse:
    held = open_draft(request)
    context = {
        **frame(request, held, ""),
        "suggestion": suggestion,
        "editable": _editable(held, [suggestion]),
        "accept": answer_form(State.ACCEPTED, form),
        "decline": answer_form(State.DECLINED, form),
        # What was typed is shown beside the answer that was faster.
        "unsaved": form.cleaned_data["answer"] if form is not None and status == 409 else "",
    }
    return render_page(request, "taxonomy/answer_suggestion.html", context, status=status)


def _subject(suggestion: Suggestion) -> tuple[int | None, str]:
    return suggestion.skill_id, suggestion.name.lower()


def _editable(held: Draft, rows: Any) -> set[str]:
    """Those skills that the draft still has."""
    slugs = {row.skill.slug for row in rows if row.skill}
    return {slug for slug in slugs if f"skill:{slug}" in held.parts}


def _tabs(showing: str) -> list[tuple[str, str, bool, int | None]]:
    url = reverse("taxonomy:draft-suggestions")
    waiting = Suggestion.objects.open().count()
    return [
        (_("Open"), url, showing == "open", waiting),
        (_("Answered"), f"{url}?show=answered", showing == "answered", None),
    ]
