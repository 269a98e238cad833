"""An impact in sentences, the same on the page and on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from roadmaps.impact.impact import PEOPLE, Impact

# Of each figure: what it is about, its words when it is withheld, and with a number.
Words = tuple[Any, Any, Any]
RATINGS, GAPS, ROADMAPS, PROMOTION, ROLES = (
    gettext_lazy("Ratings"),
    gettext_lazy("Gaps"),
    gettext_lazy("Roadmaps"),
    gettext_lazy("Promotion"),
    gettext_lazy("Roles"),
)
_WORDS: Mapping[str, Words] = {
    "loses_role": (
        ROLES,
        gettext_lazy("Fewer than five people have a role that leaves: they are without a role then."),
        ngettext_lazy(
            "%(shown)s person has a role that leaves: they are without a role then.",
            "%(shown)s people have a role that leaves: they are without a role then.",
            "n",
        ),
    ),
    "loses_aim": (
        ROLES,
        gettext_lazy("Fewer than five people aim at a role that leaves."),
        ngettext_lazy(
            "%(shown)s person aims at a role that leaves.",
            "%(shown)s people aim at a role that leaves.",
            "n",
        ),
    ),
    "carried": (
        RATINGS,
        gettext_lazy("A few ratings are carried to another skill."),
        ngettext_lazy(
            "%(shown)s rating is carried to another skill.",
            "%(shown)s ratings are carried to another skill.",
            "n",
        ),
    ),
    "remapped": (
        RATINGS,
        gettext_lazy("A few ratings get another level of the scale."),
        ngettext_lazy(
            "%(shown)s rating gets another level of the scale.",
            "%(shown)s ratings get another level of the scale.",
            "n",
        ),
    ),
    "asking": (
        RATINGS,
        gettext_lazy("A few ratings go out of date and ask again."),
        ngettext_lazy(
            "%(shown)s rating goes out of date and asks again.",
            "%(shown)s ratings go out of date and ask again.",
            "n",
        ),
    ),
    "leaving": (
        RATINGS,
        gettext_lazy("A few ratings stay in the history only: nobody is asked about their skill any more."),
        ngettext_lazy(
            "%(shown)s rating stays in the history only: nobody is asked about its skill any more.",
            "%(shown)s ratings stay in the history only: nobody is asked about their skill any more.",
            "n",
        ),
    ),
    "opened": (
        GAPS,
        gettext_lazy("A few gaps open."),
        ngettext_lazy("%(shown)s gap opens.", "%(shown)s gaps open.", "n"),
    ),
    "closed": (
        GAPS,
        gettext_lazy("A few gaps close."),
        ngettext_lazy("%(shown)s gap closes.", "%(shown)s gaps close.", "n"),
    ),
    "added": (
        ROADMAPS,
        gettext_lazy("A few steps are added."),
        ngettext_lazy("%(shown)s step is added.", "%(shown)s steps are added.", "n"),
    ),
    "removed": (
        ROADMAPS,
        gettext_lazy("A few steps are removed."),
        ngettext_lazy("%(shown)s step is removed.", "%(shown)s steps are removed.", "n"),
    ),
}
_RESULTS = {
    "met": gettext_lazy("met"),
    "not_met": gettext_lazy("not met"),
    "cant_tell": gettext_lazy("can’t tell"),
    "no_rule": gettext_lazy("no rule"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, and what it is about."""

    topic: str
    text: str


def headline(impact: Impact) -> str:
    """How many people are affected, or why that is not said."""
    if impact.is_too_small:
        return _("There are too few people to show this without showing someone.")
    people = impact.figures.get(PEOPLE, 0)
    if people == 0:
        return _("Nobody’s gaps, roadmap, promotion outcome or ratings change.")
    words = ngettext_lazy("%(shown)s person is affected.", "%(shown)s people are affected.", "n")
    return _in_words(people, _("Fewer than five people are affected."), words)


def told(impact: Impact) -> list[Said]:
    """What follows for them, by topic; nothing for a figure that is zero."""
    found = [
        Said(str(topic), _in_words(impact.figures[name], few, many))
        for name, (topic, few, many) in _WORDS.items()
        if name in impact.figures
    ]
    return [*found, *_outcomes(impact)]


def in_sentences(impact: Impact) -> list[str]:
    """All of it, the headline first."""
    return [headline(impact), *(said.text for said in told(impact))]


def _outcomes(impact: Impact) -> Iterator[Said]:
    for was, before in _RESULTS.items():
        for now, after in _RESULTS.items():
            name = f"outcome {was} {now}"
            if name in impact.figures:
                names = {"before": before, "after": after}
                few = _("A few promotion outcomes change from “%(before)s” to “%(after)s”.") % names
                many = ngettext_lazy(
                    "%(shown)s promotion outcome changes from “%(before)s” to “%(after)s”.",
                    "%(shown)s promotion outcomes change from “%(before)s” to “%(after)s”.",
                    "n",
                )
                yield Said(str(PROMOTION), _in_words(impact.figures[name], few, many, **names))


def _in_words(count: int | None, few: Any, many: Any, **names: object) -> str:
    """A figure in words: the given ones while it is withheld, else with its number."""
    if count is None:
        return str(few)
    return str(many % {"n": count, "shown": number_format(count, force_grouping=True), **names})
