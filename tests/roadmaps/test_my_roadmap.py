"""/me/roadmap/: Now, Next and Later, each step with its reasons."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import escape

from assessments import actions
from assessments.inputs import Audience, Wish
from assessments.models.rating import NOT_APPLICABLE
from roadmaps import reports
from roadmaps.refresh.working import refresh
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.roadmaps.saying import aim_at, give_role, rate, rate_all

URL = "/me/roadmap/"


@pytest.fixture
def show(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    return lambda query="", **options: client.get(URL + query, **options).content.decode()


def horizon(page: str, name: str) -> str:
    found = re.search(rf'aria-labelledby="{name}-heading"(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_now_next_and_later(alice: Person, show: Any):
    give_role(alice)
    rate_all(alice, 1)
    html = show()
    assert horizon(html, "now").count('class="step-card"') == 3
    assert horizon(html, "next").count('class="step-card"') == 5
    later = horizon(html, "later")
    assert 'class="step-card"' not in later
    assert "<details" in later
    assert "brief-steps" in later


def test_a_step_says_what_why_and_until_when(alice: Person, taxonomy: Taxonomy, show: Any):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, idempotency=1)
    now = horizon(show(), "now")
    assert escape(taxonomy.skills["idempotency"].descriptors[2]) in now
    assert "Mid asks for 2 Guided" in now
    assert "Drops off when Idempotency reaches 2." in now
    assert "Making retries safe with idempotent APIs" in now
    assert "small step" in now
    assert not re.search(r"\bhours?\b", now)


def test_an_unrated_prerequisite_is_asked_before_the_step_it_blocks(alice: Person, show: Any):
    give_role(alice)
    rate(alice, cache_tools=1)
    now = horizon(show(), "now")
    question, step = now.index("Rate this, one minute"), now.index('id="step-cache-tools-2"')
    assert question < step
    assert 'href="/assess/areas/caching/#skill-caching-fundamentals"' in now
    assert "Cache technologies at 2 needs it at 1" in now
    assert "until you have rated it" in now


def test_every_target_met(alice: Person, show: Any):
    give_role(alice)
    rate_all(alice, 5)
    assert "Every target is met" in show()


def test_nothing_rated_yet(alice: Person, show: Any):
    give_role(alice)
    html = show()
    assert "Nothing rated yet, so nothing is known" in html
    assert "step-card" not in html


def test_without_a_role(alice: Person, show: Any):
    assert "No role to aim at yet" in show()


def test_known_targets_met_and_others_unknown(alice: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=5)
    html = show()
    assert "No step from what is known" in html
    assert "questions-heading" in html


def test_what_does_not_apply_is_named(alice: Person, show: Any):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, caching_fundamentals=NOT_APPLICABLE, cache_tools=1)
    assert "Caching fundamentals does not apply to you, so Cache technologies at 2 goes ahead" in show()


def test_the_shortest_way_to_the_promotion_rule(alice: Person, show: Any):
    give_role(alice)
    aim_at(alice, "senior")
    rate_all(alice, 3)
    whole, shortest = show(), show("?destination=promotion")
    assert "none of the 3 pillars is met" in shortest
    assert "Steering your own career" not in shortest
    assert horizon(shortest, "now")
    assert len(shortest) < len(whole)
    mid = show("?destination=promotion&role=mid")
    assert "Mid has no promotion rule" in mid


def test_the_shortest_way_to_the_rule_of_my_own_role(alice: Person, show: Any):
    give_role(alice, "senior")
    rate_all(alice, 3)
    now = horizon(show("?destination=promotion&role=current"), "now")
    assert "Senior asks for 4 Enabling" in now
    assert "> asks for" not in now
    assert "Senior asks for 4 Enabling and Senior" not in now


def test_to_any_other_role(alice: Person, show: Any):
    give_role(alice)
    rate_all(alice, 3)
    assert "Staff asks for" in show("?role=staff")
    assert "Staff asks for" not in show()


def test_a_later_area_in_full_with_and_without_javascript(alice: Person, show: Any, htmx: Any):
    give_role(alice, "senior")
    rate_all(alice, 1)
    area = re.search(r'<ul class="brief-steps" id="later-([a-z-]+)"', show())[1]
    full = show(f"?area={area}")
    assert re.search(rf'<details[^>]* open>.*?id="later-{area}"', full, re.DOTALL)
    assert full.count('class="step-card"') > 8
    part = show(f"?area={area}", headers=htmx(f"later-{area}"))
    assert part.lstrip().startswith(f'<ul class="later-steps" id="later-{area}"')
    assert "<html" not in part


def test_htmx_gets_the_roadmap_alone(alice: Person, show: Any, htmx: Any):
    give_role(alice)
    rate_all(alice, 1)
    html = show("?role=senior", headers=htmx("roadmap"))
    assert html.lstrip().startswith('<div id="roadmap"')
    assert "<html" not in html


@pytest.mark.parametrize("query", ["?area=nowhere", "?area=%00<script>", "?destination=moon"])
def test_nonsense_shows_the_whole_page(alice: Person, show: Any, htmx: Any, query: str):
    give_role(alice)
    rate_all(alice, 1)
    html = show(query)
    assert "now-heading" in html
    assert "<script>" not in html.split("<main")[1]
    assert show("?area=nowhere", headers=htmx("later-nowhere")).count("step-card") == 0


def test_unknown_role_anonymous_and_post(alice: Person, taxonomy: Taxonomy, client: Any, signed_in: Any):
    assert client.get(URL).status_code == 302
    assert signed_in(alice).get(f"{URL}?role=emperor").status_code == 404
    assert signed_in(alice).post(URL).status_code == 405


def test_somebody_else_sees_their_own(alice: Person, carol: Person, taxonomy: Taxonomy, signed_in: Any):
    give_role(alice)
    rate(alice, idempotency=1)
    assert "Idempotency" not in signed_in(carol).get(URL).content.decode()


def first_skill(page: str) -> str:
    return re.search(r'id="step-([a-z-]+)-\d"', page)[1]


def test_what_i_want_to_learn_comes_first_among_equals(alice: Person, taxonomy: Taxonomy, show: Any):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, network_basics=1, http_fundamentals=1)
    first, other = re.findall(r'id="step-([a-z-]+)-\d"', horizon(show(), "now"))[:2]
    actions.wish_for(person=alice, skill=other, wish=Wish.LEARN, by=alice)
    html = show()
    assert first_skill(html) == other
    assert "You want to learn it." in html
    actions.wish_for(person=alice, skill=other, wish=Wish.NEITHER, by=alice)
    html = show()
    assert first_skill(html) == first
    assert "You want neither to learn nor to use it" in html


def test_a_stored_roadmap_follows_what_i_want_as_well(alice: Person, taxonomy: Taxonomy, show: Any):
    give_role(alice)
    rate_all(alice, 1)
    wanted = re.findall(r'id="step-([a-z-]+)-\d"', horizon(show(), "next"))[-1]
    actions.wish_for(person=alice, skill=wanted, wish=Wish.LEARN, by=alice)
    computed = show()
    refresh([alice.pk], by="worker")
    assert reports.show(alice.pk, Audience.OWN, today=timezone.localdate()).stored
    steps = [re.findall(r'id="step-([a-z-]+-\d)"', page) for page in (computed, show())]
    assert steps[0] == steps[1]
