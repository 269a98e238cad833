"""What holds for the whole taxonomy: general settings, kinds, rules of rating, and translations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.settings import (
    GENERAL,
    GeneralForm,
    KindsForm,
    RulesForm,
    rearranged,
    typed_rules,
)
from skillmatrix.taxonomy.parts import DOCUMENT, KINDS, RULES
from skillmatrix.taxonomy.views import draft_translations
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.taxonomy.views.pieces import Met, Piece, keys, save, whole
from skillmatrix.taxonomy.views.settings_parts import surroundings
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

GENERAL_PIECE, KINDS_PIECE, RULES_PIECE = keys(DOCUMENT, *GENERAL), whole(KINDS), whole(RULES)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_settings(request: AppRequest) -> HttpResponse:
    """One part of the settings: `part` is general, kinds, rules or translations."""
    access.require_taxonomy_admin(request.user)
    pages = {"kinds": _kinds, "rules": _rules, "translations": draft_translations.edit}
    part = request.GET.get("part", "")
    return pages.get(part, _general)(request, load())


def _levels(draft: Draft) -> list[str]:
    return [level["name"] for level in draft.content["scale"]]


def _general(request: AppRequest, draft: Draft) -> HttpResponse:
    shown = {"evidence_from": min(3, len(_levels(draft)) - 1), **GENERAL_PIECE.of(draft)}
    shown.setdefault("coverage", min(3, len(_levels(draft)) - 1))
    sent = request.POST if request.method == "POST" else None
    form = GeneralForm(sent, initial=shown, levels=_levels(draft))
    if sent is None or not form.is_valid():
        return _page(request, draft, "general", form, GENERAL_PIECE)
    value = {name: form.cleaned_data[name] for name in GENERAL}
    return _save(request, draft, "general", form, GENERAL_PIECE, value)


def _kinds(request: AppRequest, draft: Draft) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = KindsForm(sent, levels=_levels(draft), kinds=draft.parts[KINDS])
    if sent is None or not form.is_valid():
        return _page(request, draft, "kinds", form, KINDS_PIECE)
    return _save(request, draft, "kinds", form, KINDS_PIECE, form.content())


def _rules(request: AppRequest, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _page(request, draft, "rules", RulesForm(draft.parts[RULES], bound=False), RULES_PIECE)
    typed, button = typed_rules(request.POST), request.POST.get("do", "")
    if button != "save":
        form = RulesForm(rearranged(typed, button), bound=False)
        return _page(request, draft, "rules", form, RULES_PIECE, status=200)
    form = RulesForm(typed, bound=True)
    if not form.is_valid():
        return _page(request, draft, "rules", form, RULES_PIECE)
    return _save(request, draft, "rules", form, RULES_PIECE, form.content())


def _save(request: AppRequest, draft: Draft, part: str, form: Any, piece: Piece, value: Any) -> HttpResponse:
    summary = {
        "general": _("Settings changed"),
        "kinds": _("Kinds of skills changed"),
        "rules": _("Rules of rating changed"),
    }[part]
    try:
        save(piece, value, seen=request.POST.get("seen", ""), summary=summary, by=request.user)
    except Met as met:
        seen = piece.mark(met.draft)
        return _page(request, met.draft, part, form, piece, status=409, met=met.meeting, seen=seen)
    except actions.BadPart as bad:
        return _page(request, draft, part, form, piece, problem=str(bad))
    messages.success(request, _("%(summary)s, in the draft.") % {"summary": summary})
    return redirect_to(request, f"{reverse('taxonomy:edit-settings')}?part={part}")


def _page(
    request: AppRequest,
    draft: Draft,
    part: str,
    form: Any,
    piece: Piece,
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    is_post = request.method == "POST"
    context = {
        **frame(request, draft, "settings"),
        **surroundings(part),
        "form": form,
        # What was sent is judged against what its form showed, until somebody has seen more.
        "seen": request.POST.get("seen", "") if is_post else piece.mark(draft),
        **more,
    }
    status = status or (422 if is_post else 200)
    partials = {"rules-form"} if is_post else set()
    return render_page(request, "taxonomy/edit_settings.html", context, partials=partials, status=status)
