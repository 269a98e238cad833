"""What is different in one skill that stands on both sides, beside its targets."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from skillmatrix.taxonomy.diff.change import Change, Compared, Sentence, Tone, What
from skillmatrix.taxonomy.diff.resources import of_resources
from skillmatrix.taxonomy.diff.sequences import reordered
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Skill, Taxonomy
from skillmatrix.taxonomy.templatetags.taxonomy_words import kind_name, principle_name


def of_skill(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    """Yield the changes of a skill in the order in which they matter."""
    yield from _place(sides, old, new)
    yield from _state(sides, old, new)
    yield from _meaning(old, new)
    yield from _texts(old, new)
    yield from _ladder(sides, old, new)
    yield from _prerequisites(sides, old, new)
    yield from of_resources(sides, old, new)
    yield from _switches(old, new)
    yield from _settings(sides, old, new)


def own_ladder(taxonomy: Taxonomy, skill: Skill) -> tuple[str, ...] | None:
    """Return the sentences that the skill has of its own; None where those of its kind hold."""
    return None if skill.descriptors == taxonomy.kinds[skill.kind].descriptors else skill.descriptors


def _place(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    if old.name != new.name:
        names = {"before": old.name, "after": new.name}
        yield Change(
            What.RENAMED, Tone.CHANGED, Sentence(_("%(before)s renamed %(after)s"), names), skill=new.slug
        )
    if old.area != new.area:
        names = {"skill": new.name}
        values = {
            "before": sides.old.area_of[old.slug].name,
            "after": sides.new.area_of[new.slug].name,
        }
        sentence = Sentence(_("%(skill)s moved from “%(before)s” to “%(after)s”"), names, values)
        yield Change(What.MOVED, Tone.MOVED, sentence, skill=new.slug)


def _state(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    """In use, retired, merged into another: one change from one of these to another."""
    if (old.retired, old.replaced_by, old.merged) == (new.retired, new.replaced_by, new.merged):
        return
    names = {"skill": new.name}
    successor = sides.new.skills.get(new.replaced_by)
    if successor:
        names["successor"] = successor.name
    what, tone, again = What.SUCCESSOR, Tone.CHANGED, False
    if new.merged and not old.merged:
        what, again = What.MERGED, True
        template = _("%(skill)s merged into %(successor)s, which takes its ratings over")
        tone = Tone.REMOVED
    elif new.retired and not old.retired:
        what, tone = What.RETIRED, Tone.REMOVED
        template = (
            _("%(skill)s retired; its successor is %(successor)s") if successor else _("%(skill)s retired")
        )
    elif old.retired and not new.retired:
        what, tone, template = What.BROUGHT_BACK, Tone.ADDED, _("%(skill)s brought back")
    elif successor:
        template = _("%(skill)s is retired; its successor is %(successor)s from now on")
    else:
        template = _("%(skill)s is retired and has no successor any more")
    yield Change(what, tone, Sentence(template, names), skill=new.slug, asks_again=again)


def _meaning(old: Skill, new: Skill) -> Iterator[Change]:
    if old.meaning != new.meaning:
        sentence = Sentence(_("%(skill)s means something else now"), {"skill": new.name})
        yield Change(What.MEANING, Tone.CHANGED, sentence, skill=new.slug, asks_again=True)
    if old.split_from != new.split_from:
        sentence = Sentence(_("%(skill)s names another skill as its origin"), {"skill": new.name})
        text = Compared(old.split_from or None, new.split_from or None)
        yield Change(What.SETTING, Tone.CHANGED, sentence, (text,), skill=new.slug)


def _texts(old: Skill, new: Skill) -> Iterator[Change]:
    for template, before, after in (
        (_("%(skill)s, definition reworded"), old.definition, new.definition),
        (_("%(skill)s, evidence reworded"), old.evidence, new.evidence),
        (_("%(skill)s, usual over-rating reworded"), old.watch_out, new.watch_out),
        (_("%(skill)s, interview questions changed"), "\n".join(old.interview), "\n".join(new.interview)),
    ):
        if before != after:
            text = Compared(before or None, after or None)
            sentence = Sentence(template, {"skill": new.name})
            yield Change(What.REWORDED, Tone.CHANGED, sentence, (text,), skill=new.slug)


def _ladder(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    """Sentences of its own; those of a kind are told with the kind, or with the skill's change of kind."""
    names = {"skill": new.name}
    before, after = own_ladder(sides.old, old), own_ladder(sides.new, new)
    if before is None and after is None:
        return
    different = sides.sentences(old.descriptors, new.descriptors)
    for rank, text in different:
        sentence = Sentence(_("%(skill)s, level %(level)s reworded"), names, {"level": rank})
        yield Change(What.REWORDED, Tone.CHANGED, sentence, (text,), skill=new.slug)
    if not different and (before is None or after is None):
        template = _("%(skill)s has sentences of its own now, worded as before")
        if after is None:
            template = _("%(skill)s has the sentences of its kind now, worded as its own were")
        yield Change(What.LADDER, Tone.CHANGED, Sentence(template, names), skill=new.slug)


