"""What lines say, put into the content of a document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.building import Content
from skillmatrix.taxonomy.document import Kind
from skillmatrix.taxonomy.spreadsheet.columns import RoleColumn
from skillmatrix.taxonomy.spreadsheet.keeping import Stock
from skillmatrix.taxonomy.spreadsheet.lines import Asked, Line
from skillmatrix.taxonomy.spreadsheet.matching import Matched
from skillmatrix.taxonomy.spreadsheet.naming import key, new_slug, one_line

DEFAULT_KIND = Kind.PRACTICE.value


@dataclass
class Filled:
    """Names of what got something that stood nowhere in the sheet."""

    definitions: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


def compose(
    content: Content,
    stock: Stock,
    matched: Matched,
    needs: dict[str, list[str]],
    roles: list[RoleColumn],
    taken: Mapping[str, Collection[str]],
) -> Filled:
    """Write the lines into `content`: areas, skills, and the targets of each role that has a column.

    What is new to `content` and yet in `stock` keeps all that the lines do not say.
    """
    composer = _Composer(content, stock, taken.get("role", ()))
    for slug, name in matched.new_areas.items():
        composer.add_area(slug, name)
    for slug, line in matched.lines.items():
        composer.skill(slug, line, matched.areas[slug], needs.get(slug))
    for role in roles:
        asked = {slug: line.targets[role.index] for slug, line in matched.lines.items()}
        composer.targets(role, asked)
    return composer.filled


class _Composer:
    def __init__(self, content: Content, stock: Stock, taken: Collection[str]) -> None:
        self.content, self.stock, self.taken = content, stock, taken
        self.filled = Filled()
        self.areas: dict[str, Content] = {area["slug"]: area for area in content["areas"]}
        self.skills = {skill["slug"]: skill for area in content["areas"] for skill in area["skills"]}
        self.area_of = {s["slug"]: area["slug"] for area in content["areas"] for s in area["skills"]}
        self.roles: dict[str, Content] = {role["slug"]: role for role in content["roles"]}
        self.new: set[str] = set()

    def add_area(self, slug: str, name: str) -> None:
        summary = _("Skills in %(area)s.") % {"area": name}
        new = {"slug": slug, "name": name, "summary": summary, "skills": []}
        self.areas[slug] = self.stock.areas.get(slug, new)
        self.content["areas"].append(self.areas[slug])

    def skill(self, slug: str, line: Line, area: str, needs: list[str] | None) -> None:
        skill = self.skills.get(slug) or self.stock.skills.get(slug) or self.new_skill(slug, line)
        self.skills[slug] = skill
        # A row that names the skill by its slug alone does not rename it.
        is_name = line.slug or key(line.name) != slug or slug == key(skill["name"]) != line.name
        if is_name and line.name != one_line(skill["name"]):
            skill["name"] = line.name
        self.place(slug, skill, area)
        ladder = self.ladder(skill, line)
        skill["kind"] = line.kind or skill["kind"]
        if definition := line.texts.get("definition"):
            skill["definition"] = definition
        _put(skill, "descriptors", ladder)
        for name in ("evidence", "watch_out"):
            if name in line.texts:
                _put(skill, name, line.texts[name])
        for name, said in line.flags.items():
            _put(skill, name, said)
        if needs is not None:
            _put(skill, "prerequisites", needs)

    def new_skill(self, slug: str, line: Line) -> Content:
        self.new.add(slug)
        if not line.texts.get("definition"):
            self.filled.definitions.append(line.name)
        if not line.kind:
            self.filled.kinds.append(line.name)
        definition = _("What %(name)s means here is not written yet.") % {"name": line.name}
        kind = line.kind or DEFAULT_KIND
        return {"slug": slug, "name": line.name, "kind": kind, "definition": definition}

    def place(self, slug: str, skill: Content, area: str) -> None:
        """A skill moves to the end of another area; in its own it stays where it is."""
        before = self.area_of.get(slug)
        if not area or before == area:
            return
        if before:
            self.areas[before]["skills"].remove(skill)
        self.areas[area]["skills"].append(skill)
        self.area_of[slug] = area

    def ladder(self, skill: Content, line: Line) -> list[str] | None:
        """The skill's own sentences after this line; None while it has only those of its kind."""
        own = skill.get("descriptors")
        written = {rank: text for rank, text in line.sentences.items() if text}
        general = self.content["kinds"][skill["kind"]]["descriptors"]
        found = [written.get(rank, text) for rank, text in enumerate(own or general)]
        if skill["slug"] in self.new and len(written) < len(found):
            self.filled.sentences.append(line.name)
        return found if own or found != general else None

    def targets(self, column: RoleColumn, asked: dict[str, Asked | None]) -> None:
        role = self.roles.get(column.slug) or self.new_role(column.slug, column.name)
        for slug, target in asked.items():
            if target:
                role["targets"][slug] = list(target)
            # A level of 0 asks nothing either, and stays as it was written.
            elif role["targets"].get(slug, [0])[0]:
                del role["targets"][slug]

    def new_role(self, slug: str, name: str) -> Content:
        slug = slug or new_slug(name, {*self.roles, *self.stock.roles, *self.taken}, kind="role")
        summary = _("What %(role)s does is not written yet.") % {"role": name}
        new = {"slug": slug, "name": name, "summary": summary, "targets": {}}
        if slug not in self.stock.roles:
            self.filled.roles.append(name)
        self.roles[slug] = self.stock.roles.get(slug, new)
        self.content["roles"].append(self.roles[slug])
        return self.roles[slug]


def _put(entry: Content, name: str, value: Any) -> None:
    """Set what is there, and leave out what is not."""
    if value:
        entry[name] = value
    else:
        entry.pop(name, None)
