"""What is different in the promotion rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Change, Compared, Group, Sentence, Tone, What
from skillmatrix.taxonomy.diff.sequences import keyed, reordered
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Condition, Pillar, PromotionRule, Taxonomy
from skillmatrix.taxonomy.wording import in_words


def of_promotion(sides: Sides) -> Iterator[Group]:
    """Yield the rules that came, went or say something else, each under its role."""
    old, new = (keyed(side.promotion, lambda rule: rule.role) for side in (sides.old, sides.new))
    if reordered(old, new):
        change = Change(What.REORDERED, Tone.MOVED, Sentence(_("The promotion rules stand in another order")))
        yield Group("", "", (change,))
    for key in dict.fromkeys([*new, *old]):
        slug = str(key[0])
        name = (sides.new.roles.get(slug) or sides.old.roles[slug]).name
        changes = tuple(_of_rule(sides, name, old.get(key), new.get(key)))
        if changes:
            yield Group(slug, name, changes)


def _of_rule(
    sides: Sides, role: str, old: PromotionRule | None, new: PromotionRule | None
) -> Iterator[Change]:
    names, slug = {"role": role}, (new or old).role  # type: ignore[union-attr]
    if old is None or new is None:
        text = Compared(_whole(sides.old, old) if old else None, _whole(sides.new, new) if new else None)
        what, tone, template = What.ADDED, Tone.ADDED, _("Promotion to %(role)s: rule added")
        if new is None:
            what, tone, template = What.REMOVED, Tone.REMOVED, _("Promotion to %(role)s: rule removed")
        yield Change(what, tone, Sentence(template, names), (text,), role=slug)
        return
    if old.needed != new.needed:
        values = {"before": old.needed, "after": new.needed}
        template = _("Promotion to %(role)s: pillars needed %(before)s → %(after)s")
        yield Change(What.SETTING, Tone.CHANGED, Sentence(template, names, values), role=slug)
    base = [(rule.base_role, rule.base_slack, rule.base_skills) for rule in (old, new)]
    if base[0] != base[1]:
        text = Compared(_base(sides.old, old), _base(sides.new, new))
        sentence = Sentence(_("Promotion to %(role)s: what has to hold besides is another"), names)
        yield Change(What.SETTING, Tone.CHANGED, sentence, (text,), role=slug)
    yield from _pillars(sides, names, old, new)


def _pillars(sides: Sides, names: dict[str, str], old: PromotionRule, new: PromotionRule) -> Iterator[Change]:
    before, after = (keyed(rule.pillars, lambda pillar: pillar.slug) for rule in (old, new))
    if reordered(before, after):
        sentence = Sentence(_("Promotion to %(role)s: the pillars stand in another order"), names)
        yield Change(What.REORDERED, Tone.MOVED, sentence, role=new.role)
    for key in dict.fromkeys([*after, *before]):
        was, is_now = before.get(key), after.get(key)
        moved = _carried(sides, was) if was else None
        if moved == is_now:
            continue
        said = {**names, "pillar": (is_now or was).name}  # type: ignore[union-attr]
        text = Compared(
            _pillar(sides.old, old, was) if was else None, _pillar(sides.new, new, is_now) if is_now else None
        )
        what, tone, template = (
            What.SETTING,
            Tone.CHANGED,
            _("Promotion to %(role)s: pillar %(pillar)s changed"),
        )
        if was is None:
            what, tone, template = What.ADDED, Tone.ADDED, _("Promotion to %(role)s: pillar %(pillar)s added")
        elif is_now is None:
            what, tone = What.REMOVED, Tone.REMOVED
            template = _("Promotion to %(role)s: pillar %(pillar)s removed")
        elif moved and moved.conditions == is_now.conditions:
            what, template = What.REWORDED, _("Promotion to %(role)s: pillar %(pillar)s reworded")
        yield Change(what, tone, Sentence(template, said), (text,), role=new.role)


def _carried(sides: Sides, pillar: Pillar) -> Pillar:
    """An old pillar on the new scale."""

    def moved(condition: Condition) -> Condition:
        return replace(condition, level=sides.carried(condition.level))

    return replace(pillar, conditions=tuple(map(moved, pillar.conditions)))


def _whole(taxonomy: Taxonomy, rule: PromotionRule) -> str:
    words = in_words(taxonomy, rule)
    pillars = (_pillar(taxonomy, rule, pillar) for pillar in rule.pillars)
    return "\n".join([words.needed, *pillars, *([words.base] if words.base else [])])


def _pillar(taxonomy: Taxonomy, rule: PromotionRule, pillar: Pillar) -> str:
    words = in_words(taxonomy, replace(rule, pillars=(pillar,))).pillars[0]
    return "\n".join([f"{words.name}: {words.summary}", *words.conditions])


def _base(taxonomy: Taxonomy, rule: PromotionRule) -> str | None:
    skills = ", ".join(taxonomy.skills[slug].name for slug in rule.base_skills)
    return "\n".join(text for text in (in_words(taxonomy, rule).base, skills) if text) or None
