"""Every change between two documents is told, once, as what it is and where a reader looks for it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from skillmatrix.taxonomy.building import build, content_of
from skillmatrix.taxonomy.diff import Tone, What, diff
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.parsing import Invalid, parse
from skillmatrix.taxonomy.schema import AREA, CONDITION, DOCUMENT, PILLAR, PROMOTION, RESOURCE, ROLE, SKILL
from tests.taxonomy.diff.documents import Content, area, full, role, skill
from tests.taxonomy.diff.edits import EDITS


def taxonomy(content: Content) -> Taxonomy:
    """The content as a sound taxonomy."""
    return parse(json.dumps(content))


BASE = taxonomy(full())


def edited(*names: str) -> Taxonomy:
    """The full document with some edits."""
    content = full()
    for name in names:
        EDITS[name].do(content)
    return taxonomy(content)


def test_the_document_of_these_tests_uses_every_key() -> None:
    content = full()
    skills = [s for a in content["areas"] for s in a["skills"]]
    pillars = [p for rule in content["promotion"] for p in rule["pillars"]]
    for spec, entries in (
        (DOCUMENT, [content]),
        (AREA, content["areas"]),
        (SKILL, skills),
        (RESOURCE, [r for s in skills for r in s.get("resources", ())]),
        (ROLE, content["roles"]),
        (PROMOTION, content["promotion"]),
        (PILLAR, pillars),
        (CONDITION, [c for p in pillars for c in p["conditions"]]),
    ):
        assert {*spec.must, *spec.may} == {key for entry in entries for key in entry}


def test_nothing() -> None:
    found = diff(BASE, taxonomy(full()))
    assert found.is_empty
    assert (found.changes, dict(found.counts), found.reworded) == ((), {}, ())


@pytest.mark.parametrize("name", EDITS)
def test_one_edit_is_one_change(name: str) -> None:
    edit = EDITS[name]
    found = diff(BASE, edited(name))
    assert [(change.what, edit.says in str(change.sentence)) for change in found] == [(edit.what, True)], [
        str(change.sentence) for change in found
    ]
    assert [section.key for section in found.sections] == [edit.section or "areas.people"]


@pytest.mark.parametrize("name", EDITS)
def test_taking_an_edit_back_is_a_change_too(name: str) -> None:
    assert len(diff(edited(name), BASE).changes) == 1


@settings(max_examples=150, deadline=None)
@given(st.sets(st.sampled_from(sorted(EDITS)), max_size=12))
def test_edits_are_told_apart(names: set[str]) -> None:
    # A skill's new neighbours, and what is new on both sides of a target, change how a thing is told.
    assume(not names >= {"role added", "target removed"} and not names >= {"skill retired", "skill moved"})
    try:
        found = diff(BASE, edited(*sorted(names)))
    except (Invalid, IndexError, KeyError):
        assume(False)
    assert Counter(change.what for change in found) == Counter(EDITS[name].what for name in names)


def leaves(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything inside a document, containers too."""
    items = content.items() if isinstance(content, dict) else enumerate(content)
    found = []
    for key, value in items:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += leaves(value, (*path, key))
    return found


def mutate(holder: Any, key: Any, how: int) -> None:
    """Change one thing somewhere, as no person would."""
    value = holder[key]
    if how == 0:
        del holder[key]
    elif isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, int | float):
        holder[key] = value + how - 2
    elif isinstance(value, str):
        holder[key] = value + "-x" if how < 3 else "queues"
    elif isinstance(value, list) and value:
        value.append(value[0]) if how == 1 else value.reverse()
    elif isinstance(value, dict) and how > 1:
        holder[key] = dict(list(value.items())[:-1])


def mutated(picks: list[tuple[int, int]]) -> Taxonomy | None:
    """The full document with some things changed somewhere; None where it is no longer sound."""
    content = full()
    for pick, how in picks:
        paths = leaves(content)
        *way, last = paths[pick % len(paths)]
        holder: Any = content
        for key in way:
            holder = holder[key]
        mutate(holder, last, how)
    try:
        return taxonomy(content)
    except Invalid:
        return None


def assert_complete(new: Taxonomy) -> None:
    """A difference is found exactly where the content is another, in both directions."""
    same = content_of(new) == content_of(BASE)
    for found in (diff(BASE, new), diff(new, BASE)):
        assert found.is_empty == same
        json.dumps(found.to_json())
    assert diff(new, build(content_of(new))).is_empty


def test_no_single_place_can_change_unnoticed() -> None:
    found = [mutated([(pick, how)]) for pick in range(len(leaves(full()))) for how in range(4)]
    sound = [new for new in found if new is not None]
    assert len(sound) > 300
    for new in sound:
        assert_complete(new)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3)), min_size=2, max_size=4))
def test_empty_exactly_when_the_content_is_the_same(picks: list[tuple[int, int]]) -> None:
    if new := mutated(picks):
        assert_complete(new)


def test_a_removed_skill_takes_its_targets_with_it() -> None:
    content = full()
    area(content, "people")["skills"].remove(skill(content, "hiring"))
    content["promotion"].pop()
    role(content, "staff")["targets"]["hiring"] = [1, 2]
    before = full()
    role(before, "staff")["targets"]["hiring"] = [1, 2]
    del role(content, "staff")["targets"]["hiring"]

    found = diff(taxonomy(before), taxonomy(content))
    removed = next(change for change in found if change.skill == "hiring")
    assert [change.what for change in found] == [What.REMOVED, What.REMOVED]
    assert [(text.label, text.before) for text in removed.texts][-1] == (
        "Targets",
        "Staff: 1 Middle, counts twice",
    )


