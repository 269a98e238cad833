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

from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import Basis, State
from skillmatrix.web.templatetags.ui import gap_delta, icon, ladder, level_badge, relative_date

from .card_words import CardWords, is_refused, muted
from .cards import Card, Feedback


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
        self.says = CardWords()

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
            f"{self.says.has_changed if question.has_changed else ''}{_notice(card)}{self._ladder(card)}</div>"
            f'<footer><p class="target">{self._target(card)}</p>'
            f'<p class="card-state" data-card-state>{self.says.came_of(given)}</p>'
            f"{self._not_applicable(card)}{self._undo(card)}{self._suggest(card)}</footer></article>"
        )

    def _head(self, card: Card) -> str:
        skill, says = card.question.skill, self.says
        return (
            f'<div class="row"><h3 id="{card.element}-name">{escape(skill.name)}</h3> '
            f'<span class="small muted">{escape(card.kind)}</span>'
            f"{says.overlooked if skill.overlooked else ''}{says.extra if card.is_extra else ''}</div>"
            f'<p class="previous-rating">{_badge(card)} <span class="small muted">{self._previous(card)}</span></p>'
        )

    def _previous(self, card: Card) -> str:
        standing = card.question.standing
        if card.question.is_first:
            return self.says.not_rated
        if standing.stale:
            return f"{self.says.stale} {relative_date(standing.day)}"
        agreed = f"{self.says.agreed} " if standing.basis is Basis.AGREED else ""
        return f"{escape(card.level_name)} · {agreed}{relative_date(standing.day)}"

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


def _notice(card: Card) -> str:
    """Why the answer was not saved, beside what is."""
    given = card.feedback
    if given.overtaken:
        headline = _("This skill was changed elsewhere meanwhile, in another tab perhaps.")
        return _warning(headline, _both(card))
    return _warning(given.problem, escape(_kept(card))) if given.problem else ""


def _warning(headline: str, more: str) -> str:
    drawing = icon("exclamation-triangle", 20)
    return (
        f'<div class="notice warn" role="alert">{drawing}<div><p><strong>{escape(headline)}</strong></p>'
        f"<p>{more}</p></div></div>"
    )


def _both(card: Card) -> str:
    there = _("Saved there: <b>%(there)s</b>.") % {"there": escape(card.holds_words)}
    if not card.chosen_words:
        return there
    here = _(
        "Chosen here and not saved: <b>%(here)s</b>. Save again to keep what you chose here; "
        "otherwise there is nothing to do."
    )
    return f"{there} {here % {'here': escape(card.chosen_words)}}"


def _kept(card: Card) -> str:
    if not card.chosen_words:
        return _("Nothing was saved.")
    both = {"there": card.holds_words, "here": card.chosen_words}
    return _("Saved: %(there)s. Chosen here and not saved: %(here)s.") % both
