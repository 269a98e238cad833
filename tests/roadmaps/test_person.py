"""/people/<id>/: what a lead needs of one person, from what was shared."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.actions import Given
from assessments.inputs import Wish
from assessments.levels.marking import marking
from assessments.models import Rating
from assessments.models.rating import UNRATED
from skillmatrix.people.models import Access, Lead, Team
from skillmatrix.taxonomy.models import Skill
from tests import factories
from tests.roadmaps.pictures import rates, shares

TODAY = timezone.localdate()


@pytest.fixture
def ada(taxonomy, alice, bob):
    """alice, who is a mid and has shared."""
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    shares(alice, idempotency=1, code_reading=4, caching_fundamentals=2)
    return alice


def url_of(person):
    return f"/people/{person.public_id}/"


def page_of(response):
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", response.content.decode())


def says(subject, by, skill, value):
    """What a lead says of somebody, straight through the room that writes ratings."""
    with marking(subject.pk, own=False) as revision:
        Rating.objects.create(
            person=subject, skill=Skill.objects.get(slug=skill), revision=revision, key=uuid4(), source="manager",
            state="level", value=value, day=TODAY, version=1, by=by,
        )  # fmt: skip


def test_lead_reads_what_was_shared(ada, bob, signed_in):
    response = signed_in(bob).get(url_of(ada))
    page = page_of(response)
    assert response.status_code == 200
    assert "Mid-level backend engineer" in page
    assert "Largest gaps" in page
    assert "What to learn next" in page
    assert '<tr id="idempotency">' in page
    assert f'href="/people/{ada.public_id}/role/"' in page
    assert f'href="/people/{ada.public_id}/targets/idempotency/"' in page
    assert "not agreed, <time" in page
    assert "style=" not in page
    assert [(row.viewer, row.subject, row.page) for row in Access.objects.all()] == [(bob, ada, "person")]


def test_myself_goes_to_my_gaps(ada, signed_in):
    response = signed_in(ada).get(url_of(ada))
    assert (response.status_code, response.headers["Location"]) == (302, "/me/gaps/")
    assert not Access.objects.exists()


@pytest.mark.parametrize("who", ["carol", "dana", "erin"])
def test_everybody_else_gets_the_404_of_somebody_who_is_not(who, request, ada, signed_in):
    client = signed_in(request.getfixturevalue(who))
    there, nowhere = client.get(url_of(ada)), client.get(f"/people/{uuid4()}/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content
    assert not Access.objects.exists()


def test_a_peer_reads_nothing(ada, payments, signed_in):
    peer = factories.PersonFactory()
    factories.MembershipFactory(person=peer, team=payments)
    assert signed_in(peer).get(url_of(ada)).status_code == 404


def test_ex_lead_loses_the_page_with_the_next_request(ada, bob, signed_in):
    client = signed_in(bob)
    assert client.get(url_of(ada)).status_code == 200
    Lead.objects.filter(person=bob).update(ends_on=TODAY)
    assert client.get(url_of(ada)).status_code == 404


def test_anonymous_signs_in_first(ada, client):
    assert client.get(url_of(ada)).status_code == 302


def test_parent_lead_reads_only_who_shares_upward_and_changes_nothing(ada, bob, payments, signed_in):
    commerce = factories.TeamFactory()
    Team.objects.filter(pk=payments.pk).update(parent=commerce)
    pia = factories.PersonFactory()
    factories.LeadFactory(person=pia, team=commerce)
    says(ada, pia, "idempotency", 4)
    assert signed_in(pia).get(url_of(ada)).status_code == 404
    ada.shares_upward = True
    ada.save()
    page = page_of(signed_in(pia).get(url_of(ada)))
    assert "Largest gaps" in page
    assert "/role/" not in page
    assert "/targets/" not in page
    assert "Worth a conversation" not in page


def test_what_is_not_shared_is_nowhere(ada, bob, signed_in):
    before = page_of(signed_in(bob).get(url_of(ada)))
    actions.rate_skill(
        person=ada, skill="idempotency", value=5, shown=1, version=1, key=uuid4(), by=ada, today=TODAY
    )
    rates(ada, system_design=5)
    actions.choose_next_role(person=ada, role="staff", by=ada)
    actions.list_skill(person=ada, skill="kubernetes", added=True, by=ada)
    assert page_of(signed_in(bob).get(url_of(ada))) == before
    assert "aiming at" not in before


def test_the_next_role_shows_once_shared(ada, bob, signed_in):
    actions.choose_next_role(person=ada, role="senior", by=ada)
    shares(ada, system_design=2)
    assert "aiming at Senior backend engineer" in page_of(signed_in(bob).get(url_of(ada)))


def test_nothing_shared_shows_no_level(taxonomy, alice, bob, signed_in):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    rates(alice, idempotency=4)
    actions.rate_skill(
        person=alice, skill="code-reading", value=3, shown=UNRATED, version=1, key=uuid4(), by=bob, today=TODAY,
        source=Rating.Source.AGREED,
    )  # fmt: skip
    page = page_of(signed_in(bob).get(url_of(alice)))
    assert "Alice has not shared yet" in page
    assert 'class="level' not in page
    assert f'href="/people/{alice.public_id}/role/"' in page


def test_without_a_role_the_levels_still_stand(taxonomy, alice, bob, signed_in):
    shares(alice, idempotency=3)
    page = page_of(signed_in(bob).get(url_of(alice)))
    assert "No role yet" in page
    assert '<tr id="idempotency">' in page


@pytest.mark.parametrize(("mine", "apart"), [(3, True), (2, False), (1, False), (0, False)])
def test_two_levels_apart_are_worth_a_conversation(mine, apart, ada, bob, signed_in):
    says(ada, bob, "idempotency", mine)
    response = signed_in(bob).get(url_of(ada))
    assert [row.slug for row in response.context["apart"]] == (["idempotency"] if apart else [])
    assert ("Worth a conversation" in page_of(response)) is apart


def test_over_and_under_rating_alike_and_the_newest_word_counts(ada, bob, signed_in):
    says(ada, bob, "code-reading", 4)
    says(ada, bob, "code-reading", 2)
    says(ada, bob, "idempotency", 3)
    says(ada, bob, "caching-fundamentals", 5)
    says(ada, bob, "caching-fundamentals", 3)
    response = signed_in(bob).get(url_of(ada))
    assert {row.slug for row in response.context["apart"]} == {"code-reading", "idempotency"}


def test_another_leads_rating_stays_theirs(ada, bob, carol, signed_in):
    says(ada, carol, "idempotency", 5)
    response = signed_in(bob).get(url_of(ada))
    assert not response.context["has_lead_ratings"]


def test_overrides_and_agreed_levels_are_named(ada, bob, signed_in):
    actions.override_target(
        person=ada, skill="idempotency", level=4, reason="On call <soon>", by=bob, today=TODAY
    )
    actions.rate_skill(
        person=ada, skill="code-reading", value=3, shown=UNRATED, version=1, key=uuid4(), by=bob, today=TODAY,
        source=Rating.Source.AGREED,
    )  # fmt: skip
    page = page_of(signed_in(bob).get(url_of(ada)))
    assert "On call &lt;soon&gt;" in page
    assert "agreed, <time" in page


def test_away_is_said(ada, bob, signed_in):
    factories.AwayFactory(person=ada)
    assert "· away" in page_of(signed_in(bob).get(url_of(ada)))


def test_queries_do_not_depend_on_how_much_was_said(ada, bob, signed_in):
    client = signed_in(bob)
    client.get(url_of(ada))
    with CaptureQueriesContext(connection) as few:
        client.get(url_of(ada))
    shares(ada, system_design=2)
    says(ada, bob, "idempotency", 3)
    for number in range(5):
        gives(ada, text=f"Piece {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(url_of(ada))
    assert len(few) == len(many) <= 14


def gives(subject, skill="idempotency", **given):
    """Evidence of somebody, shared unless it says otherwise."""
    given.setdefault("shared", True)
    return actions.give_evidence(person=subject, skill=skill, given=Given(**given), key=uuid4(), by=subject)


def notes(subject, what, *, shared):
    """A win of somebody's."""
    fields = {"what": what, "day": TODAY, "shared": shared, "my_part": f"{what}, my part"}
    return actions.add_win(person=subject, fields=fields, skills=["idempotency"], key=uuid4(), by=subject)


