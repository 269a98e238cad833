"""The published ladder and the roles, for everyone who is signed in.

What these pages say depends on the published version and the language alone; their large parts are written once for
both and kept by the process (see `fragments`). The frame around them is each reader's own.
"""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.searching import LONGEST
from skillmatrix.web.responses import render_page

from . import contexts
from .fragments import roles_html


def published() -> Taxonomy:
    """Return the current taxonomy in the reader's language. Raises Http404 on an empty installation."""
    try:
        return versions.in_language(versions.current())
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None


@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """Every area and skill with what each role asks; `q` narrows it to the skills with those words."""
    context = contexts.of_ladder(published(), asked_words(request))
    return render_page(request, "taxonomy/ladder.html", context, partials={"ladder-skills"})


def asked_words(request: HttpRequest) -> str:
    """The words that are searched for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    """One skill: its ladder, evidence, usual over-rating, resources, neighbours and targets."""
    taxonomy, gone = _with_skill(slug)
    about = (
        import_string(settings.TAXONOMY_ABOUT_SKILL) if settings.TAXONOMY_ABOUT_SKILL and not gone else None
    )
    context = {**contexts.of_skill(taxonomy, slug), "gone": gone, "about_url": about(slug) if about else ""}
    return render_page(request, "taxonomy/skill.html", context)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in a few words, and how much each asks of each area."""
    taxonomy = published()
    context = {"roles_html": partial(roles_html, taxonomy), "levels_count": len(taxonomy.scale)}
    return render_page(request, "taxonomy/roles.html", context)


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
