"""/teams/<slug>/: for the lead by name, for a lead further up who shares upward, for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.inputs import Audience, Wish
from roadmaps.models import Report
from roadmaps.refresh import refresh
from roadmaps.teams import steps as teams_steps
from roadmaps.teams.gathering import gather, picture_of
from skillmatrix.people.models import Access, Lead, Membership, Team
from tests import factories
from tests.roadmaps.pictures import member, rates, shares

URL = "/teams/payments/"


@pytest.fixture
def team(taxonomy, alice, bob):
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    return alice


@pytest.fixture
def above(payments):
    """Pia leads the team above Payments."""
    commerce = factories.TeamFactory(name="Commerce", slug="commerce")
    Team.objects.filter(pk=payments.pk).update(parent=commerce)
    pia = factories.PersonFactory(name="Pia Above", email="pia@example.com")
    factories.LeadFactory(person=pia, team=commerce)
    return pia


def text_of(response):
    return response.content.decode()


def test_lead_reads_overview_and_matrix(team, bob, payments, signed_in):
    member(payments, "Ana Duarte")
    shares(team, idempotency=3, caching_fundamentals=1)
    response = signed_in(bob).get(URL)
    page = text_of(response)
    assert response.status_code == 200
    assert "Where are we thin" in page
    assert "1 at ≥ 3" in page
    assert "Caching fundamentals" in page
    assert response.context["totals"].met >= 1
    assert f'/people/{team.public_id}/#idempotency"' in page
    assert "What should each learn next?" in page
    assert "style=" not in page


def test_who_is_seen_is_noted(team, bob, signed_in):
    signed_in(bob).get(URL)
    assert [(row.viewer, row.subject, row.page) for row in Access.objects.all()] == [(bob, team, "team")]


@pytest.mark.parametrize("who", ["carol", "dana", "erin", "alice"])
def test_everybody_else_gets_the_404_of_a_team_that_is_not(who, request, team, bob, signed_in):
    client = signed_in(request.getfixturevalue(who))
    there, nowhere = client.get(URL), client.get("/teams/nothing-here/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content.replace(b"payments", b"nothing-here") == nowhere.content
    assert not Access.objects.exists()


def test_ex_lead_loses_the_page_with_the_next_request(team, bob, signed_in):
    client = signed_in(bob)
    assert client.get(URL).status_code == 200
    Lead.objects.filter(person=bob).update(ends_on=timezone.localdate())
    assert client.get(URL).status_code == 404


def test_anonymous_signs_in_first(team, client):
    assert client.get(URL).status_code == 302


def test_what_is_not_shared_is_nowhere(team, bob, signed_in, htmx):
    """alice has shared 1 and says 5 now; nothing of hers that is new may be told from the page."""
    shares(team, idempotency=1)
    before = [
        signed_in(bob).get(URL),
        signed_in(bob).get(URL + "?show=gap&area=scale", headers=htmx("matrix")),
    ]
    actions.rate_skill(person=team, skill="idempotency", value=5, shown=1, version=1, key=uuid4(), by=team,
                       today=timezone.localdate())  # fmt: skip
    rates(team, caching_fundamentals=5, system_design=5)
    actions.choose_next_role(person=team, role="staff", by=team)
    after = [
        signed_in(bob).get(URL),
        signed_in(bob).get(URL + "?show=gap&area=scale", headers=htmx("matrix")),
    ]
    assert [without_tokens(a) for a in before] == [without_tokens(a) for a in after]


def without_tokens(response):
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", text_of(response))


def test_whoever_rated_and_did_not_share_is_like_whoever_did_not_rate(team, bob, signed_in):
    before = without_tokens(signed_in(bob).get(URL))
    rates(team, idempotency=4)
    after = without_tokens(signed_in(bob).get(URL))
    assert before == after
    assert "has not shared yet" in after


def test_people_away_are_named_and_not_counted(team, bob, payments, signed_in):
    ana = member(payments, "Ana Duarte")
    shares(team, idempotency=3)
    shares(ana, idempotency=4)
    factories.AwayFactory(person=ana)
    response = signed_in(bob).get(URL)
    assert (response.context["totals"].counted, response.context["totals"].people) == (1, 2)
    assert "Ana Duarte away" in " ".join(text_of(response).split())


def test_the_lead_counts_only_as_a_member(team, bob, payments, signed_in):
    assert signed_in(bob).get(URL).context["totals"].people == 1
    factories.MembershipFactory(person=bob, team=payments)
    assert signed_in(bob).get(URL).context["totals"].people == 2


def test_parent_lead_reads_who_shares_upward_alone(team, above, payments, signed_in):
    ana = member(payments, "Ana Duarte", shares_upward=True)
    shares(team, idempotency=3)
    shares(ana, idempotency=4)
    for url in (URL, "/teams/commerce/"):
        response = signed_in(above).get(url)
        page = text_of(response)
        assert "Ana Duarte" in page
        assert "Alice" not in page
        assert "totals" not in response.context
        assert "Where are we thin" not in page
    assert {row.subject for row in Access.objects.all()} == {ana}


def test_teams_below_stand_as_rows(team, above, payments, signed_in):
    own = member(Team.objects.get(slug="commerce"), "Olga Own")
    member(payments, "Ana Duarte", shares_upward=True)
    shares(own, idempotency=3)
    response = signed_in(above).get("/teams/commerce/")
    assert [(one.slug, one.people, one.visible) for one in response.context["below"]] == [("payments", 2, 1)]
    assert response.context["totals"].people == 1
    assert '<tr class="group">' in text_of(response)


def test_an_empty_team_says_what_to_do(team, bob, signed_in):
    Membership.objects.all().delete()
    response = signed_in(bob).get(URL)
    assert response.status_code == 200
    assert "Nobody belongs to this team yet" in text_of(response)


def test_before_any_taxonomy_is_published(alice, bob, signed_in):
    assert signed_in(bob).get(URL).status_code == 200


def test_htmx_gets_the_matrix_alone(team, bob, signed_in, htmx):
    shares(team, idempotency=3)
    page = text_of(signed_in(bob).get(URL + "?show=gap", headers=htmx("matrix")))
    assert page.strip().startswith('<div id="matrix"')
    assert "<html" not in page
    assert "Where are we thin" not in page


def test_links_work_without_htmx(team, bob, signed_in):
    shares(team, idempotency=3, code_reading=4)
    client = signed_in(bob)
    everything = text_of(client.get(URL))
    one_area = text_of(client.get(URL + "?area=scale&sort=role&show=gap"))
    assert everything.count('class="slant"') > one_area.count('class="slant"') > 0
    assert 'aria-current="true">Gap to target' in one_area


@pytest.mark.parametrize(
    "query", ["?area=nothing", "?show=x&sort=y", "?page=0", "?page=99999999", "?page=%00", "?area=%3Cb%3E"]
)
def test_odd_addresses_are_answered(query, team, bob, signed_in):
    shares(team, idempotency=3)
    response = signed_in(bob).get(URL + query)
    assert response.status_code == 200
    assert "<b>" not in text_of(response)


def test_more_than_fifty_people_are_paged(team, bob, payments, signed_in):
    for number in range(55):
        member(payments, f"Person {number:02}", role=None)
    client = signed_in(bob)
    first, second = client.get(URL), client.get(URL + "?page=2")
    assert (len(first.context["people"]), len(second.context["people"])) == (50, 6)
    assert first.context["totals"].people == second.context["totals"].people == 56
    assert text_of(first).count('<th scope="row"><a href="/people/') == 50


def queries_of(client, url=URL, **headers):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, **headers).status_code == 200
    return len(queries)


def test_queries_do_not_depend_on_how_many(team, bob, payments, signed_in, htmx):
    shares(team, idempotency=3)
    client = signed_in(bob)
    queries_of(client)
    few = queries_of(client), queries_of(client, headers=htmx("matrix"))
    for number in range(19):
        shares(member(payments, f"Person {number}"), idempotency=number % 6)
    many = queries_of(client), queries_of(client, headers=htmx("matrix"))
    assert few == many
    # Session and person; the header's two; team, leads, tree; people, vectors, access, reports and who is behind.
    assert many[0] <= 12
    assert many[1] <= 10


def test_first_steps_come_from_current_reports_and_are_the_same(team, bob, payments, signed_in):
    ana = member(payments, "Ana Duarte")
    shares(team, idempotency=1, caching_fundamentals=1)
    actions.wish_for(person=ana, skill="code-reading", wish=Wish.LEARN, by=ana)
    actions.wish_for(person=ana, skill="kubernetes", wish=Wish.NEITHER, by=ana)
    shares(ana, idempotency=2, code_reading=1)
    # Nobody else knows this one yet.
    actions.wish_for(person=ana, skill="code-reading", wish=Wish.NEITHER, by=ana)
    computed = signed_in(bob).get(URL).context["people"]
    refresh([team.pk, ana.pk], by="worker")
    with CaptureQueriesContext(connection) as queries:
        stored = signed_in(bob).get(URL).context["people"]
    assert not any("json_agg(json_build_array(r.slug" in query["sql"] for query in queries)
    assert [(line.step_name, line.step) for line in computed] == [
        (line.step_name, line.step) for line in stored
    ]
    assert all(line.step for line in stored)


def test_a_report_that_time_has_overtaken_is_not_used(team, bob, payments, signed_in):
    shares(team, idempotency=1)
    today = timezone.localdate()
    refresh([team.pk], by="worker")
    members = gather([payments.pk], led=[payments.pk], viewer_id=bob.pk, today=today).members
    picture = picture_of(members, today=today)
    rows = {row.person_id: row for row in picture.rows}
    assert teams_steps._stored(rows, picture.taxonomy, today)
    Report.objects.filter(audience=Audience.SHARED).update(good_until=today)
    assert not teams_steps._stored(rows, picture.taxonomy, today)
    Report.objects.filter(audience=Audience.SHARED).update(good_until=None, day=today + timedelta(days=1))
    assert not teams_steps._stored(rows, picture.taxonomy, today)
