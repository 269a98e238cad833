"""Published versions: all of them, each with its matrix, any two compared, and the exact document."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmatrix.taxonomy import history
from skillmatrix.taxonomy import versions as published
from skillmatrix.taxonomy.diff import Difference
from skillmatrix.taxonomy.diff.effects import effects
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.transition import Transition
from skillmatrix.taxonomy.views.version_matrix import matrix_html
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

PAGE = 15
LARGEST = 2**31 - 1
"""The largest number a version can have."""


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, with its size and whether it still counts."""
    rows = (
        TaxonomyVersion.objects.latest_first()
        .defer("text", "content", "slots")
        .select_related("published_by")
    )
    page = page_of(rows, request.GET.get("page"), PAGE)
    sizes = history.sizes(page.rows)
    taken_back = history.taken_back(version.number for version in page)
    current = published.current_number()
    context = {
        "page": page,
        "current": current,
        "crumbs": [(_("Skills and levels"), reverse("taxonomy:ladder"))],
        "lines": [
            (version, sizes.get(version.number, ""), taken_back.get(version.number)) for version in page
        ],
        "pair": (current - 1, current),
    }
    return render_page(request, "taxonomy/versions.html", context)


@require_safe
def version(request: AppRequest, number: int) -> HttpResponse:
    """One version: what it changed, what it did to ratings, and the matrix as it was."""
    found = find(number)
    taxonomy = published.in_language(published.load(found.number, found.fingerprint))
    current = published.current_number()
    context = {
        "version": found,
        "taxonomy": taxonomy,
        "matrix": matrix_html(taxonomy),
        "asks": bool(taxonomy.roles) and bool(taxonomy.active),
        "current": current,
        "is_current": number == current,
        "taken_back_by": history.taken_back([number]).get(number),
        "shows_progress": number == current and (request.user.is_taxonomy_admin or request.user.is_operator),
        "may_undo": number == current and number > 1 and request.user.is_taxonomy_admin,
        "crumbs": version_crumbs(),
        "levels_count": len(taxonomy.scale),
        **_change(found),
    }
    return render_page(request, "taxonomy/version.html", context)


@require_safe
def compare_versions(request: HttpRequest) -> HttpResponse:
    """Any two versions, `from` and `to`; the last two where nothing is said. `format=json` answers a program."""
    current = published.current_number()
    if not current:
        raise Http404(_("No taxonomy is published yet."))
    asked = [request.GET.get("from", str(max(1, current - 1))), request.GET.get("to", str(current))]
    old, new = map(_number, asked)
    problem, difference = _compared(old, new)
    status = 422 if problem else 200
    if request.GET.get("format") == "json":
        told = {"error": problem} if difference is None else difference.to_json()
        return JsonResponse({"from": old, "to": new, **told}, status=status)
    context = {
        "difference": difference,
        "problem": problem,
        "pair": (old or "", new or ""),
        "current": current,
        "crumbs": version_crumbs(),
    }
    return render_page(request, "taxonomy/compare_versions.html", context, status=status)


@require_safe
def version_document(request: HttpRequest, number: int) -> HttpResponse:
    """The exact text of a version, as a file."""
    response = HttpResponse(find(number, with_text=True).text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="taxonomy-{number}.yaml"'
    return response


def find(number: int, *, with_text: bool = False) -> TaxonomyVersion:
    """Return a version without its content, which `versions.load` keeps. Raises `Http404`."""
    rows = TaxonomyVersion.objects.select_related("published_by").defer("content", "slots")
    found = (rows if with_text else rows.defer("content", "slots", "text")).filter(number=number).first()
    if found is None:
        raise Http404(_("There is no such version."))
    return found


def version_crumbs() -> list[tuple[str, str]]:
    """The way to a page about a version."""
    return [
        (_("Skills and levels"), reverse("taxonomy:ladder")),
        (_("Versions"), reverse("taxonomy:versions")),
    ]


def _change(found: TaxonomyVersion) -> dict[str, Any]:
    """What a version changed against the one before; nothing for the first."""
    if found.number == 1:
        return {"difference": None, "effects": ()}
    before = published.by_number(found.number - 1)
    after = published.load(found.number, found.fingerprint)
    change = Transition.from_json(found.transition)
    return {"difference": history.between(before, after), "effects": effects(before, after, change)}


def _compared(old: int | None, new: int | None) -> tuple[str, Difference | None]:
    """Why two versions cannot be compared, or their difference."""
    if old is None or new is None:
        return _("Write the numbers of two versions."), None
    try:
        return "", history.between(published.by_number(old), published.by_number(new))
    except published.NothingPublished:
        return _("There is no such version. Choose numbers from the list of versions."), None


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 11):
        return None
    return number if 0 < (number := int(text)) <= LARGEST else None
