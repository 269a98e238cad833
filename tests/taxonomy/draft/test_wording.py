"""New words of a skill: the same meaning, or another? Somebody has to say, and once."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.models import TaxonomyVersion
from tests.taxonomy.draft.desk import RICH

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rich(db: None) -> TaxonomyVersion:
    """The rich document, published."""
    return publish(text=RICH, note="", by=None)


def edit(path: str, **fields: Any) -> Draft:
    draft = load()
    content = {**draft.parts[path], **fields}
    return actions.save_part(path=path, content=content, shown=draft.shown(path), summary="x", by=None)


def confirm(*slugs: str, wording_only: bool) -> Draft:
    return actions.confirm_meaning(skill=slugs, wording_only=wording_only, by=None)


def publish_it() -> TaxonomyVersion:
    return actions.publish_draft(note="", by=None, shown_revision=load().revision)


@pytest.mark.parametrize(
    "fields",
    [
        {"definition": "Other"},
        {"descriptors": ["e0", "e1", "other", "e3"]},
        {"descriptors": None},
        {"evidence": "Show it"},
        {"watch_out": "Beware"},
        {"kind": "practice", "descriptors": None},
    ],
)
def test_new_words_ask(fields: dict[str, Any]):
    assert edit("skill:express", **fields).unconfirmed == ("express",)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Other"},
        {"kind": "practice"},
        {"interview": ["Why?"]},
        {"optional": True},
        {"prerequisites": []},
    ],
)
def test_what_no_rater_reads_asks_nothing(fields: dict[str, Any]):
    assert edit("skill:express", **fields).unconfirmed == ()


def test_the_same_meaning():
    edit("skill:fastify", definition="Other")
    draft = confirm("fastify", wording_only=True)

    assert draft.unconfirmed == ()
    assert draft.reworded == ("fastify",)
    assert draft.wording_only("skill:fastify")
    publish_it()
    assert versions.current().skills["fastify"].meaning == 2
    assert TaxonomyVersion.objects.get(number=2).transition["asks_again"] == []


def test_another_meaning():
    edit("skill:fastify", definition="Other")
    draft = confirm("fastify", wording_only=False)

    assert draft.unconfirmed == ()
    assert draft.parts["skill:fastify"]["meaning"] == 3
    assert confirm("fastify", wording_only=False).parts["skill:fastify"]["meaning"] == 3, "once a version"
    publish_it()
    assert TaxonomyVersion.objects.get(number=2).transition["asks_again"] == ["fastify"]


def test_other_words_after_an_answer():
    edit("skill:express", definition="Other")
    confirm("express", wording_only=True)
    assert edit("skill:express", name="Express.js").unconfirmed == ()
    assert edit("skill:express", definition="Yet others").unconfirmed == ("express",)
    confirm("express", wording_only=False)

    content = {key: value for key, value in load().parts["skill:express"].items() if key != "meaning"}
    draft = actions.save_part(
        path="skill:express", content={**content, "definition": "Third"}, shown=load().shown("skill:express"),
        summary="", by=None,
    )  # fmt: skip
    assert draft.parts["skill:express"]["meaning"] == 2, "a form that knows nothing of it lowers nothing"
    assert draft.unconfirmed == ()


def test_an_answer_can_be_taken_back():
    edit("skill:express", definition="Other")
    confirm("express", wording_only=False)

    draft = confirm("express", wording_only=True)

    assert "meaning" not in draft.parts["skill:express"]
    assert draft.unconfirmed == ()
    assert draft.wording_only("skill:express")
    assert not confirm("express", wording_only=False).wording_only("skill:express")


def test_the_words_of_a_kind_are_those_of_many_skills():
    kinds = load().parts["kinds"]
    draft = edit("kinds", tool={**kinds["tool"], "descriptors": ["t0", "t1", "new", "t3"]})

    asked = draft.unconfirmed
    assert asked == ("fastify", "connect", "sql", "mongo"), (
        "those of that kind without sentences of their own"
    )
    draft = confirm(*asked, wording_only=True)
    assert draft.unconfirmed == ()
    assert draft.changed_paths == ("kinds",)
    assert edit("skill:sql", name="SQL!").unconfirmed == ()

    kinds = load().parts["kinds"]
    draft = edit("kinds", tool={**kinds["tool"], "descriptors": ["t0", "newer", "new", "t3"]})
    assert draft.unconfirmed == asked
    draft = edit("kinds", tool={**kinds["tool"], "descriptors": ["t0", "t1", "t2", "t3"]})
    assert draft.unconfirmed == ()
    assert draft.changed_paths == ("skill:sql",)


def test_the_words_of_the_scale_count_without_own_sentences():
    levels = [{**level} for level in load().parts["scale"]["levels"]]
    levels[1]["descriptor"] = "Very little"

    draft = edit("scale", levels=levels)

    assert "express" not in draft.unconfirmed
    assert {"http", "fastify", "sql", "middleware"} <= set(draft.unconfirmed)
    levels[1]["descriptor"], levels[1]["name"] = "Little", "Knows"
    assert edit("scale", levels=levels).unconfirmed == ()


def test_operations_settle_the_question():
    actions.perform(operation=lambda draft: operations.merge(draft, "sql", "http"), by=None)
    draft = edit("skill:http", definition="Other")

    assert draft.unconfirmed == ()
    assert confirm("http", wording_only=True).parts["skill:http"]["meaning"] == 2, (
        "its ratings ask again anyway"
    )


def test_a_moved_scale_asks_nothing_until_words_change():
    names = ["New", "Low", "High"]
    actions.perform(
        operation=lambda draft: operations.rescale(
            draft,
            [{"name": name, "descriptor": name} for name in names],
            {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2},
        ),
        by=None,
    )
    assert load().unconfirmed == ()
    draft = edit("skill:express", descriptors=["e0", "other", "e3"])
    assert draft.unconfirmed == ("express",)
    confirm("express", wording_only=True)
    version = publish_it()
    assert version.transition["levels"] == [0, 1, 1, 2]


def test_an_answer_holds_when_levels_move_afterwards():
    edit("skill:express", definition="Other", descriptors=["e0", "e1", "other", "e3"])
    confirm("express", wording_only=True)
    for levels, mapping in (
        ("ABC", {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2}),
        ("DEFGH", {"A": 0, "B": 2, "C": 4}),
    ):
        scale = [{"name": name, "descriptor": name} for name in levels]
        change = lambda draft, to=scale, how=mapping: operations.rescale(draft, to, how)  # noqa: E731
        actions.perform(operation=change, by=None)
        assert load().unconfirmed == ()

    assert edit("skill:express", descriptors=["e0", "E", "new", "G", "e3"]).unconfirmed == ("express",)


def test_a_form_without_the_mapping_keeps_it():
    actions.perform(
        operation=lambda draft: operations.rescale(
            draft,
            [{"name": name, "descriptor": name} for name in "ABC"],
            {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2},
        ),
        by=None,
    )
    draft = load()
    levels = [{**level, "name": level["name"] * 2} for level in draft.parts["scale"]["levels"]]
    draft = actions.save_part(
        path="scale", content={"levels": levels}, shown=draft.shown("scale"), summary="", by=None
    )

    assert draft.parts["scale"]["rescale"] == {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2}
    assert draft.examine().problems == ()


def test_nobody_asks_about_a_new_skill():
    actions.perform(operation=lambda draft: operations.add_skill(draft, "web", "Hono", "tool", "x"), by=None)

    draft = edit("skill:hono", definition="y")

    assert draft.unconfirmed == ()
    assert confirm("hono", "gone", wording_only=False).parts["skill:hono"].get("meaning") is None
