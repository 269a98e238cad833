"""Publishing the draft: what it changes, whom it touches, a note, and the button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.taxonomy.actions import Overtaken
from skillmatrix.taxonomy.diff.effects import effects
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.publishing import PublishForm
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid
from skillmatrix.taxonomy.transition import transition
from skillmatrix.taxonomy.views.draft_changes import difference_of
from skillmatrix.taxonomy.views.draft_frame import findings, frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, redirect_to, render_page

LONGEST_NOTE = 500


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: AppRequest) -> HttpResponse:
    """Show what publishing would do; POST publishes, or with `keep` only keeps the note in the draft."""
    draft = open_draft(request)
    if request.method != "POST":
        return _page(request, draft, _form(draft))
    if "keep" in request.POST:
        _keep_note(request, draft)
        return NoContent()
    form = PublishForm(request.POST)
    if not form.is_valid():
        _keep_note(request, draft)
        return _page(request, load(), form, status=422)
    return _publish(request, form)


def _publish(request: AppRequest, form: PublishForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        version = actions.publish_draft(note=said["note"], by=request.user, shown_revision=said["revision"])
    except actions.NothingChanged:
        return _already(request, said) or _page(request, load(), form, status=409)
    except actions.DraftMoved as moved:
        _keep_note(request, load())
        return _page(request, load(), None, moved_by=moved.by, has_moved=True, status=409)
    except Overtaken:
        _keep_note(request, load())
        return redirect_to(request, "taxonomy:rebase")
    except (Invalid, actions.Unconfirmed):
        _keep_note(request, load())
        return _page(request, load(), form, status=422)
    text = _("Version %(number)s is published. If something is wrong, take it back on this page.")
    messages.success(request, text % {"number": version.number})
    return redirect_to(request, "taxonomy:version", version.number)


def _already(request: AppRequest, said: dict[str, Any]) -> HttpResponse | None:
    """Pressing the button twice leads where pressing it once did."""
    found = TaxonomyVersion.objects.filter(
        number=said["base"] + 1, published_by=request.user, note=said["note"], undoes=None
    ).exists()
    return redirect_to(request, "taxonomy:version", said["base"] + 1) if found else None


def _keep_note(request: AppRequest, draft: Draft) -> None:
    """Keep what was typed so far, unless there is no draft to keep it in."""
    note = request.POST.get("note", "").replace("\0", "")[:LONGEST_NOTE]
    if draft.id is not None and note != draft.note:
        actions.save_note(note=note, by=request.user)


def _form(draft: Draft) -> PublishForm:
    return PublishForm(initial={"note": draft.note, "revision": draft.revision, "base": draft.base})


def _page(
    request: AppRequest,
    draft: Draft,
    form: PublishForm | None,
    *,
    moved_by: Any = None,
    has_moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    difference = difference_of(draft)
    is_empty = draft.is_empty or bool(difference and difference.is_empty)
    blocked = is_empty or draft.is_outdated or difference is None or bool(draft.unconfirmed)
    context = {
        **frame(request, draft, ""),
        "form": None if blocked else (form or _form(draft)),
        "difference": difference,
        "effects": _effects(draft) if difference and not is_empty else (),
        "is_nothing": is_empty,
        "findings": findings(draft),
        "open_count": len(draft.unconfirmed),
        "next_number": draft.current + 1,
        "has_moved": has_moved,
        "moved_by": moved_by,
    }
    return render_page(request, "taxonomy/publish.html", context, status=status)


def _effects(draft: Draft) -> Any:
    taxonomy = draft.examine().taxonomy
    if taxonomy is None:
        return ()
    return effects(draft.base_taxonomy, taxonomy, transition(draft.base_taxonomy, taxonomy))
