"""Whether new words of a skill still mean the same: which skills that has to be asked of.

A rating rests on the sentences that the rater read. Whoever rewrites them says whether ratings stand or ask again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skillmatrix.taxonomy.parts import KINDS, SCALE, of_kind, path_of

Parts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What a rater reads of a skill, by the levels of the base.

    `levels` are the words of the scale where the skill has no sentences of its own and levels stayed, else None.
    """

    prose: tuple[str, ...]
    sentences: Mapping[int, str]
    levels: tuple[str, ...] | None

    def say_the_same(self, other: Words) -> bool:
        """A rater who read the one has read the other, whatever moving levels did by itself."""
        both = self.sentences.keys() & other.sentences.keys()
        levels = None in (self.levels, other.levels) or self.levels == other.levels
        same = all(self.sentences[level] == other.sentences[level] for level in both)
        return self.prose == other.prose and levels and same


def words(base: Parts, parts: Parts, slug: str) -> Words:
    """Return the words of a skill in a draft on a base."""
    skill = parts[path_of("skill", slug)]
    prose = tuple(skill.get(key, "") for key in ("definition", "evidence", "watch_out"))
    found = sentences(parts, skill)
    try:
        ranks = went_to(base, parts)
    except ValueError:
        ranks = None
    if ranks is None:
        generic = "descriptors" not in skill
        levels = tuple(level["descriptor"] for level in parts[SCALE]["levels"]) if generic else ()
        return Words(prose, dict(enumerate(found)), levels)
    # Of levels that fell together the highest kept its sentence.
    highest = {to: old for old, to in enumerate(ranks)}
    return Words(prose, {old: found[to] for to, old in highest.items() if to < len(found)}, None)


def sentences(parts: Parts, skill: Mapping[str, Any]) -> Sequence[str]:
    """The sentence of each level: the skill's own, or those of its kind."""
    found: Sequence[str] = skill.get("descriptors") or parts[KINDS][skill["kind"]]["descriptors"]
    return found


def went_to(base: Parts, parts: Parts) -> tuple[int, ...] | None:
    """The new rank of each level of the base. Raises `ValueError` where the draft does not say it yet.

    None where levels stay. It follows the rule by which `transition.py` reads a published document.
    """
    old, new = ([level["name"] for level in found[SCALE]["levels"]] for found in (base, parts))
    rescale = parts[SCALE].get("rescale", {})
    if old != new and set(rescale) == set(old):
        ranks = tuple(rescale[name] for name in old)
        return None if ranks == tuple(range(len(new))) else ranks
    if len(old) != len(new):
        raise ValueError("The levels have no mapping.")
    return None


def reworded(base: Parts, parts: Parts) -> tuple[str, ...]:
    """The skills of both that a rater reads differently now, beyond what moving levels did by itself."""
    both = [slug for slug in of_kind(parts, "skill") if path_of("skill", slug) in base]
    return tuple(slug for slug in both if not words(base, base, slug).say_the_same(words(base, parts, slug)))


def receivers(base: Parts, parts: Parts) -> frozenset[str]:
    """The skills that hold ratings of another in this draft for the first time, and the origins of new ones."""
    found = set()
    for slug, skill in of_kind(parts, "skill").items():
        before = base.get(path_of("skill", slug))
        if skill.get("merged") and before is not None and not before.get("merged"):
            found.add(skill.get("replaced_by", ""))
        if before is None and skill.get("split_from"):
            found.add(skill["split_from"])
    return frozenset(found)


def meaning_of(parts: Parts, slug: str) -> int:
    """The number that rises with each change of meaning; 1 for a skill that is not there."""
    found: int = parts.get(path_of("skill", slug), {}).get("meaning", 1)
    return found
