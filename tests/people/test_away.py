"""Being away: from the settings, without a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skillmatrix.people import actions
from skillmatrix.people.models import Away

URL = "/account/away/"


def days(today, first, last=None):
    found = {"first": (today + timedelta(days=first)).isoformat()}
    return found if last is None else {**found, "last": (today + timedelta(days=last)).isoformat()}


def test_it_is_said_and_taken_back(alice, signed_in, today):
    client = signed_in(alice)
    assert client.post(URL, days(today, 3, 9)).status_code == 302
    away = Away.objects.get()
    assert (away.starts_on - today, away.ends_on - today) == (timedelta(days=3), timedelta(days=10))
    assert "Take back" in client.get("/account/").content.decode()
    assert client.post(f"{URL}{away.pk}/back/").status_code == 302
    assert not Away.objects.exists()


def test_sending_it_twice_is_sending_it_once(alice, signed_in, today):
    client = signed_in(alice)
    for _ in range(2):
        assert client.post(URL, days(today, 3, 9)).status_code == 302
    assert Away.objects.count() == 1


def test_coming_back_early_keeps_the_days_that_are_over(alice, signed_in, today):
    away = Away.objects.create(person=alice, starts_on=today - timedelta(days=4))
    client = signed_in(alice)
    assert "I am back" in client.get("/account/").content.decode()
    client.post(f"{URL}{away.pk}/back/")
    away.refresh_from_db()
    assert away.ends_on == today


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (3, 2, "That is before the first day."),
        (-9, -1, "These days are over."),
        (3, 9000, "Choose days within three years."),
        (5, 6, "You are away on some of these days already."),
    ],
)
def test_what_cannot_be_is_refused_with_the_typing_kept(alice, signed_in, today, first, last, words):
    actions.go_away(person=alice, first=today + timedelta(days=6), last=None, today=today)
    response = signed_in(alice).post(URL, days(today, first, last))
    html = response.content.decode()
    assert (response.status_code, Away.objects.count()) == (422, 1)
    assert words in html
    assert days(today, first)["first"] in html


def test_nonsense_is_refused(alice, signed_in):
    for form in ({}, {"first": "2026-02-30"}, {"first": "x" * 900_000}):
        assert signed_in(alice).post(URL, form).status_code == 422


def test_nobody_comes_back_for_another(alice, bob, signed_in, today):
    away = Away.objects.create(person=alice, starts_on=today)
    assert signed_in(bob).post(f"{URL}{away.pk}/back/").status_code == 404
