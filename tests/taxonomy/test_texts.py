"""Texts per language, searching, and comparing roles: pure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.comparing import expectations, mean_level
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.parsing import parse
from skillmatrix.taxonomy.searching import search
from skillmatrix.taxonomy.texts import paths, translate
from skillmatrix.taxonomy.wording import in_words
from tests.taxonomy.documents import SMALL


@pytest.fixture
def small() -> Taxonomy:
    """The small document."""
    return parse(SMALL)


def test_every_text_has_a_path(small: Taxonomy):
    found = set(paths(content_of(small)))

    assert {
        "name", "scale.0.name", "scale.2.descriptor", "kinds.tool.descriptors.1", "areas.one.summary",
        "skills.queues.definition", "skills.brokers.descriptors.2", "roles.senior.name",
        "promotion.senior.pillars.depth.summary",
    } <= found  # fmt: skip


def test_a_translation_replaces_what_it_has(small: Taxonomy):
    texts = {
        "skills.queues.name": "Schlangen", "scale.0.name": "Neu", "skills.brokers.descriptors.1": "Ich nutze einen",
        "kinds.concept.descriptors.0": "Nichts", "promotion.senior.pillars.depth.name": "Tiefe",
    }  # fmt: skip
    taxonomy = replace(small, translations={"de": texts}, number=4, slots={"queues": 0, "brokers": 1})

    german = translate(taxonomy, "de-AT")

    assert german.skills["queues"].name == "Schlangen"
    assert german.skills["queues"].descriptors[0] == "Nichts"
    assert german.skills["brokers"].descriptors[1] == "Ich nutze einen"
    assert german.scale[0].name == "Neu"
    assert german.promotion[0].pillars[0].name == "Tiefe"
    assert german.roles["senior"].name == "Senior"
    assert (german.number, german.slots) == (4, {"queues": 0, "brokers": 1})
    assert translate(taxonomy, "fr") is taxonomy


def test_search_looks_into_names_definitions_and_sentences(small: Taxonomy):
    assert [hit.skill.slug for hit in search(small, "")] == ["queues", "brokers"]
    assert [(hit.skill.slug, hit.rank) for hit in search(small, "QUEUE buys")] == [("queues", None)]
    assert [(hit.skill.slug, hit.rank) for hit in search(small, "use one")] == [("brokers", 1)]
    assert [(hit.skill.slug, hit.rank) for hit in search(small, "brokers use")] == [("brokers", 1)]
    assert search(small, "nothing like it") == ()


def test_retired_and_switched_off_skills_are_not_found(small: Taxonomy):
    skills = small.skills | {
        "queues": replace(small.skills["queues"], off=True),
        "brokers": replace(small.skills["brokers"], retired=True),
    }

    assert search(replace(small, skills=skills), "") == ()
    assert expectations(replace(small, skills=skills), small.roles["senior"]) == ()


def test_a_role_alone_and_beside_another(small: Taxonomy):
    junior, senior = small.roles["junior"], small.roles["senior"]

    (alone,) = expectations(small, junior)
    (beside,) = expectations(small, junior, senior)

    assert [(line.skill.slug, line.target.level, line.sentence) for line in alone.expectations] == [
        ("queues", 1, "c1")
    ]
    assert [(line.skill.slug, line.difference, line.other_sentence) for line in beside.different] == [
        ("queues", 1, "c2"), ("brokers", 2, "I run one"),
    ]  # fmt: skip
    assert beside.same == ()
    assert mean_level(small, senior, small.areas[0]) == 2


def test_a_role_beside_itself_has_no_difference(small: Taxonomy):
    senior = small.roles["senior"]

    assert expectations(small, senior, senior)[0].different == ()


@pytest.mark.parametrize(
    ("at_least", "words"),
    [
        (2, "Queues, Brokers: each at level 2 High or above"),
        (1, "Queues, Brokers: at least one at level 2 High or above"),
    ],
)
def test_a_promotion_rule_in_words(small: Taxonomy, at_least: int, words: str):
    rule = parse(SMALL.replace("at_least: 2", f"at_least: {at_least}")).promotion[0]

    found = in_words(small, rule)

    assert found.pillars[0].conditions == (words,)
    assert found.needed == "All of these are met:"
    assert (
        found.base == "And none of the 1 core skills of Junior is more than 1 level under its target there."
    )
