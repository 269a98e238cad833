"""What the page of a skill shows beside its form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.outline import MARKS
from skillmatrix.taxonomy.draft.placing import by_area
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.draft.wording import meaning_of, receivers
from skillmatrix.taxonomy.forms.skill import SkillForm
from skillmatrix.taxonomy.graph import circle_through
from skillmatrix.taxonomy.parts import of_kind
from skillmatrix.taxonomy.templatetags.taxonomy_words import RESOURCES, mark_name
from skillmatrix.taxonomy.views.draft_frame import bar


def state_context(draft: Draft, slug: str, form: SkillForm) -> dict[str, Any]:
    """Return what can change with every save: open questions, what keeps it from being published, its needs."""
    skill = draft.parts[f"skill:{slug}"]
    return {
        "draft": draft,
        "slug": slug,
        "skill": skill,
        "bar": bar(draft),
        "part_findings": part_findings(draft, slug),
        "ask_meaning": slug in draft.reworded and slug not in receivers(draft.base_parts, draft.parts),
        "meaning": meaning_said(draft, slug),
        "chosen": _chosen(form, skill),
    }


def page_context(draft: Draft, slug: str, form: SkillForm) -> dict[str, Any]:
    """Return what the whole page needs besides."""
    skill, skills = draft.parts[f"skill:{slug}"], of_kind(draft.parts, "skill")
    areas = of_kind(draft.parts, "area")
    order = draft.order["skills"]
    at = order.index(slug)
    return {
        "crumbs": crumbs_to(draft, skill["area"]),
        "marks": _marks(draft, slug),
        "retired": _retired(skill, skills),
        "prerequisite_groups": _groups(draft, slug, form),
        "resource_kinds": RESOURCES.items(),
        "area_name": areas.get(skill["area"], {}).get("name", skill["area"]),
        "area_known": skill["area"] in areas,
        "asks": [
            (role["name"], role["targets"][slug][0])
            for role in of_kind(draft.parts, "role").values()
            if role["targets"].get(slug, (0,))[0]
        ],
        "needed_by": [
            (s, found["name"]) for s, found in skills.items() if slug in found.get("prerequisites", ())
        ],
        "previous": (order[at - 1], skills[order[at - 1]]["name"]) if at else None,
        "next": (order[at + 1], skills[order[at + 1]]["name"]) if at + 1 < len(order) else None,
    }


def crumbs_to(draft: Draft, area: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of an area's skill."""
    top = reverse("taxonomy:draft")
    name = draft.parts.get(f"area:{area}", {}).get("name", area)
    return [(_("Draft"), top), (name, f"{top}#area-{area}"), *more]


def meaning_said(draft: Draft, slug: str) -> str:
    """What was answered of new words: `changed`, `wording`, or nothing yet."""
    if meaning_of(draft.parts, slug) > meaning_of(draft.base_parts, slug):
        return "changed"
    return "wording" if draft.wording_only(f"skill:{slug}") else ""


def part_findings(draft: Draft, slug: str) -> list[str]:
    """Return what keeps the draft from being published and has to do with this skill; a circle with all its names."""
    skills = of_kind(draft.parts, "skill")
    edges = {name: skill.get("prerequisites", ()) for name, skill in skills.items()}
    found = []
    if circle := circle_through(edges, slug):
        names = [f"“{skills.get(other, {}).get('name', other)}”" for other in (*circle, circle[0])]
        message = _(
            "These skills need each other in a circle: %(circle)s. Take one of these prerequisites out."
        )
        found.append(message % {"circle": " → ".join(names)})
    start = f"skills.{slug}"
    problems = [p for p in draft.examine().problems if p.path == start or p.path.startswith(f"{start}.")]
    # The check of the whole draft names a circle too, by slugs and at whichever skill comes first.
    return found + [
        p.message
        for p in problems
        if not (circle and p.path == f"{start}.prerequisites" and "→" in p.message)
    ]


def _chosen(form: SkillForm, skill: dict[str, Any]) -> str:
    names = [form.ladder.skills.get(slug, slug) for slug in skill.get("prerequisites", ())]
    return ", ".join(names) or _("None: somebody can begin with this skill.")


def _marks(draft: Draft, slug: str) -> list[dict[str, Any]]:
    skill, base = draft.parts[f"skill:{slug}"], draft.base_parts.get(f"skill:{slug}")
    mark = "new" if base is None else "changed" if base != skill else ""
    flags = [flag for flag in MARKS if flag not in ("new", "changed") and skill.get(flag)]
    return [{"label": mark_name(name), "outline": name == mark} for name in ([mark] if mark else []) + flags]


def _retired(skill: dict[str, Any], skills: dict[str, Any]) -> str:
    if not skill.get("retired"):
        return ""
    after = skill.get("replaced_by", "")
    name = {"name": skills.get(after, {}).get("name", after)}
    if skill.get("merged"):
        return _("Its ratings go to “%(name)s”.") % name
    if after:
        return _("“%(name)s” took its place.") % name
    return _("Its ratings stay in the history; nobody is asked for it.")


def _groups(draft: Draft, slug: str, form: SkillForm) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Every other skill to tick, by area; what is retired only where it is ticked."""
    skills, areas = of_kind(draft.parts, "skill"), of_kind(draft.parts, "area")
    ticked = set(form["prerequisites"].value() or ())
    groups = [
        (
            areas.get(area, {}).get("name", area),
            [
                (other, skills[other]["name"], other in ticked)
                for other in slugs
                if other != slug and (other in ticked or not skills[other].get("retired"))
            ],
        )
        for area, slugs in by_area(draft.parts).items()
    ]
    gone = [(other, other, True) for other in sorted(ticked - skills.keys())]
    return [group for group in [*groups, (_("no longer there"), gone)] if group[1]]
