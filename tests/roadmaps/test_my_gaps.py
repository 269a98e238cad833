"""/me/gaps/: me against a role, on everything I have said."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from assessments.models.rating import NOT_APPLICABLE
from roadmaps import reports
from roadmaps.models import Report
from roadmaps.refresh import refresh
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.roadmaps.saying import aim_at, give_role, rate, rate_all, set_target, share

URL = "/me/gaps/"


@pytest.fixture
def show(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    return lambda query="", **options: client.get(URL + query, **options).content.decode()


def section(page: str, heading: str) -> str:
    """The part of the page under one heading; "" when it is not there."""
    found = re.search(rf'aria-labelledby="{heading}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_headline_gaps_and_strengths_against_my_role(alice: Person, taxonomy: Taxonomy, show: Any):
    give_role(alice)
    rate(alice, idempotency=1, teamwork=4, http_fundamentals=3)

    html = show()

    assert "Against your current role, Mid-level backend engineer" in html
    assert re.search(r'2 <span class="of">of 75</span>', html)
    gaps = section(html, "gaps-heading")
    assert "Idempotency" in gaps
    assert "Teamwork" not in gaps
    assert escape(taxonomy.skills["idempotency"].descriptors[2]) in gaps
    assert "Teamwork" in section(html, "strengths-heading")


def test_gaps_are_sorted_by_worth(alice: Person, taxonomy: Taxonomy, show: Any):
    give_role(alice, "senior")
    rate(alice, package_management=3, mentoring=2, idempotency=2, caching_fundamentals=3)

    gaps = section(show(), "gaps-heading")

    names = re.findall(r"<b>([^<]+)</b>", gaps)
    order = [
        name for name in names if name in {"Teaching &amp; mentoring", "Idempotency", "Caching fundamentals"}
    ]
    assert order == ["Teaching &amp; mentoring", "Idempotency", "Caching fundamentals"]


def test_unrated_is_a_question_and_never_a_gap(alice: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=1)

    html = show()

    assert "Concurrency" not in section(html, "gaps-heading")
    open_ = section(html, "open-heading")
    assert "Concurrency" in open_
    assert 'href="/assess/areas/scale/#skill-concurrency-control"' in open_
    assert "Idempotency<" not in open_
    assert section(html, "gaps-heading").count("<li>") == 1


def test_stale_is_shown_at_its_level_and_marked(alice: Person, show: Any, monkeypatch: pytest.MonkeyPatch):
    give_role(alice)
    rate(alice, idempotency=1)
    later = timezone.localdate() + timedelta(days=3000)
    monkeypatch.setattr("roadmaps.views.own.current_day", lambda: later)

    gaps = section(show(), "gaps-heading")

    assert "out of date" in gaps
    assert re.search(r'class="level l1 stale"', gaps)
    assert 'class="level l0' not in gaps


def test_not_applicable_is_left_out_and_counted(alice: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=NOT_APPLICABLE, teamwork=4)

    html = show()

    assert "1 does not apply and is left out of every figure" in html
    assert "of 74</span>" in html
    assert "Idempotency" in section(html, "aside-heading")
    assert ">Idempotency<" not in section(html, "gaps-heading") + section(html, "open-heading")


def test_attainment_is_a_range_until_enough_is_rated(alice: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=1)
    assert "a range until 80 % of the weight is rated" in show()
    rate_all(alice, 2)
    assert "by weight, over what is rated" in show()


def test_an_exception_shows_the_leads_reason(alice: Person, bob: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=2)
    set_target(alice, "idempotency", 4, 'You <own> "payments"', bob)

    gaps = section(show(), "gaps-heading")

    assert "set for you" in gaps
    assert "You &lt;own&gt; &quot;payments&quot;" in gaps
    assert "You are asked for 4 Enabling" in gaps


def test_next_role_and_any_other(alice: Person, show: Any):
    give_role(alice)
    aim_at(alice, "senior")
    assert "Against your next role, Senior" in show("?role=next")
    assert "Against your next role, Senior" in show("?role=senior")
    assert "Against your current role, Mid" in show("?role=current")
    staff = show("?role=staff")
    assert "Against Staff" in staff
    assert "for comparison" in staff


def test_the_promotion_rule_informs(alice: Person, show: Any):
    give_role(alice)
    rate_all(alice, 3)
    assert "promotion-heading" not in show()
    rule = section(show("?role=senior"), "promotion-heading")
    assert "none of the 3 pillars is met" in rule
    assert "It never decides" in rule
    assert "System design &amp; architecture: at 3, 4 wanted" in rule


def test_own_values_differ_from_shared(alice: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=4)
    assert "you have shared nothing yet" in show()
    share(alice)
    assert "Everything is shared as of" in show()
    rate(alice, idempotency=1)
    html = show()
    assert "not what you changed since" in html
    assert "Idempotency" in section(html, "gaps-heading")
    shared = reports.show(alice.pk, "shared", today=timezone.localdate()).findings.current
    assert [line.skill for line in shared.gaps] == []


def test_stored_report_says_who_made_it_and_a_newer_rating_is_shown_at_once(alice: Person, show: Any):
    give_role(alice)
    rate(alice, idempotency=2)
    refresh([alice.pk], by=Report.Maker.WORKER)
    assert "Computed by a worker" in show()
    rate(alice, idempotency=1)
    html = show()
    assert "Computed for this page just now." in html
    assert "Idempotency" in section(html, "gaps-heading")


def test_without_any_role_it_says_what_to_do(alice: Person, show: Any):
    html = show()
    assert "No role to compare with yet" in html
    assert 'href="/assess/"' in html
    assert "No role to compare with yet" in show("?role=next")


def test_with_nothing_rated_there_is_no_gap(alice: Person, show: Any):
    give_role(alice)
    html = show()
    assert "No gap is known." in html
    assert section(html, "gaps-heading").count("<details") == 0
    assert "too little rated" in html


def test_htmx_gets_the_report_alone(alice: Person, show: Any, htmx: Any):
    give_role(alice)
    html = show("?role=mid", headers=htmx("gap-report"))
    assert html.lstrip().startswith('<div id="gap-report"')
    assert "<html" not in html


@pytest.mark.parametrize("role", ["emperor", "%00", "Mid", "mid'"])
def test_an_unknown_role_is_not_found(alice: Person, taxonomy: Taxonomy, signed_in: Any, role: str):
    assert signed_in(alice).get(f"{URL}?role={role}").status_code == 404


def test_without_a_taxonomy_there_is_no_page(alice: Person, signed_in: Any):
    assert signed_in(alice).get(URL).status_code == 404


def test_anonymous_people_sign_in_first_and_nothing_is_posted(
    alice: Person, taxonomy: Taxonomy, client: Any, signed_in: Any
):
    assert client.get(URL).status_code == 302
    assert signed_in(alice).post(URL).status_code == 405


def test_somebody_else_sees_their_own(alice: Person, carol: Person, taxonomy: Taxonomy, signed_in: Any):
    give_role(alice)
    rate(alice, idempotency=1)
    html = signed_in(carol).get(URL).content.decode()
    assert "No role to compare with yet" in html
    assert "Idempotency" not in html


def test_three_queries_however_much_is_rated(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    give_role(alice)
    aim_at(alice, "senior")
    client = signed_in(alice)

    def queries(url: str) -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        texts = [query["sql"] for query in captured.captured_queries]
        aside = ("django_session", "people_message", 'people_person"."id" = ', "SAVEPOINT", "people_team")
        own = [sql for sql in texts if not any(word in sql for word in aside)]
        return len(own), len(texts)

    client.get(URL)
    rate(alice, idempotency=1)
    share(alice)
    one = {url: queries(url) for url in (URL, "/me/gaps/?role=staff", "/me/roadmap/")}
    rate_all(alice)
    many = {url: queries(url) for url in one}
    assert one == many
    assert all(own <= 3 for own, _ in many.values()), many
    assert all(total <= 7 for _, total in many.values()), many
