"""A draft without a database, and a document with one of everything, for operations to work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft.operations import Outcome
from skillmatrix.taxonomy.draft.shapes import read_part
from skillmatrix.taxonomy.parsing import examine, parse
from skillmatrix.taxonomy.parts import Parts, join, of_kind, split

RICH = """\
schema: 1
name: Rich
language: en
scale:
  - {name: New, descriptor: Nothing}
  - {name: Aware, descriptor: Little}
  - {name: Guided, descriptor: Some}
  - {name: Independent, descriptor: Much}
kinds:
  concept: {effort: 1.0, review_months: 18, descriptors: [c0, c1, c2, c3]}
  tool: {effort: 0.75, review_months: 9, descriptors: [t0, t1, t2, t3]}
  practice: {effort: 1.25, review_months: 12, descriptors: [p0, p1, p2, p3]}
  behaviour: {effort: 1.5, review_months: 18, descriptors: [b0, b1, b2, b3]}
areas:
  - slug: web
    name: Web
    summary: Servers
    skills:
      - {slug: http, name: HTTP, kind: concept, definition: The protocol}
      - slug: express
        name: Express
        kind: tool
        definition: A framework
        quick: true
        prerequisites: [http]
        descriptors: [e0, e1, e2, e3]
        resources: [{title: Guide, by: X, kind: docs, level: 2}, {title: Book, by: Y, kind: book, level: 3}]
      - slug: fastify
        name: Fastify
        kind: tool
        definition: Another framework
        prerequisites: [http]
        meaning: 2
        resources: [{title: guide, by: Z, kind: docs, level: 2}]
      - slug: middleware
        name: Middleware
        kind: practice
        definition: Layers
        prerequisites: [express, http]
      - {slug: connect, name: Connect, kind: tool, definition: Old, retired: true, replaced_by: express}
      - slug: koa
        name: Koa
        kind: tool
        definition: Older
        retired: true
        replaced_by: fastify
        merged: true
  - slug: data
    name: Data
    summary: Stores
    skills:
      - {slug: sql, name: SQL, kind: tool, definition: Queries, coverage: 2}
      - {slug: mongo, name: Mongo, kind: tool, definition: Documents, off: true}
  - {slug: empty, name: Empty, summary: Nothing here, skills: []}
roles:
  - slug: junior
    name: Junior
    summary: Starts
    next_roles: [senior]
    targets: {http: [1, 1], express: [1, 2], sql: [1, 1]}
  - slug: senior
    name: Senior
    summary: Knows
    promotion: true
    targets: {http: [3, 3], express: [2, 2], fastify: [1, 3], middleware: [2, 1], sql: 0}
promotion:
  - role: senior
    needed: 1
    base_role: junior
    base_skills: [http, express]
    pillars:
      - slug: depth
        name: Depth
        summary: Runs things
        conditions:
          - {skills: [express, fastify], level: 2, at_least: 2}
          - {skills: [sql], level: 1, at_least: 1}
translations:
  de:
    skills.express.definition: Ein Rahmenwerk
    skills.express.descriptors.1: eins
    skills.express.descriptors.2: zwei
    kinds.tool.descriptors.3: drei
    scale.0.name: Neu
    scale.3.name: Allein
    roles.junior.name: Anfang
    promotion.senior.pillars.depth.name: Tiefe
"""


@dataclass(frozen=True)
class Desk:
    """What operations ask of a draft."""

    parts: Parts
    base_parts: Parts

    def taken(self, kind: str) -> frozenset[str]:
        return frozenset(of_kind(self.parts, kind)) | frozenset(of_kind(self.base_parts, kind))

    def after(self, outcome: Outcome) -> Desk:
        """The desk once an outcome is carried out, in the shape in which a draft keeps parts."""
        kinds = outcome.parts.get("kinds") or self.parts["kinds"]
        changed = {p: c if c is None else read_part(p, c, kinds) for p, c in outcome.parts.items()}
        parts = {path: found for path, found in {**self.parts, **changed}.items() if found is not None}
        return replace(self, parts=parts)

    def skill(self, slug: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.parts[f"skill:{slug}"]
        return found

    def targets(self, role: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.parts[f"role:{role}"]["targets"]
        return found

    def sound(self) -> Taxonomy:
        """The taxonomy. Fails with every problem where it is unsound."""
        taxonomy, problems, _warnings = examine(join(self.parts))
        assert problems == ()
        assert taxonomy is not None
        return taxonomy


def desk(text: str = RICH) -> Desk:
    """A desk without changes."""
    content = content_of(parse(text))
    return Desk(split(content), split(content))
