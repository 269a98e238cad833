"""Two versions of the same piece of a draft, told apart text by text: what a page shows when two admins met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "name": gettext_lazy("Name"), "short": gettext_lazy("Short name"), "summary": gettext_lazy("Summary"),
    "track": gettext_lazy("Track"), "next_roles": gettext_lazy("Next roles"), "promotion": gettext_lazy("Promotion rule"),
    "levels": gettext_lazy("Level"), "descriptor": gettext_lazy("Description"), "language": gettext_lazy("Language"),
    "evidence_from": gettext_lazy("Example asked for from"), "coverage": gettext_lazy("Covers from"),
    "effort": gettext_lazy("Effort"), "review_months": gettext_lazy("Months until a rating is old"),
    "descriptors": gettext_lazy("Sentence"), "concept": gettext_lazy("Concept"), "tool": gettext_lazy("Tool"),
    "practice": gettext_lazy("Practice"), "behaviour": gettext_lazy("Behaviour"), "rule": gettext_lazy("Rule"),
    "why": gettext_lazy("Reason"), "pillars": gettext_lazy("Pillar"), "conditions": gettext_lazy("Condition"),
    "needed": gettext_lazy("Pillars needed"), "level": gettext_lazy("Level"), "at_least": gettext_lazy("At least"),
    "skills": gettext_lazy("Skills"), "base_role": gettext_lazy("Base role"), "base_slack": gettext_lazy("Slack"),
    "base_skills": gettext_lazy("Core skills"),
}  # fmt: skip
FROM_ZERO = frozenset({"levels", "descriptors"})
"""Lists whose places are ranks; all others are counted from 1."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One text that reads differently; empty where one of the two has none."""

    label: str
    theirs: str
    mine: str


def differences(theirs: Any, mine: Any) -> list[Difference]:
    """Return what differs between two values of the same shape, in the order of theirs."""
    there, here = dict(_leaves(theirs, ())), dict(_leaves(mine, ()))
    return [
        Difference(_label(path), there.get(path, ""), here.get(path, ""))
        for path in {**there, **here}
        if there.get(path, "") != here.get(path, "")
    ]


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key != "slug":
                yield from _leaves(item, (*path, key))
    elif (
        isinstance(value, list) and value and (isinstance(value[0], Mapping) or path[-1:] == ("descriptors",))
    ):
        for place, item in enumerate(value):
            yield from _leaves(item, (*path, place))
    elif value not in (None, "", []):
        yield path, _text(value)


def _text(value: Any) -> str:
    if value is True or value is False:
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _label(path: tuple[Any, ...]) -> str:
    words: list[str] = []
    for before, step in zip((None, *path), path, strict=False):
        if isinstance(step, int):
            number = str(step if before in FROM_ZERO else step + 1)
            words = [*words[:-1], f"{words[-1]} {number}"] if words else [number]
        else:
            words.append(str(WORDS.get(step, step)))
    return " · ".join(words)
