"""The published ladder and the roles, for everyone who is signed in.

What these pages say depends on the published version and the language alone, so the whole ladder is rendered
once for both and kept by the process; a search and a comparison are cheap enough to render each time.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.comparing import mean_level
from skillmatrix.taxonomy.document import Role, Skill, Taxonomy
from skillmatrix.taxonomy.searching import LONGEST, search
from skillmatrix.web.responses import render_page

from . import contexts

KEEP = 8
_ladders: dict[tuple[str, str], SafeString] = {}


def published() -> Taxonomy:
    """Return the current taxonomy in the reader's language. Raises Http404 on an empty installation."""
    try:
        return versions.in_language(versions.current())
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None


@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """Every area and skill with what each role asks; `q` narrows it to the skills with those words."""
    taxonomy = published()
    query = asked_words(request)
    whole = None if query else _whole_ladder(taxonomy)
    context = contexts.of_ladder(taxonomy, query, whole=whole)
    return render_page(request, "taxonomy/ladder.html", context, partials={"ladder-skills"})


def asked_words(request: HttpRequest) -> str:
    """The words that are searched for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def _whole_ladder(taxonomy: Taxonomy) -> SafeString:
    key = (taxonomy.fingerprint, get_language() or "")
    if key not in _ladders:
        _keep(_ladders, key, contexts.skills_html(taxonomy, search(taxonomy, "")))
    return _ladders[key]


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    """One skill: its ladder, evidence, usual over-rating, resources, neighbours and targets."""
    taxonomy, gone = _with_skill(slug)
    return render_page(request, "taxonomy/skill.html", {**contexts.of_skill(taxonomy, slug), "gone": gone})


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in a few words, and how much each asks of each area."""
    taxonomy = published()
    context = {
        "taxonomy": taxonomy,
        "roles": [
            (role, sum(1 for s in taxonomy.active if _level(role, s))) for role in taxonomy.roles.values()
        ],
        "areas": [
            (area, [(role, mean_level(taxonomy, role, area)) for role in taxonomy.roles.values()])
            for area in taxonomy.areas
        ],
        "levels_count": len(taxonomy.scale),
    }
    return render_page(request, "taxonomy/roles.html", context)


def _level(role: Role, found: Skill) -> int:
    return role.targets[found.slug].level if found.slug in role.targets else 0


@require_safe
def role(request: HttpRequest, slug: str) -> HttpResponse:
    """Every expectation of a role in the words of its level; `with` puts another role beside it."""
    taxonomy = published()
    found = taxonomy.roles.get(slug)
    if found is None:
        raise Http404(_("There is no such role."))
    context = {**contexts.of_role(taxonomy, found, request.GET.get("with", "")), "compare": None}
    return render_page(request, "taxonomy/role.html", context, partials={"role-expectations"})


def _with_skill(slug: str) -> tuple[Taxonomy, bool]:
    """The current taxonomy; or, and then True, the last one that had a skill which has left it since."""
    taxonomy = published()
    if slug in taxonomy.skills:
        return taxonomy, False
    if slug in taxonomy.slots:
        return versions.in_language(versions.last_with(slug)), True
    raise Http404(_("There is no such skill."))


def _keep(cache: dict[tuple[str, str], Any], key: tuple[str, str], value: Any) -> None:
    while len(cache) >= KEEP:
        cache.pop(next(iter(cache)), None)
    cache[key] = value
