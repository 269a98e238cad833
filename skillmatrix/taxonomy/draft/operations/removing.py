"""Areas and roles that go. Skills never do: they are retired."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Refused, Source
from skillmatrix.taxonomy.parts import PROMOTION


def remove_area(draft: Source, slug: str) -> Outcome:
    """Take out an area without skills. Raises `Refused` for one that has some, retired ones included."""
    bench = Bench(draft)
    name = bench.area(slug)["name"]
    names = [skill["name"] for skill in bench.each("skill").values() if skill["area"] == slug]
    if names:
        message = ngettext(
            "“%(name)s” has %(count)d skill: %(names)s. Move it to another area first.",
            "“%(name)s” has %(count)d skills, such as %(names)s. Move them to another area first.",
            len(names),
        )
        raise Refused(message % {"name": name, "count": len(names), "names": ", ".join(names[:3])})
    del bench.parts[f"area:{slug}"]
    return bench.outcome(_("Area “%(name)s” removed") % {"name": name})


def remove_role(draft: Source, slug: str) -> Outcome:
    """Take out a role, with its promotion rules and what leads to it. Raises `Refused`."""
    bench = Bench(draft)
    name = bench.role(slug)["name"]
    del bench.parts[f"role:{slug}"]
    for role in bench.each("role").values():
        if slug in role.get("next_roles", ()):
            role["next_roles"] = [found for found in role["next_roles"] if found != slug]
            if not role["next_roles"]:
                del role["next_roles"]
            bench.say(_("“%(role)s” no longer leads to “%(name)s”."), role=role["name"], name=name)
    rules = bench.parts[PROMOTION]
    if any(rule["role"] == slug for rule in rules):
        bench.parts[PROMOTION] = [rule for rule in rules if rule["role"] != slug]
        bench.say(_("The promotion rule to “%(name)s” goes with it."), name=name)
    for rule in bench.parts[PROMOTION]:
        if rule.get("base_role") == slug:
            del rule["base_role"]
            rule.pop("base_skills", None)
            rule.pop("base_slack", None)
            to = bench.parts.get(f"role:{rule['role']}", {}).get("name", rule["role"])
            bench.say(
                _("The promotion to “%(role)s” no longer looks at core skills of “%(name)s”."),
                role=to,
                name=name,
            )
    bench.say(_("People in this role keep their ratings and have no targets from it any more."))
    return bench.outcome(_("Role “%(name)s” removed") % {"name": name})
