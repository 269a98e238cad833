"""/me/history/as-of/ and the same of others: the report at the end of a past day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from assessments.inputs import Audience
from assessments.levels.as_of import inputs_as_of
from roadmaps.computing import compute
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.roadmaps.pasts import TODAY, ago, two_years

URL = "/me/history/as-of/"


@pytest.fixture
def ada(taxonomy: Any, alice: Person, bob: Person) -> Person:
    two_years(alice, bob)
    return alice


def on(day: Any) -> str:
    return f"?on={day:%Y-%m-%d}"


def section(page: str, heading: str) -> str:
    found = re.search(rf'aria-labelledby="{heading}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_the_report_of_a_past_day_is_that_of_the_pure_functions(ada: Person, signed_in: Any) -> None:
    day = ago(250)
    html = signed_in(ada).get(URL + on(day)).content.decode()

    (inputs,) = inputs_as_of([ada.pk], day, Audience.OWN)
    report = compute(inputs, Audience.OWN, inputs.taxonomy, today=day).current
    assert report
    assert f'<dd class="figure">{report.targets_met} <span class="of">of {report.targets_asked}' in html
    assert "This is the past: the end of" in html
    for line in report.gaps:
        assert inputs.taxonomy.skills[line.skill].name in section(html, "gaps-heading")


def test_what_has_moved_since_is_told_with_its_reasons(ada: Person, signed_in: Any) -> None:
    since = section(signed_in(ada).get(URL + on(ago(250))).content.decode(), "since-heading")

    assert "New expectation since" in since
    assert "Own rating of" in since


def test_others_read_what_was_shared_by_then(
    ada: Person, bob: Person, taxonomy: Taxonomy, signed_in: Any
) -> None:
    url = f"/people/{ada.public_id}/history/as-of/"
    client = signed_in(bob)

    between = client.get(url + on(ago(45))).content.decode()
    after = client.get(url + on(ago(39))).content.decode()

    name = escape(taxonomy.skills["code-reading"].name)
    met = [re.findall(rf"level (\d)[^<]*</span></span> {name}", section(html, "strengths-heading"))
           for html in (between, after)]  # fmt: skip
    assert met == [[], ["3"]], "between the two the lead knew a level 2, below what is asked"
    assert escape(taxonomy.skills["http-fundamentals"].name) not in section(after, "strengths-heading")


def test_only_the_form_until_a_day_is_chosen(ada: Person, signed_in: Any) -> None:
    response = signed_in(ada).get(URL)

    assert response.status_code == 200
    assert 'type="date"' in response.content.decode()
    assert "This is the past" not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("nonsense", "This is no day"),
        ("2026-02-30", "This is no day"),
        ("12.05.2026", "This is no day"),
        ("", "Choose a day"),
        ("1999-12-31", "No record goes back that far"),
        ("0001-01-01", "No record goes back that far"),
        (f"{TODAY + timedelta(days=1):%Y-%m-%d}", "That day has not been yet"),
        ("9999-12-31", "That day has not been yet"),
        ("%00", "This is no day"),
    ],
)
def test_what_is_no_day_is_refused_with_a_reason(
    ada: Person, bob: Person, signed_in: Any, typed: str, says: str
) -> None:
    for client, url in ((signed_in(ada), URL), (signed_in(bob), f"/people/{ada.public_id}/history/as-of/")):
        response = client.get(f"{url}?on={typed}")
        assert response.status_code == 422
        assert says in response.content.decode()


def test_before_the_record_begins(ada: Person, bob: Person, signed_in: Any) -> None:
    own = signed_in(ada).get(URL + on(ago(695))).content.decode()
    theirs = signed_in(bob).get(f"/people/{ada.public_id}/history/as-of/" + on(ago(689))).content.decode()

    assert "Nothing had been said by then" in own
    assert on(ago(690)) in own
    assert "Nothing had been shared by then" in theirs
    assert on(ago(688)) in theirs


def test_nothing_ever_said(alice: Person, bob: Person, taxonomy: Any, signed_in: Any) -> None:
    assert "Nothing to look back on yet" in signed_in(alice).get(URL + on(ago(3))).content.decode()
    theirs = signed_in(bob).get(f"/people/{alice.public_id}/history/as-of/" + on(ago(3)))
    assert "Alice has not shared yet" in theirs.content.decode()


def test_today_is_what_the_gap_page_says(ada: Person, signed_in: Any) -> None:
    client = signed_in(ada)
    figures = re.compile(r'class="figure">(\d+) <span class="of">of (\d+)')

    now, then = (figures.findall(client.get(url).content.decode()) for url in ("/me/gaps/", URL + on(TODAY)))

    assert now[0] == then[0]


def test_a_day_costs_the_same_whichever_it_is(ada: Person, signed_in: Any) -> None:
    client, counts = signed_in(ada), []
    for day in (ago(600), ago(1)):
        client.get(URL + on(day))
        with CaptureQueriesContext(connection) as asked:
            client.get(URL + on(day))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_gap_page_with_a_day_leads_here(ada: Person, signed_in: Any) -> None:
    response = signed_in(ada).get(f"/me/gaps/{on(ago(9))}&role=mid")

    assert (response.status_code, response.headers["Location"]) == (302, URL + on(ago(9)))
