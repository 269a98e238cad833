"""A question's card as HTML, written by joining strings: in a template thirty of them took most of the page.

Everything that comes from a document or a person is escaped here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.inputs import Wish
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import Basis, State
from skillmatrix.web.templatetags.ui import age, gap_delta, ladder, level_badge

from .card_evidence import EvidenceWriter
from .card_notices import concept_prompt, notice
from .card_words import CardWords, is_refused, muted
from .cards import Card, Feedback


def write_wish(request: HttpRequest, card: Card, *, quick: bool) -> SafeString:
    """The part of a card that says what the person wants to do with the skill."""
    return SafeString(_Writer(request, quick=quick).wish(card))


def write_evidence(request: HttpRequest, card: Card, *, quick: bool) -> SafeString:
    """The part of a card that says what speaks for the level."""
    return SafeString(_Writer(request, quick=quick).evidence.section(card))


def write_cards(request: HttpRequest, cards: Iterable[Card], *, quick: bool) -> SafeString:
    """The cards for whoever asks; `quick`: their forms answer with the quick set."""
    write = _Writer(request, quick=quick)
    return SafeString("".join(write.card(one) for one in cards))


class _Writer:
    """The addresses and words that all cards share, looked up once."""

    def __init__(self, request: HttpRequest, *, quick: bool) -> None:
        self.hidden = _hidden("csrfmiddlewaretoken", get_token(request))
        self.hidden += _hidden("quick", 1) if quick else ""
        self.rate_url = reverse("assessments:rate-skill")
        self.undo_url = reverse("assessments:undo-rating")
        self.suggest_url = reverse("taxonomy:suggest")
        self.wish_url = reverse("assessments:wish-for")
        self.says = CardWords()
        self.evidence = EvidenceWriter(self.hidden)

    def card(self, card: Card) -> str:
        """The card's article."""
        question, given = card.question, card.feedback
        own = f'id="{card.element}" tabindex="-1" aria-labelledby="{card.element}-name"'
        data = (
            f'data-skill="{card.slug}" data-value="{card.value}" data-undo="{self.undo_url}"{_state(given)}'
        )
        look = " is-open" if question.is_open else ""
        return (
            f'<article class="skill-card panel{look}" {own} {data}><header>{self._head(card)}</header>'
            f'<div class="body"><p class="definition">{escape(question.skill.definition)}</p>'
            f"{self.says.has_changed if question.has_changed else ''}"
            f"{self.says.confirm if card.imported else ''}{notice(card)}{self._ladder(card)}"
            f"{concept_prompt(card)}{self._why(card)}{self.evidence.section(card)}</div>"
            f'<footer>{self.wish(card)}<p class="target">{self._target(card)}</p>'
            f'<p class="card-state" data-card-state>{self.says.came_of(given)}</p>'
            f"{self._not_applicable(card)}{self._undo(card)}{self._suggest(card)}</footer></article>"
        )

    def _head(self, card: Card) -> str:
        skill, says = card.question.skill, self.says
        return (
            f'<div class="row"><h3 id="{card.element}-name">{escape(skill.name)}</h3> '
            f'<span class="small muted">{escape(card.kind)}</span>'
            f"{says.overlooked if skill.overlooked else ''}{says.extra if card.is_extra else ''}"
            f"{says.imported if card.imported else ''}</div>"
            f'<p class="previous-rating">{_badge(card)} <span class="small muted">{self._previous(card)}</span></p>'
        )

    def _previous(self, card: Card) -> str:
        standing = card.question.standing
        if card.question.is_first:
            return self.says.not_rated
        if standing.stale:
            return f"{self.says.stale} {age(standing.day)}"
        agreed = f"{self.says.agreed} " if standing.basis is Basis.AGREED else ""
        return f"{escape(card.level_name)} · {agreed}{age(standing.day)}"

    def _ladder(self, card: Card) -> str:
        says, again = self.says, is_refused(card.feedback)
        look, save = (" primary asked", says.save_again) if again else ("", says.save)
        return (
            f'<form method="post" action="{self.rate_url}" data-rating-form data-lock="off">'
            f"{self._statement(card, card.key)}{ladder(card.levels, 'value', says.legend)}"
            f'<div class="card-foot"><label class="unfold"><input type="checkbox" data-unfold> {says.unfold}</label>'
            f'<button class="button small save-button{look}" type="submit">{save}</button>'
            f"{says.still_true if card.value != UNRATED else ''}</div></form>"
        )

    def _statement(self, card: Card, key: object) -> str:
        return (
            f"{self.hidden}{_hidden('skill', card.slug)}{_hidden('shown', card.value)}"
            f"{_hidden('version', card.version)}{_hidden('key', key)}"
        )

    def _why(self, card: Card) -> str:
        """The sentences around the level, and how people come to rate themselves too high."""
        if not card.why:
            return ""
        level, watch_out = card.question.standing.level, card.question.skill.watch_out
        rungs = "".join(
            f"<div><dt>{level_badge(rung.rank, rung.name)} {escape(rung.name)}"
            f' <span class="small muted">{self.says.beside(rung.rank, level)}</span></dt><dd>{escape(rung.sentence)}</dd></div>'
            for rung in card.why
        )
        caution = f'<p class="small hint">{self.says.watch_out} {escape(watch_out)}</p>' if watch_out else ""
        return (
            f'<details class="why-level disclosure"><summary class="small soft">{self.says.why_level}</summary>'
            f"<dl>{rungs}</dl>{caution}</details>"
        )

    def wish(self, card: Card) -> str:
        """Three buttons of which one may be pressed; pressing it once more takes the wish back."""
        buttons = "".join(self._wish_button(card, wish, words) for wish, words in self.says.wishes.items())
        name = escape(card.question.skill.name)
        held = card.around.wish
        said = "" if held is None else self.says.wishes[held]
        return (
            f'<form id="wish-{card.slug}" class="wish" method="post" action="{self.wish_url}" data-wish-form data-lock="off"'
            f' hx-post="{self.wish_url}" hx-target="#wish-{card.slug}" hx-swap="outerHTML" data-said="{said}">'
            f"{self.hidden}{_hidden('skill', card.slug)}"
            f'<span class="small soft">{self.says.i_want} <kbd class="keys-only">w</kbd></span>'
            f'<span class="segmented" role="group" aria-label="{self.says.i_want}: {name}">{buttons}</span></form>'
        )

    def _wish_button(self, card: Card, wish: Wish, words: str) -> str:
        pressed = card.around.wish is wish
        return (
            f'<button type="submit" name="wish" value="{"" if pressed else wish.value}" id="wish-{card.slug}-{wish.value}"'
            f' aria-pressed="{"true" if pressed else "false"}">{words}</button>'
        )

    def _target(self, card: Card) -> str:
        question = card.question
        if card.target is not None:
            return _asked(card.target)
        if question.has_target:
            return self.says.target_later if question.is_open else ""
        return self.says.optional if question.skill.optional else self.says.no_target

    def _not_applicable(self, card: Card) -> str:
        says, given, has_target = self.says, card.feedback, card.question.has_target
        is_typed = given.chosen == NOT_APPLICABLE
        required = " required" if has_target and card.value != NOT_APPLICABLE else ""
        invalid = ' aria-invalid="true"' if is_typed and given.problem else ""
        reason = f"{card.element}-reason"
        return (
            f'<details class="not-applicable disclosure"{" open" if is_typed and is_refused(given) else ""}>'
            f'<summary class="small soft">{says.not_applicable} <kbd class="keys-only">n</kbd></summary>'
            f'<form method="post" action="{self.rate_url}" data-na-form data-lock="off">'
            f"{self._statement(card, card.na_key)}{_hidden('intent', 'na')}"
            f'<label class="small" for="{reason}">{says.why_not if has_target else says.why_not_perhaps}</label>'
            f'<div class="row row-nowrap"><input id="{reason}" name="reason" maxlength="300" value="{escape(given.reason)}"'
            f' autocomplete="off"{required}{invalid}> <button class="button" type="submit">{says.save}</button></div>'
            f"</form></details>"
        )

    def _undo(self, card: Card) -> str:
        if card.value == UNRATED:
            return ""
        return (
            f'<form method="post" action="{self.undo_url}" data-undo-form data-lock="off">{self.hidden}'
            f"{_hidden('skill', card.slug)}{_hidden('shown', card.value)}{_hidden('key', card.undo_key)}"
            f'<button class="link-button small quiet-link" type="submit">{self.says.take_back}</button></form>'
        )

    def _suggest(self, card: Card) -> str:
        return (
            f'<a class="small quiet-link" href="{self.suggest_url}?skill={card.slug}">{self.says.suggest}'
            f'<span class="sr-only">: {escape(card.question.skill.name)}</span></a>'
        )


def _hidden(name: str, value: object) -> str:
    return f'<input type="hidden" name="{name}" value="{value}">'


def _state(given: Feedback) -> str:
    if given.saved or given.undone:
        return ' data-state="saved"'
    return ' data-state="look"' if is_refused(given) else ""


def _badge(card: Card) -> str:
    standing = card.question.standing
    if standing.state is State.NOT_APPLICABLE:
        return level_badge(na=True, stale=standing.stale)
    return level_badge(standing.level, card.level_name, stale=standing.stale)


def _asked(target: Mapping[str, Any]) -> str:
    """What is asked, by how much it is missed or passed, and the reason of an exception."""
    says = (
        _("Asked of you: %(level)s, %(name)s")
        if target["is_override"]
        else _("%(role)s asks for %(level)s, %(name)s")
    )
    difference = target["difference"]
    delta = "" if difference is None else f" {gap_delta(difference)}"
    reason = f"“{target['reason']}”" if target["reason"] else ""
    return f"{escape(says % target)}{delta}{' ' + muted(reason) if reason else ''}"
