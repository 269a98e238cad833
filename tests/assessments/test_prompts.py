"""What makes somebody think twice: concepts under tools, examples, neighbouring sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.prompts import concept_below, neighbours, wants_example
from skillmatrix.taxonomy.document import Kind
from tests.taxonomies import role, skill, taxonomy

TOOL = replace(
    skill("tool", "idea", "rule", kind=Kind.TOOL), descriptors=("none", "one", "two", "three", "four", "five")
)
LADDER = taxonomy(
    [
        skill("idea", kind=Kind.CONCEPT),
        skill("rule", kind=Kind.CONCEPT),
        TOOL,
        skill("way", "idea", kind=Kind.PRACTICE),
    ],
    [role("mid", tool=3)],
)


@pytest.mark.parametrize(
    ("slug", "level", "levels", "found"),
    [
        ("tool", 3, {"idea": 2}, "idea"),
        ("tool", 3, {"idea": 3}, None),
        ("tool", 3, {"idea": 2, "rule": 1}, "rule"),
        ("tool", 3, {}, None),
        ("tool", None, {"idea": 0}, None),
        ("tool", 0, {"idea": 0}, None),
        ("way", 3, {"idea": 1}, None),
    ],
)
def test_a_tool_above_its_concept_is_prompted(slug, level, levels, found):
    concept = concept_below(LADDER, LADDER.skills[slug], level, levels)
    assert (concept and concept.slug) == found


@pytest.mark.parametrize(("level", "ranks"), [(0, [0, 1]), (2, [1, 2, 3]), (5, [4, 5])])
def test_the_sentences_around_a_level(level, ranks):
    assert [rung.rank for rung in neighbours(LADDER, TOOL, level)] == ranks
    assert neighbours(LADDER, TOOL, level)[0].sentence == TOOL.descriptors[ranks[0]]


def test_from_which_level_an_example_is_asked():
    assert [wants_example(LADDER, TOOL, level) for level in (None, 0, 2, 3, 5)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    early = replace(TOOL, evidence_from=2)
    assert wants_example(LADDER, early, 2)
    assert not wants_example(replace(LADDER, evidence_from=4), TOOL, 3)
