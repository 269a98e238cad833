"""Another scale: more levels, fewer, or others, with a stated place for each old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.draft.levels import Levels, moved
from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Refused, Source
from skillmatrix.taxonomy.draft.wording import went_to
from skillmatrix.taxonomy.parts import SCALE


def rescale(draft: Source, levels: Levels, mapping: Mapping[str, int]) -> Outcome:
    """Replace the scale by `levels` ({name, descriptor} each); `mapping` gives each present level its new rank.

    Everything that names a level moves along. What is kept as `rescale` leads from the base version's levels, also
    where this draft moved them before. Raises `Refused`.
    """
    bench = Bench(draft)
    names = [level["name"] for level in bench.parts[SCALE]["levels"]]
    _sound_levels(levels)
    ranks = _sound_mapping(names, mapping, len(levels))
    earlier = _earlier(bench)
    base_names = [level["name"] for level in bench.base[SCALE]["levels"]]
    whole = tuple(ranks[rank] for rank in earlier)
    _tellable(base_names, levels, whole)
    _say_loss(bench, base_names, levels, whole)
    _say_targets(bench, ranks)
    bench.parts = moved(bench.parts, [dict(level) for level in levels], ranks, frozenset(earlier))
    straight = whole == tuple(range(len(levels)))
    bench.parts[SCALE]["rescale"] = {} if straight else dict(zip(base_names, whole, strict=True))
    return bench.outcome(_("Levels changed: %(names)s") % {"names": ", ".join(_names(levels))})


def _names(levels: Levels) -> list[str]:
    return [level["name"] for level in levels]


def _sound_levels(levels: Levels) -> None:
    if not 3 <= len(levels) <= 10:
        message = _("A scale has 3 to 10 levels, not %(count)d. Add or remove some.")
        raise Refused(message % {"count": len(levels)})
    for rank, level in enumerate(levels):
        if not level.get("name", "").strip() or not level.get("descriptor", "").strip():
            raise Refused(_("Level %(rank)d needs a name and a sentence.") % {"rank": rank})
    names = _names(levels)
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Refused(_("Two levels are called “%(name)s”. Give each its own name.") % {"name": twice})


def _sound_mapping(names: Sequence[str], mapping: Mapping[str, int], count: int) -> tuple[int, ...]:
    if unknown := next((name for name in mapping if name not in names), None):
        raise Refused(_("There is no level “%(name)s”. Reload the page.") % {"name": unknown[:80]})
    if missing := next((name for name in names if name not in mapping), None):
        raise Refused(_("Say where “%(name)s” goes.") % {"name": missing})
    ranks = tuple(mapping[name] for name in names)
    if wrong := next((rank for rank in ranks if not 0 <= rank < count), None):
        raise Refused(
            _("There is no new level %(rank)d. Choose one from 0 to %(top)d.")
            % {"rank": wrong, "top": count - 1}
        )
    for rank in range(1, len(ranks)):
        if ranks[rank] < ranks[rank - 1]:
            message = _("“%(higher)s” would go below “%(lower)s”. Keep the levels in their order.")
            raise Refused(message % {"higher": names[rank], "lower": names[rank - 1]})
    return ranks


def _earlier(bench: Bench) -> tuple[int, ...]:
    """Where the base's levels are in this draft so far."""
    try:
        ranks = went_to(bench.base, bench.parts)
    except ValueError:
        message = _(
            "The number of levels in this draft was changed without saying where the old ones went. Undo that "
            "change first."
        )
        raise Refused(message) from None
    return tuple(range(len(bench.base[SCALE]["levels"]))) if ranks is None else ranks


def _tellable(old: Sequence[str], levels: Levels, whole: Sequence[int]) -> None:
    """A published document tells a moved scale by its names."""
    if list(old) == _names(levels) and list(whole) != list(range(len(levels))):
        message = _(
            "These are the names of the published levels, so nobody could tell old from new. Rename one."
        )
        raise Refused(message)


def _say_loss(bench: Bench, old: Sequence[str], levels: Levels, whole: Sequence[int]) -> None:
    bench.say(_("Every rating takes the new level that you gave its old one."))
    for rank, level in enumerate(levels):
        together = [name for name, to in zip(old, whole, strict=True) if to == rank]
        says = {"name": level["name"], "names": ", ".join(f"“{found}”" for found in together)}
        if not together:
            bench.say(_("Nobody stands at “%(name)s” at first: no level became it."), name=level["name"])
        elif len(together) > 1:
            message = _("%(names)s fall together as “%(name)s”: only the history still tells them apart.")
            bench.say(message, **says)


def _say_targets(bench: Bench, ranks: Sequence[int]) -> None:
    gone = [
        f"{role['name']}: {bench.parts.get(f'skill:{slug}', {}).get('name', slug)}"
        for role in bench.each("role").values()
        for slug, (level, _weight) in role["targets"].items()
        if level and not ranks[min(level, len(ranks) - 1)]
    ]
    if gone:
        message = ngettext(
            "%(count)d target is removed, as its level is now the lowest: %(names)s.",
            "%(count)d targets are removed, as their level is now the lowest: %(names)s.",
            len(gone),
        )
        more = "" if len(gone) <= 5 else ", …"
        bench.say(message, count=len(gone), names=", ".join(gone[:5]) + more)
