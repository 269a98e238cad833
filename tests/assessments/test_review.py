"""/people/<id>/review/: the lead says what they think before they see what the person thinks."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.models import Rating, Review
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.people.models import Access
from skillmatrix.taxonomy import versions
from tests import factories
from tests.assessments.reviewing import (
    READING,
    card_of,
    judges,
    page_of,
    rating_form,
    says,
    shares,
    the_review,
)


@pytest.fixture
def url(mid):
    return f"/people/{mid.public_id}/review/"


def craft(url):
    return f"{url}areas/craft/"


def test_the_page_begins_with_ladders_and_notes_who_looked(mid, bob, signed_in, url):
    shares(mid, code_reading=2)
    response = signed_in(bob).get(url)
    page = response.content.decode()
    assert response.status_code == 200
    assert "not rated by you yet" in page
    assert "style=" not in page
    assert [(row.viewer, row.subject, row.page) for row in Access.objects.all()] == [(bob, mid, "review")]
    assert not Review.objects.exists(), "looking opens nothing"


@pytest.mark.parametrize("shared", [0, 5, NOT_APPLICABLE])
def test_until_the_lead_has_rated_the_page_says_nothing_of_the_persons_level(
    mid, bob, signed_in, url, shared
):
    """The same page, letter by letter, whatever the person has said."""
    client = signed_in(bob)
    shares(mid, code_reading=2)
    before = page_of(client.get(craft(url)))
    actions_page = page_of(client.get(f"{url}compare/"))
    if shared == NOT_APPLICABLE:
        mark_not_applicable(mid)
    else:
        shares(mid, code_reading=shared)
    assert page_of(client.get(craft(url))) == before
    assert page_of(client.get(f"{url}compare/")) == actions_page


def mark_not_applicable(mid):
    saved = actions.rate_skill(
        person=mid, skill=READING, value=NOT_APPLICABLE, shown=2, version=1, key=uuid4(), by=mid,
        today=timezone.localdate(), reason="no",
    )  # fmt: skip
    actions.share(person=mid, shown=saved.revision, changes=1, key=uuid4(), today=timezone.localdate())


def test_nor_does_any_answer_to_htmx(mid, bob, signed_in, url, htmx):
    client, answers = signed_in(bob), []
    for level in (1, 4):
        shares(mid, code_reading=level, test_design=level)
        wrong = client.post(f"{url}rate/", rating_form(value="9"), headers=htmx("x"))
        other = client.post(
            f"{url}rate/", rating_form("version-control", "3", follows="77"), headers=htmx("x")
        )
        answers.append([page_of(wrong), page_of(other)])
        assert (wrong.status_code, other.status_code) == (422, 409)
    assert answers[0] == answers[1]


def test_rating_shows_both_side_by_side(mid, bob, signed_in, url, htmx):
    shares(mid, code_reading=2)
    response = signed_in(bob).post(f"{url}rate/", rating_form(value="4"), headers=htmx("x"))
    assert response.status_code == 200
    card = card_of(response)
    assert "2 levels apart" in card
    for level in (2, 4):
        assert f'class="level l{level} large"' in card
    assert 'id="review-progress"' in response.content.decode()
    assert Rating.objects.get(source="manager").self_seen is False


def test_without_scripts_it_is_a_redirect_to_the_card(mid, bob, signed_in, url):
    shares(mid, code_reading=2)
    response = signed_in(bob).post(f"{url}rate/", rating_form(value="4"))
    assert response.status_code == 303
    assert re.fullmatch(rf"{url}areas/craft/#review-code-reading-\w+", response.url)
    assert "2 levels apart" in card_of(signed_in(bob).get(craft(url)))


def test_showing_without_rating_is_kept_as_seen(mid, bob, signed_in, url, htmx):
    shares(mid, code_reading=2)
    client = signed_in(bob)
    response = client.post(f"{url}show/", {"skill": READING}, headers=htmx("x"))
    assert response.status_code == 200
    assert 'class="level l2 large"' in card_of(response)
    client.post(f"{url}show/", {"skill": READING})
    client.post(f"{url}rate/", rating_form(value="4"))
    assert Rating.objects.get(source="manager").self_seen is True


def test_a_second_rating_knows_that_the_first_had_shown_it(mid, bob, signed_in, url):
    shares(mid, code_reading=2)
    client = signed_in(bob)
    client.post(f"{url}rate/", rating_form(value="4"))
    first = Rating.objects.get(source="manager").revision
    client.post(f"{url}rate/", rating_form(value="3", follows=str(first)))
    assert list(Rating.objects.beside().order_by("revision").values_list("self_seen", flat=True)) == [
        False,
        True,
    ]


def test_where_nothing_was_shared_nothing_was_seen(mid, bob, signed_in, url):
    client = signed_in(bob)
    client.post(f"{url}show/", {"skill": READING})
    client.post(f"{url}rate/", rating_form(value="4"))
    assert Rating.objects.get().self_seen is False


def test_the_next_review_begins_unseen(mid, bob, signed_in, url):
    shares(mid, code_reading=2)
    client = signed_in(bob)
    client.post(f"{url}rate/", rating_form(value="4"))
    response = client.post(f"{url}close/", {"review": the_review().pk})
    assert (response.status_code, response.url) == (303, f"/people/{mid.public_id}/")
    card = card_of(client.get(craft(url)))
    assert "your last rating" in card
    assert 'class="level l2 large"' not in card
    first = Rating.objects.get(source="manager").revision
    client.post(f"{url}rate/", rating_form(value="4", follows=str(first)))
    assert list(Rating.objects.beside().values_list("self_seen", flat=True)) == [False, False]
    assert Review.objects.count() == 2


def test_two_tabs_of_one_lead_the_second_sees_both(mid, bob, signed_in, url, htmx):
    judges(bob, mid, value=2)
    for headers in ({}, htmx("x")):
        response = signed_in(bob).post(f"{url}rate/", rating_form(value="5"), headers=headers)
        assert response.status_code == 409
        card = card_of(response)
        assert "Saved there as your rating: Guided" in card
        assert "Chosen here: 5" in card
    assert Rating.objects.count() == 1


def test_a_key_is_used_once(mid, bob, signed_in, url):
    client, form = signed_in(bob), rating_form(value="2")
    assert [client.post(f"{url}rate/", form).status_code for _ in range(2)] == [303, 303]
    assert client.post(f"{url}rate/", {**form, "value": "3"}).status_code == 422
    assert Rating.objects.get().value == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"value": ""}, {"value": "6"}, {"value": "10"}, {"value": "٣"}, {"value": " 3"}, {"follows": ""}, {"follows": "-1"},
        {"version": "9"}, {"key": "x"}, {"skill": "cobol"}, {"skill": ""}, {"skill": "a b"}, {"place": "x"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_htmx", [False, True])
def test_a_wrong_form_saves_nothing(mid, bob, signed_in, url, htmx, fields, by_htmx):
    headers = htmx("x") if by_htmx else {}
    response = signed_in(bob).post(f"{url}rate/", {**rating_form(), **fields}, headers=headers)
    assert response.status_code == 422
    assert not Rating.objects.exists()
    assert not Review.objects.exists()


@pytest.mark.parametrize("path", ["", "compare/", "areas/craft/"])
def test_who_does_not_lead_the_person_finds_nothing(mid, carol, dana, erin, signed_in, url, path):
    for outsider in (carol, dana, erin):
        assert signed_in(outsider).get(url + path).status_code == 404
    assert signed_in(mid).get(url + path).status_code == 403


@pytest.mark.parametrize("path", ["rate/", "show/", "say/", "close/"])
def test_nobody_reviews_themselves_or_somebody_they_do_not_lead(mid, carol, signed_in, url, path):
    assert signed_in(mid).post(url + path, rating_form()).status_code == 403
    assert signed_in(carol).post(url + path, rating_form()).status_code == 404
    assert not Rating.objects.exists()


def test_a_parent_lead_who_may_look_may_not_rate(mid, payments, carol, signed_in, url):
    payments.parent = factories.TeamFactory()
    payments.save()
    factories.LeadFactory(person=carol, team=payments.parent)
    assert signed_in(carol).get(url).status_code == 404
    mid.shares_upward = True
    mid.save()
    assert signed_in(carol).get(url).status_code == 403
    assert signed_in(carol).post(f"{url}rate/", rating_form()).status_code == 403


def test_an_area_without_a_skill_to_rate_is_404(bob, signed_in, url):
    assert signed_in(bob).get(f"{url}areas/nothing/").status_code == 404


def test_what_is_farthest_apart_comes_first(mid, bob, signed_in, url):
    shares(mid, code_reading=2, test_design=1, idempotency=3)
    for skill, value in ((READING, 3), ("test-design", 4), ("idempotency", 3)):
        judges(bob, mid, skill, value)
    page = signed_in(bob).get(f"{url}compare/").content.decode()
    assert re.findall(r'<article id="review-([a-z-]+)-\w{12}"', page) == [
        "test-design",
        READING,
        "idempotency",
    ]
    assert "3 levels apart" in page


def test_what_others_said_is_shown_beside(mid, bob, carol, signed_in, url):
    shares(mid, code_reading=2)
    judges(carol, mid, value=5, source="reviewer")
    judges(carol, mid, "test-design", 5, source="peer")
    judges(bob, mid, value=3)
    judges(bob, mid, "test-design", 3)
    client = signed_in(bob)
    assert "Carol Mbeki" in card_of(client.get(f"{url}compare/"))
    assert "Carol Mbeki" not in card_of(client.get(f"{url}compare/"), "test-design"), (
        "peers speak to the person"
    )
    assert "Carol Mbeki" in card_of(signed_in(mid).get("/me/review/"), "test-design")


def test_shared_evidence_stands_beside_the_level_and_not_before_it(mid, bob, carol, signed_in, url):
    shares(mid, code_reading=2)
    for text, shared in (("Read the ledger in a week", True), ("A private note", False)):
        given = actions.Given(text=text, shared=shared)
        actions.give_evidence(person=mid, skill=READING, given=given, key=uuid4(), by=mid)
    client = signed_in(bob)
    assert "Read the ledger" not in client.get(craft(url)).content.decode()
    judges(bob, mid, value=3)
    for page in (client.get(craft(url)), signed_in(mid).get("/me/review/")):
        assert "Read the ledger in a week" in card_of(page)
        assert "A private note" not in page.content.decode()


def test_the_number_of_queries_does_not_grow(mid, bob, signed_in, url):
    def count(path):
        client = signed_in(bob)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    shares(mid, code_reading=2)
    judges(bob, mid, value=3)
    says(bob, mid, value=3)
    one = [count(path) for path in (craft(url), f"{url}compare/")]
    for place, slug in enumerate(many()):
        judges(bob, mid, slug, place % 6)
        says(bob, mid, slug, value=2)
    assert [count(path) for path in (craft(url), f"{url}compare/")] == one


def many():
    return [skill.slug for skill in versions.current().active if skill.slug != READING][:20]


def test_the_pages_lead_here(mid, bob, payments, signed_in, url):
    client = signed_in(bob)
    assert f'href="{url}"' in client.get(f"/people/{mid.public_id}/").content.decode()
    assert 'href="/teams/payments/review/"' in client.get("/teams/payments/").content.decode()
    assert 'href="/me/review/"' in signed_in(mid).get("/").content.decode()
