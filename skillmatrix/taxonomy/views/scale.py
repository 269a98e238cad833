"""The scale of the draft: its words, and moving everything to another scale."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.scale import FEWEST, MOST, MappingForm, ScaleForm, proposed
from skillmatrix.taxonomy.views import pieces
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

LEVELS = pieces.keys("scale", "levels")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_scale(request: AppRequest) -> HttpResponse:
    """Name and describe each level. Their number changes on a page of its own, as ratings move with it."""
    access.require_taxonomy_admin(request.user)
    draft = load()
    levels = draft.content["scale"]
    if request.method != "POST":
        return _edit(request, draft, ScaleForm(None, count=len(levels), levels=levels), LEVELS.mark(draft))
    form, seen = ScaleForm(request.POST, count=len(levels)), request.POST.get("seen", "")
    if request.POST.get("count", "") != str(len(levels)):
        problem = _(
            "The scale has another number of levels now. Nothing was saved: reload the page and look."
        )
        return _edit(request, draft, form, seen, 409, problem=problem)
    if not form.is_valid():
        return _edit(request, draft, form, seen, 422)
    value = {"levels": form.levels()}
    try:
        pieces.save(LEVELS, value, seen=seen, summary=_("Words of the scale changed"), by=request.user)
    except pieces.Met as met:
        return _edit(request, met.draft, form, LEVELS.mark(met.draft), 409, met=met.meeting)
    except actions.BadPart as bad:
        return _edit(request, draft, form, seen, 422, problem=str(bad))
    messages.success(request, _("The scale is saved in the draft."))
    return redirect_to(request, "taxonomy:edit-scale")


def _edit(
    request: AppRequest, draft: Draft, form: ScaleForm, seen: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**frame(request, draft, "scale"), "form": form, "seen": seen, **more}
    return render_page(request, "taxonomy/edit_scale.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rescale(request: AppRequest) -> HttpResponse:
    """Choose a new scale and where each level goes, read what that loses, and apply it.

    `count` is the number of new levels. The button `do` says what for: "preview" shows the loss, "apply" does it.
    """
    access.require_taxonomy_admin(request.user)
    draft = load()
    old = draft.content["scale"]
    if request.method != "POST":
        count = _count(request.GET.get("count", ""), len(old))
        form = ScaleForm(None, count=count, levels=_start(old, count))
        mapping = MappingForm(
            initial=_initial(len(old), count), old=_names(old), new=_names(_start(old, count))
        )
        return _rescale(request, draft, form, mapping)
    count = _count(request.POST.get("count", ""), len(old))
    form = ScaleForm(request.POST, count=count)
    new = [str(row["name"].value() or "") for row in form.rows]
    mapping = MappingForm(request.POST, old=_names(old), new=new)
    sound = all([form.is_valid(), mapping.is_valid()])
    if request.POST.get("seen", "") != LEVELS.mark(draft):
        problem = _(
            "The scale was changed meanwhile. What you typed is kept: look at the levels on the left again."
        )
        return _rescale(request, draft, form, mapping, 409, problem=problem)
    if not sound:
        # A preview is asked for while somebody types: what is missing yet is no news then.
        return _rescale(request, draft, form, mapping, 422)
    return _answer(request, draft, form, mapping)


def _answer(request: AppRequest, draft: Draft, form: ScaleForm, mapping: MappingForm) -> HttpResponse:
    levels, old, seen = form.levels(), draft.content["scale"], LEVELS.mark(draft)
    ranks = dict(zip(_names(old), mapping.ranks(), strict=True))

    def moving(now: Draft) -> operations.Outcome:
        if LEVELS.mark(now) != seen:
            raise operations.Refused(_("The scale was changed meanwhile. Look again before you apply this."))
        return operations.rescale(now, levels, ranks)

    try:
        if request.POST.get("do") != "apply":
            return _rescale(request, draft, form, mapping, effects=moving(draft).effects)
        _draft, outcome = actions.perform(operation=moving, by=request.user)
    except (operations.Refused, actions.BadPart) as refused:
        return _rescale(request, draft, form, mapping, 422, problem=str(refused))
    messages.success(request, _("%(summary)s. Undo takes it back.") % {"summary": outcome.summary})
    return redirect_to(request, "taxonomy:edit-scale")


def _rescale(
    request: AppRequest, draft: Draft, form: ScaleForm, mapping: MappingForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **frame(request, draft, "scale"),
        "form": form,
        "mapping": mapping,
        "mapping_rows": [mapping[name] for name in mapping.fields],
        "count": len(form.rows),
        "counts": [
            (n, ngettext("%(n)d level", "%(n)d levels", n) % {"n": n}) for n in range(FEWEST, MOST + 1)
        ],
        "seen": LEVELS.mark(draft),
        "levels_count": len(draft.content["scale"]),
        **more,
    }
    partials = {"rescale-form", "rescale-loss"}
    return render_page(request, "taxonomy/rescale.html", context, partials=partials, status=status)


def _count(text: str, otherwise: int) -> int:
    known = {str(n) for n in range(FEWEST, MOST + 1)}
    return int(text) if text in known else otherwise


def _names(levels: list[dict[str, str]]) -> list[str]:
    return [level["name"] for level in levels]


def _start(old: list[dict[str, str]], count: int) -> list[dict[str, str]]:
    """Words to begin with: those of the old level that would go there."""
    ranks = proposed(len(old), count)
    found = {to: rank for rank, to in enumerate(ranks)}
    return [old[found[rank]] if rank in found else {"name": "", "descriptor": ""} for rank in range(count)]


def _initial(old: int, new: int) -> dict[str, str]:
    return {f"to-{rank}": str(to) for rank, to in enumerate(proposed(old, new))}
