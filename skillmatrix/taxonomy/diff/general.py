"""What is different for the whole document: its name and settings, the scale, kinds, rules, areas' order, translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.diff.change import Change, Compared, Sentence, Tone, What
from skillmatrix.taxonomy.diff.scale import of_scale
from skillmatrix.taxonomy.diff.sequences import pairs, reordered
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Kind, KindDefaults
from skillmatrix.taxonomy.templatetags.taxonomy_words import kind_name


def of_document(sides: Sides) -> Iterator[Change]:
    """Yield what belongs to no area, role or promotion rule."""
    yield from _names(sides)
    yield from of_scale(sides)
    yield from _ranks(sides)
    for kind in Kind:
        yield from _kind(sides, kind, sides.old.kinds[kind], sides.new.kinds[kind])
    yield from _rules(sides)
    if reordered(*([area.slug for area in side.areas] for side in (sides.old, sides.new))):
        yield Change(What.REORDERED, Tone.MOVED, Sentence(_("The areas stand in another order")))
    yield from _translations(sides.old.translations, sides.new.translations)


def _names(sides: Sides) -> Iterator[Change]:
    old, new = sides.old, sides.new
    if old.name != new.name:
        sentence = Sentence(
            _("The taxonomy %(before)s renamed %(after)s"), {"before": old.name, "after": new.name}
        )
        yield Change(What.RENAMED, Tone.CHANGED, sentence)
    if old.language != new.language:
        values = {"before": old.language, "after": new.language}
        sentence = Sentence(_("The language of the texts: %(before)s → %(after)s"), {}, values)
        yield Change(What.SETTING, Tone.CHANGED, sentence)


def _ranks(sides: Sides) -> Iterator[Change]:
    old, new = sides.old, sides.new
    for template, before, after in (
        (
            _("An example is asked for from level %(before)s → %(after)s"),
            old.evidence_from,
            new.evidence_from,
        ),
        (_("A skill counts as covered from level %(before)s → %(after)s"), old.coverage, new.coverage),
    ):
        if sides.carried(before) != after:
            values = {"before": sides.was(before), "after": sides.level(after)}
            yield Change(What.SETTING, Tone.CHANGED, Sentence(template, {}, values))


def _kind(sides: Sides, kind: Kind, old: KindDefaults, new: KindDefaults) -> Iterator[Change]:
    name = {"kind": kind_name(kind)}
    for rank, text in sides.sentences(old.descriptors, new.descriptors):
        sentence = Sentence(_("Sentences of every %(kind)s, level %(level)s reworded"), name, {"level": rank})
        yield Change(What.REWORDED, Tone.CHANGED, sentence, (text,))
    for template, before, after in (
        (_("Effort of every %(kind)s: %(before)s → %(after)s"), old.effort, new.effort),
        (
            _("A rating of a %(kind)s stays fresh for %(before)s → %(after)s months"),
            old.review_months,
            new.review_months,
        ),
    ):
        if before != after:
            values = {"before": f"{before:g}", "after": f"{after:g}"}
            yield Change(What.SETTING, Tone.CHANGED, Sentence(template, name, values))


def _rules(sides: Sides) -> Iterator[Change]:
    old, new = sides.old.rating_rules, sides.new.rating_rules
    if old != new and sorted(old) == sorted(new):
        yield Change(What.REORDERED, Tone.MOVED, Sentence(_("The rules for rating stand in another order")))
        return
    for before, after in pairs(old, new):
        text = Compared(before and "\n".join(before), after and "\n".join(after))
        what, tone, sentence = What.REWORDED, Tone.CHANGED, _("A rule for rating reworded")
        if before is None:
            what, tone, sentence = What.ADDED, Tone.ADDED, _("A rule for rating added")
        elif after is None:
            what, tone, sentence = What.REMOVED, Tone.REMOVED, _("A rule for rating removed")
        yield Change(what, tone, Sentence(sentence), (text,))


def _translations(
    old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]
) -> Iterator[Change]:
    """One line a language; its texts are those that came, went or changed, each with its path."""
    for language in sorted({*old, *new}):
        before, after = old.get(language, {}), new.get(language, {})
        paths = [path for path in dict.fromkeys([*after, *before]) if before.get(path) != after.get(path)]
        if not paths and (language in old) == (language in new):
            continue
        template = ngettext(
            "Translation into %(language)s: %(count)s text differs",
            "Translation into %(language)s: %(count)s texts differ",
            len(paths),
        )
        yield Change(
            What.TRANSLATED,
            _tone(language in old, language in new),
            Sentence(template, {"language": language}, {"count": len(paths)}),
            tuple(Compared(before.get(path), after.get(path), path) for path in paths),
        )


def _tone(was: bool, is_now: bool) -> Tone:  # noqa: FBT001
    if was and is_now:
        return Tone.CHANGED
    return Tone.ADDED if is_now else Tone.REMOVED
