"""Saving one rating, and taking one back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import actions, repeats
from assessments.forms import RatingForm, StatementForm, UndoForm
from assessments.inputs import Inputs
from assessments.levels.saving import KeyReused, Overtaken, Saved
from assessments.models import Rating
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import Unprocessable

from .card_html import write_cards
from .cards import Feedback
from .page import Sheet, area_context, area_url, inputs_of, progress_context, see_other, sheet_of, wants_quick

PAGE = "assessments/assess.html"


@require_POST
def rate_skill(request: AppRequest) -> HttpResponse:
    """Save one rating of mine: 303 to its card, or to htmx the card with its consequences.

    422 for what cannot be saved, 409 when the skill was rated elsewhere meanwhile; in both cases
    what was typed comes back with the card.
    """
    today = current_day()
    before = inputs_of(request.user, today=today)
    form = RatingForm(request.POST)
    valid = form.is_valid()
    if not is_rateable(before.taxonomy, form):
        return gone(request, form)
    if not valid:
        return refused(request, typed(form, problem=form.problem))
    if needs_reason(request, form, today):
        return refused(request, typed(form, problem=_("Say in a few words why it does not apply to you.")))
    data = form.cleaned_data
    save = partial(
        actions.rate_skill,
        person=request.user, skill=data["skill"], value=data["value"], shown=data["shown"],
        version=data["version"], key=data["key"], reason=data["reason"], by=request.user, today=today,
    )  # fmt: skip
    return attempt(request, save, form, before, Feedback(data["skill"], saved=True))


@require_POST
def undo_rating(request: AppRequest) -> HttpResponse:
    """Take back my newest statement about a skill; answers like `rate_skill`."""
    today = current_day()
    before = inputs_of(request.user, today=today)
    form = UndoForm(request.POST)
    valid = form.is_valid()
    if not is_rateable(before.taxonomy, form):
        return gone(request, form)
    if not valid:
        return refused(request, typed(form, problem=form.problem))
    data = form.cleaned_data
    save = partial(
        actions.withdraw_rating,
        person=request.user, skill=data["skill"], shown=data["shown"], key=data["key"],
        by=request.user, today=today,
    )  # fmt: skip
    return attempt(request, save, form, before, Feedback(data["skill"], undone=True))


def attempt(
    request: AppRequest, save: Callable[[], Saved], form: StatementForm, before: Inputs, done: Feedback
) -> HttpResponse:
    """Save, and answer with the card: as `done` says, or with what stood in the way and nothing saved."""
    try:
        repeats.count(save())
    except Overtaken:
        return refused(request, typed(form, overtaken=True), status=409)
    except KeyReused:
        return refused(
            request, typed(form, problem=_("This form has been sent before, with another answer."))
        )
    except actions.Unacceptable as error:
        return refused(request, typed(form, problem=str(error)))
    return saved(request, before, done)


def is_rateable(taxonomy: Taxonomy, form: StatementForm) -> bool:
    """The form names a skill that has a card."""
    found = taxonomy.skills.get(form.cleaned_data.get("skill", ""))
    return found is not None and not found.retired and not found.off


def needs_reason(request: AppRequest, form: RatingForm, today: date) -> bool:
    """Not applicable on a skill with a target asks why; saying it again keeps the reason given before."""
    data = form.cleaned_data
    if data["value"] != NOT_APPLICABLE or data["reason"]:
        return False
    if data["shown"] == NOT_APPLICABLE:
        of_skill = Rating.objects.self_rated().filter(person=request.user, skill__slug=data["skill"])
        newest = of_skill.exclude(reason="").order_by("-revision").first()
        data["reason"] = newest.reason if newest else ""
    return not data["reason"] and sheet_of(request, today=today).card(data["skill"]).question.has_target


def typed(form: StatementForm, *, problem: str = "", overtaken: bool = False) -> Feedback:
    """What the person chose and wrote, as far as it can be read."""
    data = form.cleaned_data
    chosen = data.get("value")
    return Feedback(
        skill=data["skill"],
        problem=problem,
        overtaken=overtaken,
        chosen=chosen if isinstance(chosen, int) else None,
        reason=str(form.data.get("reason", ""))[:300],
    )


def saved(request: AppRequest, before: Inputs, feedback: Feedback) -> HttpResponse:
    """The card as it is now, the progress, and what the rating changed."""
    today = current_day()
    sheet = sheet_of(request, today=today, quick=wants_quick(request))
    if not request.htmx:
        return see_other(area_url(sheet.taxonomy, feedback.skill, keep="?quick=1" if sheet.quick else ""))
    response = card_answer(request, sheet, feedback)
    if settings.AFTER_RATING:
        strip = import_string(settings.AFTER_RATING)
        response.write(
            strip(request, taxonomy=sheet.taxonomy, before=before, after=sheet.inputs, today=today)
        )
    return response


def refused(request: AppRequest, feedback: Feedback, status: int = 422) -> HttpResponse:
    """The same card, nothing saved, what was typed kept; the whole page to a browser without scripts."""
    sheet = sheet_of(request, today=current_day(), quick=wants_quick(request))
    area = sheet.taxonomy.area_of[feedback.skill].slug
    if request.htmx or sheet.assessment.find(area) is None:
        return card_answer(request, sheet, feedback, status=status)
    return render(request, PAGE, area_context(request, sheet, area, feedback), status=status)


def card_answer(request: AppRequest, sheet: Sheet, feedback: Feedback, status: int = 200) -> HttpResponse:
    """One card, and out of band what stands around it."""
    # A rating may be answered after its person went on to another area: what stands around is that one's.
    shown = sheet.assessment.find(request.POST.get("area", ""))
    area = shown or sheet.assessment.find(sheet.taxonomy.area_of[feedback.skill].slug)
    context = {
        **progress_context(sheet, area),
        "cards": write_cards(request, [sheet.card(feedback.skill, feedback)], quick=sheet.quick),
        "out_of_band": True,
    }
    if request.POST.get("cycle"):
        # The page shows one: it may have been closed, or changed, since.
        context["panels"] = sheet.panels
    return render(request, f"{PAGE}#skill-answer", context, status=status)


def gone(request: AppRequest, form: StatementForm) -> HttpResponse:
    """422: there is no card for this skill, so a notice says it."""
    text = (
        form.problem
        if form.errors.get("skill")
        else _("This skill is no longer rated. Reload the page to see what took its place.")
    )
    if request.htmx:
        notice = {"kind": "warn", "text": text}
        return Unprocessable(render_to_string("components/notice.html", notice, request))
    sheet = sheet_of(request, today=current_day(), quick=wants_quick(request))
    return render(request, PAGE, {**area_context(request, sheet, None), "problem": text}, status=422)
