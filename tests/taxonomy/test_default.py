"""The taxonomy that comes with the product: complete, consistent, and nowhere said twice."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.document import Kind, Role, Taxonomy
from skillmatrix.taxonomy.parsing import parse, read

NEAR = 0.15
"""Share of common three-word runs from which two sentences count as the same one. The closest pair has 0.14."""


@pytest.fixture(scope="module")
def default() -> Taxonomy:
    """The default taxonomy."""
    return parse(DEFAULT.read_bytes())


def asked(role: Role, slug: str) -> int:
    """The level a role asks of a skill."""
    return role.targets[slug].level if slug in role.targets else 0


def test_counts(default: Taxonomy):
    assert len(default.areas) == 12
    assert len(default.skills) == len(default.active) == 80
    assert Counter(skill.kind for skill in default.active) == {
        Kind.CONCEPT: 25, Kind.PRACTICE: 26, Kind.TOOL: 17, Kind.BEHAVIOUR: 12,
    }  # fmt: skip
    assert list(default.roles) == ["junior", "mid", "senior", "staff", "platform"]
    assert [level.name for level in default.scale] == [
        "New", "Aware", "Guided", "Independent", "Enabling", "Multiplying",
    ]  # fmt: skip
    assert len(default.rating_rules) == 9


def test_ratings_stay_fresh_for_as_long_as_their_kind_lasts(default: Taxonomy):
    months = {kind: default.kinds[kind].review_months for kind in Kind}

    assert months == {Kind.TOOL: 9, Kind.PRACTICE: 12, Kind.CONCEPT: 18, Kind.BEHAVIOUR: 18}
    assert {default.review_months(skill.slug) for skill in default.active if skill.kind is Kind.TOOL} == {9}


def test_the_quick_set_has_what_the_promotion_rule_needs(default: Taxonomy):
    quick = {skill.slug for skill in default.active if skill.quick}

    assert len(quick) == 33 + 2
    assert {"empathy", "estimation"} < quick
    assert named_by_the_rule(default) <= quick


def test_the_skills_that_people_overlook(default: Taxonomy):
    overlooked = {skill.slug for skill in default.active if skill.overlooked}

    assert overlooked == {"end-to-end-deployment", "code-reading", "caching-fundamentals", "cache-layers"}


def test_every_skill_has_a_ladder_of_its_own(default: Taxonomy):
    for skill in default.active:
        assert len({sentence.casefold() for sentence in skill.descriptors}) == 6, skill.slug
        assert skill.descriptors != default.kinds[skill.kind].descriptors
        assert all(25 <= len(sentence) <= 450 for sentence in skill.descriptors), skill.slug
        assert len(skill.evidence) > 40
        assert len(skill.watch_out) > 40


def test_no_sentence_could_stand_under_another_skill(default: Taxonomy):
    sentences = [(s.slug, rank, text) for s in default.active for rank, text in enumerate(s.descriptors)]
    sentences += [(s.slug, "evidence", s.evidence) for s in default.active]
    sentences += [(s.slug, "watch out", s.watch_out) for s in default.active]
    shingled = [(slug, rank, shingles(text)) for slug, rank, text in sentences]

    near = [
        (first[:2], second[:2])
        for first, second in combinations(shingled, 2)
        if first[0] != second[0] and likeness(first[2], second[2]) > NEAR
    ]

    assert not near


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words in a text."""
    words = re.findall(r"[\w']+", text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def likeness(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> float:
    """The Jaccard index of two sets; 1 is the same set."""
    return len(first & second) / (len(first | second) or 1)


def test_sentences_of_a_level_do_not_open_alike(default: Taxonomy):
    for rank in range(6):
        openings = Counter(tuple(skill.descriptors[rank].split()[:3]) for skill in default.active)
        opening, times = openings.most_common(1)[0]
        assert times <= 9, (rank, opening, times)


def test_no_empty_praise(default: Taxonomy):
    empty = re.compile(r"\b(deeply|good understanding|very well|extremely|guru|passionate)\b", re.IGNORECASE)

    assert not [
        (skill.slug, rank)
        for skill in default.active
        for rank, sentence in enumerate(skill.descriptors)
        if empty.search(sentence)
    ]


def test_every_skill_can_be_learnt_from_something(default: Taxonomy):
    for skill in default.active:
        assert len(skill.resources) >= 3, skill.slug
        assert len({resource.level for resource in skill.resources}) >= 2, skill.slug
        assert len({resource.title for resource in skill.resources}) == len(skill.resources), skill.slug
        assert all(1 <= resource.level <= 5 for resource in skill.resources), skill.slug
        assert all(resource.url.startswith("https://") for resource in skill.resources if resource.url)
        assert {resource.kind for resource in skill.resources} <= {
            "book",
            "docs",
            "paper",
            "article",
            "talk",
            "course",
        }


def test_a_resource_has_one_author_and_address_wherever_it_stands(default: Taxonomy):
    by_title: dict[str, set[str]] = {}
    for skill in default.active:
        for resource in skill.resources:
            by_title.setdefault(resource.title, set()).add(f"{resource.by} {resource.kind} {resource.url}")

    assert not {title: found for title, found in by_title.items() if len(found) > 1}


def test_more_is_asked_from_role_to_role(default: Taxonomy):
    ladder = [default.roles[slug] for slug in ("junior", "mid", "senior", "staff")]

    for skill in default.active:
        levels = [asked(role, skill.slug) for role in ladder]
        assert levels == sorted(levels), skill.slug


def test_tools_stand_on_concepts_and_skills_on_prerequisites():
    assert read(DEFAULT.read_bytes()).warnings == ()


def test_weights_discriminate(default: Taxonomy):
    heavy = named_by_the_rule(default) | {"node-debugging"}
    for role in default.roles.values():
        for slug, target in role.targets.items():
            assert target.weight == (3 if slug in heavy else 2 if default.skills[slug].quick else 1), slug


def named_by_the_rule(taxonomy: Taxonomy) -> set[str]:
    """The skills in the pillars of the promotion rule."""
    return {
        slug
        for rule in taxonomy.promotion
        for pillar in rule.pillars
        for condition in pillar.conditions
        for slug in condition.skills
    }


@pytest.mark.parametrize(
    ("role", "met"),
    [
        ("junior", []),
        ("mid", []),
        ("senior", ["architecture", "mentoring", "leading"]),
        ("staff", ["architecture", "mentoring", "leading"]),
        ("platform", ["architecture", "mentoring"]),
    ],
)
def test_whom_the_promotion_rule_fits(default: Taxonomy, role: str, met: list[str]):
    profile, rule = default.roles[role], default.promotion[0]

    assert met == [
        pillar.slug
        for pillar in rule.pillars
        if all(
            sum(asked(profile, slug) >= condition.level for slug in condition.skills) >= condition.at_least
            for condition in pillar.conditions
        )
    ]
    assert (rule.role, rule.needed, rule.base_role, rule.base_slack) == ("senior", 2, "mid", 1)
    assert len(rule.base_skills) == 54


def test_the_way_from_role_to_role(default: Taxonomy):
    assert {slug: role.next_roles for slug, role in default.roles.items()} == {
        "junior": ("mid",),
        "mid": ("senior", "platform"),
        "senior": ("staff",),
        "staff": (),
        "platform": ("staff",),
    }


def test_effort_and_freshness_by_kind(default: Taxonomy):
    assert {kind: (found.effort, found.review_months) for kind, found in default.kinds.items()} == {
        Kind.CONCEPT: (1.0, 18), Kind.TOOL: (0.75, 9), Kind.PRACTICE: (1.25, 12), Kind.BEHAVIOUR: (1.5, 18),
    }  # fmt: skip
    assert (default.evidence_from, default.coverage) == (3, 3)
