"""Ratings from elsewhere: choose a file, see what it would add and say what its levels mean, then add them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments import actions
from assessments.forms import PastRatingsForm
from assessments.models import RatingImport
from assessments.models.rating import NOT_APPLICABLE
from assessments.past_ratings import MOST_ROWS, Line, NotATable, Plan, level_words, read
from assessments.past_ratings.checking import LEAVE_OUT
from skillmatrix.people.dated import current_day
from skillmatrix.people.names import tidy
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.versions import in_language
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .page import back

SHOWN = 50
LEFT_OUT_SHOWN = 200
MOST_WORDS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def import_ratings(request: AppRequest) -> HttpResponse:
    """Choose a file; what it would do is shown next, and nothing is added before that."""
    taxonomy = _taxonomy()
    form = PastRatingsForm(request.POST, request.FILES) if request.method == "POST" else PastRatingsForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            listed = _keep(request, file.read(), file.name)
        except NotATable as refused:
            form.add_error("file", str(refused))
        else:
            return back(request, reverse("assessments:check-import", args=[listed.key]))
    context = {"form": form, "taxonomy": in_language(taxonomy), "most": MOST_ROWS}
    return render_page(
        request, "assessments/import_ratings.html", context, status=422 if form.is_bound else 200
    )


def _keep(request: AppRequest, data: bytes, name: str) -> RatingImport:
    sheet = read(data)
    if len(level_words(sheet.lines)) > MOST_WORDS:
        raise NotATable(_("There are too many different levels in this file. Is that the right column?"))
    return actions.keep_past_ratings(person=request.user, sheet=sheet, name=tidy(name)[:100], by=request.user)


def _taxonomy() -> Taxonomy:
    """The current version, as it is written. Http404 on an installation that has none yet."""
    try:
        return versions.current()
    except versions.NothingPublished as error:
        raise Http404(_("No taxonomy is published yet.")) from error


@require_http_methods(["GET", "HEAD", "POST"])
def check_import(request: AppRequest, key: UUID) -> HttpResponse:
    """What a file would add. POST says what its levels mean, and with `add` adds it."""
    listed = get_object_or_404(RatingImport.objects.of(request.user).select_related("person"), key=key)
    here = reverse("assessments:check-import", args=[key])
    if request.method != "POST":
        return _page(request, listed)
    if listed.added is None:
        levels = _chosen_levels(request, listed)
        if levels is None:
            return _page(
                request, listed, problem=_("Choose one of the levels for each word of the file."), status=422
            )
        listed = actions.map_levels(listed=listed, levels=levels, by=request.user)
    if "add" not in request.POST:
        return back(request, here)
    try:
        added = actions.add_past_ratings(listed=listed, by=request.user, today=current_day())
    except (actions.Unacceptable, actions.MeaningChanged) as refused:
        return _page(request, listed, problem=str(refused), status=422)
    messages.success(request, _told(added))
    return back(request, reverse("assessments:assess") if added else here)


def _told(added: int) -> str:
    if not added:
        return _("There was nothing new in this file.")
    told = ngettext("%(count)s past rating was added. Only you see it: confirm it with “Still true”.",
                    "%(count)s past ratings were added. Only you see them: confirm them with “Still true”.",
                    added)  # fmt: skip
    return told % {"count": added}


def _words(listed: RatingImport) -> tuple[str, ...]:
    return level_words(Line(**line) for line in listed.lines)


def _chosen_levels(request: AppRequest, listed: RatingImport) -> dict[str, int] | None:
    """What the form says of each word, by its place; None when it is something else than it offers."""
    offered = {str(value) for value, _label in _choices(_taxonomy())}
    levels: dict[str, int] = {}
    for place, word in enumerate(_words(listed)):
        said = request.POST.get(f"level-{place}")
        if said is None or (said and said not in offered):
            return None
        if said:
            levels[word.casefold()] = int(said)
    return levels


def _choices(taxonomy: Taxonomy) -> list[tuple[int, str]]:
    return [
        *((level.rank, f"{level.rank}, {level.name}") for level in taxonomy.scale),
        (NOT_APPLICABLE, _("Does not apply to me")),
        (LEAVE_OUT, _("Leave these out")),
    ]


def _page(request: AppRequest, listed: RatingImport, problem: str = "", status: int = 200) -> HttpResponse:
    taxonomy = _taxonomy()
    shown = in_language(taxonomy)
    context: dict[str, Any] = {"listed": listed, "problem": problem, "choices": _choices(shown)}
    if listed.added is None:
        plan = actions.preview_past_ratings(listed=listed, taxonomy=taxonomy, today=current_day())
        context |= {
            "plan": plan,
            "levels": [
                {"field": f"level-{place}", "word": word, "chosen": listed.levels.get(word.casefold())}
                for place, word in enumerate(_words(listed))
            ],
            "shown": _shown(plan, shown),
            "more": max(len(plan.new) - SHOWN, 0),
            "left_out": plan.left_out[:LEFT_OUT_SHOWN],
            "more_left_out": max(len(plan.left_out) - LEFT_OUT_SHOWN, 0),
        }
    return render_page(request, "assessments/check_import.html", context, status=status)


def _shown(plan: Plan, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    return [
        {
            "past": past,
            "skill": taxonomy.skills[past.skill].name,
            "level": None if past.level == NOT_APPLICABLE else past.level,
            "name": "" if past.level == NOT_APPLICABLE else taxonomy.scale[past.level].name,
        }
        for past in plan.new[:SHOWN]
    ]
