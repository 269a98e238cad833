"""/me/history/ and /people/<id>/history/: every rating, who said it, and under which wording."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from assessments import actions
from assessments.levels.history import History, Released, Stated
from assessments.levels.importing import load_histories
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.people.models import Access, Person
from skillmatrix.taxonomy import versions
from tests import factories
from tests.assessments import ladders
from tests.roadmaps.pasts import TODAY, ago, two_years

URL = "/me/history/"


@pytest.fixture
def ada(taxonomy: Any, alice: Person, bob: Person) -> Person:
    two_years(alice, bob)
    return alice


def url_of(person: Person, page: str = "") -> str:
    return f"/people/{person.public_id}/history/{page}"


def skills(html: str) -> list[str]:
    return re.findall(r'<a class="skill"[^>]*>([^<]+)</a>', html)


def entries(html: str) -> list[str]:
    return re.findall(r"<li(?: class=\"undo\")?>\s*<p class=\"what\">.*?</li>", html, re.DOTALL)


def test_everything_that_was_said_newest_first(ada: Person, signed_in: Any) -> None:
    html = signed_in(ada).get(URL).content.decode()

    said = ("http-fundamentals", "code-reading", "idempotency", "idempotency",
            "caching-fundamentals", "code-reading", "idempotency")  # fmt: skip
    names = {slug: escape(versions.current().skills[slug].name) for slug in said}
    assert skills(html) == [names[slug] for slug in said]
    agreed, raised = entries(html)[2:4]
    assert "Agreed" in agreed
    assert "level 1, Aware" in raised
    assert "level 2, Guided" in raised
    assert "You" in raised
    assert escape(versions.current().skills["idempotency"].descriptors[2]) in raised
    assert "style=" not in html


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?skill=idempotency", 3),
        ("?source=agreed", 1),
        ("?skill=idempotency&source=self", 2),
        ("?skill=nonsense", 0),
        ("?area=nonsense", 0),
        ("?source=%00", 0),
        ("?page=9", 0),
        ("?page=nonsense", 7),
    ],
)
def test_filters_let_through_what_fits(ada: Person, signed_in: Any, query: str, count: int) -> None:
    response = signed_in(ada).get(URL + query)

    assert response.status_code == 200
    assert len(entries(response.content.decode())) == count


def test_an_area_is_its_skills(ada: Person, signed_in: Any) -> None:
    area = versions.current().area_of["idempotency"]
    html = signed_in(ada).get(f"{URL}?area={area.slug}").content.decode()

    expected = sum(slug in area.skills for slug in ("http-fundamentals", "caching-fundamentals"))
    expected += 2 * ("code-reading" in area.skills) + 3
    assert len(entries(html)) == expected


def test_undo_and_set_aside_are_shown_as_such(ada: Person, signed_in: Any) -> None:
    actions.withdraw_rating(person=ada, skill="http-fundamentals", shown=3, key=uuid4(), by=ada, today=TODAY)
    actions.rate_skill(
        person=ada, skill="kubernetes", value=NOT_APPLICABLE, shown=255, version=1, key=uuid4(), by=ada, today=TODAY,
        reason="We <b>rent</b> servers",
    )  # fmt: skip

    html = signed_in(ada).get(URL).content.decode()
    aside, undone = entries(html)[:2]

    assert "not applicable" in aside
    assert "We &lt;b&gt;rent&lt;/b&gt; servers" in aside
    assert "taken back" in undone
    assert "not rated yet" in undone


def test_the_wording_of_then_stands_beside_that_of_now(alice: Person, signed_in: Any) -> None:
    content = ladders.ladder("a", "b")
    ladders.publish(content)
    for skill in "ab":
        actions.rate_skill(
            person=alice, skill=skill, value=2, shown=255, version=1, key=uuid4(), by=alice, today=TODAY
        )
    kinds = {**content["kinds"], "concept": {**content["kinds"]["concept"]}}
    kinds["concept"]["descriptors"] = ["New", "Aware", "Does it with a little help", *ladders.SIX[3:]]
    ladders.publish(ladders.merge({**content, "kinds": kinds}, "b", "a"))

    moved, reworded = entries(signed_in(alice).get(URL).content.decode())

    assert "the wording has changed since" in reworded
    assert '<p class="sentence small soft">Guided</p>' in reworded
    assert "Does it with a little help" in reworded
    assert "Counts in A today." in moved


def test_nothing_said_yet(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    html = signed_in(alice).get(URL).content.decode()

    assert "Nothing to look back on yet" in html
    assert 'href="/assess/"' in html


def test_without_a_taxonomy_there_is_no_history(alice: Person, signed_in: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 404


def test_a_lead_reads_what_was_shared_and_the_person_is_told(
    ada: Person, bob: Person, signed_in: Any
) -> None:
    html = signed_in(bob).get(url_of(ada)).content.decode()

    assert "HTTP" not in "".join(skills(html))
    assert len(entries(html)) == 6
    assert "Only what Alice had shared." in html
    assert [(row.viewer, row.subject, row.page_name) for row in Access.objects.all()] == [
        (bob, ada, "your history")
    ]


def test_what_was_taken_back_before_it_was_shared_never_reaches_a_lead(
    alice: Person, bob: Person, taxonomy: Any, signed_in: Any
) -> None:
    rate = {"person": alice, "by": alice, "today": TODAY, "version": 1}
    actions.rate_skill(**rate, skill="idempotency", value=5, shown=255, key=uuid4())
    actions.withdraw_rating(person=alice, skill="idempotency", shown=5, key=uuid4(), by=alice, today=TODAY)
    revision = actions.rate_skill(**rate, skill="code-reading", value=1, shown=255, key=uuid4()).revision
    actions.share(person=alice, shown=revision, changes=1, key=uuid4(), today=TODAY)

    html = signed_in(bob).get(url_of(alice)).content.decode()

    assert "dempotency" not in html
    assert len(entries(html)) == 1


def test_of_somebody_who_has_shared_nothing_a_lead_reads_nothing(
    alice: Person, bob: Person, taxonomy: Any, signed_in: Any
) -> None:
    load_histories([History(alice.pk, [Stated(ago(5), "idempotency", 1)])])

    html = signed_in(bob).get(url_of(alice)).content.decode()

    assert "Alice has not shared yet" in html
    assert "dempotency" not in html


@pytest.mark.parametrize("page", ["", "trend/", "as-of/"])
def test_outsiders_find_nothing_and_oneself_ones_own(
    ada: Person, carol: Person, signed_in: Any, page: str
) -> None:
    assert signed_in(carol).get(url_of(ada, page)).status_code == 404
    assert not Access.objects.exists()
    own = signed_in(ada).get(url_of(ada, page))
    assert (own.status_code, own.headers["Location"]) == (302, f"/me/history/{page}")


def test_htmx_gets_the_page(ada: Person, signed_in: Any, htmx: Any) -> None:
    assert "<h1>" in signed_in(ada).get(URL, headers=htmx("record")).content.decode()


def test_ten_thousand_ratings_come_in_pages(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    slugs = [skill.slug for skill in taxonomy.active]
    events: list[Any] = [
        Stated(ago(400 - place // 30), slugs[place % len(slugs)], place % 5) for place in range(10_000)
    ]
    load_histories([History(alice.pk, [*events, Released(ago(20))])])
    client = signed_in(alice)
    client.get(URL)

    begun = time.perf_counter()
    first, last = client.get(URL).content.decode(), client.get(f"{URL}?page=250").content.decode()

    assert time.perf_counter() - begun < 5
    assert len(entries(first)) == len(entries(last)) == 40
    assert 'rel="next"' in first
    assert 'rel="next"' not in last


def test_one_row_costs_as_many_queries_as_twenty(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    grace = factories.PersonFactory()
    slugs = [skill.slug for skill in taxonomy.active]
    load_histories(
        [
            History(alice.pk, [Stated(ago(5), slugs[0], 1)]),
            History(grace.pk, [Stated(ago(40 - n), slugs[n % 7], n % 4) for n in range(20)]),
        ]
    )
    counts = []
    for person in (alice, grace):
        client = signed_in(person)
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_what_was_entered_for_another_day_says_so(alice: Person, taxonomy: Any, signed_in: Any) -> None:
    load_histories([History(alice.pk, [Stated(TODAY - timedelta(days=3), "idempotency", 1)])])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_rating SET created_at = now(), source = 'imported'")

    (entry,) = entries(signed_in(alice).get(URL).content.decode())

    assert "Brought in from elsewhere" in entry
    assert " · for " in entry
