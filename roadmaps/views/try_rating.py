"""A move without saving it: what would follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.inputs import Inputs
from assessments.levels import reading
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import Statement
from roadmaps.computing import supposing
from roadmaps.consequences import trial
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import Unprocessable, render_page

Move = tuple[str, int]


class NotAMove(ValueError):
    """What was sent is no skill of this taxonomy with a level of its scale; the text says which."""


@require_POST
def try_rating(request: AppRequest) -> HttpResponse:
    """The strip for one move, after the moves tried before it (`tried=slug:value`, repeated). Stores nothing.

    422 with a sentence for an unknown skill or a level outside the scale.
    """
    today = current_day()
    found = reading.load([request.user.pk], today=today)
    if not found:
        raise Http404(_("No taxonomy is published yet."))
    (start,) = found
    try:
        move = move_of(start.taxonomy, request.POST.get("skill", ""), request.POST.get("value", ""))
        before = suppose(start, tried(start.taxonomy, request.POST.getlist("tried")), today)
    except NotAMove as error:
        return Unprocessable(str(error), content_type="text/plain; charset=utf-8")
    after = suppose(before, [move], today)
    html = trial(request, taxonomy=start.taxonomy, start=start, before=before, after=after, today=today)
    if request.htmx:
        return HttpResponse(html)
    return render_page(request, "roadmaps/try_rating.html", {"strip": SafeString(html)})


def tried(taxonomy: Taxonomy, sent: list[str]) -> list[Move]:
    """The moves tried before, in order. Raises NotAMove."""
    if len(sent) > len(taxonomy.skills):
        raise NotAMove(_("More moves than there are skills. Leave the trial and start again."))
    return [move_of(taxonomy, *_split(one)) for one in sent]


def _split(one: str) -> tuple[str, str]:
    slug, _colon, value = one.replace("=", ":", 1).partition(":")
    return slug, value


def move_of(taxonomy: Taxonomy, slug: str, value: str) -> Move:
    """A skill and a level, NOT_APPLICABLE, or UNRATED to take it back. Raises NotAMove."""
    skill = taxonomy.skills.get(slug)
    if skill is None or skill.retired or skill.off:
        raise NotAMove(_("This skill is not rated here, so it cannot be tried."))
    known = {str(rank): rank for rank in (*range(taxonomy.top + 1), NOT_APPLICABLE, UNRATED)}
    if value not in known:
        raise NotAMove(_("Choose a level from 0 to %(top)s.") % {"top": taxonomy.top})
    return slug, known[value]


def suppose(inputs: Inputs, moves: Iterable[Move], today: date) -> Inputs:
    """The inputs as if these moves had been made today."""
    for slug, value in moves:
        inputs = supposing(inputs, slug, _statement(value, today))
    return inputs


def _statement(value: int, today: date) -> Statement | None:
    if value == UNRATED:
        return None
    if value == NOT_APPLICABLE:
        return Statement(None, today, "not_applicable")
    return Statement(value, today)
