"""Operations on a document: what they change, what they say, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.draft import operations
from skillmatrix.taxonomy.draft.operations import Outcome, Refused
from skillmatrix.taxonomy.draft.wording import receivers, reworded
from skillmatrix.taxonomy.parts import join, of_kind, order_of
from skillmatrix.taxonomy.transition import transition
from tests.taxonomy.draft.desk import RICH, Desk, desk


def said(outcome: Outcome) -> str:
    return "\n".join(outcome.effects)


def refusal(call: Callable[..., Outcome], *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(*args)
    return str(refused.value)


# Merge


def test_merge_hands_ratings_to_the_receiver():
    before = desk()
    outcome = operations.merge(before, "express", "fastify")
    after = before.after(outcome)
    taxonomy = after.sound()

    change = transition(desk().sound(), taxonomy)
    assert change.moves == {"express": ("fastify",)}
    assert change.asks_again == {"fastify"}
    assert taxonomy.skills["express"].replaced_by == "fastify"
    assert taxonomy.skills["fastify"].meaning == 3
    assert "Ratings of “Express” go to “Fastify”; where somebody rated both, the newer one holds." in said(
        outcome
    )
    assert outcome.summary == "“Express” merged into “Fastify”"


def test_merge_joins_what_both_had():
    after = desk().after(operations.merge(desk(), "express", "fastify"))

    assert after.targets("junior") == {"http": [1, 1], "fastify": [1, 2], "sql": [1, 1]}
    assert after.targets("senior")["fastify"] == [2, 3], "the higher level and weight of both"
    assert "express" not in after.targets("senior")
    assert after.skill("middleware")["prerequisites"] == ["fastify", "http"]
    assert [item["title"] for item in after.skill("fastify")["resources"]] == ["guide", "Book"]
    assert after.skill("fastify")["quick"] is True
    assert after.skill("connect")["replaced_by"] == "fastify"
    rule = after.parts["promotion"][0]
    assert rule["base_skills"] == ["http", "fastify"]
    assert rule["pillars"][0]["conditions"][0] == {"skills": ["fastify"], "level": 2, "at_least": 1}


def test_merge_says_what_it_changed_elsewhere():
    text = said(operations.merge(desk(), "express", "fastify"))

    for fragment in (
        "What needed “Express” now needs “Fastify”: Middleware.",
        "“Depth” of the promotion to “Senior” asks for 1 skill now.",
        "“Fastify” takes over what these roles asked of “Express”, the higher of both: Junior, Senior.",
        "The successor of “Connect” is now “Fastify”.",
        "“Fastify” takes over the resources it did not have: Book.",
    ):
        assert fragment in text


def test_a_receiver_that_needed_the_merged_skill_is_not_said_to_need_itself():
    outcome = operations.merge(desk(), "express", "middleware")

    assert "needs “Middleware”" not in said(outcome)
    assert "express" not in desk().after(outcome).skill("middleware")["prerequisites"]


def test_a_second_merge_into_the_same_skill_asks_again_once():
    first = desk().after(operations.merge(desk(), "express", "fastify"))
    second = first.after(operations.merge(first, "sql", "fastify"))

    assert second.sound().skills["fastify"].meaning == 3


def test_a_merged_skill_is_handed_on_with_its_receiver():
    first = desk().after(operations.merge(desk(), "express", "fastify"))
    second = first.after(operations.merge(first, "fastify", "http"))

    assert transition(desk().sound(), second.sound()).moves == {"express": ("http",), "fastify": ("http",)}
    assert second.skill("koa")["replaced_by"] == "http"


def test_merge_names_the_circle_it_would_close():
    text = RICH.replace("definition: The protocol", "definition: The protocol, prerequisites: [sql]").replace(
        "{slug: sql, name: SQL, kind: tool,", "{slug: sql, name: SQL, kind: tool, prerequisites: [mongo],"
    )

    message = refusal(operations.merge, desk(text), "middleware", "mongo")
    assert "off" in message

    text = text.replace(", off: true", "")
    message = refusal(operations.merge, desk(text), "http", "middleware")
    assert "Express → Middleware → Express" in message


@pytest.mark.parametrize(
    ("slug", "into", "message"),
    [
        ("express", "express", "itself"),
        ("express", "koa", "itself retired"),
        ("express", "mongo", "off"),
        ("koa", "express", "Bring it back"),
        ("express", "gone", "no longer in the draft"),
        ("gone", "express", "no longer in the draft"),
    ],
)
def test_merges_that_make_no_sense(slug: str, into: str, message: str):
    assert message in refusal(operations.merge, desk(), slug, into)


def test_merging_a_new_skill_takes_it_out_again():
    split = desk().after(operations.split(desk(), "express", None, "Express 5"))
    outcome = operations.merge(split, "express-5", "express")
    after = split.after(outcome)

    assert "skill:express-5" not in after.parts
    assert transition(desk().sound(), after.sound()).moves == {}
    assert "new in this draft" in said(outcome)
    assert "Ratings of" not in said(outcome)


def test_merging_an_origin_into_its_new_half_gives_ratings_once():
    split = desk().after(operations.split(desk(), "express", None, "Express 5"))
    after = split.after(operations.merge(split, "express", "express-5"))

    assert transition(desk().sound(), after.sound()).moves == {"express": ("express-5",)}


# Split


def test_split_gives_both_the_ratings():
    outcome = operations.split(desk(), "express", None, "Express 5")
    after = desk().after(outcome)
    taxonomy = after.sound()

    change = transition(desk().sound(), taxonomy)
    assert change.moves == {"express": ("express", "express-5")}
    assert change.asks_again == {"express", "express-5"}
    new, old = taxonomy.skills["express-5"], taxonomy.skills["express"]
    assert (new.definition, new.descriptors, new.kind) == (old.definition, old.descriptors, old.kind)
    assert (new.prerequisites, new.resources) == (old.prerequisites, old.resources)
    assert (new.meaning, old.meaning, new.quick) == (1, 2, False)
    assert after.targets("senior")["express-5"] == [2, 2]
    assert order_of(after.parts)["skills"][1:3] == ["express", "express-5"]
    assert outcome.slug == "express-5"
    assert "Ratings of “Express” are given to “Express 5” as well. Both ask to be confirmed." in said(outcome)
    assert taxonomy.translations["de"]["skills.express-5.descriptors.2"] == "zwei"


def test_split_into_another_area():
    after = desk().after(operations.split(desk(), "express", "templates", "Templates", "data"))

    assert after.sound().skills["templates"].area == "data"


def test_splitting_a_new_half_gives_the_ratings_of_its_origin():
    first = desk().after(operations.split(desk(), "express", None, "B"))
    second = first.after(operations.split(first, "b", None, "C"))

    change = transition(desk().sound(), second.sound())
    assert {slug: set(to) for slug, to in change.moves.items()} == {"express": {"express", "b", "c"}}


def test_splitting_a_skill_without_ratings():
    first = desk().after(operations.add_skill(desk(), "web", "A", "tool", "x"))
    outcome = operations.split(first, "a", None, "B")

    assert "split_from" not in first.after(outcome).skill("b")
    assert "Ratings" not in said(outcome)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("koa", None, "K"), "Bring it back"),
        (("express", "sql", "S"), "taken"),
        (("express", "new", "S"), "taken"),
        (("express", "Not good", "S"), "not a slug"),
        (("express", "x" * 61, "S"), "not a slug"),
        (("express", None, "S", "gone"), "no longer in the draft"),
    ],
)
def test_splits_that_make_no_sense(args: tuple[Any, ...], message: str):
    assert message in refusal(operations.split, desk(), *args)


# Retire and bring back


def test_retire_without_a_successor():
    outcome = operations.retire(desk(), "express")
    after = desk().after(outcome)
    taxonomy = after.sound()

    assert transition(desk().sound(), taxonomy).moves == {}
    assert taxonomy.skills["middleware"].prerequisites == ("http",)
    assert taxonomy.skills["connect"].replaced_by == ""
    assert "express" not in after.targets("junior")
    assert after.parts["promotion"][0]["pillars"][0]["conditions"][0]["at_least"] == 1
    text = said(outcome)
    assert "Ratings of “Express” stay in the history." in text
    assert "No longer asked for by: Junior, Senior." in text
    assert "These no longer need “Express”: Middleware." in text


def test_retire_with_a_successor():
    after = desk().after(operations.retire(desk(), "express", "fastify"))
    taxonomy = after.sound()

    assert transition(desk().sound(), taxonomy).moves == {}
    assert taxonomy.skills["express"].replaced_by == "fastify"
    assert taxonomy.skills["fastify"].meaning == 2
    assert taxonomy.skills["middleware"].prerequisites == ("fastify", "http")
    assert taxonomy.skills["connect"].replaced_by == "fastify"
    assert taxonomy.roles["senior"].targets["fastify"].level == 1


def test_a_skill_that_a_promotion_asks_for_alone_is_not_retired():
    assert "promotion to “Senior” asks in “Depth” for “SQL” alone" in refusal(
        operations.retire, desk(), "sql"
    )
    assert desk().after(operations.retire(desk(), "sql", "http")).sound()


def test_what_merged_into_a_retired_skill_keeps_its_ratings():
    merged = desk().after(operations.merge(desk(), "express", "fastify"))
    after = merged.after(operations.retire(merged, "fastify", "http"))
    change = transition(desk().sound(), after.sound())

    assert change.moves == {}, "retiring says that ratings stay where they are"
    assert after.skill("koa") == {**desk().skill("koa"), "replaced_by": "http"}, (
        "that merge was published before"
    )


def test_retiring_a_new_skill_takes_it_out():
    first = desk().after(operations.add_skill(desk(), "web", "Hono", "tool", "x"))
    first = first.after(operations.split(first, "hono", None, "Hono 2"))

    after = first.after(operations.retire(first, "hono"))

    assert "skill:hono" not in after.parts
    assert after.sound()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("koa",), "retired already"),
        (("express", "express"), "itself"),
        (("express", "koa"), "itself retired"),
        (("express", "mongo"), "off"),
        (("express", "gone"), "no longer in the draft"),
    ],
)
def test_retirements_that_make_no_sense(args: tuple[str, ...], message: str):
    assert message in refusal(operations.retire, desk(), *args)


def test_bring_back():
    outcome = operations.bring_back(desk(), "connect")
    after = desk().after(outcome).sound()

    assert not after.skills["connect"].retired
    assert after.skills["connect"].replaced_by == ""
    assert "count again" in said(outcome)
    assert "in use" in refusal(operations.bring_back, desk(), "express")


def test_bring_back_what_was_merged_in_an_earlier_version():
    outcome = operations.bring_back(desk(), "koa")

    assert transition(desk().sound(), desk().after(outcome).sound()).moves == {}
    assert "went to “Fastify” when the two were merged and stay there" in said(outcome)


def test_bring_back_leaves_retired_needs_behind():
    text = RICH.replace("definition: Old,", "definition: Old, prerequisites: [koa, http],")
    outcome = operations.bring_back(desk(text), "connect")

    assert desk(text).after(outcome).sound().skills["connect"].prerequisites == ("http",)
    assert "It no longer needs what is retired: Koa." in said(outcome)


# Areas, roles, order


def test_areas_come_and_go():
    outcome = operations.add_area(desk(), "Größe & Last", "S")
    after = desk().after(outcome)

    assert outcome.slug == "grosse-and-last"
    assert after.sound().areas[-1].name == "Größe & Last"
    assert "area:empty" not in desk().after(operations.remove_area(desk(), "empty")).parts
    assert "2 skills, such as SQL, Mongo" in refusal(operations.remove_area, desk(), "data")


def test_roles_come_and_go():
    first = desk().after(operations.add_role(desk(), "Staff", "S", like="senior"))
    assert first.targets("staff") == first.targets("senior")

    outcome = operations.remove_role(desk(), "junior")
    after = desk().after(outcome)
    assert "base_role" not in after.parts["promotion"][0]
    assert "core skills of “Junior”" in said(outcome)
    assert "roles.junior.name" not in after.parts["translations"]["de"]
    assert after.sound()

    outcome = operations.remove_role(desk(), "senior")
    after = desk().after(outcome)
    assert after.parts["promotion"] == []
    assert "“Junior” no longer leads to “Senior”." in said(outcome)
    assert "The promotion rule to “Senior” goes with it." in said(outcome)
    assert after.sound().roles["junior"].next_roles == ()


def test_a_skill_moves_to_the_end_of_another_area():
    after = desk().after(operations.move_skill(desk(), "http", "data"))

    assert [skill["slug"] for skill in join(after.parts)["areas"][1]["skills"]] == ["sql", "mongo", "http"]
    assert "already" in refusal(operations.move_skill, desk(), "http", "web")
    assert "no longer" in refusal(operations.move_skill, desk(), "http", "gone")


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("skills", "sql", "express"), ["http", "sql", "express", "fastify", "middleware", "connect", "koa", "mongo"]),
        (("skills", "koa", None), ["http", "express", "fastify", "middleware", "connect", "koa", "sql", "mongo"]),
        (("skills", "http", None, "data"), ["express", "fastify", "middleware", "connect", "koa", "sql", "mongo", "http"]),
        (("skills", "http", "http"), ["http", "express", "fastify", "middleware", "connect", "koa", "sql", "mongo"]),
        (("areas", "empty", "web"), ["empty", "web", "data"]),
        (("roles", "junior", None), ["senior", "junior"]),
    ],
)  # fmt: skip
def test_order(args: tuple[Any, ...], line: list[str]):
    after = desk().after(operations.reorder(desk(), *args))

    assert order_of(after.parts)[args[0]] == line
    assert after.sound()


@pytest.mark.parametrize(
    "args",
    [
        ("levels", "a", None), ("skills", "gone", None), ("skills", "sql", "gone"), ("areas", "gone", None),
        ("roles", "junior", "gone"), ("skills", "sql", "http", "data"), ("skills", "sql", None, "gone"),
    ],
)  # fmt: skip
def test_orders_that_make_no_sense(args: tuple[Any, ...]):
    assert refusal(operations.reorder, desk(), *args)


# Slugs


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Caching", "caching"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Node.js", "node-js"),
        ("Straße", "strasse"),
        ("Ørsted_x", "orsted-x"),
        ("Express", "express-2"),
        ("New", "new-2"),
        ("Koa", "koa-2"),
        ("数据建模", "skill-1"),
        ("Очереди", "skill-1"),
        ("…", "skill-1"),
        ("数据 API", "api"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_slug_comes_from_the_name(name: str, slug: str):
    assert operations.slug_for(desk(), "skill", name) == slug


def test_a_long_slug_that_is_taken_stays_short_enough():
    start = desk()
    for _ in range(3):
        outcome = operations.add_skill(start, "web", "y" * 100, "tool", "x")
        start = start.after(outcome)
    assert len(outcome.slug) == 60
    assert outcome.slug.endswith("-3")
    assert start.sound()


# Rescale

FEWER = [{"name": name, "descriptor": f"{name}!"} for name in ("None", "Basic", "Full")]
TO_FEWER = {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2}
MORE = [{"name": name, "descriptor": f"{name}!"} for name in "ABCDEFG"]


def test_fewer_levels():
    outcome = operations.rescale(desk(), FEWER, TO_FEWER)
    after = desk().after(outcome)
    taxonomy = after.sound()

    assert transition(desk().sound(), taxonomy).levels == (0, 1, 1, 2)
    assert taxonomy.skills["express"].descriptors == ("e0", "e2", "e3"), (
        "the sentence of the highest old level"
    )
    assert taxonomy.skills["sql"].descriptors == ("t0", "t2", "t3")
    assert taxonomy.skills["sql"].coverage == 1
    assert (taxonomy.evidence_from, taxonomy.coverage) == (2, 2)
    assert taxonomy.roles["senior"].targets["http"].level == 2
    assert [item.level for item in taxonomy.skills["express"].resources] == [1, 2]
    assert taxonomy.promotion[0].pillars[0].conditions[0].level == 1
    german = taxonomy.translations["de"]
    assert german["skills.express.descriptors.1"] == "zwei"
    assert german["kinds.tool.descriptors.2"] == "drei"
    assert "scale.3.name" not in german
    text = said(outcome)
    assert "“Aware”, “Guided” fall together as “Basic”: only the history still tells them apart." in text
    assert reworded(after.base_parts, after.parts) == ()


def test_more_levels():
    outcome = operations.rescale(desk(), MORE, {"New": 0, "Aware": 2, "Guided": 4, "Independent": 6})
    taxonomy = desk().after(outcome).sound()

    assert taxonomy.skills["express"].descriptors == ("e0", "B!", "e1", "D!", "e2", "F!", "e3")
    assert "Nobody stands at “B” at first: no level became it." in said(outcome)
    assert "fall together" not in said(outcome)


def test_a_target_that_becomes_the_lowest_level_is_removed():
    outcome = operations.rescale(desk(), FEWER, {"New": 0, "Aware": 0, "Guided": 1, "Independent": 2})
    after = desk().after(outcome)

    assert after.targets("junior") == {}
    assert after.targets("senior")["sql"] == [0, 1], "what asked for nothing asks for nothing"
    assert "4 targets are removed" in said(outcome)
    assert after.sound().promotion[0].pillars[0].conditions[1].level == 1, "a condition never becomes empty"


def test_two_rescales_in_one_draft_lead_from_the_base():
    first = desk().after(operations.rescale(desk(), FEWER, TO_FEWER))
    outcome = operations.rescale(first, MORE, {"None": 0, "Basic": 3, "Full": 6})
    after = first.after(outcome)

    assert after.parts["scale"]["rescale"] == {"New": 0, "Aware": 3, "Guided": 3, "Independent": 6}
    assert transition(desk().sound(), after.sound()).levels == (0, 3, 3, 6)
    assert "“Aware”, “Guided” fall together" in said(outcome)
    back = after.after(
        operations.rescale(after, first.base_parts["scale"]["levels"][:3] + MORE[:1],
                           {name: min(rank, 3) for rank, name in enumerate("ABCDEFG")})
    )  # fmt: skip
    assert transition(desk().sound(), back.sound()).levels == (0, 3, 3, 3)


def test_words_that_people_were_rated_on_come_before_placeholders():
    levels = [{"name": name, "descriptor": f"{name}!"} for name in "ABC"]
    first = desk().after(operations.rescale(desk(), levels, dict.fromkeys(TO_FEWER, 0)))
    second = first.after(operations.rescale(first, MORE, dict.fromkeys("ABC", 0)))

    assert first.skill("express")["descriptors"] == ["e3", "B!", "C!"]
    assert second.skill("express")["descriptors"][0] == "e3", "not “C!”, at which nobody ever stood"


def test_levels_renamed_by_a_rescale_need_no_mapping():
    levels = [{"name": name.upper(), "descriptor": "x"} for name in ("New", "Aware", "Guided", "Independent")]
    names = [level["name"] for level in desk().parts["scale"]["levels"]]
    after = desk().after(operations.rescale(desk(), levels, {name: rank for rank, name in enumerate(names)}))

    assert after.parts["scale"]["rescale"] == {}
    assert transition(desk().sound(), after.sound()).levels is None


@pytest.mark.parametrize(
    ("levels", "mapping", "message"),
    [
        (FEWER[:2], TO_FEWER, "3 to 10"),
        (MORE + MORE, TO_FEWER, "3 to 10"),
        ([*FEWER[:2], FEWER[0]], TO_FEWER, "Two levels are called “None”"),
        ([*FEWER[:2], {"name": " ", "descriptor": "x"}], TO_FEWER, "name and a sentence"),
        (FEWER, {**TO_FEWER, "Other": 1}, "no level “Other”"),
        (FEWER, {"New": 0}, "where “Aware” goes"),
        (FEWER, {**TO_FEWER, "Guided": 0}, "“Guided” would go below “Aware”"),
        (FEWER, {**TO_FEWER, "Independent": 3}, "no new level 3"),
        (FEWER, {**TO_FEWER, "New": -1}, "no new level -1"),
    ],
)
def test_rescales_that_make_no_sense(levels: Any, mapping: Any, message: str):
    assert message in refusal(operations.rescale, desk(), levels, mapping)


def test_a_moved_scale_under_the_old_names_could_not_be_told():
    same = desk().parts["scale"]["levels"]

    assert "nobody could tell" in refusal(
        operations.rescale, desk(), same, {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2}
    )


# Any sequence


@st.composite
def operation(draw: st.DrawFn, now: Desk) -> Callable[[], Outcome]:
    """Any operation with any arguments that name something; it may well be refused."""
    skills, areas, roles = (sorted(of_kind(now.parts, kind)) or ["-"] for kind in ("skill", "area", "role"))
    one = draw(st.sampled_from(skills))
    other = draw(st.none() | st.sampled_from(skills))
    area, role = draw(st.sampled_from(areas)), draw(st.sampled_from(roles))
    name = draw(st.sampled_from(["Alpha", "Beta", "数据", "New", "SQL"]))
    all_ = [
        lambda: operations.merge(now, one, other or one),
        lambda: operations.split(now, one, None, name, area),
        lambda: operations.retire(now, one, other),
        lambda: operations.bring_back(now, one),
        lambda: operations.add_skill(now, area, name, "tool", "D"),
        lambda: operations.add_area(now, name, "S"),
        lambda: operations.remove_area(now, area),
        lambda: operations.add_role(now, name, "S", like=role),
        lambda: operations.remove_role(now, role),
        lambda: operations.move_skill(now, one, area),
        lambda: operations.reorder(now, "skills", one, other),
        lambda: operations.reorder(now, "roles", role, None),
    ]
    rescale = draw(rescales(now))
    # Half of them carry ratings elsewhere.
    return draw(st.sampled_from([*all_, all_[0], all_[1], all_[2], rescale]))


@st.composite
def rescales(draw: st.DrawFn, now: Desk) -> Callable[[], Outcome]:
    names = [level["name"] for level in now.parts["scale"]["levels"]]
    count = draw(st.integers(3, 10))
    prefix = draw(st.sampled_from(["L", "M"]))
    ranks = sorted(draw(st.lists(st.integers(0, count - 1), min_size=len(names), max_size=len(names))))
    levels = [{"name": f"{prefix}{rank}", "descriptor": f"d{rank}"} for rank in range(count)]
    return lambda: operations.rescale(now, levels, dict(zip(names, ranks, strict=True)))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_sequence_of_operations_leaves_a_sound_document(data: st.DataObject):
    base = desk()
    before, now = base.sound(), base
    for _ in range(data.draw(st.integers(1, 8))):
        try:
            outcome = data.draw(operation(now))()
        except Refused:
            continue
        assert outcome.summary
        now = now.after(outcome)
        after = now.sound()
        assert after.skills.keys() >= before.skills.keys(), "what may have ratings never leaves the document"
        change = transition(before, after)
        for to in change.moves.values():
            assert len(set(to)) == len(to)
            assert all(not after.skills[slug].retired or slug in change.moves for slug in to)
        unsettled = set(reworded(now.base_parts, now.parts)) - receivers(now.base_parts, now.parts)
        # Levels that stay in their places under other words are a rewording, whatever it was called.
        scales = [parts["scale"]["levels"] for parts in (now.base_parts, now.parts)]
        is_reworded = change.levels is None and scales[0] != scales[1]
        assert is_reworded or unsettled == set(), "operations alone reword nothing"


def test_the_default_can_be_merged_pair_by_pair():
    start = now = desk(DEFAULT.read_text())
    slugs = [skill.slug for skill in start.sound().active]
    done, refused = 0, []
    for slug, into in zip(slugs[::2], slugs[1::2], strict=True):
        try:
            now = now.after(operations.merge(now, slug, into))
            done += 1
        except Refused as error:
            refused.append(str(error))
    assert done > 20
    assert all("circle" in message for message in refused)
    assert len(transition(start.sound(), now.sound()).moves) == done
