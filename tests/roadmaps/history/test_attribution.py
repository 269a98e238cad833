"""The causes named lead from the line of then to the line of now, and each of them is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.inputs import Audience
from assessments.standing import Statement
from assessments.targets import Override
from roadmaps.history.attribution import EXPECTATIONS, NOTHING, Attribution, Cause, Change, Ground
from tests.taxonomies import role, skill, taxonomy

SLUGS = ("a", "b", "c", "d")
MAY, JUNE = date(2026, 5, 12), date(2026, 6, 30)
SKILLS = [skill("a"), skill("b"), skill("c", area="two"), skill("d", area="two", optional=True)]
FIRST = replace(
    taxonomy(SKILLS, [role("mid", a=2, b=3, c=1, d=2), role("senior", a=4, b=3, c=3, d=3)]), number=1
)
SECOND = replace(taxonomy(SKILLS, [role("mid", a=3, b=3, d=1), role("senior", a=4, b=4, c=2)]), number=2)

DAYS = st.dates(date(2024, 1, 1), MAY)
STATEMENTS = st.dictionaries(
    st.sampled_from(SLUGS),
    st.builds(Statement, st.integers(0, 5), DAYS, asks_again=st.booleans())
    | st.builds(Statement, st.none(), DAYS, st.just("not_applicable")),
)
OVERRIDES = st.dictionaries(
    st.sampled_from(SLUGS), st.builds(Override, st.none() | st.integers(0, 5), st.just("why")), max_size=2
)
GROUNDS = st.builds(
    Ground,
    day=st.dates(MAY, JUNE),
    taxonomy=st.sampled_from([FIRST, SECOND]),
    role=st.sampled_from([None, "mid", "senior", "gone"]),
    overrides=OVERRIDES,
    statements=STATEMENTS,
    agreed=STATEMENTS,
)


@st.composite
def ways(draw: Any) -> Attribution:
    """Two states, some parts of which may be the same, and the first in the words of the second."""
    before, other = draw(GROUNDS), draw(GROUNDS)
    same = draw(st.sets(st.sampled_from(["day", "taxonomy", "role", "overrides", "statements", "agreed"])))
    after = replace(other, **{name: getattr(before, name) for name in same})
    carried = before
    if before.taxonomy.number != after.taxonomy.number:
        carried = replace(
            before, taxonomy=after.taxonomy, statements=draw(STATEMENTS), agreed=draw(STATEMENTS)
        )
        after = replace(after, **{name: getattr(carried, name) for name in same - {"taxonomy"}})
    return Attribution(before, carried, after, draw(st.sampled_from(list(Audience))))


@given(ways())
def test_the_named_causes_alone_lead_from_then_to_now(way: Attribution) -> None:
    then, now = way.lines(()), way.lines(Cause)
    for change in way.changes:
        assert change.before == then.get(change.skill, NOTHING)
        assert change.after == now.get(change.skill, NOTHING)
        assert way.lines(change.causes).get(change.skill, NOTHING) == change.after


@given(ways())
def test_each_cause_that_is_named_is_needed(way: Attribution) -> None:
    for change in way.changes:
        assert change.causes
        assert change.causes <= way.differing
        for cause in change.causes:
            assert way.lines(change.causes - {cause}).get(change.skill, NOTHING) != change.after


@given(ways())
def test_what_is_not_named_has_not_changed(way: Attribution) -> None:
    then, now = way.lines(()), way.lines(way.differing)
    named = {change.skill for change in way.changes}
    assert len(named) == len(way.changes)
    assert all(then.get(slug, NOTHING) == now.get(slug, NOTHING) for slug in set(SLUGS) - named)


@given(GROUNDS, GROUNDS, st.sampled_from(list(Audience)))
def test_where_only_what_is_asked_has_changed_no_level_has(
    before: Ground, other: Ground, audience: Audience
) -> None:
    after = replace(before, role=other.role, overrides=other.overrides)
    for change in Attribution(before, before, after, audience).changes:
        assert change.is_expectation
        assert change.causes <= EXPECTATIONS
        if change.before.target and change.after.target:
            assert (change.before.level, change.before.stale) == (change.after.level, change.after.stale)


BEFORE = Ground(MAY, FIRST, "mid", {}, {"a": Statement(1, MAY)}, {})


def only(after: Ground, before: Ground = BEFORE, audience: Audience = Audience.OWN) -> Change:
    carried = replace(before, taxonomy=after.taxonomy)
    (change,) = Attribution(before, carried, after, audience).changes
    return change


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"statements": {"a": Statement(2, MAY + timedelta(days=3))}}, Cause.RATING),
        ({"agreed": {"a": Statement(2, MAY + timedelta(days=3))}}, Cause.AGREEMENT),
        ({"overrides": {"a": Override(4, "You take over")}}, Cause.TARGET),
        ({"day": date(2027, 5, 12)}, Cause.AGEING),
    ],
)
def test_one_cause(changed: dict[str, Any], cause: Cause) -> None:
    change = only(replace(BEFORE, **changed))

    assert (change.skill, change.causes) == ("a", {cause})


def test_a_raised_target_is_a_new_expectation_and_no_fallen_level() -> None:
    change = only(replace(BEFORE, overrides={"a": Override(4, "You take over")}))

    assert (change.before.target, change.after.target) == (2, 4)
    assert change.before.level == change.after.level == 1
    assert change.is_expectation


def test_another_role_names_every_line_it_moves() -> None:
    changes = Attribution(BEFORE, BEFORE, replace(BEFORE, role="senior"), Audience.OWN).changes

    assert [(change.skill, change.causes) for change in changes] == [
        ("a", {Cause.ROLE}),
        ("c", {Cause.ROLE}),
    ]


def test_a_version_that_asks_for_more_is_named_and_what_was_rated_besides_too() -> None:
    after = replace(BEFORE, taxonomy=SECOND, statements={"a": Statement(3, JUNE)}, day=JUNE)
    changes = Attribution(BEFORE, replace(BEFORE, taxonomy=SECOND), after, Audience.OWN).changes

    assert {change.skill: change.causes for change in changes} == {
        "a": {Cause.TAXONOMY, Cause.RATING},
        "c": {Cause.TAXONOMY},
    }
    assert next(change for change in changes if change.skill == "a").met == 1


def test_where_both_say_the_same_the_agreement_is_named() -> None:
    said = Statement(2, MAY + timedelta(days=3))

    change = only(replace(BEFORE, statements={"a": said}, agreed={"a": said}))

    assert change.causes == {Cause.AGREEMENT}


def test_what_was_hidden_behind_something_else_is_named_when_it_shows() -> None:
    """An agreed level came and the newer own rating above it went: both are why the level is what it is."""
    newer, agreed = Statement(3, MAY), Statement(2, MAY - timedelta(days=40))
    before = replace(BEFORE, statements={"a": newer})

    change = only(replace(before, statements={}, agreed={"a": agreed}), before)

    assert change.causes == {Cause.RATING, Cause.AGREEMENT}
