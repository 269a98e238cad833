"""A skill of the draft: its page with everything that is said of it, saved as somebody types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.clashing import Values, clashes, seen, taking
from skillmatrix.taxonomy.forms.skill import SkillForm
from skillmatrix.taxonomy.forms.skill_fields import content_with, values_of
from skillmatrix.taxonomy.parts import KINDS, of_kind
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest, page_behind
from skillmatrix.web.responses import redirect_to, render_page

from .saving import STATE, Answer, Conflict, add_errors, chosen_theirs, errors_of, token_of, who_moved
from .skill_page import meaning_said, page_context, state_context
from .skill_words import ladder_of, side_by_side, summary


@require_http_methods(["GET", "HEAD", "POST"])
def edit_skill(request: AppRequest, slug: str) -> HttpResponse:
    """One skill of the draft. A POST saves the form; by htmx it answers only what a save changes."""
    draft = open_draft(request)
    path = f"skill:{slug}"
    if path not in draft.parts:
        raise Http404(
            _("There is no such skill in the draft. Perhaps it was taken out, or its adding was undone.")
        )
    if request.method != "POST":
        form = _form(draft, slug)
        return _page(request, draft, slug, Answer(form, draft.shown(path), seen(form.values_before)))
    draft, answer = _save(request, draft, slug)
    if answer.status != 200 or request.htmx:
        return _page(request, draft, slug, answer)
    messages.success(request, _("Saved in the draft."))
    return redirect_to(request, reverse("taxonomy:edit-skill", args=[slug]) + _blank_row(request))


def _form(draft: Draft, slug: str, data: Any = None) -> SkillForm:
    names = {s: skill["name"] for s, skill in of_kind(draft.parts, "skill").items() if s != slug}
    return SkillForm(
        data, ladder=ladder_of(draft.parts, names), values=values_of(draft.parts[f"skill:{slug}"])
    )


def _save(request: AppRequest, draft: Draft, slug: str) -> tuple[Draft, Answer]:
    path = f"skill:{slug}"
    form = _form(draft, slug, request.POST)
    shown, marks = request.POST.get("shown", ""), request.POST.get("seen", "")
    if not form.is_valid():
        return draft, Answer(form, shown, marks, 422, errors=errors_of(form, *form.resources))
    theirs = values_of(draft.parts[path])
    mine = taking(form.values(), theirs, chosen_theirs(request))
    content = content_with(mine, draft.parts[path], draft.parts[KINDS])
    words = summary(theirs, values_of(content), content["name"])
    try:
        saved = actions.save_part(
            path=path, content=content, shown=token_of(request), summary=words, by=request.user
        )
    except actions.PartMoved as moved:
        return _meet(request, slug, form, values_of(content), moved)
    except actions.BadPart as bad:
        add_errors(form, bad, form.paths())
        return draft, Answer(form, shown, marks, 422, errors=errors_of(form, *form.resources))
    saved = _confirm(request, draft, saved, slug)
    return saved, Answer(form, saved.shown(path), seen(values_of(saved.parts[path])))


def _confirm(request: AppRequest, before: Draft, saved: Draft, slug: str) -> Draft:
    """Save the answer to what changed, unless it was given before the words that came along with it."""
    said, shown = request.POST.get("meaning", ""), request.POST.get("meaning_shown", "")
    if said not in ("wording", "changed") or slug not in saved.reworded or said == meaning_said(saved, slug):
        return saved
    if said == shown and before.revision != saved.revision:
        return saved
    return actions.confirm_meaning(skill=slug, wording_only=said == "wording", by=request.user)


def _meet(
    request: AppRequest, slug: str, form: SkillForm, mine: Values, moved: actions.PartMoved
) -> tuple[Draft, Answer]:
    """Somebody else saved meanwhile: both versions, unless they say the same (a request that was sent twice)."""
    draft = open_draft(request)
    marks = request.POST.get("seen", "")
    if moved.theirs is None or f"skill:{slug}" not in draft.parts:
        raise Http404(_("This skill was taken out of the draft meanwhile."))
    theirs = values_of(moved.theirs)
    found = clashes(mine, theirs, marks)
    if not found:
        return draft, Answer(form, moved.token, seen(theirs))
    url = reverse("taxonomy:edit-skill", args=[slug])
    conflict = Conflict(who_moved(request, moved), moved.token, side_by_side(found, form.ladder), url)
    return draft, Answer(form, request.POST.get("shown", ""), marks, 409, conflict)


def _page(request: AppRequest, draft: Draft, slug: str, answer: Answer) -> HttpResponse:
    is_part = bool(request.htmx) and request.htmx.target == STATE
    context = {
        **frame(request, draft, "skills"),
        **state_context(draft, slug, answer.form),
        **answer.context(),
        "out_of_band": is_part,
    }
    if is_part:
        context["here"] = page_behind(request)
    else:
        context |= page_context(draft, slug, answer.form)
        context |= {"blank": request.GET.get("blank", ""), "questions": _questions(request, answer.form)}
    return render_page(request, "taxonomy/edit_skill.html", context, {STATE}, answer.status)


def _questions(request: AppRequest, form: SkillForm) -> list[str]:
    return [*form.questions, *([""] if request.GET.get("blank") == "question" else [])]


def _blank_row(request: AppRequest) -> str:
    """Without JavaScript a row is added by saving the form and showing it with a blank one."""
    row = request.POST.get("add_row", "")
    return f"?blank={row}#{row}-rows" if row in ("resource", "question") else ""
