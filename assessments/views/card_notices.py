"""What a question's card says beside the ladder: why an answer was not saved, and what is worth a second thought."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from skillmatrix.web.templatetags.ui import icon

from .cards import Card


def concept_prompt(card: Card) -> str:
    """A tool above what it rests on: one sentence to think about, and nothing is held up."""
    concept = card.around.concept
    if concept is None:
        return ""
    area = reverse("assessments:assess", args=[concept.area])
    says = _("You rate this above %(concept)s (%(level)s), on which it rests. Is one of the two off?")
    words = {
        "concept": f'<a href="{area}#skill-{concept.slug}">{escape(concept.name)}</a>',
        "level": concept.level,
    }
    return f'<p class="small hint concept-prompt">{escape(says) % words}</p>'


def notice(card: Card) -> str:
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
