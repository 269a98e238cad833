"""While a cycle keeps a level back, neither a review nor a history shows it, and both sides see it at once."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from assessments.models import Rating, ReviewSide
from tests.assessments.reviewing import card_of, judges, rating_form, word_form

READING = "code-reading"


@pytest.fixture
def shared(mid, rate, part, submit):
    """alice has rated a skill, shared it, and submitted her part."""
    rate(mid, READING, 4)
    submit(part)
    return part


@pytest.fixture
def url(mid):
    return f"/people/{mid.public_id}/review/"


def test_a_lead_who_has_rated_waits_for_both_to_be_done(mid, bob, shared, submit_lead, signed_in, url):
    client = signed_in(bob)
    answer = client.post(
        f"{url}rate/", rating_form(READING, "3", place="compare"), headers={"HX-Request": "true"}
    )
    assert Rating.objects.get(source="manager").self_seen is False
    card = card_of(answer, READING)
    assert "two-views" not in card
    assert "shown once both of you are done" in card
    assert "Show without rating" not in card
    submit_lead(shared)
    assert "two-views" in card_of(client.get(f"{url}compare/"), READING)


def test_the_person_sees_the_lead_s_view_at_the_same_moment(mid, bob, shared, submit_lead, signed_in):
    judges(bob, mid, READING, 3)
    client = signed_in(mid)
    assert "review-code-reading" not in client.get("/me/review/").content.decode()
    answer = client.post("/me/review/say/", word_form(mid, mid, READING, "3"))
    assert answer.status_code == 422
    assert not ReviewSide.objects.exclude(stance="silent").exists()
    submit_lead(shared)
    assert "two-views" in card_of(client.get("/me/review/"), READING)


def test_showing_without_rating_is_refused(mid, bob, shared, signed_in, url):
    answer = signed_in(bob).post(f"{url}show/", {"skill": READING}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "A cycle asks for it" in answer.content.decode()
    assert not ReviewSide.objects.filter(revealed=True).exists()


@pytest.mark.parametrize("page", ["history/", "history/as-of/?on={today}"])
def test_the_history_leaves_it_out(mid, bob, shared, submit_lead, signed_in, page):
    address = f"/people/{mid.public_id}/" + page.format(today=timezone.localdate())
    client = signed_in(bob)
    html = client.get(address).content.decode()
    assert "left out here until both of you have rated" in html
    assert not re.search(r"Reading unfamiliar code.{0,400}level", main(html), re.DOTALL)
    submit_lead(shared)
    assert "Reading unfamiliar code" in main(client.get(address).content.decode())


def test_the_matrix_of_a_past_day_hatches_it(mid, bob, shared, submit_lead, signed_in):
    address = f"/teams/payments/as-of/?on={timezone.localdate()}"
    client = signed_in(bob)
    assert 'class="concealed"' in client.get(address).content.decode()
    submit_lead(shared)
    assert 'class="concealed"' not in client.get(address).content.decode()


def main(html):
    """The page below its header and without the choices of its filters."""
    return re.sub(r"<select.*?</select>", "", html.rpartition("<main")[2], flags=re.DOTALL)
