"""What an operation would do, and the bench on which it is worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.translating import pruned
from skillmatrix.taxonomy.draft.wording import meaning_of
from skillmatrix.taxonomy.parts import Parts


class Refused(ValueError):
    """The operation makes no sense as things stand; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The parts that change (None: taken out), the change in a few words, and what follows, in sentences.

    `slug` names what was added.
    """

    parts: Mapping[str, Any]
    summary: str
    effects: tuple[str, ...] = ()
    slug: str = ""


class Source(Protocol):
    """What operations work on: a `Draft`, or anything with its parts and those of its base version."""

    @property
    def parts(self) -> Parts:
        """The parts that hold."""

    @property
    def base_parts(self) -> Parts:
        """The parts of the version that ratings were made under."""

    def taken(self, kind: str) -> Collection[str]:
        """The slugs that areas, skills or roles ever had."""


class Bench:
    """Own copies of the parts to work on, and the sentences that come up on the way."""

    def __init__(self, source: Source) -> None:
        self.before, self.base = source.parts, source.base_parts
        self.parts: Parts = deepcopy(dict(source.parts))
        self.effects: list[str] = []

    def skill(self, slug: str) -> dict[str, Any]:
        """A skill to change. Raises `Refused` where it is gone."""
        return self._found(
            "skill", slug, _("The skill “%(slug)s” is no longer in the draft. Reload the page.")
        )

    def area(self, slug: str) -> dict[str, Any]:
        """An area to change. Raises `Refused` where it is gone."""
        return self._found("area", slug, _("The area “%(slug)s” is no longer in the draft. Reload the page."))

    def role(self, slug: str) -> dict[str, Any]:
        """A role to change. Raises `Refused` where it is gone."""
        return self._found("role", slug, _("The role “%(slug)s” is no longer in the draft. Reload the page."))

    def each(self, kind: str) -> dict[str, dict[str, Any]]:
        """All areas, skills or roles to change, by slug."""
        start = f"{kind}:"
        return {path.removeprefix(start): part for path, part in self.parts.items() if path.startswith(start)}

    def is_new(self, slug: str) -> bool:
        """The skill is in no version yet, so nobody has rated it."""
        return f"skill:{slug}" not in self.base

    def raise_meaning(self, slug: str) -> None:
        """Let ratings of a skill ask again: once, however often this is called before the next version."""
        if not self.is_new(slug):
            skill = self.skill(slug)
            skill["meaning"] = max(skill.get("meaning", 1), meaning_of(self.base, slug) + 1)

    def say(self, message: str, **names: Any) -> None:
        """Add a sentence to the effects, once."""
        if (sentence := message % names) not in self.effects:
            self.effects.append(sentence)

    def outcome(self, summary: str, *, slug: str = "") -> Outcome:
        """What is different from before."""
        after = pruned(self.before, self.parts)
        changed = {
            path: deepcopy(after.get(path))
            for path in dict.fromkeys([*self.before, *after])
            if after.get(path) != self.before.get(path)
        }
        return Outcome(changed, summary, tuple(self.effects), slug)

    def _found(self, kind: str, slug: str, message: str) -> dict[str, Any]:
        if f"{kind}:{slug}" not in self.parts:
            raise Refused(message % {"slug": slug[:60]})
        part: dict[str, Any] = self.parts[f"{kind}:{slug}"]
        return part
