"""What is written can be read back, for any taxonomy."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.document import Resource, Taxonomy
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.parsing import parse
from tests.taxonomy.documents import SMALL

words = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@pytest.fixture(scope="module")
def small() -> Taxonomy:
    """The small document."""
    return parse(SMALL)


def test_the_default_taxonomy_is_its_own_export():
    text = DEFAULT.read_text()

    assert export(parse(text)) == text


def test_everything_survives(small: Taxonomy):
    skill = replace(
        small.skills["brokers"], quick=True, overlooked=True, optional=True, off=True, effort=2.0, review_months=3,
        evidence_from=1, coverage=2, meaning=4, interview=("Why?",), evidence="e", watch_out="w",
        resources=(Resource("T", "B", "book", 2, "https://example.com/"),), retired=True, replaced_by="queues",
        principle="trustworthy",
    )  # fmt: skip
    role = replace(small.roles["senior"], targets={}, track="Engineering", short="Sr", promotion=True)
    taxonomy = replace(
        small,
        areas=tuple(replace(area, principle="team-player") for area in small.areas),
        skills=small.skills | {"brokers": skill},
        roles=small.roles | {"senior": role},
        rating_rules=(("Be honest", "It helps"),),
        evidence_from=0,
        coverage=2,
        translations={
            "de": {"skills.queues.name": "Schlangen", "promotion.senior.pillars.depth.name": "Tiefe"}
        },
    )

    assert parse(export(taxonomy)) == taxonomy


@given(name=words, sentence=words)
def test_any_words_survive(name: str, sentence: str):
    small = parse(SMALL)
    skill = replace(small.skills["brokers"], name=name, descriptors=(sentence, name, "no"))
    taxonomy = replace(small, skills=small.skills | {"brokers": skill})

    assert parse(export(taxonomy)) == taxonomy


@pytest.mark.parametrize(
    "text", ["yes", "1.5", "null", "- slug: x", "a: b", "# no", "2024-01-01", "two\nlines", "\u2028"]
)
def test_text_that_looks_like_something_else_survives(small: Taxonomy, text: str):
    area = replace(small.areas[0], summary=f"x {text} y " * 12, name=text.strip() or "x")

    taxonomy = replace(small, areas=(area,))

    assert parse(export(taxonomy)).areas[0].name == area.name
