"""GET /assess/: my skills, one area at a time."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.models import Profile
from assessments.models.rating import NOT_APPLICABLE

URL = "/assess/"
CRAFT = "/assess/areas/craft/"


def page(client, url=URL, **kwargs):
    response = client.get(url, **kwargs)
    return response, unescape(response.content.decode())


def card(html, slug):
    found = re.search(rf'<article[^>]*id="skill-{slug}".*?</article>', html, re.S)
    return found and found.group(0)


def test_it_opens_at_the_first_area_with_what_is_overlooked_first(mid, signed_in):
    response, html = page(signed_in(mid))
    assert response.status_code == 200
    assert "Code craft & testing" in html
    cards = re.findall(r'<article[^>]*id="skill-([\w-]+)"', html)
    assert cards[0] == "code-reading"
    assert "often overlooked" in card(html, "code-reading")


def test_the_ladder_opens_at_two_with_its_neighbours(mid, signed_in):
    _, html = page(signed_in(mid), CRAFT)
    rungs = re.findall(
        r'<label class="(rung[^"]*)">\s*<input type="radio" name="value" value="(\d)"( checked)?',
        card(html, "code-reading"),
    )
    assert [(rank, "folded" in classes) for classes, rank, _ in rungs] == [
        ("0", True), ("1", False), ("2", False), ("3", False), ("4", True), ("5", True)
    ]  # fmt: skip
    assert not any(checked for *_, checked in rungs)


def test_it_opens_at_my_last_level_and_says_when(mid, signed_in, rate, today):
    rate(mid, "code-reading", 4, day=today - timedelta(days=12))
    _, html = page(signed_in(mid), CRAFT)
    one = card(html, "code-reading")
    assert "12 days ago" in one
    assert 'value="4" checked' in one
    assert 'data-value="4"' in one


def test_the_target_is_hidden_until_rated_and_then_names_the_role(mid, signed_in, rate, taxonomy):
    _, html = page(signed_in(mid), CRAFT)
    assert "asks for" not in card(html, "code-reading")
    assert "asked by" not in card(html, "code-reading")
    rate(mid, "code-reading", 1)
    _, html = page(signed_in(mid), CRAFT)
    role, target = taxonomy.roles["mid"], taxonomy.roles["mid"].targets["code-reading"].level
    assert f"{role.label} asks for {target}" in card(html, "code-reading")


def test_the_higher_target_of_the_next_role_is_named(mid, signed_in, rate):
    actions.choose_next_role(person=mid, role="senior", by=mid)
    rate(mid, "code-reading", 1)
    _, html = page(signed_in(mid), CRAFT)
    assert "Senior asks for" in card(html, "code-reading")


def test_a_leads_exception_shows_its_reason(mid, bob, signed_in, rate, today):
    actions.override_target(
        person=mid, skill="code-reading", level=5, reason="You teach it.", by=bob, today=today
    )
    rate(mid, "code-reading", 1)
    _, html = page(signed_in(mid), CRAFT)
    assert "Asked of you: 5" in card(html, "code-reading")
    assert "You teach it." in card(html, "code-reading")


def test_what_is_out_of_date_is_asked_again_without_its_target(mid, signed_in, rate, today):
    rate(mid, "code-reading", 3, day=today - timedelta(days=900))
    _, html = page(signed_in(mid), CRAFT)
    one = card(html, "code-reading")
    assert "out of date" in one
    assert "is-open" in one
    assert "asks for" not in one


def test_not_applicable_is_itself(mid, signed_in, rate):
    rate(mid, "code-reading", NOT_APPLICABLE, reason="no code here")
    _, html = page(signed_in(mid), CRAFT)
    assert "n/a" in card(html, "code-reading")
    assert 'data-value="254"' in card(html, "code-reading")


def test_without_a_role_it_asks_the_quick_set(alice, taxonomy, signed_in):
    _, html = page(signed_in(alice))
    quick = sum(skill.quick for skill in taxonomy.active)
    assert f"0 of {quick}" in html
    assert "quick set" in html


def test_the_nine_rules_and_the_keys_are_on_the_page(mid, signed_in, taxonomy):
    _, html = page(signed_in(mid))
    assert all(rule in html for rule, _ in taxonomy.rating_rules)
    assert "asking for help lowers nobody" in html
    assert len(taxonomy.rating_rules) == 9


def test_it_says_who_sees_what(mid, bob, signed_in, rate, today):
    client = signed_in(mid)
    assert "Only you see these answers until you share them" in page(client, CRAFT)[1]
    rate(mid, "code-reading", 3)
    assert "Share 1 change with Bob" in page(client, CRAFT)[1]
    share(mid, today)
    assert "Bob sees this as of" in page(client, CRAFT)[1]
    rate(mid, "code-reading", 4, shown=3)
    assert "1 change here is seen by only you" in page(client, CRAFT)[1]
    assert "seen by only you" not in page(client, "/assess/areas/caching/")[1]


def test_without_a_lead_it_says_so(carol, taxonomy, signed_in, rate):
    rate(carol, "code-reading", 3)
    _, html = page(signed_in(carol), CRAFT)
    assert "Nobody leads your team" in html
    assert "Share 1 change" in html


def share(person, today):
    actions.share(
        person=person,
        shown=Profile.objects.get(person=person).own_revision,
        changes=1,
        key=uuid4(),
        today=today,
    )


def test_htmx_gets_the_area_alone(mid, signed_in, htmx):
    response, html = page(signed_in(mid), CRAFT, headers=htmx("assess"))
    assert response.status_code == 200
    assert "<html" not in html
    assert 'id="assess"' in html
    assert card(html, "code-reading")


@pytest.mark.parametrize("area", ["nowhere", "CRAFT-", "1"])
def test_an_area_that_is_not_there_is_404(mid, signed_in, area):
    assert signed_in(mid).get(f"/assess/areas/{area}/").status_code == 404


def test_an_installation_without_a_taxonomy_has_no_such_page(alice, signed_in):
    assert signed_in(alice).get(URL).status_code == 404


def test_anonymous_goes_to_the_login_page(client, db):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next=/assess/")


def test_only_reading(mid, signed_in):
    assert signed_in(mid).post(URL).status_code == 405


def test_it_takes_four_queries_whatever_is_rated(mid, signed_in, rate, taxonomy):
    """Beside session, person and the header's own (teams I lead, unread messages)."""
    client = signed_in(mid)
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(URL)
    for skill in taxonomy.active:
        rate(mid, skill.slug, 2)
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(few) == len(many)
    ours = [
        query["sql"]
        for query in many
        if not re.search(
            r"session|FROM \"people_(team|message)\"|FROM \"people_person\" WHERE \"people_person\".\"id\"",
            query["sql"],
        )
    ]
    assert len(ours) == 4, ours


