"""Small taxonomies, what a draft makes of them, and people, for the pure part of the impact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from assessments.inputs import Inputs, Said
from assessments.standing import Statement
from assessments.targets import Override
from skillmatrix.taxonomy.document import (
    Condition,
    Kind,
    KindDefaults,
    Pillar,
    PromotionRule,
    Role,
    Skill,
    Target,
    Taxonomy,
)
from skillmatrix.taxonomy.transition import Carry, Transition, transition
from tests.taxonomies import role, skill, taxonomy

TODAY = date(2026, 3, 2)
LATELY, LONG_AGO = date(2026, 1, 5), date(2020, 1, 5)
SLUGS = tuple("abcd")
ROLES = ("x", "y")


def said(levels: Mapping[str, int | None], day: date = LATELY) -> dict[str, Statement]:
    """Statements of one day; a level of None says that the skill does not apply."""
    return {
        slug: Statement(level, day) if level is not None else Statement(None, day, "not_applicable")
        for slug, level in levels.items()
    }


def inputs(
    ladder: Taxonomy,
    shared: Mapping[str, Statement] | None = None,
    *,
    agreed: Mapping[str, Statement] | None = None,
    own: Mapping[str, Statement] | None = None,
    role: str | None = "x",
    aims: str | None = None,
    overrides: Mapping[str, Override] | None = None,
) -> Inputs:
    """Somebody's inputs; their own statements are those they share unless said otherwise."""
    shared, agreed = shared or {}, agreed or {}
    return Inputs(
        person_id=1,
        revision=1,
        own_revision=1,
        shared_revision=1,
        shared_on=LATELY,
        taxonomy=ladder,
        role=role,
        overrides=overrides or {},
        changes_on=None,
        own=Said(shared if own is None else own, agreed, aims, frozenset()),
        shared=Said(shared, agreed, aims, frozenset()),
    )


def under(before: Inputs, after: Taxonomy, change: Transition) -> Inputs:
    """The same inputs under another taxonomy, in the plainest way there is."""
    carry = Carry().then(change)

    def carried(statements: Mapping[str, Statement]) -> dict[str, Statement]:
        found: dict[str, Statement] = {}
        for slug, statement in statements.items():
            for to, again in carry.skills(slug):
                moved = replace(
                    statement,
                    level=None if statement.level is None else carry.level(statement.level),
                    day=LONG_AGO if again else statement.day,
                )
                if to not in found or found[to].day < moved.day:
                    found[to] = moved
        return found

    def of(one: Said) -> Said:
        return replace(one, statements=carried(one.statements), agreed=carried(one.agreed))

    return replace(before, taxonomy=after, own=of(before.own), shared=of(before.shared))


@st.composite
def skills(draw: Any) -> dict[str, Skill]:
    """Some of a few skills, each needing some of those before it."""
    found: dict[str, Skill] = {}
    for slug in draw(st.lists(st.sampled_from(SLUGS), unique=True, min_size=2)):
        needs = draw(st.lists(st.sampled_from(list(found)[::-1]), unique=True, max_size=2)) if found else []
        found[slug] = one_skill(draw, slug, needs)
    return found


def one_skill(draw: Any, slug: str, needs: list[str]) -> Skill:
    return skill(
        slug,
        *needs,
        area=draw(st.sampled_from(["one", "two"])),
        kind=draw(st.sampled_from([Kind.CONCEPT, Kind.TOOL])),
        effort=draw(st.sampled_from([None, None, 3.0])),
        review_months=draw(st.sampled_from([None, None, 1])),
        retired=draw(st.integers(0, 9)) == 0,
        off=draw(st.integers(0, 9)) == 0,
    )


def one_role(draw: Any, slug: str) -> Role:
    asked = st.tuples(st.integers(0, 5), st.integers(1, 3))
    targets = draw(st.dictionaries(st.sampled_from(SLUGS), asked, min_size=1, max_size=2))
    return role(slug, **targets)


def rule(draw: Any) -> PromotionRule:
    condition = st.builds(
        Condition,
        st.lists(st.sampled_from(SLUGS), unique=True, min_size=1).map(tuple),
        st.integers(1, 5),
        st.just(1),
    )
    pillars = st.lists(condition, min_size=1, max_size=2).map(tuple)
    return PromotionRule(
        role=draw(st.sampled_from(ROLES)),
        needed=1,
        pillars=tuple(
            Pillar(str(n), "", "", found) for n, found in enumerate(draw(st.lists(pillars, max_size=2)))
        ),
        base_role=draw(st.sampled_from(["", *ROLES])),
    )


@st.composite
def ladders(draw: Any) -> Taxonomy:
    """A taxonomy, its slots given out."""
    roles = [one_role(draw, slug) for slug in draw(st.lists(st.sampled_from(ROLES), unique=True, min_size=1))]
    rules = (rule(draw),) if draw(st.booleans()) else ()
    return numbered(taxonomy(draw(skills()).values(), roles, promotion=rules))


def numbered(ladder: Taxonomy) -> Taxonomy:
    return replace(ladder, number=1, slots={slug: ord(slug) - ord("a") for slug in ladder.skills})


