"""What stands around every page of the draft: its state, its undo, its parts as tabs.

A view below /taxonomy/draft/ gives its template `frame(request, draft, tab)`; the template extends
`taxonomy/draft_base.html` and fills `draft_content`. An answer that does not reload the page brings the line
above it along out of band: `taxonomy/_draft_bar.html` with `draft`, `bar(draft)` and `here`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skillmatrix.people import access
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.models import Suggestion
from skillmatrix.web.requests import AppRequest

PARTS = (
    ("skills", "taxonomy:draft"),
    ("roles", "taxonomy:draft-roles"),
    ("scale", "taxonomy:edit-scale"),
    ("promotion", "taxonomy:edit-promotion"),
    ("settings", "taxonomy:edit-settings"),
)
PAGES = {"skills": "taxonomy:edit-skill", "areas": "taxonomy:edit-area", "roles": "taxonomy:edit-role"}
WHOLE = {
    "scale": "taxonomy:edit-scale",
    "rescale": "taxonomy:edit-scale",
    "promotion": "taxonomy:edit-promotion",
}


@dataclass(frozen=True)
class Bar:
    """How many problems keep the draft from being published."""

    problems: int


@dataclass(frozen=True)
class Finding:
    """A problem of the draft, and the page on which it can be mended."""

    name: str
    message: str
    url: str


def open_draft(request: AppRequest) -> Draft:
    """Return the draft for somebody who may edit it. Raises PermissionDenied, and Http404 before the first version."""
    access.require_taxonomy_admin(request.user)
    try:
        return load()
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None


def frame(request: AppRequest, draft: Draft, tab: str) -> dict[str, Any]:
    """Context for a page of the draft; `tab` is one of skills, roles, scale, promotion, settings, or "" for none."""
    return {
        "draft": draft,
        "bar": bar(draft),
        # Asked when the bar is drawn, so that pages without it ask nothing.
        "suggestions_waiting": Suggestion.objects.open().count,
        "draft_tabs": _tabs(tab),
        "here": request.get_full_path(),
        "levels_count": len(draft.content["scale"]),
    }


def bar(draft: Draft) -> Bar:
    """Return what the line above every page needs beside the draft; for an answer that brings only the line along."""
    return Bar(len(draft.examine().problems))


def findings(draft: Draft) -> list[Finding]:
    """Return what blocks publishing, each with the page on which it can be mended."""
    return [Finding(_name(draft, p.path), p.message, page_of(p.path)) for p in draft.examine().problems]


def page_of(path: str) -> str:
    """Return the address of the page that edits a path of the document, such as `skills.caching.kind`."""
    where, _dot, rest = path.partition(".")
    slug = rest.partition(".")[0]
    if where in PAGES and slug and not slug.isdigit():
        return reverse(PAGES[where], args=[slug])
    return reverse(WHOLE.get(where, "taxonomy:edit-settings"))


def _name(draft: Draft, path: str) -> str:
    where, _dot, rest = path.partition(".")
    part = draft.parts.get(f"{where.removesuffix('s')}:{rest.partition('.')[0]}") if where in PAGES else None
    return str(part.get("name", path)) if isinstance(part, dict) else path


def _tabs(current: str) -> list[tuple[str, str, bool, None]]:
    labels = {
        "skills": _("Skills"),
        "roles": _("Roles and targets"),
        "scale": _("Scale"),
        "promotion": _("Promotion"),
        "settings": _("Settings"),
    }
    return [(labels[key], reverse(name), key == current, None) for key, name in PARTS]
