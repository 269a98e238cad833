"""The promotion rules of the draft: one a role, edited row by row, with the rule in words beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access
from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.rule import TypedRule, changed_by, read, shown
from skillmatrix.taxonomy.forms.rule_form import Choices, RuleForm
from skillmatrix.taxonomy.parts import PROMOTION
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.taxonomy.views.pieces import Met, Piece, save
from skillmatrix.taxonomy.wording import RuleInWords, in_words
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page


def rule_for(role: str) -> Piece:
    """The rule of one role among all rules; None where it has none."""

    def one(rules: Any) -> Any:
        return next((rule for rule in rules or () if rule["role"] == role), None)

    def put(rules: Any, rule: Any) -> list[Any]:
        if one(rules) is None:
            return [*rules, rule]
        return [*(kept if kept["role"] != role else rule for kept in rules if kept["role"] != role or rule)]

    return Piece(PROMOTION, one, put)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_promotion(request: AppRequest) -> HttpResponse:
    """Every rule in words; with `role` the form of that role's rule, where buttons add and take away rows."""
    access.require_taxonomy_admin(request.user)
    draft, role = load(), request.GET.get("role", "")
    if not role:
        return _list(request, draft)
    if f"role:{role}" not in draft.parts:
        raise Http404(_("There is no such role in the draft."))
    piece = rule_for(role)
    rule = piece.of(draft)
    if request.method != "POST":
        typed = shown(rule) if rule else TypedRule()
        return _edit(request, draft, role, typed, seen=piece.mark(draft), bound=False)
    typed, button = read(request.POST, _choices(draft).skills), request.POST.get("do", "")
    if button == "save":
        return _save(request, draft, role, typed, piece)
    if button == "remove":
        return _put(request, draft, role, typed, piece, None)
    typed = changed_by(typed, button)
    return _edit(request, draft, role, typed, seen=request.POST.get("seen", ""), bound=False)


def _list(request: AppRequest, draft: Draft) -> HttpResponse:
    roles = {role["slug"]: role["name"] for role in draft.content["roles"]}
    rules = [
        {"role": rule["role"], "name": roles.get(rule["role"], rule["role"]), "words": _words(draft, rule)}
        for rule in draft.parts[PROMOTION]
    ]
    ruled = {rule["role"] for rule in rules}
    without = [(slug, name) for slug, name in roles.items() if slug not in ruled]
    context = {**frame(request, draft, "promotion"), "rules": rules, "without": without}
    # A form is always that of one rule.
    status = 422 if request.method == "POST" else 200
    return render_page(request, "taxonomy/edit_promotion.html", context, status=status)


def _choices(draft: Draft) -> Choices:
    """What a rule can name. A retired skill only where a rule names it already."""
    skills = {
        skill["slug"]: skill["name"]
        for area in draft.content["areas"]
        for skill in area["skills"]
        if not skill.get("retired") or skill["slug"] in _named(draft)
    }
    roles = {role["slug"]: role["name"] for role in draft.content["roles"]}
    return Choices([level["name"] for level in draft.content["scale"]], skills, roles)


def _named(draft: Draft) -> set[str]:
    rules = draft.parts[PROMOTION]
    conditions = [one for rule in rules for pillar in rule["pillars"] for one in pillar["conditions"]]
    return {slug for one in conditions for slug in one["skills"]} | {
        slug for rule in rules for slug in rule.get("base_skills", ())
    }


def _save(request: AppRequest, draft: Draft, role: str, typed: TypedRule, piece: Piece) -> HttpResponse:
    form = RuleForm(typed, _choices(draft), bound=True)
    if not form.is_valid():
        return _edit(request, draft, role, typed, seen=request.POST.get("seen", ""), status=422, form=form)
    return _put(request, draft, role, typed, piece, form.content(role))


def _put(
    request: AppRequest, draft: Draft, role: str, typed: TypedRule, piece: Piece, rule: Any
) -> HttpResponse:
    names = {"role": draft.parts[f"role:{role}"]["name"]}
    done = _("Promotion rule of “%(role)s” changed") if rule else _("Promotion rule of “%(role)s” removed")
    seen = request.POST.get("seen", "")
    try:
        save(piece, rule, seen=seen, summary=done % names, by=request.user)
    except Met as met:
        seen = piece.mark(met.draft)
        return _edit(request, met.draft, role, typed, seen=seen, bound=False, status=409, met=met.meeting)
    except actions.BadPart as bad:
        return _edit(request, draft, role, typed, seen=seen, status=422, problem=str(bad))
    messages.success(request, _("%(summary)s. Undo takes it back.") % {"summary": done % names})
    to = reverse("taxonomy:edit-promotion")
    return redirect_to(request, f"{to}?role={role}" if rule else to)


def _edit(
    request: AppRequest,
    draft: Draft,
    role: str,
    typed: TypedRule,
    *,
    seen: str,
    bound: bool = True,
    status: int = 200,
    form: RuleForm | None = None,
    **more: Any,
) -> HttpResponse:
    choices = _choices(draft)
    judged = RuleForm(typed, choices, bound=True)
    words = _words(draft, judged.content(role)) if judged.is_valid() else None
    context = {
        **frame(request, draft, "promotion"),
        "role": role,
        "role_name": choices.roles.get(role, role),
        "form": form or RuleForm(typed, choices, bound=bound),
        "words": words,
        "exists": rule_for(role).of(draft) is not None,
        "skills": choices.skills.items(),
        "seen": seen,
        "crumbs": [
            (_("Promotion rules"), reverse("taxonomy:edit-promotion")),
            (choices.roles.get(role, role), ""),
        ],
        **more,
    }
    partials = {"promotion-form", "rule-words"} if request.method == "POST" else set()
    return render_page(request, "taxonomy/edit_promotion.html", context, partials=partials, status=status)


def _words(draft: Draft, rule: Any) -> RuleInWords | None:
    """The rule in words; None where it speaks of something that is not there."""
    taxonomy = build({**draft.content, "promotion": [rule]})
    try:
        return in_words(taxonomy, taxonomy.promotion[0])
    except (KeyError, IndexError):
        return None
