"""What is different in the roles, beside what they ask (`targets.py` tells that with each skill)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Change, Compared, Group, Sentence, Tone, What
from skillmatrix.taxonomy.diff.presence import added_role, removed_role
from skillmatrix.taxonomy.diff.sequences import reordered
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Role


def of_roles(sides: Sides) -> Iterator[Group]:
    """Yield the roles that came, went or say something else, in the new order, those that went last."""
    old, new = sides.old.roles, sides.new.roles
    if reordered(old, new):
        change = Change(What.REORDERED, Tone.MOVED, Sentence(_("The roles stand in another order")))
        yield Group("", "", (change,))
    for slug, role in new.items():
        changes = tuple(_of_role(sides, old[slug], role)) if slug in old else (added_role(sides, role),)
        if changes:
            yield Group(slug, role.name, changes)
    for slug, role in old.items():
        if slug not in new:
            yield Group(slug, role.name, (removed_role(sides, role),))


def _of_role(sides: Sides, old: Role, new: Role) -> Iterator[Change]:
    names = {"role": new.name}
    if old.name != new.name:
        renamed = Sentence(_("Role %(before)s renamed %(after)s"), {"before": old.name, "after": new.name})
        yield Change(What.RENAMED, Tone.CHANGED, renamed, role=new.slug)
    if old.summary != new.summary:
        text = Compared(old.summary or None, new.summary or None)
        sentence = Sentence(_("%(role)s, summary reworded"), names)
        yield Change(What.REWORDED, Tone.CHANGED, sentence, (text,), role=new.slug)
    for template, before, after in (
        (_("%(role)s, short name: %(before)s → %(after)s"), old.short, new.short),
        (_("%(role)s, track: %(before)s → %(after)s"), old.track, new.track),
    ):
        if before != after:
            yield _setting(new, template, before, after)
    if old.next_roles != new.next_roles:
        before, after = (
            ", ".join(side.roles[slug].name for slug in role.next_roles)
            for side, role in ((sides.old, old), (sides.new, new))
        )
        yield _setting(new, _("%(role)s, next roles: %(before)s → %(after)s"), before, after)
    if old.promotion != new.promotion:
        template = _("%(role)s has no promotion rule any more")
        if new.promotion:
            template = _("%(role)s has a promotion rule")
        yield Change(What.SETTING, Tone.CHANGED, Sentence(template, names), role=new.slug)


def _setting(role: Role, template: str, before: str, after: str) -> Change:
    values = {"before": before or _("none"), "after": after or _("none")}
    sentence = Sentence(template, {"role": role.name}, values)
    return Change(What.SETTING, Tone.CHANGED, sentence, role=role.slug)
