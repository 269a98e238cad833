"""Delegation: a reviewer sees the named skills until the end date, a peer sees nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import actions
from assessments.models import Delegation, Rating
from skillmatrix.people.models import Message
from tests.assessments.reviewing import READING, card_of, judges, page_of, rating_form, shares, word_form

TODAY = timezone.localdate()
MINE = "/me/reviewers/"


def asks(by, subject, reviewer, *skills, kind="reviewer", days=7):
    return actions.ask_reviewer(
        subject=subject, reviewer=reviewer, skills=skills or (READING,), kind=kind,
        last_day=timezone.localdate() + timedelta(days=days), by=by, today=timezone.localdate(),
    )  # fmt: skip


def review(person):
    return f"/people/{person.public_id}/review/"


def reviewers(person):
    return f"/people/{person.public_id}/reviewers/"


def sent(email, *skills, days=7, **fields):
    last = (timezone.localdate() + timedelta(days=days)).isoformat()
    return {
        "email": email,
        "skills": list(skills or (READING,)),
        "last_day": last,
        "kind": "reviewer",
        **fields,
    }


def ends_today():
    """As if the last day had been yesterday."""
    today = timezone.localdate()
    Delegation.objects.update(starts_on=today - timedelta(days=3), ends_on=today)


# What a reviewer sees and does


def test_a_reviewer_sees_and_rates_the_named_skills_alone(mid, bob, carol, signed_in):
    shares(mid, code_reading=2, test_design=5)
    judges(bob, mid, value=4)
    asks(bob, mid, carol)
    client = signed_in(carol)
    page = client.get(review(mid)).content.decode()
    assert page.count("<article") == 1
    assert "review-test-design" not in page
    assert client.post(review(mid) + "rate/", rating_form("test-design")).status_code == 422
    response = client.post(review(mid) + "rate/", rating_form(value="3"))
    assert response.status_code == 303
    card = card_of(client.get(review(mid)))
    assert 'class="level l2 large"' in card, "what alice shared"
    assert 'class="level l4' not in card, "what bob says is for alice and bob"
    row = Rating.objects.get(by=carol)
    assert (row.source, row.self_seen) == ("reviewer", False)
    assert client.post(review(mid) + "say/", word_form(mid, carol)).status_code == 403
    assert client.post(review(mid) + "close/", {"review": 1}).status_code == 403
    assert client.get(f"/people/{mid.public_id}/").status_code == 404


def test_a_reviewer_sees_nothing_before_they_rate(mid, bob, carol, signed_in):
    shares(mid, code_reading=1)
    asks(bob, mid, carol)
    before = page_of(signed_in(carol).get(review(mid)))
    shares(mid, code_reading=5)
    assert page_of(signed_in(carol).get(review(mid))) == before


def test_past_its_end_there_is_nothing(mid, bob, carol, signed_in):
    asks(bob, mid, carol)
    client = signed_in(carol)
    assert client.get(review(mid)).status_code == 200
    ends_today()
    assert client.get(review(mid)).status_code == 404
    assert client.post(review(mid) + "rate/", rating_form()).status_code == 404
    assert not Rating.objects.exists()


def test_a_peer_rates_and_sees_nothing(mid, carol, signed_in):
    shares(mid, code_reading=2)
    asks(mid, mid, carol, kind="peer")
    client = signed_in(carol)
    assert client.post(review(mid) + "show/", {"skill": READING}).status_code == 403
    assert client.post(review(mid) + "rate/", rating_form(value="4")).status_code == 303
    card = card_of(client.get(review(mid)))
    assert 'large"' not in card
    assert "rated" in card
    shares(mid, code_reading=5)
    again = card_of(client.get(review(mid)))
    assert again.count("level l5") == 1, "the ladder's own"
    row = Rating.objects.get(by=carol)
    assert (row.source, row.self_seen) == ("peer", False)
    assert "Carol Mbeki" in card_of(signed_in(mid).get("/me/review/"))


def test_two_reviewers_at_once_lose_nothing(mid, bob, carol, dana, signed_in):
    asks(bob, mid, carol)
    asks(bob, mid, dana)
    for who, value in ((carol, "2"), (dana, "5"), (bob, "3")):
        assert signed_in(who).post(review(mid) + "rate/", rating_form(value=value)).status_code == 303
    card = card_of(signed_in(bob).get(review(mid) + "compare/"))
    assert "Carol Mbeki" in card
    assert "Dana Rossi" in card
    assert Rating.objects.count() == 3


# Asking


def test_the_person_asks_a_second_reviewer(mid, carol, signed_in):
    response = signed_in(mid).post(MINE, sent("CAROL@example.com", READING, "test-design"))
    assert (response.status_code, response.url) == (303, MINE)
    rows = Delegation.objects.order_by("skill__slug").values_list(
        "skill__slug", "reviewer__name", "kind", "by__name"
    )
    assert list(rows) == [
        (READING, "Carol Mbeki", "reviewer", "Alice Lindqvist"),
        ("test-design", "Carol Mbeki", "reviewer", "Alice Lindqvist"),
    ]
    told = Message.objects.of(carol).get()
    assert told.link == review(mid)
    assert not Message.objects.of(mid).filter(subject__contains="asked").exists()
    assert "Carol Mbeki" in signed_in(mid).get(MINE).content.decode()
    assert "Alice Lindqvist" in signed_in(carol).get("/me/review/").content.decode()


def test_the_lead_delegates_and_the_person_sees_it(mid, bob, carol, signed_in):
    client = signed_in(bob)
    assert client.get(reviewers(mid)).status_code == 200
    # A lead never asks a peer: the form's kind does not count.
    assert client.post(reviewers(mid), sent("carol@example.com", kind="peer")).status_code == 303
    row = Delegation.objects.get()
    assert (row.by, row.kind, row.ends_on) == (bob, "reviewer", timezone.localdate() + timedelta(days=8))
    assert "Carol Mbeki" in Message.objects.of(mid).get(link=MINE).subject
    page = signed_in(mid).get(MINE).content.decode()
    assert "Asked by Bob Okafor" in page
    assert "Ask no more" not in page, "it is bob's to end"


def test_sent_twice_asks_once(mid, carol, signed_in):
    client, form = signed_in(mid), sent("carol@example.com")
    assert [client.post(MINE, form).status_code for _ in range(2)] == [303, 303]
    assert Delegation.objects.count() == 1
    assert Message.objects.of(carol).count() == 1


def test_asking_again_replaces_ones_own_word_and_nobody_elses(mid, bob, carol):
    asks(mid, mid, carol, kind="peer")
    assert asks(mid, mid, carol, days=30) == 1
    held = Delegation.objects.on(timezone.localdate()).get()
    assert (held.kind, held.ends_on) == ("reviewer", timezone.localdate() + timedelta(days=31))
    with pytest.raises(actions.Unacceptable, match="already"):
        asks(bob, mid, carol)
    assert Delegation.objects.on(timezone.localdate()).get() == held


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "nobody@example.com"}, {"email": "x"}, {"email": ""}, {"email": "alice@example.com"}, {"email": "bob@example.com"},
        {"skills": []}, {"skills": ["cobol"]}, {"last_day": "2020-01-01"}, {"last_day": "2999-01-01"}, {"last_day": "x"},
        {"last_day": ""}, {"kind": "boss"}, {"email": "c\x00arol@example.com"}, {"email": "y" * 100_000 + "@example.com"},
    ],
)  # fmt: skip
def test_a_wrong_form_comes_back(mid, carol, signed_in, fields):
    response = signed_in(mid).post(MINE, {**sent("carol@example.com"), **fields})
    assert response.status_code == 422
    assert not Delegation.objects.exists()


def test_htmx_gets_the_partial(mid, signed_in, htmx):
    assert "<html" not in signed_in(mid).get(MINE, headers=htmx("reviewers")).content.decode()


def test_whoever_asked_ends_it(mid, bob, carol, signed_in):
    asks(bob, mid, carol)
    form = {"reviewer": str(carol.public_id)}
    signed_in(mid).post(MINE + "end/", form)
    assert signed_in(carol).get(review(mid)).status_code == 200, "alice had not asked"
    assert signed_in(bob).post(reviewers(mid) + "end/", form).status_code == 303
    assert signed_in(carol).get(review(mid)).status_code == 404
    asks(mid, mid, carol, "test-design")
    signed_in(bob).post(reviewers(mid) + "end/", form)
    assert signed_in(carol).get(review(mid)).status_code == 200, "bob had not asked"
    signed_in(mid).post(MINE + "end/", form)
    assert signed_in(carol).get(review(mid)).status_code == 404


def test_only_the_lead_delegates(mid, carol, dana, erin, signed_in):
    for other in (carol, dana, erin):
        assert signed_in(other).get(reviewers(mid)).status_code == 404
        assert signed_in(other).post(reviewers(mid), sent("dana@example.com")).status_code == 404
    assert signed_in(mid).get(reviewers(mid)).status_code == 403
    asks(mid, mid, carol)
    assert signed_in(carol).get(reviewers(mid)).status_code == 403
    assert (
        signed_in(carol).post(reviewers(mid) + "end/", {"reviewer": str(carol.public_id)}).status_code == 403
    )


def test_whoever_left_the_house_is_asked_nothing(mid, carol, signed_in):
    carol.is_active = False
    carol.save()
    assert signed_in(mid).post(MINE, sent("carol@example.com")).status_code == 422