def test_shared_evidence_stands_under_its_skill(ada, bob, signed_in):
    gives(ada, text="Took <b>two</b> weeks", url="https://example.com/note")
    notes(ada, "Refunds come once", shared=True)
    page = page_of(signed_in(bob).get(url_of(ada)))
    assert "2 pieces of evidence" in page
    assert "Took &lt;b&gt;two&lt;/b&gt; weeks" in page
    assert 'href="https://example.com/note" rel="noopener noreferrer nofollow ugc"' in page
    assert "Refunds come once, my part" in page
    row = page.index('<tr id="idempotency">')
    assert row < page.index("Took &lt;b&gt;") < page.index('<tr id="', row + 10)


def test_private_evidence_is_nowhere(ada, bob, signed_in):
    before = page_of(signed_in(bob).get(url_of(ada)))
    gives(ada, text="canary in words", shared=False)
    gives(ada, win=notes(ada, "canary of a win", shared=False))
    actions.rate_skill(
        person=ada, skill="idempotency", value=5, shown=1, version=1, key=uuid4(), by=ada, today=TODAY
    )
    gives(ada, text="canary of a rating that is not shared")
    assert page_of(signed_in(bob).get(url_of(ada))) == before


def test_the_lead_above_reads_levels_and_no_evidence(ada, bob, payments, signed_in):
    commerce = factories.TeamFactory()
    Team.objects.filter(pk=payments.pk).update(parent=commerce)
    pia = factories.PersonFactory()
    factories.LeadFactory(person=pia, team=commerce)
    ada.shares_upward = True
    ada.save()
    gives(ada, text="canary for bob")
    notes(ada, "canary of a win", shared=True)
    page = page_of(signed_in(pia).get(url_of(ada)))
    assert '<tr id="idempotency">' in page
    assert "canary" not in page
    assert "canary for bob" in page_of(signed_in(bob).get(url_of(ada)))


def test_what_somebody_wants_to_do_shows_once_shared(ada, bob, signed_in):
    actions.wish_for(person=ada, skill="idempotency", wish=Wish.LEARN, by=ada)
    assert "wants to learn" not in page_of(signed_in(bob).get(url_of(ada)))
    shares(ada, system_design=2)
    assert "wants to learn" in page_of(signed_in(bob).get(url_of(ada)))


def test_what_is_out_of_date_is_drawn_so_everywhere_on_the_page(ada, bob, signed_in):
    actions.rate_skill(
        person=ada, skill="test-design", value=1, shown=UNRATED, version=1, key=uuid4(), by=ada,
        today=TODAY - timedelta(days=900),
    )  # fmt: skip
    shares(ada, system_design=2)
    says(ada, bob, "test-design", 3)
    page = page_of(signed_in(bob).get(url_of(ada)))
    apart = re.search(r'<ul class="flush rows apart">.*?</ul>', page, re.S)[0]
    assert 'class="level l1 stale"' in apart
    assert 'class="level l1 stale"' in page[page.index('<tr id="test-design">') :]
