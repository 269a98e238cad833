"""/me/review/: the person's own side."""

from __future__ import annotations

import pytest

from assessments import actions
from tests.assessments.reviewing import READING, card_of, judges, says, shares, the_review

URL = "/me/review/"


def test_without_a_review_it_says_what_will_stand_here(mid, signed_in):
    response = signed_in(mid).get(URL)
    assert response.status_code == 200
    assert "No review yet" in response.content.decode()


def test_both_views_of_what_was_rated(mid, bob, signed_in):
    shares(mid, code_reading=2, test_design=1)
    judges(bob, mid, value=5)
    page = signed_in(mid).get(URL)
    card = card_of(page)
    assert "3 levels apart" in card
    assert 'class="level l2 large"' in card
    assert 'class="level l5 large"' in card
    assert "review-test-design" not in page.content.decode(), "bob has not rated it"
    assert "Rate again" not in card, "nobody rates themselves here"


def test_what_is_not_shared_is_only_mine(mid, bob, rate, signed_in):
    shares(mid, code_reading=2)
    judges(bob, mid, value=3)
    rate(mid, READING, 4, shown=2)
    assert "You have said since" in card_of(signed_in(mid).get(URL))
    theirs = card_of(signed_in(bob).get(f"/people/{mid.public_id}/review/compare/"))
    assert "You have said since" not in theirs
    assert 'class="level l4' not in theirs


def test_a_closed_review_is_read_and_not_answered(mid, bob, signed_in):
    judges(bob, mid, value=3)
    says(bob, mid, sentence="So I see it.")
    actions.close_review(subject=mid, review_id=the_review().pk, by=bob)
    page = signed_in(mid).get(URL).content.decode()
    assert "This review is closed" in page
    assert "So I see it." in page
    assert "/me/review/say/" not in page


def test_each_sees_only_their_own(mid, bob, carol, signed_in):
    judges(bob, mid, value=3)
    for other in (bob, carol):
        assert READING not in signed_in(other).get(URL).content.decode()


def test_anonymous_goes_to_the_login_page(client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999"])
def test_any_page_number_is_some_page(mid, bob, signed_in, page):
    judges(bob, mid, value=3)
    assert signed_in(mid).get(f"{URL}?page={page}").status_code == 200
