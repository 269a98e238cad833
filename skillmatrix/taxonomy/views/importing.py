"""A ladder from a spreadsheet or a document: look at what it would do to the draft, then say yes.

What was sent waits between the two steps in the page itself, signed, so nothing is stored before the yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.diff import Difference, diff
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.importing import Finding, Incoming, Proposal, Unreadable, propose
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.importing import LadderForm
from skillmatrix.taxonomy.spreadsheet import write_ladder
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

SALT = "taxonomy.import-ladder"
A_DAY = 24 * 3600
LARGEST_KEPT = 900_000
"""Characters that a form can carry along; settings.DATA_UPLOAD_MAX_MEMORY_SIZE is a little more."""


@dataclass(frozen=True)
class DryRun:
    """What the page says about a file. `kept` goes into the form that says yes; empty where nobody can."""

    incoming: Incoming
    proposal: Proposal
    difference: Difference | None = None
    kept: str = ""
    is_too_large: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def import_ladder(request: AppRequest) -> HttpResponse:
    """Choose a file, see each problem or what it would change, and put it into the draft."""
    draft = open_draft(request)
    if request.method != "POST":
        return _page(request, draft, LadderForm())
    if "kept" in request.POST:
        return _put(request, draft)
    form = LadderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, draft, form, status=422)
    file = form.cleaned_data["file"]
    try:
        incoming = Incoming.of(
            file.read() if file else form.cleaned_data["text"], file.name if file else "", form.options
        )
        run = _dry_run(incoming, draft)
    except Unreadable as refused:
        form.add_error("file" if file else "text", str(refused))
        return _page(request, draft, form, status=422)
    return _page(request, draft, form, run, status=422 if run.proposal.problems else 200)


@require_safe
def ladder_template(request: AppRequest) -> HttpResponse:
    """The ladder as the draft has it, as CSV: edit it in a spreadsheet and import it here."""
    draft = open_draft(request)
    text = write_ladder(draft.examine().taxonomy or draft.base_taxonomy)
    headers = {"Content-Disposition": 'attachment; filename="ladder.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _dry_run(incoming: Incoming, draft: Draft) -> DryRun:
    proposal = propose(incoming, draft)
    if proposal.content is None:
        return DryRun(incoming, proposal)
    before = draft.examine().taxonomy or draft.base_taxonomy
    difference = diff(before, build(proposal.content))
    if difference.is_empty:
        return DryRun(incoming, proposal, difference)
    kept = signing.dumps({**incoming.to_json(), "shown": draft.shown_whole}, salt=SALT, compress=True)
    if len(kept) > LARGEST_KEPT:
        return DryRun(incoming, proposal, difference, is_too_large=True)
    return DryRun(incoming, proposal, difference, kept)


def _put(request: AppRequest, draft: Draft) -> HttpResponse:
    """Put what was shown into the draft; where the draft moved on, show what it would do now."""
    try:
        kept = signing.loads(request.POST["kept"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, _("That page is too old to be used. Choose the file again."))
        return redirect_to(request, "taxonomy:import-ladder")
    shown = kept.pop("shown")
    incoming = Incoming(**kept)
    try:
        run = _dry_run(incoming, draft)
        if shown != draft.shown_whole or run.proposal.content is None:
            return _page(request, draft, LadderForm(), run, moved=shown != draft.shown_whole, status=409)
        name = incoming.file or _("pasted text")
        actions.replace_all(
            content=run.proposal.content,
            summary=_("Import of %(file)s") % {"file": name},
            by=request.user,
            shown=shown,
        )
    except actions.DraftMoved:
        now = load()
        return _page(request, now, LadderForm(), _dry_run(incoming, now), moved=True, status=409)
    except (Unreadable, actions.BadPart) as refused:
        messages.error(request, str(refused))
        return redirect_to(request, "taxonomy:import-ladder")
    messages.success(request, _("The file is in the draft. Undo takes it back."))
    return redirect_to(request, "taxonomy:draft-changes")


def _page(
    request: AppRequest,
    draft: Draft,
    form: LadderForm,
    run: DryRun | None = None,
    *,
    moved: bool = False,
    status: int = 200,
) -> HttpResponse:
    replaces = run is not None and (run.incoming.is_document or run.incoming.mode == "new")
    context: dict[str, Any] = {
        **frame(request, draft, ""),
        "crumbs": [(_("Taxonomy draft"), reverse("taxonomy:draft")), (_("Import"), "")],
        "form": form,
        "run": run,
        "difference": run.difference if run else None,
        "moved": moved,
        "replaces_edits": replaces and draft.changes_count,
        "is_line": run is not None and run.incoming.is_document,
        "problems": _by_place(run.proposal.problems) if run else (),
    }
    return render_page(request, "taxonomy/import_ladder.html", context, status=status)


def _by_place(problems: tuple[Finding, ...]) -> list[Finding]:
    return sorted(problems, key=lambda problem: (problem.row, problem.where))
