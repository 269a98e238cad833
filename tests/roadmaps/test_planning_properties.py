"""What holds of every roadmap, on random small taxonomies, and against an exhaustive search.

A `World` is everything a plan is made from. Worlds mix known, stale, unrated and not applicable
levels, odd role profiles and scales of three to six levels.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.standing import NOT_RATED, Standing, State
from assessments.targets import targets_of
from roadmaps.gaps import gaps
from roadmaps.planning import Because, Horizon, Milestone, Part, Roadmap, Step, plan, planned
from roadmaps.planning.order import BUCKETS
from skillmatrix.taxonomy.document import Kind, Role, Target, Taxonomy
from skillmatrix.taxonomy.graph import depth
from tests.taxonomies import NA, at, skill, taxonomy

EFFORTS = {Kind.CONCEPT: 1.0, Kind.TOOL: 0.75, Kind.PRACTICE: 1.25, Kind.BEHAVIOUR: 1.5}


@dataclass(frozen=True)
class World:
    """What one plan is made from."""

    taxonomy: Taxonomy
    standings: dict[str, Standing]
    interest: dict[str, int]

    def plan(self) -> Roadmap:
        now, later = (
            gaps(self.taxonomy, self.standings, targets_of(self.taxonomy, role), role=role)
            for role in ("now", "later")
        )
        return plan(now, later, self.taxonomy, self.standings, self.interest)

    def level(self, slug: str) -> int | None:
        return self.standings.get(slug, NOT_RATED).level

    def target(self, role: str, slug: str) -> int:
        found = self.taxonomy.roles[role].targets.get(slug)
        return found.level if found else 0

    def wanted(self, slug: str) -> int:
        return max(self.target("now", slug), self.target("later", slug))

    def needs(self, slug: str) -> tuple[str, ...]:
        return self.taxonomy.skills[slug].prerequisites

    def rated(self, slug: str, standing: Standing) -> World:
        return replace(self, standings={**self.standings, slug: standing})


def levels_up_to(top: int) -> st.SearchStrategy[Standing]:
    """Mostly low and known, so that there is something to do."""
    level = st.sampled_from([0, 1, *range(top + 1)])
    return st.builds(choice, st.integers(0, 9), level, st.booleans())


def choice(lot: int, level: int, stale: bool) -> Standing:
    return {8: NOT_RATED, 9: NA}.get(lot, at(level, stale=stale))


@st.composite
def worlds(draw: st.DrawFn, skills: int = 7, tops: tuple[int, int] = (2, 5), orderly: bool = False) -> World:
    """A world of up to `skills` skills. `orderly` roles ask for each prerequisite at one level less or more."""
    top = draw(st.integers(*tops))
    slugs = [chr(ord("a") + n) for n in range(draw(st.sampled_from([*range(1, skills + 1), skills, skills])))]
    names = dict(zip(slugs, draw(st.permutations(slugs)), strict=True))
    found = []
    for place, slug in enumerate(slugs):
        below = slugs[:place]
        needs = draw(st.sets(st.sampled_from(below), min_size=place > 1, max_size=3)) if below else set()
        kind = draw(st.sampled_from(list(Kind)))
        found.append(skill(names[slug], *sorted(names[need] for need in needs), kind=kind))
    roles = [draw(roles_over(name, found, top, orderly)) for name in ("now", "later")]
    return World(
        taxonomy(found, roles, top=top, efforts=EFFORTS),
        {slug: draw(levels_up_to(top)) for slug in slugs},
        {slug: draw(st.integers(-1, 1)) for slug in slugs},
    )


@st.composite
def roles_over(draw: st.DrawFn, name: str, skills: list[Any], top: int, orderly: bool) -> Role:
    """Asks for the last few, which rest on much, so that there is much to support them."""
    spared = draw(st.integers(0, len(skills) - 1))
    high = st.sampled_from([*range(top + 1), top, top])
    levels = {found.slug: draw(high) if place >= spared else 0 for place, found in enumerate(skills)}
    if orderly:
        for found in reversed(skills):
            for need in found.prerequisites:
                levels[need] = max(levels[need], levels[found.slug] - 1)
    return Role(
        name, name, "", {slug: Target(level, draw(st.integers(1, 3))) for slug, level in levels.items()}
    )


def names(step: Step) -> set[str]:
    """Every skill that a step gives as a reason, itself included."""
    return {step.skill, *(reason.skill for reason in step.reasons)}


# Feasible, complete, minimal


@given(worlds())
def test_every_step_can_be_taken_when_its_turn_comes(world: World) -> None:
    levels = {slug: level for slug in world.standings if (level := world.level(slug)) is not None}
    for step in world.plan().steps:
        assert levels[step.skill] == step.from_level
        if step.to_level >= 2:
            for need in world.needs(step.skill):
                assert levels.get(need, 99) >= step.to_level - 1
        levels[step.skill] = step.to_level


@given(worlds())
def test_after_the_last_step_no_known_gap_is_left(world: World) -> None:
    end = {step.skill: step.to_level for step in world.plan().steps}
    for slug in world.standings:
        level = world.level(slug)
        if level is not None:
            assert end.get(slug, level) >= world.wanted(slug)


@given(worlds())
def test_an_unrated_or_set_aside_skill_is_never_a_step(world: World) -> None:
    for step in world.plan().steps:
        assert world.level(step.skill) is not None


@given(worlds())
def test_every_step_closes_a_gap_or_unlocks_one_that_does(world: World) -> None:
    roadmap = world.plan()
    for step in roadmap.steps:
        asked = step.to_level <= world.wanted(step.skill)
        assert bool(step.because(Because.ASKED)) == asked
        assert step.is_supporting == (not asked)
        if step.is_supporting:
            behind = {reason.skill for reason in step.reasons if reason.kind is Because.UNLOCKS}
            behind |= {reason.skill for reason in step.because(Because.LEADS_TO)}
            closing = {other.skill for other in roadmap.steps if not other.is_supporting}
            assert behind & closing


@settings(max_examples=150)
@given(worlds(skills=5, tops=(2, 3)))
def test_equals_the_shortest_found_by_trying_everything(world: World) -> None:
    fewest, ends = exhaustive(world)
    ours = {step.skill: step.to_level for step in world.plan().steps}
    assert len(world.plan().steps) == fewest
    assert ends == [{**known_levels(world), **ours}]


def exhaustive(world: World) -> tuple[int, list[dict[str, int]]]:
    """The least number of steps after which no known gap is left, and every end that takes no more."""
    start = known_levels(world)
    slugs = sorted(start)
    seen = {tuple(start[slug] for slug in slugs): 0}
    waiting = deque(seen)
    done: list[tuple[int, dict[str, int]]] = []
    while waiting:
        state = waiting.popleft()
        levels = dict(zip(slugs, state, strict=True))
        if all(levels[slug] >= world.wanted(slug) for slug in slugs):
            done.append((seen[state], levels))
            continue
        for slug in slugs:
            reached = levels[slug] + 1
            ready = all(levels.get(need, 99) >= reached - 1 for need in world.needs(slug))
            after = tuple({**levels, slug: reached}[each] for each in slugs)
            if reached <= world.taxonomy.top and (reached < 2 or ready) and after not in seen:
                seen[after] = seen[state] + 1
                waiting.append(after)
    fewest = min(count for count, _ in done)
    return fewest, [levels for count, levels in done if count == fewest]


def known_levels(world: World) -> dict[str, int]:
    return {slug: level for slug in world.standings if (level := world.level(slug)) is not None}


@given(worlds())
def test_what_a_step_unlocks_comes_later_and_needs_it(world: World) -> None:
    roadmap = world.plan()
    order = [step.milestone for step in roadmap.steps]
    for place, step in enumerate(roadmap.steps):
        for reason in step.because(Because.UNLOCKS):
            assert step.skill in world.needs(reason.skill)
            assert reason.level > step.to_level
            assert order.index(Milestone(reason.skill, reason.level)) > place
        for reason in step.because(Because.AFTER):
            assert order.index(Milestone(reason.skill, reason.level)) < place


# In order


@given(worlds())
def test_the_current_role_comes_first(world: World) -> None:
    serves = [step.serves for step in world.plan().steps]
    assert serves == sorted(serves, key=[Part.CURRENT, Part.NEXT].index)
    for step in world.plan().steps:
        if step.part is Part.CURRENT:
            assert step.serves is Part.CURRENT


@settings(max_examples=200)
@given(worlds())
def test_the_order_is_the_key_that_the_design_states(world: World) -> None:
    steps = world.plan().steps
    assert list(steps) == sorted(steps, key=lambda step: stated_key(world, step))


def stated_key(world: World, step: Step) -> tuple[Any, ...]:
    """The key once more, by plain recursion over everything that the profile builds on a step."""
    role = "now" if step.serves is Part.CURRENT else "later"
    gains = [gain for one in built_on(world, step.milestone) if (gain := merit(world, role, one))]
    found = world.taxonomy.skills[step.skill]
    depths = depth({slug: world.needs(slug) for slug in world.taxonomy.skills})
    bucket, interest = max(gains)
    is_concept = found.kind is Kind.CONCEPT
    return (
        role == "later",
        -bucket,
        -interest,
        depths[step.skill],
        not is_concept,
        step.skill,
        step.to_level,
    )


def built_on(world: World, milestone: Milestone) -> set[Milestone]:
    skill_, level = milestone
    if level > world.taxonomy.top:
        return set()
    above = [slug for slug in world.taxonomy.skills if skill_ in world.needs(slug)]
    return {milestone}.union(*(built_on(world, Milestone(slug, level + 1)) for slug in [skill_, *above]))


def merit(world: World, role: str, milestone: Milestone) -> tuple[int, int] | None:
    skill_, level = milestone
    if level > world.target(role, skill_) or (role == "later" and level <= world.target("now", skill_)):
        return None
    weight = world.taxonomy.roles[role].targets[skill_].weight
    fifth = -(-level * 5 // world.taxonomy.top)
    effort = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}[fifth] * world.taxonomy.effort(skill_)
    bucket = sum(weight / effort >= limit for limit in BUCKETS)
    return bucket, world.interest[skill_]


@given(worlds())
def test_three_now_five_next_and_the_rest_later(world: World) -> None:
    roadmap = world.plan()
    horizons = [step.horizon for step in roadmap.steps]
    assert horizons[:3] == [Horizon.NOW] * len(horizons[:3])
    assert horizons[3:8] == [Horizon.NEXT] * len(horizons[3:8])
    assert set(horizons[8:]) <= {Horizon.LATER}
    assert (*roadmap.now, *roadmap.next, *roadmap.later) == roadmap.steps
    assert sorted(s.milestone for _, steps in roadmap.later_by_area for s in steps) == sorted(
        step.milestone for step in roadmap.later
    )


# Deterministic and calm


@settings(max_examples=200)
@given(worlds(), st.integers(0, 99).map(Random))
def test_the_order_of_the_input_does_not_matter(world: World, random: Random) -> None:
    assert repr(shuffled(world, random).plan()) == repr(world.plan())


def shuffled(world: World, random: Random) -> World:
    def mixed(mapping: Any) -> Any:
        return dict(random.sample(list(mapping.items()), len(mapping)))

    skills = {
        slug: replace(one, prerequisites=tuple(random.sample(one.prerequisites, len(one.prerequisites))))
        for slug, one in mixed(world.taxonomy.skills).items()
    }
    roles = {slug: replace(role, targets=mixed(role.targets)) for slug, role in world.taxonomy.roles.items()}
    areas = tuple(
        replace(area, skills=tuple(random.sample(area.skills, len(area.skills))))
        for area in world.taxonomy.areas
    )
    other = replace(world.taxonomy, skills=skills, roles=roles, areas=areas)
    return World(other, mixed(world.standings), mixed(world.interest))


Presses = list[tuple[dict[Milestone, Step], dict[Milestone, Step], str]]


@st.composite
def key_presses(draw: st.DrawFn, orderly: bool = False) -> Presses:
    """The steps of one world before and after a change of each single rating, with the skill that was rated."""
    world = draw(worlds(orderly=orderly))
    before = by_milestone(world)
    said = {slug: draw(levels_up_to(world.taxonomy.top)) for slug in world.standings}
    return [(before, by_milestone(world.rated(slug, standing)), slug) for slug, standing in said.items()]


@settings(max_examples=200)
@given(key_presses())
def test_a_rating_adds_and_removes_only_steps_that_name_it(presses: Presses) -> None:
    for before, after, slug in presses:
        for name in before.keys() ^ after.keys():
            assert slug in names(before.get(name) or after[name])


@settings(max_examples=200)
@given(key_presses())
def test_and_steps_that_do_not_name_it_keep_their_order(presses: Presses) -> None:
    for before, after, slug in presses:
        both = [name for name in before if name in after]
        calm = [name for name in both if slug not in names(before[name]) | names(after[name])]
        assert calm == [name for name in after if name in calm]


@settings(max_examples=200)
@given(key_presses(orderly=True))
def test_with_orderly_roles_every_step_that_stays_keeps_its_place(presses: Presses) -> None:
    for before, after, _ in presses:
        assert [name for name in before if name in after] == [name for name in after if name in before]


def by_milestone(world: World) -> dict[Milestone, Step]:
    return {step.milestone: step for step in world.plan().steps}


# Honest and explained


@given(worlds())
def test_reaching_any_of_its_milestones_takes_a_step_off(world: World) -> None:
    for step in world.plan().steps:
        assert step.drops_off[0] == step.milestone
        for slug, level in step.drops_off:
            assert step.milestone not in by_milestone(world.rated(slug, at(level)))


@given(worlds())
def test_every_unknown_is_asked_about_or_assumed_and_nothing_else_is(world: World) -> None:
    roadmap = world.plan()
    asked = {question.skill: question for question in roadmap.questions}
    assert len(asked) == len(roadmap.questions)
    assert all(world.standings[slug].state is State.UNRATED for slug in asked)
    for slug, standing in world.standings.items():
        if standing.state is State.UNRATED and world.wanted(slug):
            assert slug in asked
    counted = [
        (step, need) for step in roadmap.steps if step.to_level > 1 for need in world.needs(step.skill)
    ]
    for step, need in counted:
        if world.standings[need].state is State.UNRATED:
            assumed = any(reason.skill == need for reason in step.because(Because.ASSUMED))
            assert assumed != (need in asked and step.milestone in asked[need].blocks)


@given(worlds())
def test_a_question_stands_before_the_first_step_it_blocks(world: World) -> None:
    roadmap = world.plan()
    order = [step.milestone for step in roadmap.steps]
    firsts = [order.index(q.before) for q in roadmap.questions if q.before is not None]
    assert firsts == sorted(firsts)
    for question in roadmap.questions:
        places = [order.index(name) for name in question.blocks]
        assert places == sorted(places)
        assert bool(question.blocks) == bool(question.needed)


@given(worlds())
def test_an_assumption_rests_on_a_skill_that_is_held(world: World) -> None:
    for step in world.plan().steps:
        for reason in step.because(Because.ASSUMED):
            assert reason.skill in world.needs(reason.via)
            assert world.level(reason.via) == reason.level + 1
            assert reason.level >= step.to_level - 1


@given(worlds())
def test_what_is_stale_or_set_aside_is_labelled(world: World) -> None:
    for step in world.plan().steps:
        needs = world.needs(step.skill) if step.to_level > 1 else ()
        aside = {need for need in needs if world.standings[need].state is State.NOT_APPLICABLE}
        assert {reason.skill for reason in step.because(Because.LEFT_OUT)} == aside
        assert (step.skill in {r.skill for r in step.because(Because.STALE)}) == world.standings[
            step.skill
        ].stale


@given(worlds())
def test_how_far_each_skill_goes_gives_back_the_same_roadmap(world: World) -> None:
    """That is all that is stored of a roadmap."""
    roadmap, ladder = replace(world, interest={}).plan(), world.taxonomy
    now, later = (
        gaps(ladder, world.standings, targets_of(ladder, role), role=role) for role in ("now", "later")
    )
    again = planned(now, later, ladder, world.standings, ends=roadmap.ends, ends_now=roadmap.ends_now)
    assert repr(again) == repr(roadmap)


@given(worlds())
def test_taking_every_step_leaves_an_empty_roadmap(world: World) -> None:
    assume(world.plan().steps)
    for step in world.plan().steps:
        world = world.rated(step.skill, at(step.to_level))
    assert world.plan().steps == ()
