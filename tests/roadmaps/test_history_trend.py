"""/me/history/trend/ and the same of others: targets met by area, and why they moved."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from assessments.levels.history import Assigned, History, Stated
from assessments.levels.importing import load_histories
from skillmatrix.people.models import Person
from tests.roadmaps.pasts import ago, two_years

URL = "/me/history/trend/"


@pytest.fixture
def ada(taxonomy: Any, alice: Person, bob: Person) -> Person:
    two_years(alice, bob)
    return alice


def moved(html: str, skill: str) -> list[str]:
    """The reasons that stand under a skill, the newest month first."""
    found = re.findall(rf'skills/{skill}/">[^<]*</a>.*?<ul class="why[^>]*>(.*?)</ul>', html, re.DOTALL)
    return [reason for block in found for reason in re.findall(r"<li>(.*?)</li>", block)]


def test_lines_a_table_and_reasons(ada: Person, signed_in: Any) -> None:
    html = signed_in(ada).get(URL).content.decode()

    assert html.count('class="trend"') > 5
    assert 'class="line"' in html
    assert 'class="turn"' in html
    assert "<caption" in html
    reasons = moved(html, "caching-fundamentals")
    day = date_format(ago(100), "j F Y")
    assert f"New expectation since {day}: level 4 instead of" in reasons[0] or any(
        f"New expectation since {day}: level 4 instead of" in reason for reason in reasons
    )
    assert any("set by the lead" in reason for reason in reasons)
    assert "style=" not in html


def test_a_raised_target_is_never_a_gap_that_grew(ada: Person, signed_in: Any) -> None:
    html = signed_in(ada).get(URL).content.decode()

    assert (
        "gap"
        not in re.sub(r'href="[^"]*"', "", html[html.index("trend-heading") :]).split("</main>")[0].lower()
    )


def test_a_role_that_changed_is_named_with_its_day(ada: Person, signed_in: Any) -> None:
    reasons = moved(signed_in(ada).get(URL).content.decode(), "idempotency")

    day = date_format(ago(300), "j F Y")
    assert any(day in reason and "role: " in reason for reason in reasons)


def test_others_see_nothing_of_what_was_not_shared(ada: Person, bob: Person, signed_in: Any) -> None:
    url = f"/people/{ada.public_id}/history/trend/"
    html = signed_in(bob).get(url).content.decode()

    assert moved(signed_in(ada).get(URL).content.decode(), "http-fundamentals")[0].startswith("Own rating")
    assert not any(reason.startswith("Own rating") for reason in moved(html, "http-fundamentals"))


def test_before_the_first_rating(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    assert "Nothing to look back on yet" in signed_in(alice).get(URL).content.decode()


def test_without_a_role(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    load_histories([History(alice.pk, [Stated(ago(5), "idempotency", 1)])])

    assert "Nothing was asked" in signed_in(alice).get(URL).content.decode()


def test_the_number_of_queries_is_that_of_one_month(
    alice: Person, bob: Person, taxonomy: Any, signed_in: Any
) -> None:
    two_years(alice, bob)
    load_histories([History(bob.pk, [Assigned(ago(9), "mid"), Stated(ago(5), "idempotency", 1)])])
    counts = []
    for person in (alice, bob):
        client = signed_in(person)
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_is_said_again_after_it_went_out_of_date_says_so(
    alice: Person, bob: Person, taxonomy: Any, signed_in: Any
) -> None:
    load_histories(
        [
            History(
                alice.pk,
                [
                    Assigned(ago(900), "mid", None, bob.pk),
                    Stated(ago(690), "idempotency", 2),
                    Stated(ago(20), "idempotency", 2),
                ],
            )
        ]
    )

    reasons = moved(signed_in(alice).get(URL).content.decode(), "idempotency")

    assert reasons[0] == f"Said again on {date_format(ago(20), 'j F Y')}"
    assert reasons[1].startswith("Out of date since ")


def test_a_record_of_ten_thousand_ratings(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    slugs = [skill.slug for skill in taxonomy.active]
    said = [Stated(ago(700 - place // 15), slugs[place % len(slugs)], place % 5) for place in range(10_000)]
    load_histories([History(alice.pk, [Assigned(ago(800), "mid"), *said])])
    client = signed_in(alice)
    client.get(URL)

    begun = time.perf_counter()
    assert client.get(URL).status_code == 200

    assert time.perf_counter() - begun < 20
