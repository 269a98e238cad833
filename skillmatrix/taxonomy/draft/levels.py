"""Parts moved to another scale: what every level in them becomes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from skillmatrix.taxonomy.parts import DOCUMENT, KINDS, PROMOTION, SCALE, TRANSLATIONS, Parts

Levels = Sequence[Mapping[str, str]]


def moved(
    parts: Mapping[str, Any], levels: Levels, ranks: Sequence[int], known: Collection[int] | None = None
) -> Parts:
    """Return parts on the scale `levels`, where `ranks[old]` is the new rank of each old level.

    A sentence goes with the highest old level that became its new one; a level that nothing became starts with
    the scale's own words. What a role asks is moved likewise, and asks nothing where that is level 0. `known` are
    the old levels that anybody was ever rated on (all, if not given): their sentences come before placeholders.
    """
    move = _Move(levels, ranks, range(len(ranks)) if known is None else known)
    return {path: move.part(path, part) for path, part in parts.items()} | {
        SCALE: move.scale(parts[SCALE]),
        TRANSLATIONS: move.translations(parts),
    }


def at_least_one(level: int, ranks: Sequence[int]) -> int:
    """Where a level went that would say nothing as 0."""
    return max(_rank(level, ranks), min(level, 1))


def _rank(level: int, ranks: Sequence[int]) -> int:
    return ranks[min(level, len(ranks) - 1)]


class _Move:
    def __init__(self, levels: Levels, ranks: Sequence[int], known: Collection[int]) -> None:
        self.levels, self.ranks = levels, ranks
        in_order = sorted(range(len(ranks)), key=lambda old: (old in known, old))
        self.source = {ranks[old]: old for old in in_order}
        """The old level whose words each new one takes over."""

    def part(self, path: str, part: Any) -> Any:
        if path == DOCUMENT:
            return self.own_levels(part)
        if path == KINDS:
            return {kind: self.ladder(entry) for kind, entry in part.items()}
        if path == PROMOTION:
            return [self.rule(rule) for rule in part]
        if path.startswith("skill:"):
            return self.skill(part)
        if path.startswith("role:"):
            return {**part, "targets": self.targets(part["targets"])}
        return part

    def targets(self, targets: Mapping[str, Any]) -> dict[str, Any]:
        asked = ((slug, _rank(level, self.ranks), level, weight) for slug, (level, weight) in targets.items())
        return {slug: [new, weight] for slug, new, old, weight in asked if new or not old}

    def skill(self, part: Mapping[str, Any]) -> dict[str, Any]:
        skill = self.ladder(self.own_levels(part))
        if "resources" in skill:
            skill["resources"] = [
                {**item, "level": at_least_one(item["level"], self.ranks)} for item in skill["resources"]
            ]
        return skill

    def own_levels(self, part: Mapping[str, Any]) -> dict[str, Any]:
        keys = [key for key in ("evidence_from", "coverage") if key in part]
        return {**part, **{key: at_least_one(part[key], self.ranks) for key in keys}}

    def ladder(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        found = entry.get("descriptors")
        if found is None:
            return dict(entry)
        sentences = [
            found[self.source[rank]]
            if self.source.get(rank, len(found)) < len(found)
            else level["descriptor"]
            for rank, level in enumerate(self.levels)
        ]
        return {**entry, "descriptors": sentences}

    def rule(self, rule: Mapping[str, Any]) -> dict[str, Any]:
        pillars = [
            {**pillar, "conditions": [self.condition(found) for found in pillar["conditions"]]}
            for pillar in rule["pillars"]
        ]
        return {**rule, "pillars": pillars}

    def condition(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        return {**entry, "level": at_least_one(entry["level"], self.ranks)}

    def scale(self, scale: Mapping[str, Any]) -> dict[str, Any]:
        names = [level["name"] for level in scale["levels"]]
        return {
            "levels": [dict(level) for level in self.levels],
            "rescale": dict(zip(names, self.ranks, strict=True)),
        }

    def translations(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """Translated sentences go where their originals go; those of the scale stay where its words do."""
        old = parts[SCALE]["levels"]
        found = {
            language: {new: text for path, text in texts.items() if (new := self.path(path, old)) is not None}
            for language, texts in parts[TRANSLATIONS].items()
        }
        return {language: texts for language, texts in found.items() if texts}

    def path(self, path: str, old: Levels) -> str | None:
        start, _dot, key = path.rpartition(".")
        if start.endswith(".descriptors"):
            rank = int(key)
            goes = rank < len(self.ranks) and self.source[self.ranks[rank]] == rank
            return f"{start}.{self.ranks[rank]}" if goes else None
        if not path.startswith("scale."):
            return path
        rank = int(path.split(".")[1])
        to = self.ranks[rank] if rank < len(self.ranks) else len(self.levels)
        same = to < len(self.levels) and rank < len(old) and self.levels[to].get(key) == old[rank].get(key)
        return f"scale.{to}.{key}" if same else None
