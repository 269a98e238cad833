"""Lists side by side: what came, what went, what stayed and perhaps in another order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

Item = TypeVar("Item")


def keyed(items: Iterable[Item], key: Callable[[Item], Hashable]) -> dict[tuple[Hashable, int], Item]:
    """Return items by key and how often the key came before, so that nothing is lost where a key comes twice."""
    seen: Counter[Hashable] = Counter()
    found = {}
    for item in items:
        name = key(item)
        found[name, seen[name]] = item
        seen[name] += 1
    return found


def reordered(old: Iterable[Hashable], new: Iterable[Hashable]) -> bool:
    """Return whether what stands in both stands in another order."""
    before, after = list(old), list(new)
    kept = set(before) & set(after)
    return [item for item in before if item in kept] != [item for item in after if item in kept]


def pairs(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Yield what is different between two lists without keys: (before, after), None where there is no such item."""
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = old[start:end], new[new_start:new_end]
        for place in range(max(len(before), len(after))):
            yield (
                before[place] if place < len(before) else None,
                after[place] if place < len(after) else None,
            )
