"""Releasing what I have said: first the list of exactly that, then the act."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments import actions
from assessments.changes import Change
from assessments.forms import ShareForm
from assessments.inputs import Wish
from assessments.levels.sharing import MovedOn
from assessments.standing import Statement
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .page import Sheet, back, sheet_of

PAGE = "assessments/share_ratings.html"


@require_http_methods(["GET", "HEAD", "POST"])
def share_ratings(request: AppRequest) -> HttpResponse:
    """List what sharing would release; on POST release it, unless more was said since the list was shown."""
    sheet = sheet_of(request, today=current_day())
    if request.method != "POST":
        return render_page(request, PAGE, share_context(sheet), partials={"share-list"})
    form = ShareForm(request.POST)
    if not form.is_valid():
        problem = _("This form is damaged. Here is the list as it is now.")
        return render_page(request, PAGE, share_context(sheet, problem), partials={"share-list"}, status=422)
    data = form.cleaned_data
    if not sheet.unshared.count:
        messages.info(request, _("Everything is shared already."))
        return back(request, reverse("assessments:assess"))
    try:
        actions.share(
            person=request.user,
            shown=data["shown"],
            changes=sheet.unshared.count,
            key=data["key"],
            today=sheet.today,
        )
    except MovedOn:
        problem = _(
            "You have changed something since this list was shown, so nothing was shared. Look again."
        )
        return render_page(request, PAGE, share_context(sheet, problem), partials={"share-list"}, status=409)
    messages.success(request, shared_message(sheet))
    return back(request, reverse("assessments:assess"))


def share_context(sheet: Sheet, problem: str = "") -> dict[str, Any]:
    """What would be released and to whom, with the words for each level."""
    roles = sheet.taxonomy.roles
    moved = sheet.unshared.next_role
    return {
        "sheet": sheet,
        "changes": [in_words(sheet, change) for change in sheet.unshared.ratings],
        "next_role": moved and [roles[slug].name if slug and slug in roles else _("none") for slug in moved],
        "added": sheet.unshared.added,
        "removed": sheet.unshared.removed,
        "wishes": [{"name": wish.name, "words": wish_in_words(wish.after)} for wish in sheet.unshared.wishes],
        "count": sheet.unshared.count,
        "leads": [lead.name for lead in sheet.leads],
        "key": uuid4(),
        "problem": problem,
        "levels_count": len(sheet.taxonomy.scale),
    }


def in_words(sheet: Sheet, change: Change) -> dict[str, Any]:
    """A change for the template: badges before and after, and the area it belongs to."""
    area = sheet.taxonomy.area_of.get(change.skill)
    return {
        "name": change.name,
        "area": area.name if area else "",
        "before": badge(sheet, change.before),
        "after": badge(sheet, change.after),
        "is_confirmed": change.is_confirmed,
    }


def wish_in_words(wish: Wish | None) -> str:
    """What the others will read of a wish."""
    words = {
        Wish.LEARN: _("you want to learn it"),
        Wish.USE: _("you want to use it"),
        Wish.NEITHER: _("you want neither to learn nor to use it"),
    }
    return words[wish] if wish else _("what you wanted is taken back")


def badge(sheet: Sheet, said: Statement | None) -> dict[str, Any]:
    """What a level badge takes."""
    level = said.level if said else None
    name = "" if level is None else sheet.taxonomy.scale[min(level, sheet.taxonomy.top)].name
    return {"level": level, "name": name, "na": said is not None and level is None}


def shared_message(sheet: Sheet) -> str:
    """What happened, in one sentence."""
    count = sheet.unshared.count
    changes = ngettext("%(count)s change shared", "%(count)s changes shared", count) % {"count": count}
    if not sheet.leads:
        return changes + "."
    names = ", ".join(lead.get_short_name() for lead in sheet.leads)
    return _("%(changes)s with %(names)s.") % {"changes": changes, "names": names}
