"""What must hold between the parts of a document: references, cycles, ranks, weights, successors.

Works on the content as far as it could be read (a part that was refused is simply absent), so that one run
names the problems of shape and those of sense together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.graph import find_cycle
from skillmatrix.taxonomy.problems import Log
from skillmatrix.taxonomy.texts import paths

Entry = Mapping[str, Any]


def check(content: Entry, log: Log) -> None:
    """Tell `log` of each rule between parts that the content breaks."""
    _Checker(content, log).run()


class _Checker:
    def __init__(self, content: Entry, log: Log) -> None:
        self.content = content
        self.log = log
        self.top = len(content.get("scale", ())) - 1
        areas = content.get("areas", ())
        self.skills = {s["slug"]: s for area in areas for s in area.get("skills", ()) if "slug" in s}
        self.roles = {role["slug"]: role for role in content.get("roles", ()) if "slug" in role}

    def run(self) -> None:
        self.scale()
        for kind, entry in self.content.get("kinds", {}).items():
            self.sentences(entry, f"kinds.{kind}")
        for slug, skill in self.skills.items():
            self.skill(skill, f"skills.{slug}")
        self.cycles()
        for slug, role in self.roles.items():
            self.role(role, f"roles.{slug}")
        for place, rule in enumerate(self.content.get("promotion", ())):
            self.promotion(rule, f"promotion.{place}")
        for key in ("evidence_from", "coverage"):
            self.rank(self.content.get(key), key)
        self.translations()

    def scale(self) -> None:
        """Levels are told apart by name where a later scale says what became of them."""
        names = [level.get("name") for level in self.content.get("scale", ())]
        for rank, name in enumerate(names):
            if name is not None and name in names[:rank]:
                message = _("Level %(first)d is called “%(name)s” too. Give each level its own name.")
                self.log.refuse(f"scale.{rank}.name", message % {"first": names.index(name), "name": name})
        # That levels keep their order is checked in `actions.change_from`: only the scale before knows it.
        for name, rank in self.content.get("rescale", {}).items():
            self.rank(rank, f"rescale.{name}")

    def skill(self, skill: Entry, path: str) -> None:
        self.sentences(skill, path)
        for key in ("evidence_from", "coverage"):
            self.rank(skill.get(key), f"{path}.{key}")
        for place, resource in enumerate(skill.get("resources", ())):
            self.rank(resource.get("level"), f"{path}.resources.{place}.level")
        self.known(skill.get("prerequisites", ()), self.skills, f"{path}.prerequisites")
        self.successor(skill, path)
        for needed in skill.get("prerequisites", ()):
            if self.skills.get(needed, {}).get("retired") and not skill.get("retired"):
                message = _("The prerequisite “%(skill)s” is retired. Name its successor, or remove it.")
                self.log.refuse(f"{path}.prerequisites", message % {"skill": needed})

    def sentences(self, entry: Entry, path: str) -> None:
        found = entry.get("descriptors")
        if found is not None and self.top > 0 and len(found) != self.top + 1:
            message = _(
                "%(found)d sentences stand here and the scale has %(due)d levels. Write one for each level."
            )
            self.log.refuse(f"{path}.descriptors", message % {"found": len(found), "due": self.top + 1})

    def rank(self, level: int | None, path: str) -> None:
        if level is not None and self.top > 0 and level > self.top:
            message = _("Level %(level)d is not on the scale. Choose one from 0 to %(top)d.")
            self.log.refuse(path, message % {"level": level, "top": self.top})

    def known(self, slugs: Iterable[str], among: Iterable[str], path: str) -> None:
        seen: set[str] = set()
        for slug in slugs:
            if slug not in among:
                self.log.refuse(path, _unknown(slug, self.log.near("slug", slug, among)))
            if slug in seen:
                self.log.refuse(path, _("“%(slug)s” stands here twice. Keep one.") % {"slug": slug})
            seen.add(slug)

    def successor(self, skill: Entry, path: str) -> None:
        after = skill.get("replaced_by")
        if "split_from" in skill:
            self.known([skill["split_from"]], self.skills.keys() - {skill["slug"]}, f"{path}.split_from")
        if skill.get("merged") and after is None:
            message = _("A merged skill needs “replaced_by”: the skill that took its ratings over.")
            self.log.refuse(f"{path}.merged", message)
        if after is None:
            return
        self.known([after], self.skills, f"{path}.replaced_by")
        if not skill.get("retired"):
            message = _("Only a retired skill has a successor. Add “retired: true” or remove “replaced_by”.")
            self.log.refuse(f"{path}.replaced_by", message)
        elif self.skills.get(after, {}).get("retired"):
            message = _("The successor “%(skill)s” is itself retired. Name a skill that is in use.")
            self.log.refuse(f"{path}.replaced_by", message % {"skill": after})

    def cycles(self) -> None:
        edges = {
            slug: tuple(p for p in s.get("prerequisites", ()) if p in self.skills)
            for slug, s in self.skills.items()
        }
        if cycle := find_cycle(edges):
            message = _(
                "These skills need each other in a circle: %(cycle)s. Remove one of these prerequisites."
            )
            self.log.refuse(
                f"skills.{cycle[0]}.prerequisites", message % {"cycle": " → ".join((*cycle, cycle[0]))}
            )

    def role(self, role: Entry, path: str) -> None:
        targets = role.get("targets", {})
        for slug, (level, _weight) in targets.items():
            where = f"{path}.targets.{slug}"
            self.known([slug], self.skills, where)
            self.rank(level, where)
            if level and self.skills.get(slug, {}).get("retired"):
                self.log.refuse(where, _("“%(skill)s” is retired. Remove this target.") % {"skill": slug})
        self.known(role.get("next_roles", ()), self.roles, f"{path}.next_roles")
        for slug, (level, _weight) in targets.items():
            for needed in self.skills.get(slug, {}).get("prerequisites", ()):
                self.order(slug, level, needed, targets.get(needed, (0, 0))[0], f"{path}.targets.{slug}")

    def order(self, slug: str, level: int, needed: str, asked: int, path: str) -> None:
        """A tool stands on its concept, and level L ≥ 2 of a skill on L − 1 of what it needs (DESIGN 6)."""
        kinds = self.skills[slug].get("kind"), self.skills.get(needed, {}).get("kind")
        names = {"level": level, "needed": needed, "asked": asked}
        if kinds == ("tool", "concept") and level > asked:
            message = _(
                "This asks %(level)d of a tool and %(asked)d of the concept “%(needed)s” it rests on."
            )
            self.log.warn(path, message % names)
        elif level >= 2 and asked < level - 1:
            message = _("This asks %(level)d and its prerequisite “%(needed)s” only %(asked)d.")
            self.log.warn(path, message % names)

    def promotion(self, rule: Entry, path: str) -> None:
        self.known([rule["role"]] if "role" in rule else [], self.roles, f"{path}.role")
        self.known([rule["base_role"]] if "base_role" in rule else [], self.roles, f"{path}.base_role")
        self.known(rule.get("base_skills", ()), self.skills, f"{path}.base_skills")
        pillars = rule.get("pillars", ())
        if rule.get("needed", 0) > len(pillars):
            message = _(
                "%(needed)d pillars are needed and only %(found)d stand here. Lower “needed” or add pillars."
            )
            self.log.refuse(f"{path}.needed", message % {"needed": rule["needed"], "found": len(pillars)})
        for place, pillar in enumerate(pillars):
            for number, condition in enumerate(pillar.get("conditions", ())):
                self.condition(condition, f"{path}.pillars.{place}.conditions.{number}")

    def condition(self, condition: Entry, path: str) -> None:
        skills = condition.get("skills", ())
        self.known(skills, self.skills, f"{path}.skills")
        self.rank(condition.get("level"), f"{path}.level")
        if condition.get("at_least", 0) > len(skills):
            message = _("%(due)d of %(found)d skills can never be met. Lower “at_least” or add skills.")
            self.log.refuse(
                f"{path}.at_least", message % {"due": condition["at_least"], "found": len(skills)}
            )

    def translations(self) -> None:
        translatable = set(paths(self.content))
        for language, texts in self.content.get("translations", {}).items():
            for path in texts:
                if path not in translatable:
                    message = _("No text has the path “%(path)s”. Write one such as skills.<slug>.name.")
                    self.log.refuse(f"translations.{language}.{path}", message % {"path": path})


def _unknown(slug: str, near: str) -> str:
    if near:
        return _("“%(slug)s” does not exist. Did you mean “%(near)s”?") % {"slug": slug, "near": near}
    return _("“%(slug)s” does not exist. Add it or remove this reference.") % {"slug": slug}
