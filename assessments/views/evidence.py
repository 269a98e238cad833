"""Giving evidence on the card of a skill, taking it away, and putting it back."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import actions
from assessments.evidence.forms import GiveForm, PieceForm
from assessments.levels.encoding import to_published
from assessments.models import Certificate, Evidence, Win
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import versions
from skillmatrix.web.requests import AppRequest

from .card_html import write_evidence
from .cards import Aftermath
from .page import Sheet, area_context, area_url, see_other, sheet_of, wants_quick
from .wishes import refused

PAGE = "assessments/assess.html"
_Mine = TypeVar("_Mine", Evidence, Win, Certificate)


@require_POST
def give_evidence(request: AppRequest) -> HttpResponse:
    """Attach a piece of evidence to my rating: 303 to the card, or to htmx its part of the card.

    422 with what was typed for anything that cannot be kept, 404 for a win or certificate that is not mine.
    """
    form = GiveForm(request.POST)
    valid = form.is_valid()
    data = form.cleaned_data
    if not is_shown(data.get("skill", "")):
        return refused(
            request, _("This skill is no longer rated. Reload the page to see what took its place.")
        )
    if not valid:
        return answer(request, typed(form, form.problem))
    given = actions.Given(
        text=data["text"], url=data["url"], shared=data["shared"],
        win=mine(request, Win, data["win"]), certificate=mine(request, Certificate, data["certificate"]),
    )  # fmt: skip
    if given.win or given.certificate:
        # What a win or a certificate says is shared where it is kept, and not a second time here.
        given = actions.Given(
            win=given.win, certificate=None if given.win else given.certificate, shared=True
        )
    try:
        actions.give_evidence(
            person=request.user, skill=data["skill"], given=given, key=data["key"], by=request.user,
            replaces=mine(request, Evidence, data["replaces"]),
        )  # fmt: skip
    except actions.Unacceptable as error:
        return answer(request, typed(form, str(error)))
    return answer(request, Aftermath(data["skill"]))


@require_POST
def remove_evidence(request: AppRequest) -> HttpResponse:
    """Take a piece of mine away; the answer offers to put it back."""
    piece, skill = piece_of(request)
    actions.remove_evidence(evidence=piece, by=request.user)
    return answer(request, Aftermath(skill, removed=piece.pk))


@require_POST
def restore_evidence(request: AppRequest) -> HttpResponse:
    """Put a piece of mine back."""
    piece, skill = piece_of(request)
    try:
        actions.restore_evidence(evidence=piece, by=request.user)
    except actions.Unacceptable as error:
        return answer(request, Aftermath(skill, problem=str(error)))
    return answer(request, Aftermath(skill))


def is_shown(skill: str) -> bool:
    """There is a card for this skill. Http404 on an installation without a taxonomy."""
    try:
        found = versions.current().skills.get(skill)
    except versions.NothingPublished:
        raise Http404 from None
    return found is not None and not found.retired and not found.off


def mine(request: AppRequest, table: type[_Mine], pk: int | None) -> _Mine | None:
    """A row of mine, or None where none was named. Http404 for anybody else's."""
    if not pk:
        return None
    found: _Mine = get_object_or_404(table, pk=pk, person=request.user)
    return found


def piece_of(request: AppRequest) -> tuple[Evidence, str]:
    """The piece that a form names, and the skill whose card it stands on today. Http404 when there is none."""
    form = PieceForm(request.POST)
    form.is_valid()
    piece = mine(request, Evidence, form.cleaned_data.get("evidence"))
    if piece is None:
        raise Http404
    return piece, card_of(piece, form.cleaned_data.get("skill", ""))


def card_of(piece: Evidence, skill: str) -> str:
    """On whose card a piece stands, of those skills that its own became. Http404 when there is no card any more."""
    standing = to_published(versions.current()).skills(piece.version, piece.skill.slug)
    cards = [slug for slug, _again in standing if is_shown(slug)]
    if not cards:
        raise Http404
    return skill if skill in cards else cards[0]


def typed(form: GiveForm, problem: str) -> Aftermath:
    """What was typed, to be shown again."""
    data = form.cleaned_data
    return Aftermath(
        skill=data["skill"],
        problem=problem,
        text=str(form.data.get("text", ""))[:2000],
        url=str(form.data.get("url", ""))[:500],
        shared=bool(data.get("shared")),
        replaces=data.get("replaces"),
    )


def answer(request: AppRequest, after: Aftermath) -> HttpResponse:
    """The part of the card that shows evidence, or to a browser without scripts the page around it."""
    sheet = sheet_of(request, today=current_day(), quick=wants_quick(request), aftermath=after)
    status = 422 if after.problem else 200
    if request.htmx:
        part = write_evidence(request, sheet.card(after.skill), quick=sheet.quick)
        return HttpResponse(part, status=status)
    if after.problem:
        return render(request, PAGE, page_with(request, sheet, after), status=422)
    return see_other(area_url(sheet.taxonomy, after.skill, keep=query_of(sheet, after)))


def page_with(request: AppRequest, sheet: Sheet, after: Aftermath) -> dict[str, Any]:
    """The page at the skill's area; where the skill is none of mine, the sentence stands above it."""
    area = sheet.taxonomy.area_of[after.skill].slug
    found = sheet.assessment.find(area)
    has_card = found is not None and any(one.skill.slug == after.skill for one in found.questions)
    context = area_context(request, sheet, area if found else None)
    return context if has_card else context | {"problem": after.problem}


def query_of(sheet: Sheet, after: Aftermath) -> str:
    """What the address carries along: the quick set, and what can be put back."""
    pairs = [("quick", "1")] if sheet.quick else []
    pairs += [("removed", str(after.removed))] if after.removed else []
    return "?" + "&".join(f"{name}={value}" for name, value in pairs) if pairs else ""


def removed_just_now(request: AppRequest) -> Aftermath | None:
    """What the address says was removed and can be put back."""
    asked = request.GET.get("removed", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    piece = Evidence.objects.filter(pk=int(asked), person=request.user, removed_at__isnull=False).first()
    if piece is None:
        return None
    try:
        return Aftermath(card_of(piece, ""), removed=piece.pk)
    except Http404:
        return None
