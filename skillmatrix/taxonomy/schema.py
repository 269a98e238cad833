"""The schema of a taxonomy document, number 1, as data. `docs/taxonomy.md` explains each key (a test compares the two)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.document import SCHEMA, Kind, Principle
from skillmatrix.taxonomy.nodes import Node, Scalar, Sequence
from skillmatrix.taxonomy.problems import Log
from skillmatrix.taxonomy.specs import (
    Factor,
    Fields,
    Flag,
    Items,
    Link,
    Named,
    Refused,
    Slug,
    Spec,
    Text,
    Whole,
)

RANK = Whole(0, 9)
WEIGHT = Whole(1, 9)
NAME = Text(longest=120)
SLUGS = Items(Slug(), most=500)


@dataclass(frozen=True)
class SchemaNumber:
    """The one schema this release reads."""

    def read(self, node: Node, path: str, log: Log) -> int:
        """Return the number, which is always `SCHEMA`."""
        if isinstance(node, Scalar) and node.value == str(SCHEMA):
            return SCHEMA
        raise Refused(
            _("This release reads schema %(schema)d. Write “schema: %(schema)d”.") % {"schema": SCHEMA}
        )


@dataclass(frozen=True)
class TargetSpec:
    """`[level, weight]`, or `{level: 3, weight: 2}`, or a level alone, which weighs 1."""

    def read(self, node: Node, path: str, log: Log) -> list[int]:
        """Return level and weight."""
        if isinstance(node, Scalar):
            return [RANK.read(node, path, log), 1]
        if isinstance(node, Sequence):
            if len(node.items) != 2:
                raise Refused(_("A target is [level, weight], such as [3, 1]."))
            return [RANK.read(node.items[0], path, log), WEIGHT.read(node.items[1], path, log)]
        found = Fields("target", {"level": RANK}, {"weight": WEIGHT}).read(node, path, log)
        return [found.get("level", 0), found.get("weight", 1)]


LEVEL = Fields("scale", {"name": NAME, "descriptor": Text()}, {})
KIND = Fields(
    "kind",
    {"effort": Factor(), "review_months": Whole(1, 120), "descriptors": Items(Text(), least=2, most=10)},
    {},
)
RULE = Fields("rating rule", {"rule": Text(), "why": Text()}, {})
RESOURCE = Fields(
    "resource",
    {"title": Text(longest=300), "by": Text(longest=300), "kind": NAME, "level": RANK},
    {"url": Link()},
)
SKILL = Fields(
    "skill",
    {"slug": Slug(), "name": NAME, "kind": Text(one_of=tuple(Kind)), "definition": Text()},
    {
        "prerequisites": SLUGS,
        "quick": Flag(),
        "overlooked": Flag(),
        "optional": Flag(),
        "off": Flag(),
        "effort": Factor(),
        "review_months": Whole(1, 120),
        "evidence_from": RANK,
        "coverage": RANK,
        "principle": Text(one_of=tuple(Principle)),
        "meaning": Whole(1, 100_000),
        "retired": Flag(),
        "replaced_by": Slug(),
        "merged": Flag(),
        "split_from": Slug(),
        "descriptors": Items(Text(), least=2, most=10),
        "evidence": Text(),
        "watch_out": Text(),
        "interview": Items(Text(), most=50),
        "resources": Items(RESOURCE, most=50),
    },
)
AREA = Fields(
    "area",
    {"slug": Slug(), "name": NAME, "summary": Text(), "skills": Items(SKILL, most=500, named="skills")},
    {"principle": Text(one_of=tuple(Principle))},
)
ROLE = Fields(
    "role",
    {"slug": Slug(), "name": NAME, "summary": Text(), "targets": Named(TargetSpec(), Slug())},
    {"short": Text(longest=20), "track": NAME, "promotion": Flag(), "next_roles": SLUGS},
)
CONDITION = Fields(
    "condition", {"skills": Items(Slug(), least=1), "level": RANK, "at_least": Whole(1, 500)}, {}
)
PILLAR = Fields(
    "pillar", {"slug": Slug(), "name": NAME, "summary": Text(), "conditions": Items(CONDITION, least=1)}, {}
)
PROMOTION = Fields(
    "promotion rule",
    {"role": Slug(), "needed": Whole(1, 20), "pillars": Items(PILLAR, least=1, most=20)},
    {"base_role": Slug(), "base_slack": Whole(0, 9), "base_skills": SLUGS},
)
DOCUMENT: Spec = Fields(
    "taxonomy",
    {
        "schema": SchemaNumber(),
        "name": NAME,
        "language": Text(longest=20),
        "scale": Items(LEVEL, least=3, most=10),
        "kinds": Fields("kinds", {kind.value: KIND for kind in Kind}, {}),
        "areas": Items(AREA, most=200, named="areas"),
        "roles": Items(ROLE, most=200, named="roles"),
    },
    {
        "evidence_from": RANK,
        "coverage": RANK,
        "rescale": Named(RANK, NAME),
        "rating_rules": Items(RULE, most=50),
        "promotion": Items(PROMOTION, most=50),
        "translations": Named(Named(Text(), Text(longest=300)), Text(longest=20)),
    },
)