def test_without_javascript_every_card_is_a_form(mid, signed_in):
    _, html = page(signed_in(mid), CRAFT)
    one = card(html, "code-reading")
    assert 'action="/assess/rate/"' in one
    assert re.search(r'name="key" value="[0-9a-f-]{36}"', one)
    assert re.search(r"<button[^>]*save-button[^>]*>Save", one)
    assert 'href="/assess/areas/caching/"' in html


def test_assess_quick_set_asks_less_and_stays_in_it(mid, signed_in, htmx):
    client = signed_in(mid)
    html = client.get(f"{CRAFT}?quick=1").content.decode()
    assert "skill-test-design" in html
    assert "skill-version-control" not in html
    assert 'href="/assess/areas/caching/?quick=1"' in html
    assert "All 75 skills" in html

    form = {"skill": "test-design", "shown": "255", "value": "3", "version": "1", "key": str(uuid4())}
    saved = client.post("/assess/rate/", form | {"quick": "1"})
    assert saved.url == f"{CRAFT}?quick=1#skill-test-design"
    headers = htmx("skill-test-design") | {"HX-Current-URL": f"http://testserver{CRAFT}?quick=1"}
    again = form | {"shown": "3", "key": str(uuid4())}
    answer = client.post("/assess/rate/", again, headers=headers).content.decode()
    assert "1 of 35" in answer or "1/35" in answer or 'max="35"' in answer
