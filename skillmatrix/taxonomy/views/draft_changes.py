"""What a draft changes, and the word of an admin on each skill that reads differently."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from skillmatrix.taxonomy.diff import Difference, diff
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.questions import MEANING, WORDING, mark_of, mark_of_all, questions
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.parts import kind_and_slug
from skillmatrix.taxonomy.views.draft_frame import findings, frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

PAGE, PARTIAL = "taxonomy/draft_changes.html", "changes-body"
_EDITORS = {"skill": "taxonomy:edit-skill", "area": "taxonomy:edit-area", "role": "taxonomy:edit-role"}
_WHOLE = {
    "scale": (gettext_lazy("The scale"), "taxonomy:edit-scale"),
    "promotion": (gettext_lazy("Promotion rules"), "taxonomy:edit-promotion"),
    "order": (gettext_lazy("The order"), "taxonomy:draft"),
}
_SETTINGS = (gettext_lazy("Settings"), "taxonomy:edit-settings")


@require_safe
def draft_changes(request: AppRequest) -> HttpResponse:
    """Everything that publishing the draft would change, with what still stands in its way."""
    return _page(request, open_draft(request))


@require_POST
def confirm_meaning(request: AppRequest) -> HttpResponse:
    """Say of a skill, or of all that are open (`rest`), whether new words mean the same.

    Refused with 409 where the words are no longer those that the page showed.
    """
    draft = open_draft(request)
    slug, meaning, mark = (request.POST.get(key, "") for key in ("skill", "meaning", "mark"))
    slugs = list(draft.unconfirmed) if "rest" in request.POST else [slug]
    if "rest" in request.POST:
        meaning, expected = WORDING, mark_of_all(draft, slugs)
    else:
        expected = mark_of(draft, slug)
    if meaning not in (WORDING, MEANING) or not expected:
        return _page(
            request, draft, problem=_("Choose whether only the words changed, or the meaning."), status=422
        )
    if mark != expected:
        text = _("The draft moved on while you were reading. Look at the words below, and choose again.")
        return _page(request, draft, problem=text, status=409)
    draft = actions.confirm_meaning(skill=slugs, wording_only=meaning == WORDING, by=request.user)
    if request.htmx:
        return _page(request, draft, out_of_band=True)
    return redirect_to(request, f"{reverse('taxonomy:draft-changes')}#questions")


def difference_of(draft: Draft) -> Difference | None:
    """What the draft changes against its base; None while problems keep it from being a document."""
    taxonomy = draft.examine().taxonomy
    return None if taxonomy is None else diff(draft.base_taxonomy, taxonomy)


def _page(
    request: AppRequest, draft: Draft, *, problem: str = "", out_of_band: bool = False, status: int = 200
) -> HttpResponse:
    difference = difference_of(draft)
    asked = questions(draft, difference)
    still_open = [question for question in asked if not question.answer]
    context = {
        **frame(request, draft, ""),
        "difference": difference,
        "findings": findings(draft),
        "questions": asked,
        "open_count": len(still_open),
        "rest_mark": mark_of_all(draft, draft.unconfirmed),
        "touched": [] if difference else _touched(draft),
        "problem": problem,
        "out_of_band": out_of_band,
        "here": reverse("taxonomy:draft-changes"),
    }
    return render_page(request, PAGE, context, partials={PARTIAL}, status=status)


def _touched(draft: Draft) -> list[tuple[Any, str]]:
    """The parts that differ, each with the page where it is edited, for as long as they cannot be told in words."""
    found: dict[str, tuple[Any, str]] = {}
    for path in draft.changed_paths:
        kind, slug = kind_and_slug(path)
        content = draft.parts.get(path)
        if content is None:
            name = (draft.base_parts.get(path) or {}).get("name", path)
            found[path] = (_("%(name)s (taken out)") % {"name": name}, reverse("taxonomy:draft"))
        elif kind in _EDITORS:
            found[path] = (content["name"], reverse(_EDITORS[kind], args=[slug]))
        else:
            label, page = _WHOLE.get(path, _SETTINGS)
            found[page] = (label, reverse(page))
    return list(found.values())
