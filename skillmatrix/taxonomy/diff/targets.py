"""What is different in what roles ask of one skill: told with the skill, not with the roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Change, Sentence, Tone, What
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Role, Target, Taxonomy
from skillmatrix.taxonomy.templatetags.taxonomy_words import weight_in_words


def of_targets(sides: Sides, slug: str, *, silent_removals: bool = False) -> Iterator[Change]:
    """Yield one change for each role on both sides that asks something else of the skill.

    `silent_removals`: targets that went are told with the skill, which went as well.
    """
    for role in kept_roles(sides):
        before, after = sides.old.roles[role.slug].targets.get(slug), role.targets.get(slug)
        moved = Target(sides.carried(before.level), before.weight) if before else None
        if moved != after and not (silent_removals and after is None):
            yield _change(sides, slug, role, before, after)


def kept_roles(sides: Sides) -> tuple[Role, ...]:
    """The roles on both sides, as they are now."""
    return tuple(role for slug, role in sides.new.roles.items() if slug in sides.old.roles)


def asked_of(taxonomy: Taxonomy, slug: str, roles: Iterable[Role]) -> str:
    """Return what roles ask of a skill that came or went, a role a line; "" where none asks."""
    return "\n".join(
        f"{role.name}: {_target(taxonomy, target)}" for role in roles if (target := role.targets.get(slug))
    )


def role_targets(taxonomy: Taxonomy, role: Role) -> str:
    """Everything a role asks, a skill a line, in the order of the document."""
    order = sorted(role.targets, key=lambda slug: taxonomy.position[slug])
    return "\n".join(
        f"{taxonomy.skills[slug].name}: {_target(taxonomy, role.targets[slug])}" for slug in order
    )


def _target(taxonomy: Taxonomy, target: Target) -> str:
    level = f"{target.level} {taxonomy.scale[target.level].name}"
    return f"{level}, {weight_in_words(target.weight)}" if target.weight > 1 else level


def _change(sides: Sides, slug: str, role: Role, before: Target | None, after: Target | None) -> Change:
    skill = sides.new.skills.get(slug) or sides.old.skills[slug]
    names = {"role": role.name, "skill": skill.name}
    values = {
        "before": sides.was(before.level if before else None),
        "after": sides.level(after.level if after else None),
        "weight": _weight(before, after),
    }
    template = _("Target of %(role)s for %(skill)s: %(before)s → %(after)s%(weight)s")
    step = after.level - sides.carried(before.level) if before and after else None
    if step == 0:
        what, tone = What.TARGET_WEIGHT, Tone.CHANGED
        template = _("Target of %(role)s for %(skill)s: still %(after)s%(weight)s")
    elif before is None:
        what, tone = What.TARGET_ADDED, Tone.ADDED
    elif after is None:
        what, tone = What.TARGET_REMOVED, Tone.REMOVED
    else:
        what = What.TARGET_RAISED if step and step > 0 else What.TARGET_LOWERED
        tone = Tone.CHANGED
    return Change(what, tone, Sentence(template, names, values), skill=slug, role=role.slug)


def _weight(before: Target | None, after: Target | None) -> str:
    """The weight, where it is another one, or a new target's counts more than usual."""
    was, is_now = before.weight if before else 1, after.weight if after else None
    if is_now is None or was == is_now:
        return ""
    if before is None:
        return _(", weight ×%(weight)s") % {"weight": is_now}
    return _(", weight ×%(before)s → ×%(after)s") % {"before": was, "after": is_now}
