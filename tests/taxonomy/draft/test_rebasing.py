"""A draft whose base is no longer current: what merges by itself, and what somebody has to choose."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish, undo
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.operations import Refused
from skillmatrix.taxonomy.draft.rebasing import Undecided, merge
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.draft.wording import went_to
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import DraftChange, TaxonomyVersion
from tests.taxonomy.draft.desk import RICH, desk
from tests.taxonomy.draft.test_operations import FEWER, MORE, TO_FEWER, operation


def sides(mine: dict[str, Any], theirs: dict[str, Any]) -> Any:
    """Merge two sides that changed some fields of some parts: {path: {field: value}}, None takes a part out."""

    def changed(fields: dict[str, Any]) -> dict[str, Any]:
        parts = dict(desk().parts)
        for path, values in fields.items():
            parts[path] = None if values is None else {**parts.get(path, {}), **values}
        return {path: part for path, part in parts.items() if part is not None}

    return merge(desk().parts, changed(theirs), changed(mine))


def test_different_fields_merge():
    ladder = ["e0", "e1", "e2", "e3"]
    merged = sides(
        {"skill:express": {"name": "Mine", "descriptors": [*ladder[:2], "mine", "e3"]}, "role:junior": {"targets": {"http": [2, 1], "express": [1, 2], "sql": [1, 1]}}},
        {"skill:express": {"evidence": "Theirs", "descriptors": ["theirs", *ladder[1:]]}, "role:junior": {"targets": {"http": [1, 1], "express": [1, 2], "fastify": [1, 1]}}},
    )  # fmt: skip

    assert merged.conflicts == ()
    skill = merged.parts["skill:express"]
    assert (skill["name"], skill["evidence"]) == ("Mine", "Theirs")
    assert skill["descriptors"] == ["theirs", "e1", "mine", "e3"]
    assert merged.parts["role:junior"]["targets"] == {"http": [2, 1], "express": [1, 2], "fastify": [1, 1]}


def test_the_same_field_twice_is_a_conflict():
    merged = sides(
        {"skill:express": {"definition": "Mine", "descriptors": ["e0", "mine", "e2", "e3"]}, "role:junior": {"targets": {"http": [3, 1]}}},
        {"skill:express": {"definition": "Theirs", "descriptors": ["e0", "theirs", "e2", "e3"]}, "role:junior": {"targets": {"http": [2, 1], "sql": [2, 2]}}},
    )  # fmt: skip

    assert [(found.path, found.base, found.theirs, found.mine) for found in merged.conflicts] == [
        ("skill:express#definition", "A framework", "Theirs", "Mine"),
        ("skill:express#descriptors.1", "e1", "theirs", "mine"),
        ("role:junior#targets.http", [1, 1], [2, 1], [3, 1]),
        ("role:junior#targets.sql", [1, 1], [2, 2], None),
    ]
    with pytest.raises(Undecided) as undecided:
        merged.decided({"skill:express#definition": "mine", "role:junior#targets.http": "maybe"})
    assert len(undecided.value.conflicts) == 3
    parts = merged.decided(
        {
            "skill:express#definition": "mine",
            "skill:express#descriptors.1": "theirs",
            "role:junior#targets.http": "theirs",
            "role:junior#targets.sql": "mine",
        }
    )
    assert parts["skill:express"]["definition"] == "Mine"
    assert parts["skill:express"]["descriptors"][1] == "theirs"
    assert parts["role:junior"]["targets"] == {"http": [2, 1]}


def test_both_did_the_same():
    both = {"skill:express": {"name": "Same"}, "area:empty": None}

    merged = sides(both, both)

    assert merged.conflicts == ()
    assert merged.parts["skill:express"]["name"] == "Same"


def test_removed_here_and_changed_there():
    merged = sides({"role:junior": None}, {"role:junior": {"name": "Theirs"}})

    assert [(found.path, found.mine) for found in merged.conflicts] == [("role:junior", None)]
    assert "role:junior" not in merged.decided({"role:junior": "mine"})
    assert merged.decided({"role:junior": "theirs"})["role:junior"]["name"] == "Theirs"


def test_the_same_new_skill_on_both_sides():
    new = {"area": "web", "kind": "tool", "prerequisites": []}
    merged = sides({"skill:new": {**new, "name": "N", "definition": "Mine"}}, {"skill:new": {**new, "name": "N", "definition": "Theirs"}})  # fmt: skip

    assert [found.path for found in merged.conflicts] == ["skill:new#definition"]


def test_a_removed_area_comes_back_for_what_was_put_into_it():
    merged = sides({"skill:sql": {"area": "empty"}}, {"area:empty": None})

    assert merged.conflicts == ()
    assert merged.parts["area:empty"] == desk().parts["area:empty"]


def test_both_raised_the_meaning():
    assert (
        sides({"skill:http": {"meaning": 2}}, {"skill:http": {"meaning": 3}}).parts["skill:http"]["meaning"]
        == 3
    )


def test_orders_merge():
    web = ["http", "express", "fastify", "middleware", "connect", "koa"]
    order = {"areas": ["web", "data", "empty"], "roles": ["junior", "senior"]}
    mine = {**order, "skills": [*reversed(web), "sql", "mongo"]}
    theirs = {**order, "skills": ["http", "new", *web[1:], "sql", "mongo"], "roles": ["senior", "junior"]}

    merged = sides({"order": mine}, {"order": theirs})

    assert merged.conflicts == ()
    assert merged.parts["order"]["skills"] == [*reversed(web[1:]), "http", "new", "sql", "mongo"]
    assert merged.parts["order"]["roles"] == ["senior", "junior"]


def test_promotion_rules_merge_by_role():
    base = desk().parts
    rule = base["promotion"][0]
    mine = {**base, "promotion": [{**rule, "needed": 1, "base_slack": 2}]}
    theirs = {**base, "promotion": [rule, {**rule, "role": "junior"}]}

    merged = merge(base, theirs, mine)
    assert merged.conflicts == ()
    assert [found["role"] for found in merged.parts["promotion"]] == ["senior", "junior"]
    assert merged.parts["promotion"][0]["base_slack"] == 2

    theirs = {**base, "promotion": [{**rule, "base_slack": 3}]}
    assert [found.path for found in merge(base, theirs, mine).conflicts] == ["promotion#senior"]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_only_one_side_changed_holds(data: st.DataObject):
    """Against a side that changed nothing, or just the same, there is never a conflict and nothing is lost."""
    base = now = desk()
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            now = now.after(data.draw(operation(now))())
        except Refused:
            continue
    for mine, theirs in ((now.parts, base.parts), (now.parts, now.parts)):
        merged = merge(base.parts, theirs, mine, went_to(base.parts, theirs))
        assert merged.conflicts == ()
        assert {**merged.parts, "scale": None} == {**now.parts, "scale": None}
        assert merged.parts["scale"]["levels"] == now.parts["scale"]["levels"]


# With a database


def edit(path: str, **fields: Any) -> Draft:
    draft = load()
    content = {**draft.parts[path], **fields}
    return actions.save_part(path=path, content=content, shown=draft.shown(path), summary="x", by=None)


def rebase(**choices: str) -> Draft:
    return actions.rebase(choices=choices, by=None)


def publish_it() -> TaxonomyVersion:
    return actions.publish_draft(note="", by=None, shown_revision=load().revision)


@pytest.fixture
def rich(db: None) -> TaxonomyVersion:
    """The rich document, published."""
    return publish(text=RICH, note="", by=None)


@pytest.mark.django_db
def test_a_draft_is_put_on_the_current_version(rich: TaxonomyVersion):
    edit("skill:express", name="Mine")
    edit("skill:http", name="HTTP!")
    before = edit("skill:sql", definition="Mine")
    publish(text=RICH.replace("definition: Queries", "definition: Theirs").replace("name: HTTP,", "name: HTTP!,"), note="", by=None)  # fmt: skip

    draft = load()
    assert draft.is_outdated
    assert draft.base == 1
    assert [found.path for found in draft.conflicts()] == ["skill:sql#definition"]
    with pytest.raises(Undecided):
        rebase()
    assert load().base == 1
    draft = rebase(**{"skill:sql#definition": "mine"})

    assert (draft.base, draft.is_outdated, draft.conflicts()) == (2, False, ())
    assert draft.changed_paths == ("skill:express", "skill:sql")
    assert draft.shown("skill:express") == before.shown("skill:express"), "its form shows what still holds"
    assert draft.shown("skill:http") == "b2"
    assert draft.last_change is None
    assert not DraftChange.objects.exists()
    actions.confirm_meaning(skill="sql", wording_only=True, by=None)
    publish_it()
    assert versions.current().skills["sql"].definition == "Mine"


@pytest.mark.django_db
def test_theirs_is_taken_and_the_part_no_longer_differs(rich: TaxonomyVersion):
    edit("skill:sql", definition="Mine")
    publish(text=RICH.replace("definition: Queries", "definition: Theirs"), note="", by=None)

    draft = rebase(**{"skill:sql#definition": "theirs"})

    assert draft.is_empty
    assert draft.parts["skill:sql"]["definition"] == "Theirs"


@pytest.mark.django_db
def test_a_draft_that_is_up_to_date_stays(rich: TaxonomyVersion):
    assert rebase().is_empty
    assert edit("skill:sql", name="x").revision == rebase().revision
    assert load().conflicts() == ()


@pytest.mark.django_db
def test_a_page_that_is_out_of_date_is_told(rich: TaxonomyVersion):
    edit("skill:sql", name="x")
    publish(text=RICH.replace("Queries", "Theirs"), note="", by=None)

    with pytest.raises(actions.DraftMoved):
        actions.rebase(choices={}, by=None, shown_revision=0)
    assert actions.rebase(choices={}, by=None, shown_revision=1).base == 2


@pytest.mark.django_db
def test_a_confirmation_holds_while_nobody_published_other_words(rich: TaxonomyVersion):
    for slug in ("sql", "express"):
        edit(f"skill:{slug}", definition="Mine")
    actions.confirm_meaning(skill=["sql", "express"], wording_only=True, by=None)
    publish(
        text=RICH.replace("slug: sql, name: SQL", 'slug: sql, name: SQL, evidence: "Theirs"'),
        note="",
        by=None,
    )

    assert rebase().unconfirmed == ("sql",)


def rescaled(levels: list[dict[str, str]], mapping: dict[str, int]) -> Draft:
    return actions.perform(operation=lambda draft: operations.rescale(draft, levels, mapping), by=None)[0]


def publish_rescaled() -> None:
    """Somebody publishes fewer levels from a file while a draft is open."""
    now = desk()
    document = now.after(operations.rescale(now, FEWER, TO_FEWER)).sound()
    publish(text=export(document), note="", by=None)


@pytest.mark.django_db
def test_a_draft_moves_along_with_published_levels(rich: TaxonomyVersion):
    edit("skill:express", descriptors=["e0", "e1", "mine", "e3"])
    edit("role:junior", targets={"http": [3, 1]})
    publish_rescaled()

    assert load().conflicts() == ()
    draft = rebase()

    assert draft.parts["skill:express"]["descriptors"] == ["e0", "mine", "e3"]
    assert draft.parts["role:junior"]["targets"] == {"http": [2, 1]}
    assert draft.examine().problems == ()
    assert draft.changed_paths == ("skill:express", "role:junior")
    actions.confirm_meaning(skill="express", wording_only=True, by=None)
    assert publish_it().transition["levels"] is None


@pytest.mark.django_db
def test_a_draft_moves_back_with_an_undo(rich: TaxonomyVersion):
    publish_rescaled()
    edit("skill:express", descriptors=["e0", "mine", "e3"], name="Mine")
    undo(number=2, note="", by=None, levels=(0, 2, 3))

    draft = load()
    assert [found.path for found in draft.conflicts()] == []
    draft = rebase()

    assert draft.parts["skill:express"]["name"] == "Mine"
    assert len(draft.parts["skill:express"]["descriptors"]) == 4
    assert draft.examine().problems == ()


@pytest.mark.django_db
def test_a_moved_scale_in_the_draft_moves_what_was_published(rich: TaxonomyVersion):
    rescaled(FEWER, TO_FEWER)
    text = RICH.replace("[e0, e1, e2, e3]", "[e0, e1, theirs, e3]").replace("http: [3, 3]", "http: [2, 3]")
    publish(text=text.replace("{name: Aware,", "{name: Knows,"), note="", by=None)

    assert [found.path for found in load().conflicts()] == ["scale"]
    with pytest.raises(Refused):
        rebase(scale="theirs")
    draft = rebase(scale="mine")

    assert draft.parts["scale"]["rescale"] == {"New": 0, "Knows": 1, "Guided": 1, "Independent": 2}
    assert draft.parts["skill:express"]["descriptors"] == ["e0", "theirs", "e3"]
    assert draft.parts["role:senior"]["targets"]["http"] == [1, 3]
    assert draft.unconfirmed == ()
    assert publish_it().transition["levels"] == [0, 1, 1, 2]


@pytest.mark.django_db
def test_words_of_a_scale_that_moved_are_the_published_ones(rich: TaxonomyVersion):
    levels = [{**level, "descriptor": "Mine"} for level in load().parts["scale"]["levels"]]
    edit("scale", levels=levels)
    publish_rescaled()

    assert [found.path for found in load().conflicts()] == ["scale"]
    with pytest.raises(Refused):
        rebase(scale="mine")
    assert rebase(scale="theirs").is_empty


@pytest.mark.django_db
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_moved_scales_cannot_be_merged(rich: TaxonomyVersion, choice: str):
    draft = rescaled(MORE, {"New": 0, "Aware": 1, "Guided": 2, "Independent": 3})
    publish_rescaled()

    with pytest.raises(Refused):
        rebase(scale=choice, **{found.path: choice for found in load().conflicts() if found.path != "scale"})
    actions.undo_change(revision=draft.revision, by=None)
    assert rebase().is_empty
