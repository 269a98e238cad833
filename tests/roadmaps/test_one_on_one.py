"""/people/<id>/one-on-one/: one page for both, each as far as they may know."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from assessments import actions
from assessments.standing import NOT_RATED, Basis, Standing, State
from roadmaps.one_on_one.moves import Why, moves
from roadmaps.one_on_one.summary import summary
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Principle
from tests.roadmaps.plan.writing import goal, move, step
from tests.roadmaps.saying import aim_at, give_role, rate, rate_all, share


def url(person: Person, since: Any = "") -> str:
    return f"/people/{person.public_id}/one-on-one/" + (f"?since={since}" if since else "")


def part(page: str, name: str) -> str:
    found = re.search(rf'aria-labelledby="{name}-heading">(.*?)</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


@pytest.fixture
def hers(alice, taxonomy, signed_in):
    return lambda since="": signed_in(alice).get(url(alice, since)).content.decode()


@pytest.fixture
def his(alice, bob, taxonomy, signed_in):
    return lambda since="": signed_in(bob).get(url(alice, since)).content.decode()


def backdate(person: Person, days: int) -> None:
    """As if everything so far had been said some days ago."""
    with connection.cursor() as cursor:
        for table in ("assessments_rating", "assessments_share"):
            cursor.execute(
                f"UPDATE {table} SET created_at = created_at - %s * interval '1 day', day = day - %s::int"
                " WHERE person_id = %s",
                [days, days, person.pk],
            )


def standing(level: int | None, basis: Basis = Basis.SELF) -> Standing:
    return NOT_RATED if level is None else Standing(State.RATED, level, stale=False, basis=basis, day=None)


def test_moves_are_told_with_whose_word_they_are():
    before = {"a": standing(1), "b": standing(3), "c": standing(2), "d": NOT_RATED, "e": standing(2)}
    now = {"a": standing(3), "b": standing(2), "c": standing(2), "d": standing(4), "e": NOT_RATED}
    found = moves(before, now, {"a": Why.AGREED}, "abcde")
    assert [(one.skill, one.before, one.now, one.why) for one in found.moved] == [
        ("a", 1, 3, Why.AGREED),
        ("b", 3, 2, Why.AGE),
    ]
    assert (found.levels_up, found.down, found.first_rated) == (2, 1, 1)


def test_strengths_gaps_and_what_is_unknown(alice, hers):
    give_role(alice)
    aim_at(alice, "senior")
    rate(alice, idempotency=5, caching_fundamentals=1)
    page = hers()
    assert "Idempotency" in part(page, "strengths")
    assert "Caching fundamentals" in part(page, "gaps")
    assert "not rated, which is neither met nor a gap" in part(page, "gaps")
    assert "Senior" in part(page, "gaps")


def test_what_moved_since_a_day_and_by_whose_word(alice, hers):
    give_role(alice)
    rate(alice, idempotency=1, caching_fundamentals=2)
    backdate(alice, 60)
    rate(alice, idempotency=3, worker_design=2)
    moved = part(hers(), "moved")
    assert "Idempotency" in moved
    assert "your rating" in moved
    assert "Caching" not in moved
    assert "1 skill was rated for the first time, which is no change" in moved
    assert "2 levels up , 0 goals done" in part(hers(), "pace")
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "Idempotency" in part(hers(later), "moved"), "a day ahead counts as none"
    assert "Idempotency" not in part(hers((timezone.localdate() - timedelta(days=90)).isoformat()), "moved")


def test_a_rating_taken_back_moved_nothing(alice, hers):
    rate(alice, idempotency=1)
    backdate(alice, 60)
    rate(alice, idempotency=3)
    actions.withdraw_rating(
        person=alice, skill="idempotency", shown=3, key=uuid4(), by=alice, today=timezone.localdate()
    )
    assert "No level changed" in part(hers(), "moved")


def test_the_lead_reads_what_is_shared(alice, bob, hers, his):
    give_role(alice)
    rate(alice, idempotency=1)
    share(alice)
    backdate(alice, 60)
    rate(alice, idempotency=3)
    assert "Idempotency" in part(hers(), "moved")
    assert "No level changed" in part(his(), "moved")
    share(alice)
    assert "Idempotency" in part(his(), "moved")
    assert "own rating" in part(his(), "moved")


def test_nothing_shared_shows_the_plan_alone(alice, his):
    give_role(alice)
    rate(alice, idempotency=5)
    goal(alice, "A talk")
    page = his()
    assert "has not shared any level yet" in page
    assert "A talk" in part(page, "plan")
    assert "Idempotency" not in page
    assert part(page, "strengths") == ""


def test_a_goal_of_the_plan_is_why_something_moved(alice, hers):
    rate(alice, idempotency=2)
    backdate(alice, 60)
    item = step(alice)
    rate(alice, idempotency=3)
    move(item, "done")
    assert "a goal of the plan, done" in part(hers(), "moved")
    assert "1 goal done" in part(hers(), "pace")


def test_the_rule_on_both_bases(alice, hers, his):
    give_role(alice)
    aim_at(alice, "senior")
    rate_all(alice, 3)
    rate(alice, mentoring=4, communication=4, empathy=4)
    share(alice)
    page = hers()
    own = page[page.index('id="check-1"') : page.index('id="check-2"')]
    agreed = page[page.index('id="check-2"') :]
    assert "By your own rating" in own
    assert re.search(r"Mentoring</b>.*?met", own, re.DOTALL)
    assert "not met" in own
    assert "Shortest way to the next pillar" in own
    assert "By agreed levels" in agreed
    assert "can’t tell yet (rate these" in agreed
    assert "Alice’s own rating, as shared" in his()


def test_unrated_skills_of_a_pillar_are_counted(alice, hers):
    give_role(alice)
    aim_at(alice, "senior")
    rate(alice, idempotency=3)
    assert "can’t tell yet (rate these 3)" in hers()


def test_in_plain_words(alice, taxonomy, hers):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, communication=0, teamwork=0, empathy=0)
    words = part(hers(), "summary")
    assert re.search(r"Team player On the way: .* Most would come from", words)
    assert "Trustworthy All there: every target is met." in words
    assert "Skilled All there" in words


def test_principles_come_from_the_taxonomy(taxonomy):
    assert taxonomy.principle("communication") is Principle.TEAM_PLAYER
    assert taxonomy.principle("reliable-delivery") is Principle.TRUSTWORTHY
    assert taxonomy.principle("business-understanding") is Principle.SKILLED, "its own word before its area's"
    assert taxonomy.principle("js-language") is Principle.SKILLED, "nothing said"


def test_the_summary_counts_what_is_rated(alice, taxonomy):
    from assessments.targets import targets_of
    from roadmaps.gaps import gaps

    stands = {skill.slug: NOT_RATED for skill in taxonomy.active} | {"communication": standing(5)}
    report = gaps(taxonomy, stands, targets_of(taxonomy, "mid"), role="mid")
    team = summary(report, taxonomy)[0]
    assert (team.principle, team.rated, team.met, team.largest_gap) == (Principle.TEAM_PLAYER, 1, 1, "")
    assert not team.is_whole


@pytest.mark.parametrize("since", ["x", "2026-13-01", "0001-01-01", "9999-12-31", "٢٠٢٦-٠١-٠١"])
def test_a_day_that_is_none_is_a_month_ago(alice, hers, since):
    month_ago = timezone.localdate() - timedelta(days=30)
    assert f'value="{month_ago.isoformat()}"' in hers(since)


def test_nobody_else(alice, carol, erin, dana, signed_in, taxonomy):
    for person in (carol, erin, dana):
        assert signed_in(person).get(url(alice)).status_code == 404


def test_queries_do_not_depend_on_how_much_was_said(
    alice, bob, signed_in, taxonomy, django_assert_max_num_queries
):
    give_role(alice)
    aim_at(alice, "senior")
    rate_all(alice, 2)
    share(alice)
    for number in range(20):
        goal(alice, f"Goal {number}")
    client = signed_in(bob)
    client.get(url(alice))
    with django_assert_max_num_queries(13):
        client.get(url(alice))
