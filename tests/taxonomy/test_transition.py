"""What a version does to ratings, read off two documents; and the way of a rating through many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmatrix.taxonomy.document import Level, Taxonomy
from skillmatrix.taxonomy.transition import (
    Carry,
    LevelsUnmapped,
    Lineage,
    Link,
    Transition,
    inverse,
    proposed_inverse,
    transition,
)
from tests.taxonomies import skill, taxonomy

SIX = ("New", "Aware", "Guided", "Independent", "Enabling", "Multiplying")
FOUR = ("None", "Some", "Good", "Great")
TO_FOUR = {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2, "Enabling": 3, "Multiplying": 3}
NOTHING = Transition()


def scaled(found: Taxonomy, names: Iterable[str], rescale: dict[str, int] | None = None) -> Taxonomy:
    levels = tuple(Level(rank, name, "") for rank, name in enumerate(names))
    return replace(found, scale=levels, rescale=rescale or {})


def doc(*skills: object) -> Taxonomy:
    """A document with the scale of six; a skill is its slug, or the skill itself."""
    return scaled(taxonomy([skill(s) if isinstance(s, str) else s for s in skills]), SIX)  # type: ignore[arg-type]


def merged(slug: str, into: str) -> object:
    return skill(slug, retired=True, merged=True, replaced_by=into)


def split(slug: str, origin: str) -> object:
    return skill(slug, split_from=origin)


# Documents


def test_an_edit_that_concerns_no_rating_is_no_transition():
    before = doc("a", "b")
    after = replace(doc("b", "a", "c", skill("d", retired=True, replaced_by="a")), name="Another")
    assert transition(before, after) == NOTHING
    assert transition(before, after).touched == frozenset()


def test_a_merge_hands_ratings_on_and_both_ask_again():
    found = transition(doc("a", "b"), doc(merged("a", "b"), "b"))
    assert found == Transition(moves={"a": ("b",)}, asks_again=frozenset({"b"}))
    assert found.touched == {"a", "b"}


def test_a_merge_said_twice_is_done_once():
    after = doc(merged("a", "b"), "b")
    assert transition(after, after) == NOTHING
    assert transition(after, doc("a", "b")) == NOTHING, "bringing a skill back moves nothing"


def test_retiring_with_a_successor_hands_nothing_on():
    assert transition(doc("a", "b"), doc(skill("a", retired=True, replaced_by="b"), "b")) == NOTHING


def test_a_split_gives_to_both_and_both_ask_again():
    found = transition(doc("a"), doc("a", split("c", "a"), split("d", "a")))
    assert found.moves == {"a": ("a", "c", "d")}
    assert found.asks_again == {"a", "c", "d"}
    after = doc("a", split("c", "a"))
    assert transition(after, after) == NOTHING
    assert transition(doc("a", "c"), after) == NOTHING, "only a new skill begins with those of another"


def test_a_skill_merged_and_split_at_once_hands_everything_on():
    found = transition(doc("a", "b"), doc(merged("a", "b"), "b", split("c", "a")))
    assert found.moves == {"a": ("b", "c")}
    assert found.asks_again == {"b", "c"}


def test_a_changed_meaning_asks_again_and_a_wording_does_not():
    before = doc("a", skill("b"))
    found = transition(before, doc(skill("a", meaning=2), replace(skill("b"), definition="In other words")))
    assert found == Transition(asks_again=frozenset({"a"}))


def test_a_skill_that_comes_back_asks_again():
    """Its slug was given to something before, and the ratings of that are still under it."""
    before = replace(doc("a"), slots={"a": 0, "gone": 1})
    assert transition(before, doc("a", "gone", "new")).asks_again == {"gone"}


@pytest.mark.parametrize(
    ("names", "rescale", "levels"),
    [
        (SIX, {}, None),
        (SIX, TO_FOUR, None),  # left over from an earlier version
        (("0", "1", "2", "3", "4", "5"), {}, None),  # other names alone
        (FOUR, TO_FOUR, (0, 1, 1, 2, 3, 3)),
        ((*SIX, "Beyond", "Above"), dict(zip(SIX, range(6), strict=True)), (0, 1, 2, 3, 4, 5)),
        (("a", "b", "c", "d", "e", "f"), dict(zip(SIX, (0, 0, 1, 2, 3, 5), strict=True)), (0, 0, 1, 2, 3, 5)),
        (("a", "b", "c", "d", "e", "f"), dict(zip(SIX, range(6), strict=True)), None),
        (("a", "b", "c", "d", "e", "f"), {"Other": 1}, None),
    ],
)
def test_levels_go_where_the_document_says(names, rescale, levels):
    found = transition(doc("a"), scaled(doc("a"), names, rescale))
    assert found.levels == levels
    assert (found.touched is None) == (levels is not None)


@pytest.mark.parametrize("rescale", [{}, {"New": 0}, {"Other": 1}])
def test_another_number_of_levels_needs_a_mapping(rescale):
    with pytest.raises(LevelsUnmapped) as unmapped:
        transition(doc("a"), scaled(doc("a"), FOUR, rescale))
    assert (unmapped.value.before, unmapped.value.after) == (SIX, 4)


TRANSITIONS = st.builds(
    Transition,
    st.none() | st.lists(st.integers(0, 5), min_size=6, max_size=6).map(tuple),
    st.dictionaries(
        st.sampled_from("abcd"),
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True).map(tuple),
        max_size=3,
    ),
    st.frozensets(st.sampled_from("abcd"), max_size=2),
)


@given(TRANSITIONS)
def test_a_transition_survives_its_storage(step):
    assert Transition.from_json(step.to_json()) == step
    assert Transition.from_json({}) == NOTHING


def test_what_is_handed_to_nobody_touches_everything():
    """Nothing would be left in a vector by which it could be found when it comes back."""
    assert Transition(moves={"a": ()}).touched is None


# Undoing


def test_an_inverse_is_what_the_admin_says():
    before, after = scaled(doc("a", "b"), SIX), scaled(doc(merged("a", "b"), "b"), FOUR, TO_FOUR)
    forward = transition(before, after)
    back = inverse(forward, before, after, levels=[0, 1, 3, 5], moves={"b": ["a", "b"], "a": ["a"]})
    assert back == Transition((0, 1, 3, 5), {"b": ("a", "b")}, frozenset({"a", "b"}))


@pytest.mark.parametrize("levels", [None, [0, 1, 2], [0, 1, 2, 6], [0, -1, 2, 3]])
def test_an_inverse_that_would_leave_the_scale_is_refused(levels):
    before, after = doc("a"), scaled(doc("a"), FOUR, TO_FOUR)
    with pytest.raises(LevelsUnmapped):
        inverse(transition(before, after), before, after, levels=levels, moves={})


def test_an_inverse_hands_on_only_to_skills_that_come_back():
    before, after = doc("a"), doc("a", split("c", "a"))
    with pytest.raises(ValueError, match="no c to hand"):
        inverse(transition(before, after), before, after, levels=None, moves={"a": ["c"]})


@pytest.mark.parametrize(
    ("names", "rescale", "levels"),
    [
        (FOUR, TO_FOUR, (0, 1, 3, 4)),
        (("a", "b", "c", "d"), dict(zip(SIX, (0, 0, 0, 3, 3, 3), strict=True)), (0, 2, 2, 3)),
        (tuple("abcdefgh"), dict(zip(SIX, (0, 1, 3, 4, 6, 7), strict=True)), (0, 1, 1, 2, 3, 3, 4, 5)),
        (tuple("abcd"), dict(zip(SIX, (2, 2, 2, 2, 2, 2), strict=True)), (0, 0, 0, 5)),
    ],
)
def test_what_is_offered_is_the_lowest_level_that_fits(names, rescale, levels):
    before, after = doc("a"), scaled(doc("a"), names, rescale)
    assert proposed_inverse(transition(before, after), before, after).levels == levels


def test_what_is_offered_gives_a_split_back_to_its_origin():
    before, after = doc("a"), doc("a", split("c", "a"), "new")
    offered = proposed_inverse(transition(before, after), before, after)
    assert offered == Transition(None, {"c": ("a",)}, frozenset({"a", "c"}))


def test_what_is_offered_for_the_undo_of_an_undo_is_the_first_edit_again():
    before = doc("a", "b")
    after = scaled(doc(merged("a", "b"), "b", split("c", "b")), FOUR, TO_FOUR)
    forward = transition(before, after)
    back = proposed_inverse(forward, before, after)
    again = proposed_inverse(back, after, before)
    assert (again.levels, again.moves) == (forward.levels, forward.moves)


# Lineages


def statements(slug: str, rank: int, steps: Iterable[Transition]) -> dict[str, tuple[int, bool]]:
    """One rating handed from version to version, in the plainest way."""
    held = {slug: (rank, False)}
    for step in steps:
        following: dict[str, tuple[int, bool]] = {}
        for at, (level, again) in held.items():
            new = level if step.levels is None else step.levels[level]
            for to in step.moves.get(at, (at,)):
                asked = again or to in step.asks_again or following.get(to, (0, False))[1]
                following[to] = (new, asked)
        held = following
    return held


@given(st.lists(TRANSITIONS, max_size=5), st.sampled_from("abcde"), st.integers(0, 5))
def test_a_carry_is_the_steps_one_after_the_other(steps, slug, rank):
    carry = Carry()
    for step in steps:
        carry = carry.then(step)
    found = {to: (carry.level(rank), again) for to, again in carry.skills(slug)}
    assert found == statements(slug, rank, steps)
    assert len(found) == len(carry.skills(slug)), "each skill once"


@st.composite
def lineages(draw):
    """Links in which an undo takes back the version before, which may have been an undo itself."""
    links: list[Link] = []
    for step in draw(st.lists(TRANSITIONS, max_size=6)):
        links.append(Link(step, undoes=bool(links) and draw(st.booleans())))
    return Lineage(links), links


def path(links: list[Link], to: int, made_under: int) -> list[Transition]:
    """The steps between two versions by the definition: an undo restores the version before the one it undoes."""
    if to <= made_under:
        return []
    link = links[to - 2]
    if link.undoes and made_under <= to - 2:
        return path(links, to - 2, made_under)
    return [*path(links, to - 1, made_under), link.transition]


@given(lineages(), st.data())
def test_a_rating_goes_the_way_of_its_version(made, data):
    lineage, links = made
    made_under = data.draw(st.integers(1, lineage.number))
    slug, rank = data.draw(st.sampled_from("abcd")), data.draw(st.integers(0, 5))
    carry = lineage.carry(made_under)
    found = {to: (carry.level(rank), again) for to, again in carry.skills(slug)}
    assert found == statements(slug, rank, path(links, lineage.number, made_under))


@given(lineages(), TRANSITIONS)
def test_publishing_and_undoing_at_once_leaves_everything_as_it_was(made, step):
    lineage, _ = made
    undone = lineage.and_then(Link(step)).and_then(Link(NOTHING, undoes=True))
    for made_under in range(1, lineage.number + 1):
        for slug in "abcd":
            assert undone.carry(made_under).skills(slug) == lineage.carry(made_under).skills(slug)
        assert [undone.carry(made_under).level(rank) for rank in range(6)] == [
            lineage.carry(made_under).level(rank) for rank in range(6)
        ]


@given(lineages(), st.data())
def test_what_was_not_touched_says_the_same(made, data):
    """For each rating that stood only in untouched skills then, what it says now is what it said then."""
    lineage, links = made
    then = data.draw(st.integers(1, lineage.number))
    made_under = data.draw(st.integers(1, then))
    touched = lineage.touched_since(then)
    if touched is None:
        return
    for slug in "abcd":
        before = statements(slug, 3, path(links, then, made_under))
        if not touched & before.keys():
            assert statements(slug, 3, path(links, lineage.number, made_under)) == before


def test_the_undo_of_an_undo_touches_what_the_first_edit_touched():
    merge, back = Transition(moves={"a": ("b",)}, asks_again=frozenset("b")), Transition()
    lineage = Lineage([Link(merge), Link(back, undoes=True), Link(NOTHING, undoes=True)])
    assert lineage.touched_since(3) == {"a", "b"}
    assert lineage.touched_since(4) == frozenset()
    assert lineage.carry(1).skills("a") == (("b", True),)
    assert lineage.carry(3).skills("a") == (("a", False),)


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_number_that_does_not_exist_changes_nothing(number):
    lineage = Lineage([Link(NOTHING), Link(NOTHING)])
    assert lineage.carry(number).skills("a") == (("a", False),)
    assert lineage.touched_since(number) == frozenset()


def test_a_rank_outside_the_old_scale_stays_at_the_end_of_it():
    assert Carry((0, 2)).level(5) == 2
    assert Carry().level(5) == 5
