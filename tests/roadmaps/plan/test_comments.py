"""Comments on a goal and on the report: said, changed, taken back and put back by their author."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils.html import escape

from roadmaps.models import Comment
from skillmatrix.people.models import Access
from tests.roadmaps.plan.writing import goal, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(alice, taxonomy):
    item = goal(alice)
    return [f"/people/{alice.public_id}/comments/", f"/people/{alice.public_id}/plan/{item.pk}/"]


def sent(text: str, **more: Any) -> dict[str, str]:
    return {"text": text, "key": str(uuid4()), **more}


def test_both_sides_say_something_and_read_it(alice, bob, places, signed_in):
    hers, his = signed_in(alice), signed_in(bob)
    for place in places:
        response = his.post(place, sent("Nice\r\nwork"))
        comment = Comment.objects.latest("id")
        assert (response.status_code, response.url) == (303, f"{place}#comment-{comment.pk}")
        assert "Nice<br>work" in hers.get(place).content.decode()
        hers.post(place, sent("Thank you"))
        assert "Thank you" in his.get(place).content.decode()
    assert Comment.objects.filter(item=None).count() == Comment.objects.exclude(item=None).count() == 2


def test_sent_twice_it_is_said_once(bob, places, signed_in):
    form = sent("Once")
    for _time in range(2):
        assert signed_in(bob).post(places[0], form).status_code == 303
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["", " \n ", "\u202e\u2066\u200f", "x" * 4001, "x" * 1_048_576, "ü" * 400_000]
)
def test_a_text_that_is_none_or_too_long(bob, places, signed_in, text):
    for place in places:
        response = signed_in(bob).post(place, sent(text))
        assert response.status_code == 422
    assert not Comment.objects.exists()


def test_too_long_a_text_is_kept_to_be_shortened(bob, places, signed_in):
    response = signed_in(bob).post(places[0], sent("y" * 4001))
    assert "y" * 4001 in response.content.decode()
    assert "at most 4000" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("a\u202eb\u200bc\x00d\x1b[0m", "abc d [0m"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("[x](javascript:alert(1)) **b**", "[x](javascript:alert(1)) **b**"),
        ('"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'),
        ("x" * 4000, "x" * 4000),
    ],
)
def test_what_could_deceive_is_taken_out_and_nothing_is_rendered(alice, bob, places, signed_in, text, stored):
    signed_in(bob).post(places[0], sent(text))
    assert Comment.objects.get().text == stored
    page = signed_in(alice).get(places[0]).content.decode()
    assert escape(stored) in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_only_web_addresses_become_links(alice, bob, places, signed_in):
    say(bob, alice, "see https://example.com/a?b=1&c=2 and ftp://example.com/")
    page = signed_in(alice).get(places[0]).content.decode()
    assert 'href="https://example.com/a?b=1&amp;c=2" rel="nofollow"' in page
    assert 'href="ftp' not in page


def test_editing_is_marked_and_the_authors_alone(alice, bob, places, signed_in):
    comment = say(bob, alice, "First words")
    url = f"/comments/{comment.pk}/"
    his = signed_in(bob)
    assert "First words" in his.get(url).content.decode()
    assert his.post(url, {"text": ""}).status_code == 422
    assert his.post(url, {"text": "x" * 4001}).status_code == 422
    response = his.post(url, {"text": "Better words"})
    assert (response.status_code, response.url) == (303, f"{places[0]}#comment-{comment.pk}")
    page = signed_in(alice).get(places[0]).content.decode()
    assert "Better words" in page
    assert "edited" in page
    assert f'href="{url}"' not in page
    assert signed_in(alice).get(url).status_code == 403


def test_taking_back_and_putting_back(alice, bob, carol, places, signed_in):
    comment = say(bob, alice, "canary-gone")
    hers, his = signed_in(alice), signed_in(bob)
    assert his.post(f"/comments/{comment.pk}/delete/").status_code == 303
    assert "canary-gone" not in hers.get(places[0]).content.decode()
    assert "took a comment back" not in hers.get(places[0]).content.decode()
    page = his.get(places[0]).content.decode()
    assert "You took a comment back" in page
    assert "canary-gone" not in page
    assert hers.post(f"/comments/{comment.pk}/restore/").status_code == 404
    assert signed_in(carol).post(f"/comments/{comment.pk}/restore/").status_code == 404
    assert his.get(f"/comments/{comment.pk}/").status_code in (200, 403)
    assert his.post(f"/comments/{comment.pk}/restore/").status_code == 303
    assert "canary-gone" in hers.get(places[0]).content.decode()


def test_a_comment_on_a_goal_that_became_private_is_hers_alone(alice, bob, taxonomy, signed_in):
    item = goal(alice)
    comment = say(bob, alice, "Hm", item)
    item.shared = False
    item.save()
    assert signed_in(bob).get(f"/comments/{comment.pk}/").status_code == 404


def test_looking_is_noted(alice, bob, places, signed_in):
    for place in places:
        signed_in(bob).get(place)
    assert set(Access.objects.filter(subject=alice).values_list("page", flat=True)) == {"comments", "plan"}


def test_queries_do_not_depend_on_how_many(alice, bob, places, signed_in, django_assert_max_num_queries):
    client = signed_in(bob)
    for _number in range(20):
        say(bob, alice)
    client.get(places[0])
    with django_assert_max_num_queries(8):
        client.get(places[0])
