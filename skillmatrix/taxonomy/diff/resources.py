"""What is different in what a skill is learnt from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Change, Compared, Sentence, Tone, What
from skillmatrix.taxonomy.diff.sequences import keyed, reordered
from skillmatrix.taxonomy.diff.sides import Sides
from skillmatrix.taxonomy.document import Resource, Skill


def of_resources(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    """Yield one change for each resource that came, went or says something else."""
    carried = [replace(found, level=sides.carried(found.level)) for found in old.resources]
    before, after = (keyed(found, lambda resource: resource.title) for found in (carried, new.resources))
    if reordered(before, after):
        sentence = Sentence(_("%(skill)s, resources in another order"), {"skill": new.name})
        yield Change(What.REORDERED, Tone.MOVED, sentence, skill=new.slug)
    for key in dict.fromkeys([*after, *before]):
        was, is_now = before.get(key), after.get(key)
        if was == is_now:
            continue
        what, tone, template = What.RESOURCE_CHANGED, Tone.CHANGED, _("%(skill)s, resource %(title)s changed")
        if was is None:
            what, tone, template = What.RESOURCE_ADDED, Tone.ADDED, _("%(skill)s, resource %(title)s added")
        elif is_now is None:
            what, tone = What.RESOURCE_REMOVED, Tone.REMOVED
            template = _("%(skill)s, resource %(title)s removed")
        names = {"skill": new.name, "title": str(key[0])}
        text = Compared(_in_words(sides, was), _in_words(sides, is_now))
        yield Change(what, tone, Sentence(template, names), (text,), skill=new.slug)


def _in_words(sides: Sides, found: Resource | None) -> str | None:
    if found is None:
        return None
    said = {"kind": found.kind, "by": found.by, "level": sides.level(found.level)}
    return " ".join(
        [_("%(kind)s by %(by)s, for level %(level)s") % said, *([found.url] if found.url else [])]
    )
