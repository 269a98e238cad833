"""Pieces of evidence as HTML, for whoever may read them. What people wrote is escaped here, once; links lead out only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from skillmatrix.web.templatetags.ui import level_badge

from .proof import Kind, Piece

DRAWINGS = {
    Kind.TEXT: "document-text",
    Kind.LINK: "link",
    Kind.WIN: "trophy",
    Kind.CERTIFICATE: "academic-cap",
}
LONGEST_SHOWN = 60


def piece_text(piece: Piece) -> str:
    """What a piece says: its text in lines, its link as one, and what a win tells besides."""
    said = paragraphs(piece.text, piece.more, headed=piece.kind in {Kind.WIN, Kind.CERTIFICATE})
    return f"{said}<p>{link(piece.url)}</p>" if piece.url else said


def paragraphs(first: str, more: Iterable[str], *, headed: bool) -> str:
    """Texts with their line breaks, and nothing else of them as markup; `headed`: the first is a headline."""
    texts = [str(escape(text)).replace("\n", "<br>") for text in (first, *more) if text]
    if headed and texts:
        texts[0] = f"<b>{texts[0]}</b>"
    return "".join(f'<p class="said">{text}</p>' for text in texts)


def link(url: str) -> str:
    """An address as a link that tells the other side nothing; forms and the database let only web addresses in."""
    shown = url if len(url) <= LONGEST_SHOWN else f"{url[: LONGEST_SHOWN - 1]}…"
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow ugc">{escape(shown)}</a>'


def given_for(level: int | None) -> str:
    """For which level it was first given."""
    return "" if level is None else f"{escape(_('given for'))} {level_badge(level)}"


def expiry(piece: Piece, today: date) -> str:
    """Until when a certificate holds, or since when it no longer does; empty for what does not end."""
    if piece.expires_on is None:
        return ""
    day = {"day": date_format(piece.expires_on, "j M Y")}
    if piece.has_expired(today):
        return f'<span class="chip warn">{escape(_("expired %(day)s") % day)}</span>'
    return escape(_("holds until %(day)s") % day)
