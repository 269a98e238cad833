"""`diff(old, new)`: every change between two taxonomies, exactly once.

A change is told with what it is about. What a role asks of a skill belongs to the skill; a skill or role that
came or went is told in one change with everything it says; what merely follows from a change of the scale is not
told again. `tests/taxonomy/diff/` holds that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.diff.change import (
    Change,
    Compared,
    Difference,
    Group,
    Section,
    Sentence,
    Tone,
    What,
)
from skillmatrix.taxonomy.diff.general import of_document
from skillmatrix.taxonomy.diff.presence import added_skill, asked_before, removed_skill
from skillmatrix.taxonomy.diff.promotion import of_promotion
from skillmatrix.taxonomy.diff.roles import of_roles
from skillmatrix.taxonomy.diff.sequences import reordered
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.diff.skills import of_skill
from skillmatrix.taxonomy.diff.targets import of_targets
from skillmatrix.taxonomy.document import Area, Taxonomy
from skillmatrix.taxonomy.draft.wording import reworded
from skillmatrix.taxonomy.parts import split
from skillmatrix.taxonomy.templatetags.taxonomy_words import principle_name


def diff(old: Taxonomy, new: Taxonomy, *, levels: tuple[int, ...] | None = None) -> Difference:
    """Return what `new` says that `old` did not, and the other way round, in the reader's language.

    Empty exactly when the two have the same content. `levels` says where each old rank went where the two lie
    more than one version apart; else the newer document says it.
    """
    sides = Sides.of(old, new, levels)
    found = (section for section in _sections(sides) if section.groups)
    return Difference(tuple(found), tuple(_reworded(sides)))


def _sections(sides: Sides) -> Iterator[Section]:
    yield Section("general", _("General"), _group("", "", of_document(sides)))
    for area in sides.new.areas:
        yield Section(f"areas.{area.slug}", area.name, tuple(_of_area(sides, area)))
    kept = {area.slug for area in sides.new.areas}
    for area in sides.old.areas:
        if area.slug not in kept:
            yield Section(f"areas.{area.slug}", area.name, tuple(_of_removed_area(sides, area)))
    yield Section("roles", _("Roles"), tuple(of_roles(sides)))
    yield Section("promotion", _("Promotion"), tuple(of_promotion(sides)))


def _of_area(sides: Sides, area: Area) -> Iterator[Group]:
    old = next((found for found in sides.old.areas if found.slug == area.slug), None)
    yield from _group("", "", _area_itself(old, area))
    for slug in area.skills:
        yield from _group(slug, sides.new.skills[slug].name, _skill(sides, slug))
    yield from _removed_skills(sides, old)


def _area_itself(old: Area | None, new: Area) -> Iterator[Change]:
    if old is None:
        texts = (Compared(None, new.summary),) if new.summary else ()
        sentence = Sentence(_("Area %(area)s added"), {"area": new.name})
        yield Change(What.ADDED, Tone.ADDED, sentence, texts)
        return
    if old.name != new.name:
        renamed = Sentence(_("Area %(before)s renamed %(after)s"), {"before": old.name, "after": new.name})
        yield Change(What.RENAMED, Tone.CHANGED, renamed)
    if old.summary != new.summary:
        sentence = Sentence(_("Area %(area)s, summary reworded"), {"area": new.name})
        texts = (Compared(old.summary or None, new.summary or None),)
        yield Change(What.REWORDED, Tone.CHANGED, sentence, texts)
    if old.principle != new.principle:
        names = {"area": new.name}
        values = {"before": principle_name(old.principle), "after": principle_name(new.principle)}
        sentence = Sentence(_("Area %(area)s, in a summary: %(before)s → %(after)s"), names, values)
        yield Change(What.SETTING, Tone.CHANGED, sentence)
    if reordered(old.skills, new.skills):
        sentence = Sentence(_("The skills of %(area)s stand in another order"), {"area": new.name})
        yield Change(What.REORDERED, Tone.MOVED, sentence)


def _of_removed_area(sides: Sides, area: Area) -> Iterator[Group]:
    texts = (Compared(area.summary, None),) if area.summary else ()
    sentence = Sentence(_("Area %(area)s removed"), {"area": area.name})
    yield Group("", "", (Change(What.REMOVED, Tone.REMOVED, sentence, texts),))
    yield from _removed_skills(sides, area)


def _removed_skills(sides: Sides, area: Area | None) -> Iterator[Group]:
    for slug in area.skills if area else ():
        if slug not in sides.new.skills:
            skill = sides.old.skills[slug]
            yield Group(slug, skill.name, (removed_skill(sides, skill),))


def _skill(sides: Sides, slug: str) -> Iterator[Change]:
    old, new = sides.old.skills.get(slug), sides.new.skills[slug]
    if old is None:
        yield added_skill(sides, new)
        return
    goes = new.retired and not old.retired
    for change in of_skill(sides, old, new):
        if change.what in (What.RETIRED, What.MERGED) and goes and (asked := asked_before(sides, slug)):
            change = _with_targets(change, asked)  # noqa: PLW2901
        yield change
    yield from of_targets(sides, slug, silent_removals=goes)


def _with_targets(change: Change, asked: str) -> Change:
    texts = (*change.texts, Compared(asked, None, _("Targets")))
    return Change(change.what, change.tone, change.sentence, texts, change.skill, "", change.asks_again)


def _group(slug: str, name: str, changes: Iterator[Change]) -> tuple[Group, ...]:
    found = tuple(changes)
    return (Group(slug, name, found),) if found else ()


def _reworded(sides: Sides) -> Iterator[str]:
    """The rule of the draft decides which skills read differently, so that both ask about the same ones."""
    old, new = sides.old.skills, sides.new.skills
    found = set(reworded(*(split(content_of(side)) for side in (sides.old, sides.new))))
    return (slug for slug in sides.new.position if slug in found and old[slug].meaning == new[slug].meaning)
