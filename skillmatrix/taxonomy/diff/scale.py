"""What is different in the scale: levels reworded, or moved with what that loses."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Change, Compared, Sentence, Tone, What
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Level


def of_scale(sides: Sides) -> Iterator[Change]:
    """Yield one change for a scale with other levels, or one for each level with other words."""
    old, new = sides.old, sides.new
    if sides.levels is not None or len(old.scale) != len(new.scale):
        yield _rescaled(sides)
        return
    for before, after in zip(old.scale, new.scale, strict=True):
        yield from _reworded(before, after)
    names = [[level.name for level in scale] for scale in (old.scale, new.scale)]
    explained = names[0] != names[1] and set(new.rescale) == set(names[0])
    if old.rescale != new.rescale and not explained:
        sentence = _("What became of the levels of an earlier scale is stated differently; no rating changes")
        texts = (Compared(_stated(old.rescale), _stated(new.rescale)),)
        yield Change(What.SETTING, Tone.CHANGED, Sentence(sentence), texts)


def _reworded(before: Level, after: Level) -> Iterator[Change]:
    names = {"level": f"{after.rank} {after.name}"}
    if before.name != after.name:
        names = {"before": f"{before.rank} {before.name}", "after": after.name}
        yield Change(What.RENAMED, Tone.CHANGED, Sentence(_("Level %(before)s renamed %(after)s"), names))
        names = {"level": f"{after.rank} {after.name}"}
    if before.descriptor != after.descriptor:
        texts = (Compared(before.descriptor, after.descriptor),)
        yield Change(What.REWORDED, Tone.CHANGED, Sentence(_("Level %(level)s reworded"), names), texts)


def _rescaled(sides: Sides) -> Change:
    values = {"before": len(sides.old.scale), "after": len(sides.new.scale)}
    if sides.levels is None:
        sentence = Sentence(
            _("The scale has %(after)s levels instead of %(before)s; nothing says where each went"),
            {},
            values,
        )
        texts = tuple(text for _rank, text in _levels(sides))
    else:
        template = _("The scale has %(after)s levels instead of %(before)s: %(mapping)s. %(loss)s")
        if values["before"] == values["after"]:
            template = _("The levels of the scale are moved: %(mapping)s. %(loss)s")
        said = {**values, "mapping": mapping_in_words(sides), "loss": loss_in_words(sides)}
        sentence = Sentence(template, {}, said)
        texts = tuple(text for _rank, text in _levels(sides))
    return Change(What.RESCALED, Tone.MOVED, sentence, texts)


def mapping_in_words(sides: Sides) -> str:
    """Where each old level goes: “0 New → 0 None, 1 Aware → 1 Some”."""
    pairs = zip(sides.old.scale, sides.levels or (), strict=True)
    return ", ".join(
        f"{before.rank} {before.name} → {rank} {sides.new.scale[rank].name}" for before, rank in pairs
    )


def loss_in_words(sides: Sides) -> str:
    """Which old levels can no longer be told apart, and which new ones nobody holds yet."""
    levels = sides.levels or ()
    said = []
    for after in sides.new.scale:
        together = [sides.old.scale[old].name for old, new in enumerate(levels) if new == after.rank]
        if len(together) > 1:
            text = _("%(levels)s can no longer be told apart.")
            said.append(text % {"levels": _(" and ").join(together)})
    empty = [level.name for level in sides.new.scale if level.rank not in levels]
    if empty:
        said.append(_("Nobody holds %(levels)s yet.") % {"levels": ", ".join(empty)})
    return " ".join(said) or _("Nothing is lost.")


def _levels(sides: Sides) -> Iterator[tuple[int, Compared]]:
    """The words of each new level beside those of the levels that became it."""
    before, after = (
        tuple(f"{level.name}: {level.descriptor}" for level in scale)
        for scale in (sides.old.scale, sides.new.scale)
    )
    for rank, text in sides.sentences(before, after):
        label = _("Level %(level)s") % {"level": rank}
        yield rank, Compared(text.before, text.after, label)


def _stated(rescale: object) -> str | None:
    entries = dict(rescale).items() if rescale else ()  # type: ignore[call-overload]
    return ", ".join(f"{name} → {rank}" for name, rank in entries) or None
