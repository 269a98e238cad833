"""What points at a skill, when the skill goes: prerequisites, targets, promotion rules, successors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.draft.operations.outcome import Bench, Refused
from skillmatrix.taxonomy.graph import find_cycle
from skillmatrix.taxonomy.parts import PROMOTION


def replaced(slugs: Iterable[str], slug: str, instead: str | None, *, but: str = "") -> list[str]:
    """A list of slugs with one replaced or taken out, without repeats and without `but`."""
    swapped = (instead if found == slug else found for found in slugs)
    return [found for found in dict.fromkeys(swapped) if found and found != but]


def prerequisites(bench: Bench, slug: str, instead: str | None) -> None:
    """Whoever needed a skill needs `instead`, or nothing. Raises `Refused` where that closes a circle."""
    was_sound = find_cycle(_edges(bench)) is None
    names = []
    for other, skill in bench.each("skill").items():
        if other != slug and slug in skill.get("prerequisites", ()):
            skill["prerequisites"] = replaced(skill["prerequisites"], slug, instead, but=other)
            if other != instead:
                names.append(skill["name"])
    if was_sound and (cycle := find_cycle(_edges(bench))):
        circle = " → ".join(bench.skill(found)["name"] for found in (*cycle, cycle[0]))
        message = _(
            "These skills would need each other in a circle: %(circle)s. Remove one of these needs first."
        )
        raise Refused(message % {"circle": circle})
    says = {"names": ", ".join(names), "skill": bench.skill(slug)["name"]}
    if names and instead:
        after = bench.skill(instead)["name"]
        bench.say(_("What needed “%(skill)s” now needs “%(after)s”: %(names)s."), after=after, **says)
    elif names:
        bench.say(_("These no longer need “%(skill)s”: %(names)s."), **says)


def targets(bench: Bench, slug: str, heir: str | None = None) -> None:
    """No role asks for a skill any more; `heir` gets its targets, the higher where it has its own."""
    gone, given = [], []
    for role in bench.each("role").values():
        if slug not in role["targets"]:
            continue
        level, weight = role["targets"].pop(slug)
        if heir and level:
            own_level, own_weight = role["targets"].get(heir, (0, 0))
            new = [max(level, own_level), max(weight, own_weight)]
            if new != [own_level, own_weight]:
                given.append(role["name"])
            role["targets"][heir] = new
        elif level:
            gone.append(role["name"])
    name = bench.skill(slug)["name"]
    if gone:
        bench.say(_("No longer asked for by: %(roles)s."), roles=", ".join(gone))
    if given and heir:
        message = _(
            "“%(heir)s” takes over what these roles asked of “%(skill)s”, the higher of both: %(roles)s."
        )
        bench.say(message, heir=bench.skill(heir)["name"], skill=name, roles=", ".join(given))


def promotion(bench: Bench, slug: str, instead: str | None) -> None:
    """Promotion rules look at `instead`, or at one skill less. Raises `Refused` where nothing would be left."""
    for rule in bench.parts[PROMOTION]:
        says = {
            "skill": bench.skill(slug)["name"],
            "role": bench.parts.get(f"role:{rule['role']}", {}).get("name", rule["role"]),
        }
        if slug in rule.get("base_skills", ()):
            _set(rule, "base_skills", replaced(rule["base_skills"], slug, instead))
            if "base_skills" not in rule:
                rule.pop("base_role", None)
            bench.say(_("The core skills of the promotion to “%(role)s” no longer name “%(skill)s”."), **says)
        for pillar in rule["pillars"]:
            for condition in pillar["conditions"]:
                if slug in condition["skills"]:
                    _condition(bench, condition, slug, instead, {**says, "pillar": pillar["name"]})


def _condition(
    bench: Bench, condition: dict[str, Any], slug: str, instead: str | None, says: Mapping[str, Any]
) -> None:
    left = replaced(condition["skills"], slug, instead)
    if not left:
        message = _(
            "The promotion to “%(role)s” asks in “%(pillar)s” for “%(skill)s” alone. Change that rule first, or "
            "name a successor."
        )
        raise Refused(message % says)
    condition["skills"] = left
    if condition["at_least"] > len(left):
        condition["at_least"] = len(left)
        message = ngettext(
            "“%(pillar)s” of the promotion to “%(role)s” asks for %(count)d skill now.",
            "“%(pillar)s” of the promotion to “%(role)s” asks for %(count)d skills now.",
            len(left),
        )
        bench.say(message, count=len(left), **{key: says[key] for key in ("pillar", "role")})
    elif instead:
        message = _(
            "“%(pillar)s” of the promotion to “%(role)s” looks at “%(after)s” instead of “%(skill)s”."
        )
        bench.say(message, after=bench.skill(instead)["name"], **says)
    else:
        message = _("“%(pillar)s” of the promotion to “%(role)s” no longer looks at “%(skill)s”.")
        bench.say(message, **says)


def successors(bench: Bench, slug: str, instead: str | None, *, merges: bool) -> None:
    """Retired skills that pointed to a skill point on to `instead`, or nowhere.

    Those whose ratings were about to go there keep them, unless the skill itself hands its ratings on (`merges`).
    """
    for other, skill in bench.each("skill").items():
        if skill.get("replaced_by") != slug:
            continue
        in_this_draft = skill.get("merged") and not bench.base.get(f"skill:{other}", {}).get("merged")
        if instead is None or instead == other or (in_this_draft and not merges):
            skill.pop("merged", None)
        if instead is None or instead == other:
            del skill["replaced_by"]
            bench.say(_("“%(name)s” has no successor any more."), name=skill["name"])
        else:
            skill["replaced_by"] = instead
            message = _("The successor of “%(name)s” is now “%(after)s”.")
            bench.say(message, name=skill["name"], after=bench.skill(instead)["name"])


def forget(bench: Bench, slug: str) -> None:
    """Take out a skill that is new in this draft, once nothing else points at it."""
    skill = bench.parts.pop(f"skill:{slug}")
    for other in bench.each("skill").values():
        if other.get("split_from") == slug:
            _set(other, "split_from", skill.get("split_from", ""))
    bench.say(
        _("“%(name)s” was new in this draft, so nobody has rated it, and it is gone."), name=skill["name"]
    )


def _set(entry: dict[str, Any], key: str, value: Any) -> None:
    """Set a field, or leave it out where it is empty."""
    if value:
        entry[key] = value
    else:
        entry.pop(key, None)


def _edges(bench: Bench) -> dict[str, list[str]]:
    skills = bench.each("skill")
    return {
        slug: [found for found in skill.get("prerequisites", ()) if found in skills]
        for slug, skill in skills.items()
    }
