"""Taking back the newest change of the draft, or all of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.models import DraftChange
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

LISTED = 50
KINDS = {"edit-skill": "skill", "edit-area": "area", "edit-role": "role"}


@require_POST
def undo_change(request: AppRequest) -> HttpResponse:
    """Take back the newest change, if it is still the one that the page named; then back to where somebody was."""
    before = open_draft(request)
    revision = request.POST.get("revision", "")
    try:
        if not (revision.isascii() and revision.isdecimal() and len(revision) < 10):
            raise actions.DraftMoved(before.revision)
        draft = actions.undo_change(revision=int(revision), by=request.user)
    except actions.PartMoved:
        draft = open_draft(request)
        messages.warning(
            request, _("Nothing was undone: the newest change is now another one. Look at it and undo again.")
        )
    else:
        names = before.last_change.summary if before.last_change else ""
        messages.success(request, _("Undone: %(change)s") % {"change": names})
    return redirect_to(request, _back(request, draft))


def _back(request: AppRequest, draft: Draft) -> str:
    """The page of the draft that somebody came from, unless what it was about is gone."""
    home, wanted = reverse("taxonomy:draft"), request.POST.get("next", "")
    path = wanted.partition("?")[0]
    if not path.startswith(home) or "\\" in wanted or any(ord(sign) < 33 for sign in wanted):
        return home
    try:
        match = resolve(path)
    except Resolver404:
        return home
    kind = KINDS.get(match.url_name or "")
    slug = match.kwargs.get("slug")
    return home if slug and (kind is None or f"{kind}:{slug}" not in draft.parts) else wanted


@require_http_methods(["GET", "HEAD", "POST"])
def discard_draft(request: AppRequest) -> HttpResponse:
    """List what would be lost, then throw the draft away."""
    draft = open_draft(request)
    if draft.id is None:
        messages.info(request, _("There is no draft to discard: nothing differs from the published version."))
        return redirect_to(request, "taxonomy:draft")
    status = 200
    if request.method == "POST":
        try:
            actions.discard(by=request.user, shown_revision=_revision(request))
        except actions.PartMoved:
            draft, status = open_draft(request), 409
        else:
            messages.success(request, _("The draft was discarded. Everything is as it is published."))
            return redirect_to(request, "taxonomy:draft")
    context = {**frame(request, draft, ""), **_losses(draft), "moved": status == 409}
    return render_page(request, "taxonomy/discard_draft.html", context, status=status)


def _revision(request: AppRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _losses(draft: Draft) -> dict[str, object]:
    changes = list(DraftChange.objects.filter(draft_id=draft.id).select_related("by")[: LISTED + 1])
    return {
        "changes": changes[:LISTED],
        "more": len(changes) > LISTED,
        "crumbs": [(_("Draft"), reverse("taxonomy:draft")), (_("Discard"), "")],
    }
