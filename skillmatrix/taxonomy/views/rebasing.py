"""Bringing a draft up to date with a version that was published after it began."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.taxonomy import history
from skillmatrix.taxonomy import versions as published
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.conflicts import choices
from skillmatrix.taxonomy.draft.operations import Refused
from skillmatrix.taxonomy.draft.rebasing import Undecided
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

CHOICE = "choice:"


@require_http_methods(["GET", "HEAD", "POST"])
def rebase(request: AppRequest) -> HttpResponse:
    """Show what was published meanwhile and where both say different things; POST puts the draft on top of it.

    What does not conflict merges by itself. Nothing is chosen beforehand: 422 until each conflict is decided.
    """
    draft = open_draft(request)
    if request.method != "POST":
        return _page(request, draft)
    if not draft.is_outdated:
        return redirect_to(request, "taxonomy:draft-changes")
    if request.POST.get("onto") != str(draft.current) or request.POST.get("revision") != str(draft.revision):
        text = _("More was changed or published while you were reading. Look again, please; nothing is lost.")
        return _page(request, draft, problem=text, status=409)
    chosen = {
        name.removeprefix(CHOICE): str(value)
        for name, value in request.POST.items()
        if name.startswith(CHOICE)
    }
    try:
        draft = actions.rebase(choices=chosen, by=request.user, shown_revision=draft.revision)
    except Undecided as undecided:
        return _undecided(request, chosen, undecided)
    except Refused as refused:
        return _page(request, load(), problem=str(refused), status=422)
    except actions.DraftMoved:
        text = _("Somebody changed the draft while you were choosing. Look again, please.")
        return _page(request, load(), problem=text, chosen=chosen, status=409)
    messages.success(
        request, _("The draft is up to date: it starts from version %(number)s now.") % {"number": draft.base}
    )
    return redirect_to(request, "taxonomy:draft-changes")


def _undecided(request: AppRequest, chosen: dict[str, str], undecided: Undecided) -> HttpResponse:
    return _page(
        request,
        load(),
        problem=_("Choose one of the two for each of these, please."),
        chosen=chosen,
        missing=[conflict.path for conflict in undecided.conflicts],
        status=422,
    )


def _page(
    request: AppRequest,
    draft: Draft,
    *,
    problem: str = "",
    chosen: dict[str, str] | None = None,
    missing: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    found = choices(draft) if draft.is_outdated else []
    since = TaxonomyVersion.objects.filter(number__gt=draft.base).select_related("published_by")
    base, current = draft.base_taxonomy, published.by_number(draft.current)
    context = {
        **frame(request, draft, ""),
        "published": since.defer("text", "content", "slots").latest_first() if draft.is_outdated else (),
        "difference": history.between(base, current) if draft.is_outdated else None,
        "choices": [
            (choice, (chosen or {}).get(choice.path, ""), choice.path in missing) for choice in found
        ],
        "both_moved_levels": any(not choice.possible for choice in found),
        "problem": problem,
    }
    return render_page(request, "taxonomy/rebase.html", context, status=status)
