"""The chain of all versions, and the way through it from the one that a rating was made under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .carrying import Carry, Transition


@dataclass(frozen=True, slots=True)
class Link:
    """A version as one step of the lineage; `undoes` says that it takes back the version before it."""

    transition: Transition
    undoes: bool = False


class Lineage:
    """All versions up to one, and what each did to ratings. `links[n]` leads from version n + 1 to n + 2."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._links = tuple(links)
        self._carries: dict[int, Carry] = {}
        self._touched: dict[int, frozenset[str] | None] = {}

    @property
    def number(self) -> int:
        """The version that everything is carried to."""
        return len(self._links) + 1

    def carry(self, made_under: int) -> Carry:
        """What a rating made under that version says now. Numbers that do not exist change nothing."""
        if made_under not in self._carries:
            carry = Carry()
            for step in reversed(self._way(made_under)):
                carry = carry.then(step)
            self._carries[made_under] = carry
        return self._carries[made_under]

    def touched_since(self, number: int) -> frozenset[str] | None:
        """The skills whose ratings may look different now than under that version; None for all of them."""
        if number not in self._touched:
            found: set[str] | None = set()
            for place in range(max(0, number - 1), len(self._links)):
                step = self._touched_by(place)
                found = None if found is None or step is None else found | step
            self._touched[number] = None if found is None else frozenset(found)
        return self._touched[number]

    def and_then(self, link: Link) -> Lineage:
        """The lineage with one more version, published or only thought of."""
        return Lineage((*self._links, link))

    def _touched_by(self, place: int) -> frozenset[str] | None:
        """What one version touched. An undo touches all that the undone one did, which may have been an undo too."""
        touched: set[str] = set()
        while True:
            step = self._links[place].transition.touched
            if step is None:
                return None
            touched |= step
            if not self._links[place].undoes:
                return frozenset(touched)
            place -= 1

    def _way(self, made_under: int) -> list[Transition]:
        """The transitions from now back to a version; an undo leads past the version it takes back."""
        steps, at = [], self.number
        while at > max(1, made_under):
            link = self._links[at - 2]
            if link.undoes and made_under != at - 1:
                at -= 2
            else:
                steps.append(link.transition)
                at -= 1
        return steps
