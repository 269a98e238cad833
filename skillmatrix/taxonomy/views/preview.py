"""The draft as everybody would read it: the same pages as the published ones, with links that stay in the draft."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmatrix.taxonomy.comparing import AreaExpectations, Expectation, expectations
from skillmatrix.taxonomy.document import Role, Taxonomy
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.texts import translate
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from . import contexts
from .draft_frame import findings, frame, open_draft
from .fragments import Pages
from .published import asked_words

PAGES = Pages(
    "taxonomy:preview", "taxonomy:preview-skill", "taxonomy:preview", "taxonomy:preview-role", is_preview=True
)


@require_safe
def preview(request: AppRequest) -> HttpResponse:
    """The ladder of the draft, and the roles as which it can be read."""
    draft, taxonomy = _draft(request)
    if taxonomy is None:
        return _problems(request, draft)
    context = {**contexts.of_ladder(taxonomy, asked_words(request), PAGES), **_bar(draft, taxonomy, "")}
    return _page(request, "taxonomy/preview.html", "taxonomy/ladder.html", "ladder-skills", context)


@require_safe
def preview_role(request: AppRequest, slug: str) -> HttpResponse:
    """What a role of the draft expects; with `rate` (an area's slug), how its skills would be asked."""
    draft, taxonomy = _draft(request)
    if taxonomy is None:
        return _problems(request, draft)
    role = taxonomy.roles.get(slug)
    if role is None:
        raise Http404(_("The draft has no such role."))
    context = {
        **contexts.of_role(taxonomy, role, request.GET.get("with", ""), PAGES),
        **_bar(draft, taxonomy, slug),
        **_asking(taxonomy, role, request.GET.get("rate")),
    }
    return _page(request, "taxonomy/preview_role.html", "taxonomy/role.html", "role-expectations", context)


@require_safe
def preview_skill(request: AppRequest, slug: str) -> HttpResponse:
    """A skill of the draft as everybody would read it."""
    draft, taxonomy = _draft(request)
    if taxonomy is None:
        return _problems(request, draft)
    if slug not in taxonomy.skills:
        raise Http404(_("The draft has no such skill."))
    context = {**contexts.of_skill(taxonomy, slug, PAGES), **_bar(draft, taxonomy, None)}
    return render_page(request, "taxonomy/preview_skill.html", context)


def _draft(request: AppRequest) -> tuple[Draft, Taxonomy | None]:
    """The draft, and its taxonomy in the reader's language while it is one."""
    draft = open_draft(request)
    found = draft.examine().taxonomy
    return draft, translate(found, get_language() or found.language) if found else None


def _page(
    request: AppRequest, template: str, published: str, partial: str, context: dict[str, Any]
) -> HttpResponse:
    """The preview; htmx replaces a part that the published page's own template holds."""
    inside = request.htmx and request.htmx.target == partial
    return render_page(request, published if inside else template, context, partials={partial})


def _problems(request: AppRequest, draft: Draft) -> HttpResponse:
    context = {**frame(request, draft, ""), "findings": findings(draft)}
    return render_page(request, "taxonomy/preview_problems.html", context)


def _bar(draft: Draft, taxonomy: Taxonomy, current: str | None) -> dict[str, Any]:
    """What stands above each page of the preview: whose draft it is, and as whom it can be read."""
    roles = [
        (r.label, reverse(PAGES.role, args=[r.slug]), r.slug == current, None)
        for r in taxonomy.roles.values()
    ]
    return {
        "draft": draft,
        "preview_tabs": [(_("Skills and levels"), reverse(PAGES.ladder), current == "", None), *roles],
    }


def _asking(taxonomy: Taxonomy, role: Role, area: str | None) -> dict[str, Any]:
    """The cards of one area (of the first, when it asks for nothing there); nothing unless `area` is asked for."""
    sections = expectations(taxonomy, role)
    chosen = next((s for s in sections if s.area.slug == area), sections[0] if sections else None)
    first = sections[0].area.slug if sections else ""
    if area is None or chosen is None:
        return {"first_area": first, "cards": None}
    return {
        "first_area": first,
        "chosen": chosen.area,
        "sections": sections,
        "cards": _cards(taxonomy, role, chosen),
    }


def _cards(taxonomy: Taxonomy, role: Role, section: AreaExpectations) -> list[dict[str, Any]]:
    return [{"line": line, "levels": _levels(taxonomy, role, line)} for line in section.expectations]


def _levels(taxonomy: Taxonomy, role: Role, line: Expectation) -> list[dict[str, Any]]:
    note = _("asked by %(role)s") % {"role": role.label}
    return [
        {
            "rank": level.rank,
            "name": level.name,
            "sentence": sentence,
            "note": note if level == line.level else "",
        }
        for level, sentence in zip(taxonomy.scale, line.skill.descriptors, strict=True)
    ]
