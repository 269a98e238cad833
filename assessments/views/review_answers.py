"""What is sent from the cards of a review. Each answer is the card as it is then; 409 shows both values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import actions
from assessments.levels.saving import KeyReused, Overtaken
from assessments.reviews.agreement import Stance
from assessments.reviews.cards import Feedback
from assessments.reviews.forms import SENTENCE, CloseForm, JudgeForm, SkillForm, WordForm
from skillmatrix.people.names import tidy
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import Unprocessable

from .page import back, see_other
from .review import A_PAGE, PAGE, area_context, compare_context
from .review_page import TEAM, Sheet, own_sheet, sheet_at

MINE = "assessments/my_review.html"
Reload = Callable[[], Sheet]


@require_POST
def judge_skill(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Rate one skill of somebody else: 303 to its card, or to htmx the card, now with both views."""
    sheet = sheet_at(request, public_id)
    form = JudgeForm(request.POST)
    if not form.is_valid() or not sheet.has_card(form.cleaned_data["skill"]):
        return refused(request, sheet, form)
    data, desk, seat = form.cleaned_data, sheet.desk, sheet.seat
    skill = data["skill"]
    act = partial(
        actions.judge_skill,
        subject=desk.subject, skill=skill, value=data["value"], follows=data["follows"], version=data["version"],
        key=data["key"], by=request.user, source=seat.source(skill), today=desk.today,
        self_seen=sheet.has_seen(skill),
    )  # fmt: skip
    return attempt(request, form, act, partial(sheet_at, request, public_id))


@require_POST
def reveal_level(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Show the person's level without rating first; every later rating in this review says so."""
    sheet = sheet_at(request, public_id)
    form = SkillForm(request.POST)
    if not form.is_valid() or not sheet.has_card(form.cleaned_data["skill"]):
        return refused(request, sheet, form)
    skill = form.cleaned_data["skill"]
    if not sheet.seat.may_see(skill):
        raise PermissionDenied
    if skill in sheet.desk.concealed:
        return refused(
            request, sheet, form, problem=_("A cycle asks for it: it is shown once both are done.")
        )
    act = partial(actions.reveal_level, subject=sheet.desk.subject, skill=skill, by=request.user)
    return attempt(request, form, act, partial(sheet_at, request, public_id))


@require_POST
def say_in_review(request: AppRequest, public_id: UUID) -> HttpResponse:
    """As the lead: confirm a level, or say how one sees it differently."""
    sheet = sheet_at(request, public_id)
    if not sheet.seat.is_lead:
        raise PermissionDenied
    return say(request, sheet, partial(sheet_at, request, public_id))


@require_POST
def say_in_my_review(request: AppRequest) -> HttpResponse:
    """As the person: confirm a level, or say how I see it differently."""
    return say(request, own_sheet(request), partial(own_sheet, request))


def say(request: AppRequest, sheet: Sheet, reload: Reload) -> HttpResponse:
    """Keep one side's word about two levels that it has seen."""
    form = WordForm(request.POST)
    if not form.is_valid() or not sheet.has_card(form.cleaned_data["skill"]):
        return refused(request, sheet, form)
    data = form.cleaned_data
    if not sheet.card(data["skill"]).is_shown:
        return refused(request, sheet, form, problem=_("Rate the skill first, or have the level shown."))
    act = partial(
        actions.say_in_review,
        subject=sheet.desk.subject, skill=data["skill"], stance=Stance(data["stance"]), value=data["value"],
        sentence=data["sentence"], about=form.about, shown=data["shown"], version=data["version"], key=data["key"],
        by=request.user, today=sheet.desk.today,
    )  # fmt: skip
    return attempt(request, form, act, reload)


@require_POST
def close_review(request: AppRequest, public_id: UUID) -> HttpResponse:
    """End the review; the next rating opens another."""
    sheet = sheet_at(request, public_id)
    if not sheet.seat.is_lead:
        raise PermissionDenied
    form = CloseForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, area_context(sheet, None) | {"problem": form_problem(form)}, status=422)
    subject = sheet.desk.subject
    if actions.close_review(subject=subject, review_id=form.cleaned_data["review"], by=request.user):
        messages.success(
            request, _("The review is closed. %(name)s is told.") % {"name": subject.get_short_name()}
        )
    return back(request, reverse("roadmaps:person", args=[subject.public_id]))


def form_problem(form: CloseForm) -> str:
    """The first thing that is wrong."""
    return str(next(iter(form.errors.values()))[0])


