"""Three-way merge of parts: what two sides made of the same base, and where they say different things.

Fields merge by themselves: one side rewrote level 3 of a skill and the other its name, both hold. Only the same
field with two different contents is a conflict, named `skill:caching#descriptors.3`. Where one side moved the
levels, the other side is moved along first, so that both speak of the same levels.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.levels import moved
from skillmatrix.taxonomy.draft.operations.outcome import Refused
from skillmatrix.taxonomy.draft.wording import went_to
from skillmatrix.taxonomy.parts import ORDER, PROMOTION, SCALE, Parts, kind_and_slug

_GONE: Any = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that both sides changed. None: it is not there on that side."""

    path: str
    base: Any
    theirs: Any
    mine: Any


class Undecided(ValueError):
    """Conflicts that nobody decided yet."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        super().__init__(", ".join(found.path for found in conflicts))


@dataclass(frozen=True)
class Merged:
    """Both sides together, with theirs where they are in conflict. `decided` settles those.

    `scales` says which scale can be chosen where the scale itself is in conflict.
    """

    base: Parts
    theirs: Parts
    mine: Parts
    parts: Parts
    conflicts: tuple[Conflict, ...]
    scales: frozenset[str] = frozenset({"mine", "theirs"})

    def decided(self, choices: Mapping[str, str]) -> Parts:
        """The parts once each conflict is decided. Raises `Undecided`, and `Refused` for a scale that cannot hold."""
        open_ = tuple(found for found in self.conflicts if choices.get(found.path) not in ("mine", "theirs"))
        if open_:
            raise Undecided(open_)
        if any(found.path == SCALE for found in self.conflicts) and choices[SCALE] not in self.scales:
            raise Refused(_why(self.scales))
        return _Merge(self.base, self.theirs, self.mine, choices).parts()


def merge(base: Parts, theirs: Parts, mine: Parts, levels: Sequence[int] | None = None) -> Merged:
    """Merge what `theirs` (published since) and `mine` (the draft) made of `base`.

    `levels[old rank]` is where the versions published since put each level of the base; None where they stayed.
    """
    try:
        own = went_to(base, mine)
    except ValueError:
        own = ()  # changed, and the draft does not say how
    if levels is None and own is None:
        return _merged(base, theirs, mine)
    if levels is not None and own == tuple(levels) and mine[SCALE]["levels"] == theirs[SCALE]["levels"]:
        same = {**moved(base, theirs[SCALE]["levels"], levels), SCALE: theirs[SCALE]}
        return _merged(same, theirs, {**mine, SCALE: theirs[SCALE]})
    clash = levels is not None and own is not None
    if levels is not None and not clash:
        edited = mine[SCALE] != base[SCALE]
        conflict = Conflict(SCALE, base[SCALE], theirs[SCALE], mine[SCALE]) if edited else None
        base, mine = (moved(found, theirs[SCALE]["levels"], levels) for found in (base, mine))
        base, mine = ({**found, SCALE: theirs[SCALE]} for found in (base, mine))
        return _merged(base, theirs, mine, conflict, "theirs")
    edited = theirs[SCALE] != base[SCALE]
    conflict = Conflict(SCALE, base[SCALE], theirs[SCALE], mine[SCALE]) if edited else None
    if own and not clash:
        base, theirs = (moved(found, mine[SCALE]["levels"], own) for found in (base, theirs))
        base, mine = ({**found, SCALE: theirs[SCALE]} for found in (base, mine))
        return _merged(base, theirs, mine, conflict, "mine")
    return _merged(base, theirs, mine, conflict)


def _merged(base: Parts, theirs: Parts, mine: Parts, scale: Conflict | None = None, *scales: str) -> Merged:
    run = _Merge(base, theirs, mine, {})
    parts = run.parts()
    if scale is None:
        return Merged(base, theirs, mine, parts, tuple(run.conflicts))
    others = (found for found in run.conflicts if kind_and_slug(found.path)[0].partition("#")[0] != SCALE)
    return Merged(base, theirs, mine, parts, (scale, *others), frozenset(scales))


def _why(scales: Collection[str]) -> str:
    """Why a scale cannot be chosen."""
    if "theirs" in scales:
        return _(
            "The version published meanwhile moved the levels and people were rated on them. Take its scale; then "
            "change its words again."
        )
    if "mine" in scales:
        return _("This draft moves the levels. Keep its scale, or undo that change before you go on.")
    return _(
        "The version published meanwhile moved the levels, and so does this draft. Undo your change of the "
        "levels, or discard the draft, and start again from the new version."
    )


@dataclass
class _Merge:
    base: Parts
    theirs: Parts
    mine: Parts
    choices: Mapping[str, str]
    conflicts: list[Conflict] = field(default_factory=list)

    def parts(self) -> Parts:
        found = {path: self.part(path) for path in dict.fromkeys([*self.theirs, *self.mine]) if path != ORDER}
        found[ORDER] = _order(self.base[ORDER], self.theirs[ORDER], self.mine[ORDER])
        found = {path: content for path, content in found.items() if content is not _GONE}
        for part in [part for path, part in found.items() if path.startswith("skill:")]:
            area = f"area:{part['area']}"
            if area not in found:  # one side removed the area, the other put a skill into it
                found[area] = self.mine.get(area) or self.theirs.get(area) or self.base[area]
        return found

    def part(self, path: str) -> Any:
        sides = tuple(side.get(path, _GONE) for side in (self.base, self.theirs, self.mine))
        if path == PROMOTION and not any(_names_a_role_twice(side) for side in sides):
            by_role = ({rule["role"]: rule for rule in side} for side in sides)
            return list(self.value(f"{path}#", *by_role, deep=False).values())
        return self.value(path, *sides)

    def value(self, path: str, base: Any, theirs: Any, mine: Any, *, deep: bool = True) -> Any:
        """One value, merged as deep as both sides are mappings, or ladders of the same length."""
        if mine in (theirs, base):
            return theirs
        if theirs == base:
            return mine
        if path.endswith(("#meaning", "meaning")) and isinstance(mine, int) and isinstance(theirs, int):
            return max(mine, theirs)
        if isinstance(theirs, dict) and isinstance(mine, dict):
            return self.table(path, base if isinstance(base, dict) else {}, theirs, mine, deep)
        if deep and _same_ladder(path, base, theirs, mine):
            sides = zip(base, theirs, mine, strict=True)
            return [self.value(f"{path}.{rank}", *three) for rank, three in enumerate(sides)]
        self.conflicts.append(Conflict(path, base, theirs, mine))
        return mine if self.choices.get(path) == "mine" else theirs

    def table(self, path: str, base: dict, theirs: dict, mine: dict, deep: bool) -> dict:  # noqa: FBT001
        start = path if path.endswith("#") else f"{path}." if "#" in path else f"{path}#"
        found = {}
        for key in dict.fromkeys([*theirs, *mine]):
            sides = (base.get(key, _GONE), theirs.get(key, _GONE), mine.get(key, _GONE))
            if deep:
                found[key] = self.value(f"{start}{key}", *sides)
            else:
                found[key] = self.whole(f"{start}{key}", *sides)
        return {key: value for key, value in found.items() if value is not _GONE}

    def whole(self, path: str, base: Any, theirs: Any, mine: Any) -> Any:
        """A value that makes sense as a whole alone, such as a promotion rule."""
        if mine in (theirs, base):
            return theirs
        if theirs == base:
            return mine
        self.conflicts.append(Conflict(path, base, theirs, mine))
        return mine if self.choices.get(path) == "mine" else theirs


def _names_a_role_twice(rules: Sequence[Mapping[str, Any]]) -> bool:
    return len({rule["role"] for rule in rules}) < len(rules)


def _same_ladder(path: str, *sides: Any) -> bool:
    ladder = path.endswith(("descriptors", "levels"))
    return (
        ladder and all(isinstance(side, list) for side in sides) and len({len(side) for side in sides}) == 1
    )


def _order(
    base: Mapping[str, list[str]], theirs: Mapping[str, list[str]], mine: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """Mine where I moved something, with what is new on their side after what it follows there."""
    merged = {}
    for kind, placed in theirs.items():
        found = list(placed)
        if mine[kind] != base[kind]:
            found = list(mine[kind])
            for place, slug in enumerate(placed):
                if slug not in found and slug not in base[kind]:
                    before = next((s for s in reversed(placed[:place]) if s in found), None)
                    found.insert(found.index(before) + 1 if before else 0, slug)
        merged[kind] = found
    return merged
