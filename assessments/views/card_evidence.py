"""What speaks for the level on a card, as HTML: the pieces there are, and the form for another.

It is written by joining strings like the card around it. Everything that people wrote is escaped here, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.evidence.proof import CERTIFICATE_SUPPORTS, Kind, Offer, Piece, supports
from assessments.evidence.writing import DRAWINGS, expiry, given_for, piece_text
from skillmatrix.web.templatetags.ui import age, icon

from .cards import Aftermath, Card

SHOWN = 3  # pieces before the rest is folded
OFFERED = 3
LONGEST, LONGEST_URL = 2000, 500


class EvidenceWriter:
    """The addresses and words that all cards share. `hidden`: the fields that every form of the page carries."""

    def __init__(self, hidden: str) -> None:
        self.hidden = hidden
        self.give_url = reverse("assessments:give-evidence")
        self.remove_url = reverse("assessments:remove-evidence")
        self.restore_url = reverse("assessments:restore-evidence")
        self.add_win_url = reverse("assessments:add-win")
        self.heading, self.remove, self.change = (
            escape(_("Evidence")),
            escape(_("Remove")),
            escape(_("Change")),
        )
        self.save, self.put_back = escape(_("Save the example")), escape(_("Put back"))
        self.what, self.link = (
            escape(_("What did you do, and what came of it?")),
            escape(_("A link, if there is one")),
        )
        self.private, self.removed = escape(_("only you")), escape(_("Removed."))
        self.ask = escape(_("An example from real work?"))
        self.more, self.add = escape(_("Another example")), escape(_("Add what speaks for it"))
        self.expired = escape(_("expired"))

    def section(self, card: Card) -> str:
        """The part of the card; empty while the level asks for no example and there is nothing to show or to offer."""
        proof, after = card.around.proof, card.around.aftermath
        is_rated = card.question.standing.level is not None
        if not (card.wants_example or proof.pieces or after or (is_rated and proof.offers)):
            return f'<div class="evidence" id="evidence-{card.slug}"></div>'
        asked = card.wants_example and not proof.has_example
        name = escape(card.question.skill.name)
        return (
            f'<section class="evidence" id="evidence-{card.slug}" aria-label="{self.heading}: {name}"'
            f"{' data-asked' if asked else ''}>{self._removed(card)}{self._pieces(card)}"
            f"{self._give(card, asked=asked)}</section>"
        )

    def _removed(self, card: Card) -> str:
        after = card.around.aftermath
        if after is None or after.removed is None:
            return ""
        return (
            f'<form method="post" action="{self.restore_url}" class="small removed" role="status"'
            f" {self._swaps(card, self.restore_url)}>{self.removed} {self.hidden}{_hidden('evidence', after.removed)}"
            f'<button class="link-button small" type="submit">{self.put_back}</button></form>'
        )

    def _pieces(self, card: Card) -> str:
        pieces = card.around.proof.pieces
        if not pieces:
            return ""
        shown, folded = pieces[:SHOWN], pieces[SHOWN:]
        rest = ""
        if folded:
            words = ngettext("%(n)s more", "%(n)s more", len(folded)) % {"n": len(folded)}
            rest = f'<details class="disclosure small"><summary>{escape(words)}</summary>{self._list(card, folded)}</details>'
        return f"{self._list(card, shown)}{rest}{self._too_high(card)}"

    def _list(self, card: Card, pieces: Iterable[Piece]) -> str:
        return f'<ul class="pieces" role="list">{"".join(self._piece(card, piece) for piece in pieces)}</ul>'

    def _piece(self, card: Card, piece: Piece) -> str:
        return (
            f"<li>{icon(DRAWINGS[piece.kind], 16)}<div>{piece_text(piece)}"
            f'<p class="small muted">{self._given(card, piece)}</p>'
            f'<div class="row small">{self._change(card, piece)}{self._remove(card, piece)}</div></div></li>'
        )

    def _given(self, card: Card, piece: Piece) -> str:
        today = card.around.today
        said = [given_for(piece.level), str(age(piece.day, today))]
        if piece.expires_on:
            said.append(expiry(piece, today or piece.day))
        return " · ".join(
            [*filter(None, said), f'<span class="chip">{self._readers(card, shared=piece.shared)}</span>']
        )

    def _readers(self, card: Card, *, shared: bool) -> str:
        if not shared:
            return self.private
        if not card.around.readers:
            return escape(_("shared; nobody leads you now"))
        says = (
            _("%(names)s reads it")
            if card.around.is_shared
            else _("%(names)s reads it once you share this rating")
        )
        return escape(says % {"names": card.around.readers})

    def _change(self, card: Card, piece: Piece) -> str:
        if piece.kind not in {Kind.TEXT, Kind.LINK}:
            return ""
        typed = Aftermath(card.slug, text=piece.text, url=piece.url, shared=piece.shared, replaces=piece.id)
        after = card.around.aftermath
        is_typed = after is not None and after.replaces == piece.id and bool(after.problem)
        form = self._form(card, after if is_typed and after else typed, own=f"{card.slug}-{piece.id}")
        return (
            f'<details class="disclosure change"{" open" if is_typed else ""}><summary>{self.change}</summary>'
            f"{form}</details>"
        )

    def _remove(self, card: Card, piece: Piece) -> str:
        heard = f'<span class="sr-only">: {escape(piece.text[:60])}</span>'
        return (
            f'<form method="post" action="{self.remove_url}" {self._swaps(card, self.remove_url)}>{self.hidden}'
            f"{_hidden('evidence', piece.id)}{_hidden('skill', card.slug)}"
            f'<button class="link-button small quiet-link" type="submit">{self.remove}{heard}</button></form>'
        )

    def _too_high(self, card: Card) -> str:
        level = card.question.standing.level
        if level is None or all(supports(piece, level) for piece in card.around.proof.pieces):
            return ""
        says = _(
            "A certificate speaks for level %(most)s at most: it shows that you learned. "
            "For %(level)s tell of work you did."
        )
        return f'<p class="small hint">{escape(says % {"most": CERTIFICATE_SUPPORTS, "level": level})}</p>'

    def _give(self, card: Card, *, asked: bool) -> str:
        after = card.around.aftermath
        typed = after if after is not None and after.problem and after.replaces is None else None
        given = typed or Aftermath(card.slug)
        return (
            f'<details class="disclosure give" data-give{" open" if typed else ""}>'
            f'<summary class="small">{self._invitation(card, asked=asked)} <kbd class="keys-only">e</kbd></summary>'
            f"{self._form(card, given, own=card.slug)}{self._offers(card)}</details>"
        )

    def _invitation(self, card: Card, *, asked: bool) -> str:
        if asked:
            return self.ask
        return self.more if card.around.proof.pieces else self.add

    def _form(self, card: Card, typed: Aftermath, *, own: str) -> str:
        text, url, helped = f"evidence-text-{own}", f"evidence-url-{own}", f"evidence-help-{own}"
        problem = f'<p class="errors small" role="alert">{escape(typed.problem)}</p>' if typed.problem else ""
        replaces = "" if typed.replaces is None else _hidden("replaces", typed.replaces)
        hint = card.question.skill.evidence
        instance = (
            f'<p class="help" id="{helped}">{escape(_("For instance:"))} {escape(hint)}</p>' if hint else ""
        )
        describes = f' aria-describedby="{helped}"' if hint else ""
        invalid = ' aria-invalid="true"' if typed.problem else ""
        return (
            f'<form method="post" action="{self.give_url}" class="give-form" data-give-form {self._swaps(card, self.give_url)}>'
            f"{self.hidden}{_hidden('skill', card.slug)}{_hidden('key', uuid4())}{replaces}{problem}"
            f'<label class="label" for="{text}">{self.what}</label>'
            f'<textarea id="{text}" name="text" rows="2" maxlength="{LONGEST}"{describes}{invalid}>\n{escape(typed.text)}</textarea>{instance}'
            f'<label class="label" for="{url}">{self.link}</label>'
            f'<input id="{url}" type="url" name="url" maxlength="{LONGEST_URL}" value="{escape(typed.url)}" autocomplete="off" inputmode="url">'
            f'<label class="check"><input type="checkbox" name="shared" value="1"{" checked" if typed.shared else ""}>'
            f"<span>{self._may_read(card)}</span></label>"
            f'<div class="actions"><button class="button small" type="submit">{self.save}</button></div></form>'
        )

    def _may_read(self, card: Card) -> str:
        names = card.around.readers
        if not names:
            return escape(_("Share it with whoever leads you, once this rating is shared"))
        says = (
            _("%(names)s may read it")
            if card.around.is_shared
            else _("%(names)s may read it, once you share this rating")
        )
        return escape(says % {"names": names})

    def _offers(self, card: Card) -> str:
        offers = card.around.proof.offers[:OFFERED]
        rows = "".join(self._offer(card, offer) for offer in offers)
        ready = f'<p class="label">{escape(_("Or use what you have noted"))}</p><ul class="offers" role="list">{rows}</ul>'
        add = f'<a class="small" href="{self.add_win_url}?skill={card.slug}">{escape(_("Write it into your wins log"))}</a>'
        return f'<div class="offered">{ready if offers else ""}{add}</div>'

    def _offer(self, card: Card, offer: Offer) -> str:
        use = escape(_("Use as evidence"))
        return (
            f'<li>{icon(DRAWINGS[offer.kind], 16)}<span>{escape(offer.text)} <span class="small muted">{age(offer.day, card.around.today)}</span></span>'
            f'<form method="post" action="{self.give_url}" {self._swaps(card, self.give_url)}>{self.hidden}'
            f"{_hidden('skill', card.slug)}{_hidden('key', uuid4())}{_hidden(offer.kind.value, offer.id)}"
            f'<button class="button small" type="submit">{use}<span class="sr-only">: {escape(offer.text)}</span></button></form></li>'
        )

    def _swaps(self, card: Card, url: str) -> str:
        return f'data-lock="off" hx-post="{url}" hx-target="#evidence-{card.slug}" hx-swap="outerHTML"'


def _hidden(name: str, value: object) -> str:
    return f'<input type="hidden" name="{name}" value="{value}">'