@st.composite
def drafts(draw: Any) -> tuple[Taxonomy, Taxonomy, Transition]:
    """A taxonomy, one that differs from it here and there, and what that does to ratings."""
    before = draw(ladders())
    found, roles, rules, kinds = dict(before.skills), dict(before.roles), before.promotion, dict(before.kinds)
    for edit in draw(st.lists(st.sampled_from(list(EDITS)), max_size=2)):
        found, roles, rules, kinds = EDITS[edit](draw, found, roles, rules, kinds)
    after = replace(taxonomy(found.values(), tuple(roles.values()), promotion=rules), kinds=kinds)
    after = replace(after, number=2, slots={slug: ord(slug) - ord("a") for slug in {*before.skills, *found}})
    change = transition(before, after)
    if draw(st.integers(0, 9)) == 0:
        change = replace(change, levels=(0, 1, 1, 2, 3, 5))
    return before, after, change


def change_skill(draw: Any, found: Any, *rest: Any) -> Any:
    slug = draw(st.sampled_from(sorted(found)))
    earlier = [other for other in found if other != slug and slug not in closure(found, other)]
    needs = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
    return found | {slug: one_skill(draw, slug, needs)}, *rest


def closure(found: Any, slug: str) -> set[str]:
    return {slug}.union(*(closure(found, need) for need in found[slug].prerequisites if need in found))


def retire_skill(draw: Any, found: Any, *rest: Any) -> Any:
    slug = draw(st.sampled_from(sorted(found)))
    return found | {slug: replace(found[slug], retired=not found[slug].retired)}, *rest


def reread_skill(draw: Any, found: Any, *rest: Any) -> Any:
    slug = draw(st.sampled_from(sorted(found)))
    return found | {slug: replace(found[slug], meaning=found[slug].meaning + 1)}, *rest


def add_skill(draw: Any, found: Any, *rest: Any) -> Any:
    free = [slug for slug in SLUGS if slug not in found]
    if not free:
        return found, *rest
    origin = draw(st.sampled_from(["", *sorted(found)]))
    return found | {free[0]: replace(one_skill(draw, free[0], []), split_from=origin)}, *rest


def merge_skill(draw: Any, found: Any, *rest: Any) -> Any:
    slug, into = draw(st.permutations(sorted(found)))[:2]
    return found | {slug: replace(found[slug], retired=True, merged=True, replaced_by=into)}, *rest


def reword(draw: Any, found: Any, *rest: Any) -> Any:
    slug = draw(st.sampled_from(sorted(found)))
    return found | {slug: replace(found[slug], name="Other words", definition="More of them")}, *rest


def reverse_skills(draw: Any, found: Any, *rest: Any) -> Any:
    return dict(reversed(found.items())), *rest


def change_role(draw: Any, found: Any, roles: Any, *rest: Any) -> Any:
    slug = draw(st.sampled_from(ROLES))
    return found, roles | {slug: one_role(draw, slug)}, *rest


def change_target(draw: Any, found: Any, roles: Any, *rest: Any) -> Any:
    slug, about = draw(st.sampled_from(sorted(roles))) if roles else "x", draw(st.sampled_from(SLUGS))
    if slug not in roles:
        return found, roles, *rest
    targets = {**roles[slug].targets, about: Target(draw(st.integers(0, 5)), 1)}
    return found, roles | {slug: replace(roles[slug], targets=targets)}, *rest


def remove_role(draw: Any, found: Any, roles: Any, *rest: Any) -> Any:
    gone = draw(st.sampled_from(ROLES))
    return found, {slug: one for slug, one in roles.items() if slug != gone}, *rest


def change_rule(draw: Any, found: Any, roles: Any, rules: Any, kinds: Any) -> Any:
    return found, roles, (rule(draw),) if draw(st.booleans()) else (), kinds


def change_kind(draw: Any, found: Any, roles: Any, rules: Any, kinds: Any) -> Any:
    return found, roles, rules, kinds | {Kind.TOOL: KindDefaults(2.0, draw(st.sampled_from([1, 12])), ())}


EDITS = {
    edit.__name__: edit
    for edit in (
        change_skill, retire_skill, reread_skill, add_skill, merge_skill, reword, reverse_skills, change_role, change_target,
        remove_role, change_rule, change_kind,
    )
}  # fmt: skip


@st.composite
def people(draw: Any, ladder: Taxonomy) -> Inputs:
    """Somebody who has said something about some skills of it, and aims somewhere."""
    levels = st.one_of(st.integers(0, 5), st.none())
    some = st.dictionaries(st.sampled_from(sorted(ladder.skills)), levels, max_size=2)
    overrides = st.dictionaries(st.sampled_from(sorted(ladder.skills)), st.integers(0, 5), max_size=1)
    return inputs(
        ladder,
        said(draw(some), draw(st.sampled_from([LATELY, LONG_AGO]))),
        agreed=said(draw(some) if draw(st.booleans()) else {}),
        role=draw(st.sampled_from([*ROLES, None])),
        aims=draw(st.sampled_from([None, *ROLES])),
        overrides={slug: Override(level, "why") for slug, level in draw(overrides).items()},
    )
