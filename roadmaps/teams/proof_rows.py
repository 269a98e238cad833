"""What speaks for somebody's level, as their lead reads it: a row to unfold under the row of the skill."""

from __future__ import annotations

from datetime import date

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.evidence.proof import Offer, Piece, Proof
from assessments.evidence.writing import DRAWINGS, expiry, given_for, paragraphs, piece_text
from skillmatrix.web.templatetags.ui import age, icon

COLUMNS = 7


class ProofRows:
    """Writes them for one day."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.win = escape(_("from the wins log"))

    def row(self, proof: Proof, skill: str) -> str:
        """The row; empty where nothing is shared."""
        count = len(proof.pieces) + len(proof.offers)
        if not count:
            return ""
        says = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", count) % {"n": count}
        heard = f'<span class="sr-only">: {escape(skill)}</span>'
        pieces = "".join(map(self._piece, proof.pieces)) + "".join(map(self._win, proof.offers))
        return (
            f'<tr class="proof"><td colspan="{COLUMNS}"><details class="disclosure small"><summary>{escape(says)}{heard}</summary>'
            f'<ul class="pieces" role="list">{pieces}</ul></details></td></tr>'
        )

    def _piece(self, piece: Piece) -> str:
        said = [given_for(piece.level), str(age(piece.day, self.today)), expiry(piece, self.today)]
        return (
            f"<li>{icon(DRAWINGS[piece.kind], 16)}<div>{piece_text(piece)}"
            f'<p class="muted">{" · ".join(filter(None, said))}</p></div></li>'
        )

    def _win(self, win: Offer) -> str:
        texts = paragraphs(win.text, win.more, headed=True)
        return (
            f"<li>{icon(DRAWINGS[win.kind], 16)}<div>{texts}"
            f'<p class="muted">{self.win} · {age(win.day, self.today)}</p></div></li>'
        )
