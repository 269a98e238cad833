"""An area of the draft: its name and summary, and taking it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.placing import by_area
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.clashing import clashes, seen, taking
from skillmatrix.taxonomy.forms.places import AreaForm, ConfirmForm
from skillmatrix.taxonomy.parts import of_kind
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest, page_behind
from skillmatrix.web.responses import redirect_to, render_page

from .carrying_out import Operation, carry_out
from .saving import STATE, Answer, Conflict, add_errors, chosen_theirs, errors_of, token_of, who_moved
from .skill_words import side_by_side


@require_http_methods(["GET", "HEAD", "POST"])
def edit_area(request: AppRequest, slug: str) -> HttpResponse:
    """Name and summary of an area. A POST saves them; by htmx it answers only what a save changes."""
    draft = _with(open_draft(request), slug)
    if request.method != "POST":
        area = draft.parts[f"area:{slug}"]
        answer = Answer(AreaForm(initial=area), draft.shown(f"area:{slug}"), seen(area))
        return _page(request, draft, slug, answer)
    draft, answer = _save(request, draft, slug)
    if answer.status != 200 or request.htmx:
        return _page(request, draft, slug, answer)
    messages.success(request, _("Saved in the draft."))
    return redirect_to(request, "taxonomy:edit-area", slug)


def _save(request: AppRequest, draft: Draft, slug: str) -> tuple[Draft, Answer]:
    path = f"area:{slug}"
    form = AreaForm(request.POST)
    shown, marks = request.POST.get("shown", ""), request.POST.get("seen", "")
    if not form.is_valid():
        return draft, Answer(form, shown, marks, 422, errors=errors_of(form))
    mine = taking(form.cleaned_data, draft.parts[path], chosen_theirs(request))
    words = _("Area “%(name)s” reworded") % {"name": mine["name"]}
    try:
        saved = actions.save_part(
            path=path, content=mine, shown=token_of(request), summary=words, by=request.user
        )
    except actions.PartMoved as moved:
        draft = _with(open_draft(request), slug)
        found = clashes(mine, moved.theirs or draft.parts[path], marks)
        if not found:
            return draft, Answer(form, moved.token, seen(mine))
        url = reverse("taxonomy:edit-area", args=[slug])
        conflict = Conflict(who_moved(request, moved), moved.token, side_by_side(found), url)
        return draft, Answer(form, request.POST.get("shown", ""), marks, 409, conflict)
    except actions.BadPart as bad:
        add_errors(form, bad, {})
        return draft, Answer(form, shown, marks, 422, errors=errors_of(form))
    return saved, Answer(form, saved.shown(path), seen(saved.parts[path]))


@require_http_methods(["GET", "HEAD", "POST"])
def remove_area(request: AppRequest, slug: str) -> HttpResponse:
    """Take out an area that has no skills."""
    draft = _with(open_draft(request), slug)
    name, back = draft.parts[f"area:{slug}"]["name"], reverse("taxonomy:edit-area", args=[slug])
    operation = Operation(
        template="taxonomy/remove_area.html",
        form=ConfirmForm,
        operate=lambda now, said: operations.remove_area(now, slug),
        done=lambda outcome: reverse("taxonomy:draft"),
        context={
            "slug": slug,
            "area": draft.parts[f"area:{slug}"],
            "back": back,
            "crumbs": [(_("Draft"), reverse("taxonomy:draft")), (name, back), (_("Remove"), "")],
        },
    )
    return carry_out(request, draft, operation)


def _with(draft: Draft, slug: str) -> Draft:
    if f"area:{slug}" not in draft.parts:
        raise Http404(
            _("There is no such area in the draft. Perhaps it was taken out, or its adding was undone.")
        )
    return draft


def _page(request: AppRequest, draft: Draft, slug: str, answer: Answer) -> HttpResponse:
    is_part = bool(request.htmx) and request.htmx.target == STATE
    skills = of_kind(draft.parts, "skill")
    area = draft.parts[f"area:{slug}"]
    context = {
        **frame(request, draft, "skills"),
        **answer.context(),
        "out_of_band": is_part,
        "slug": slug,
        "area": area,
        "skills": [(other, skills[other]["name"]) for other in by_area(draft.parts).get(slug, ())],
        "crumbs": [(_("Draft"), reverse("taxonomy:draft")), (area["name"], "")],
    }
    if is_part:
        context["here"] = page_behind(request)
    return render_page(request, "taxonomy/edit_area.html", context, {STATE}, answer.status)