def _prerequisites(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    if reordered(old.prerequisites, new.prerequisites):
        sentence = Sentence(_("%(skill)s, prerequisites in another order"), {"skill": new.name})
        yield Change(What.REORDERED, Tone.MOVED, sentence, skill=new.slug)
    for slug in dict.fromkeys([*new.prerequisites, *old.prerequisites]):
        if (slug in old.prerequisites) == (slug in new.prerequisites):
            continue
        came = slug in new.prerequisites
        names = {"skill": new.name, "needed": (sides.new if came else sides.old).skills[slug].name}
        what, tone, template = (
            What.PREREQUISITE_REMOVED,
            Tone.REMOVED,
            _("%(skill)s no longer needs %(needed)s"),
        )
        if came:
            what, tone, template = What.PREREQUISITE_ADDED, Tone.ADDED, _("%(skill)s needs %(needed)s")
        yield Change(what, tone, Sentence(template, names), skill=new.slug)


def _switches(old: Skill, new: Skill) -> Iterator[Change]:
    for what, was, is_now, template in (
        (
            What.OPTIONAL,
            old.optional,
            new.optional,
            _("%(skill)s is optional") if new.optional else _("%(skill)s is no longer optional"),
        ),
        (
            What.OFF,
            old.off,
            new.off,
            _("%(skill)s is off: nobody is asked") if new.off else _("%(skill)s is on again"),
        ),
        (
            What.SETTING,
            old.quick,
            new.quick,
            _("%(skill)s is in the first short session")
            if new.quick
            else _("%(skill)s left the first short session"),
        ),
        (
            What.SETTING,
            old.overlooked,
            new.overlooked,
            _("%(skill)s is asked early, as people tend to forget it")
            if new.overlooked
            else _("%(skill)s is no longer asked early"),
        ),
    ):
        if was != is_now:
            yield Change(what, Tone.CHANGED, Sentence(template, {"skill": new.name}), skill=new.slug)


def _settings(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    names = {"skill": new.name}
    if old.kind != new.kind:
        values = {"before": kind_name(old.kind), "after": kind_name(new.kind)}
        template = _("%(skill)s, kind %(before)s → %(after)s")
        yield Change(What.KIND, Tone.CHANGED, Sentence(template, names, values), skill=new.slug)
    for template, before, after in (
        (_("%(skill)s, effort %(before)s → %(after)s"), _number(old.effort), _number(new.effort)),
        (
            _("%(skill)s, a rating stays fresh for %(before)s → %(after)s months"),
            _number(old.review_months),
            _number(new.review_months),
        ),
        (
            _("%(skill)s, an example is asked for from level %(before)s → %(after)s"),
            *_ranks(sides, old.evidence_from, new.evidence_from),
        ),
        (
            _("%(skill)s counts as covered from level %(before)s → %(after)s"),
            *_ranks(sides, old.coverage, new.coverage),
        ),
        (
            _("%(skill)s, in a summary: %(before)s → %(after)s"),
            _principle(old.principle),
            _principle(new.principle),
        ),
    ):
        if before != after:
            values = {"before": before, "after": after}
            yield Change(What.SETTING, Tone.CHANGED, Sentence(template, names, values), skill=new.slug)


def _ranks(sides: Sides, before: int | None, after: int | None) -> tuple[str, str]:
    usual = pgettext("setting", "as usual")
    was = usual if before is None else sides.was(before)
    return was, usual if after is None else sides.level(after)


def _principle(value: str) -> str:
    return principle_name(value) if value else pgettext("setting", "as usual")


def _number(value: float | None) -> str:
    return pgettext("setting", "as usual") if value is None else f"{value:g}"