def test_an_area_that_left_stands_last_with_its_skills() -> None:
    content = full()
    content["areas"].remove(area(content, "later"))
    before = full()
    before["areas"].reverse()
    before["areas"][0]["skills"].append({"slug": "x", "name": "X", "kind": "tool", "definition": "d"})

    found = diff(taxonomy(before), taxonomy(content))
    assert [section.key for section in found.sections] == ["general", "areas.later"]
    assert [str(change.sentence) for change in found.sections[1].changes] == [
        "Area *Later* removed",
        "*X* removed; its ratings stay in the history",
    ]


def test_a_retired_skill_names_successor_and_lost_targets() -> None:
    content = full()
    skill(content, "caching").update(retired=True, replaced_by="queues")
    skill(content, "brokers")["prerequisites"].remove("caching")
    role(content, "senior")["targets"].pop("caching")

    found = [change for change in diff(BASE, taxonomy(content)) if change.skill == "caching"]
    assert [str(change.sentence) for change in found] == ["*Caching* retired; its successor is *Queues*"]
    assert found[0].texts[0].before == "Senior: 1 Middle"
    assert not found[0].asks_again


def test_merging_asks_again() -> None:
    content = full()
    skill(content, "hiring").update(retired=True, replaced_by="teaching", merged=True)
    (change,) = diff(BASE, taxonomy(content))
    assert (change.what, change.tone, change.asks_again) == (What.MERGED, Tone.REMOVED, True)
    assert str(change.sentence) == "*Hiring* merged into *Teaching*, which takes its ratings over"


def rescaled(**mapping: int) -> Content:
    """The document on a scale of four levels, targets and all moved along."""
    content = full()
    content["rescale"] = mapping
    content["scale"].insert(2, {"name": "Good", "descriptor": "Enough"})

    def carried(level: int) -> int:
        return list(mapping.values())[level]

    for kind in content["kinds"].values():
        kind["descriptors"].insert(2, "between")
    for entry in (content, skill(content, "brokers")):
        entry.update({key: carried(entry[key]) for key in ("evidence_from", "coverage")})
    skill(content, "brokers")["descriptors"].insert(2, "I know one well")
    for resource in skill(content, "brokers")["resources"]:
        resource["level"] = carried(resource["level"])
    for found in content["roles"]:
        found["targets"] = {slug: [carried(level), w] for slug, (level, w) in found["targets"].items()}
    for rule in content["promotion"]:
        for condition in (c for pillar in rule["pillars"] for c in pillar["conditions"]):
            condition["level"] = carried(condition["level"])
    return content


def test_what_follows_from_a_rescale_is_not_told_again() -> None:
    found = diff(BASE, taxonomy(rescaled(Low=0, Middle=1, High=3)))
    told = [change for change in found if change.what is not What.REWORDED]
    assert [change.what for change in told] == [What.RESCALED]
    assert (
        str(told[0].sentence) == "The scale has 4 levels instead of 3: 0 Low → 0 Low, 1 Middle → 1 Middle, "
        "2 High → 3 High. Nobody holds Good yet."
    )
    # The sentences of the new level are new texts.
    assert {str(change.sentence) for change in found if change.skill} == {"*Brokers*, level 2 reworded"}
    assert found.reworded == ()


def test_a_rescale_states_which_levels_fall_together() -> None:
    content = rescaled(Low=0, Middle=2, High=2)
    sentence = str(next(iter(diff(BASE, taxonomy(content)))).sentence)
    assert "Middle and High can no longer be told apart. Nobody holds Middle, High yet." in sentence


def test_a_target_that_does_more_than_follow_its_level_is_told() -> None:
    content = rescaled(Low=0, Middle=1, High=3)
    role(content, "staff")["targets"]["queues"] = [2, 1]
    found = diff(BASE, taxonomy(content))
    assert "Target of *Staff* for *Queues*: 3 High → 2 Good" in {str(change.sentence) for change in found}


def test_versions_whose_scales_nothing_connects_can_be_compared() -> None:
    content = rescaled(Low=0, Middle=1, High=3)
    content["rescale"] = {}
    found = diff(BASE, taxonomy(content))
    assert "nothing says where each went" in str(found.changes[0].sentence)
    assert "Target of *Staff* for *Queues*: 2 High → 3 High" in {str(change.sentence) for change in found}


def test_a_mapping_from_outside_counts() -> None:
    content = rescaled(Low=0, Middle=1, High=3)
    content["rescale"] = {}
    told = [change.what for change in diff(BASE, taxonomy(content), levels=(0, 1, 3))]
    assert What.TARGET_RAISED not in told
    assert told[0] is What.RESCALED


def test_reworded_names_skills_with_other_texts_and_the_same_meaning() -> None:
    content = full()
    skill(content, "caching")["definition"] = "Copies"
    skill(content, "queues").update(definition="Waiting", meaning=2)
    skill(content, "brokers")["name"] = "Broker"
    content["kinds"]["behaviour"]["descriptors"][0] = "other"
    assert diff(BASE, taxonomy(content)).reworded == ("caching", "teaching", "scolding")


def test_a_ladder_of_its_own_is_told_where_its_words_stay() -> None:
    content = full()
    skill(content, "queues")["descriptors"] = ["concept 0", "concept 1", "concept 2"]
    content["kinds"]["concept"]["descriptors"] = ["a", "concept 1", "concept 2"]
    sentences = [str(change.sentence) for change in diff(BASE, taxonomy(content))]
    assert sentences == [
        "Sentences of every *concept*, level 0 reworded",
        "*Queues* has sentences of its own now, worded as before",
    ]


def test_a_percent_sign_in_a_name_harms_nothing() -> None:
    content = full()
    skill(content, "queues").update(name="100%(skill)s %d", definition="% %%")
    assert "100%(skill)s %d" in str(diff(BASE, taxonomy(content)).changes[0].sentence)
