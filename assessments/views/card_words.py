"""The fixed words of a question's card, looked up once a page and escaped."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.translation import gettext as _

from assessments.inputs import Wish

from .cards import Feedback


class CardWords:
    """What all cards say."""

    def __init__(self) -> None:
        self.not_rated = escape(_("not rated yet"))
        self.stale = escape(_("out of date, said"))
        self.agreed = escape(_("agreed"))
        self.overlooked = f' <span class="chip outline">{escape(_("often overlooked"))}</span>'
        self.extra = f' <span class="chip">{escape(_("added by you"))}</span>'
        self.imported = f' <span class="chip info">{escape(_("imported"))}</span>'
        self.legend = _("Your level")
        self.unfold = escape(_("Every sentence"))
        self.save, self.save_again = escape(_("Save")), escape(_("Save again"))
        self.not_applicable = escape(_("Does not apply to me"))
        self.why_not_perhaps = escape(_("Why not? You may leave this empty."))
        self.why_not = escape(_("Why not? A few words are enough; your lead reads them once you share."))
        self.take_back = escape(_("Take back"))
        self.suggest = escape(_("Suggest a change"))
        self.saved, self.undone = escape(_("Saved")), escape(_("Taken back"))
        self.not_saved = escape(_("Not saved"))
        self.i_want, self.why_level = escape(_("I want to")), escape(_("Why this level?"))
        self.watch_out = escape(_("Often rated too high:"))
        self.wishes = {
            Wish.LEARN: escape(_("learn it")), Wish.USE: escape(_("use it")), Wish.NEITHER: escape(_("neither"))
        }  # fmt: skip
        self.levels_around = {-1: escape(_("one below")), 0: escape(_("yours")), 1: escape(_("one above"))}
        self._write_sentences()

    def beside(self, rank: int, level: int | None) -> str:
        """Where a rank stands beside the person's level."""
        return self.levels_around.get(rank - (level or 0), "")

    def _write_sentences(self) -> None:
        self.target_later = muted(_("What your role asks appears once you have answered."))
        self.optional = muted(_("Optional here: what a role asks counts once you have rated it."))
        self.no_target = muted(_("No role asks for this."))
        read_again = _(
            "This skill has changed since you rated it. Read the levels again, then choose one, "
            "or confirm with “Still true” (=)."
        )
        self.has_changed = (
            f'<p class="small"><span class="chip warn">{escape(_("changed"))}</span> {escape(read_again)}</p>'
        )
        confirm = _(
            "You brought this along from elsewhere. Confirm it with “Still true” (=), or choose another level."
        )
        self.confirm = f'<p class="small">{muted(confirm)}</p>'
        self.still_true = (
            '<button class="button small" type="submit" name="intent" value="confirm">'
            f'{escape(_("Still true"))} <kbd class="keys-only">=</kbd></button>'
        )

    def came_of(self, given: Feedback) -> str:
        """What the foot of the card says of the newest answer."""
        if given.saved:
            return self.saved
        if given.undone:
            return self.undone
        return self.not_saved if is_refused(given) else ""


def muted(text: str) -> str:
    """A remark."""
    return f'<span class="muted">{escape(text)}</span>'


def is_refused(given: Feedback) -> bool:
    """The newest answer was not saved."""
    return bool(given.problem or given.overtaken)