def attempt(request: AppRequest, form: SkillForm, act: Callable[[], object], reload: Reload) -> HttpResponse:
    """Do it, and answer with the card: as it is now, or with what stood in the way and nothing saved."""
    try:
        act()
    except Overtaken:
        return refused(request, reload(), form, overtaken=True, status=409)
    except KeyReused:
        text = _("This form has been sent before, with another answer.")
        return refused(request, reload(), form, problem=text)
    except actions.Unacceptable as error:
        return refused(request, reload(), form, problem=str(error))
    return done(request, reload(), form)


def done(request: AppRequest, sheet: Sheet, form: SkillForm) -> HttpResponse:
    """The card as it is now."""
    skill = form.cleaned_data["skill"]
    if not request.htmx:
        return see_other(place_of(sheet, form, skill))
    return card_answer(request, sheet, form, Feedback(skill, saved=True))


def place_of(sheet: Sheet, form: SkillForm, skill: str) -> str:
    """The page from which the form was sent, at the skill's card."""
    data, subject = form.cleaned_data, sheet.desk.subject
    card = f"#{sheet.card(skill).element}"
    if data.get("place") == TEAM and data.get("team"):
        return reverse("assessments:review-skill", args=[data["team"], skill]) + card
    area = sheet.taxonomy.area_of[skill].slug
    if sheet.seat.is_person or data.get("place") == "compare" or sheet.section_of(area) is None:
        return comparison_of(sheet, skill) + card
    return reverse("assessments:review", args=[subject.public_id, area]) + card


def comparison_of(sheet: Sheet, skill: str) -> str:
    """The page on which both views of a skill stand side by side."""
    number = sheet.page_with(skill, size=A_PAGE)
    query = f"?page={number}" if number > 1 else ""
    if sheet.seat.is_person:
        return reverse("assessments:my-review") + query
    return reverse("assessments:compare-levels", args=[sheet.desk.subject.public_id]) + query


def refused(
    request: AppRequest,
    sheet: Sheet,
    form: SkillForm,
    *,
    problem: str = "",
    overtaken: bool = False,
    status: int = 422,
) -> HttpResponse:
    """The card with the reason, nothing saved, what was typed kept; the whole page to a browser without scripts."""
    skill = str(form.cleaned_data.get("skill", ""))
    if not sheet.has_card(skill):
        return gone(request, sheet, form)
    chosen = form.cleaned_data.get("value")
    problem = problem or ("" if overtaken else form.problem)
    typed = tidy(str(form.data.get("sentence", ""))[:SENTENCE])
    feedback = Feedback(skill, problem=problem, overtaken=overtaken, chosen=chosen, sentence=typed)
    if request.htmx:
        return card_answer(request, sheet, form, feedback, status=status)
    if sheet.seat.is_person:
        return render(request, MINE, compare_context(sheet, None, feedback), status=status)
    area = sheet.taxonomy.area_of[skill].slug
    context = area_context(sheet, area if sheet.section_of(area) else None, feedback)
    return render(request, PAGE, context, status=status)


def gone(request: AppRequest, sheet: Sheet, form: SkillForm) -> HttpResponse:
    """422: there is no card for this skill, so a notice says it."""
    text = (
        form.problem
        if form.errors
        else _("This skill is not rated here. Reload the page to see which ones are.")
    )
    if request.htmx:
        return Unprocessable(
            render_to_string("components/notice.html", {"kind": "warn", "text": text}, request)
        )
    if sheet.seat.is_person:
        return render(request, MINE, compare_context(sheet, None) | {"problem": text}, status=422)
    return render(request, PAGE, area_context(sheet, None) | {"problem": text}, status=422)


def card_answer(
    request: AppRequest, sheet: Sheet, form: SkillForm, feedback: Feedback, status: int = 200
) -> HttpResponse:
    """One card, and out of band how far the review has come where the page shows it."""
    data = form.cleaned_data
    place = data.get("place", "")
    card = sheet.card(feedback.skill, feedback, place)
    context = {"card": card, "team_slug": data.get("team", ""), "top": sheet.taxonomy.top}
    if place or sheet.seat.is_person:
        return render(request, "assessments/_review_card.html", context, status=status)
    section = sheet.section_of(sheet.taxonomy.area_of[feedback.skill].slug)
    context |= {"sheet": sheet, "section": section, "subject": sheet.desk.subject, "out_of_band": True}
    return render(request, f"{PAGE}#card-answer", context, status=status)
