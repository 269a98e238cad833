"""Sentences and compared texts of a difference as HTML."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff import Compared, Difference, Sentence, Tone
from skillmatrix.taxonomy.diff.in_words import SIGNS, size_in_words
from skillmatrix.taxonomy.diff.inline import pieces

register = template.Library()


@register.filter
def emphasised(sentence: Sentence) -> SafeString:
    """The sentence with each name it is about in emphasis; everything in it is escaped."""
    names = {key: f"<em>{escape(name)}</em>" for key, name in sentence.names.items()}
    values = {key: escape(str(value)) for key, value in sentence.values.items()}
    return SafeString(escape(sentence.template) % {**values, **names})


@register.filter
def tone_sign(tone: Tone) -> SafeString:
    """The mark of a tone, and its word for those who do not see it."""
    words = {
        Tone.ADDED: _("added"),
        Tone.REMOVED: _("removed"),
        Tone.CHANGED: _("changed"),
        Tone.MOVED: _("moved"),
    }
    return format_html(
        '<span class="tone" title="{0}"><span aria-hidden="true">{1}</span><span class="sr-only">{0}: </span></span>',
        words[tone],
        SIGNS[tone],
    )


@register.filter
def in_one(text: Compared) -> SafeString:
    """Both sides of a text in one, word by word; a side alone is marked as a whole."""
    if text.before is None or text.after is None:
        sign = "+" if text.before is None else "−"
        return _marked(sign, text.after or text.before or "")
    found = pieces(text.before, text.after)
    # Two texts with little in common stand one below the other.
    between = "\n" if [piece.sign for piece in found] == ["−", "+"] else ""
    return format_html_join(between, "{}", ((_marked(piece.sign, piece.text),) for piece in found))


@register.filter
def in_a_line(difference: Difference) -> str:
    """How large a difference is."""
    return size_in_words(difference)


def _marked(sign: str, text: str) -> SafeString:
    if not sign:
        return format_html("{}", text)
    element, word = ("del", _("removed")) if sign == "−" else ("ins", _("added"))
    return format_html(
        '<{0}><span class="sr-only"> [{1}: </span>{2}<span class="sr-only">] </span></{0}>',
        element,
        word,
        text,
    )
