"""Somebody's plan for their lead: what is shared of it, proposing, agreeing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmaps.models import PlanItem
from tests.roadmaps.plan.writing import goal, in_days, move, propose, say, step
from tests.roadmaps.saying import give_role, rate_all, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(alice):
    return f"/people/{alice.public_id}/plan/"


@pytest.fixture
def client(bob, taxonomy, signed_in):
    return signed_in(bob)


def proposal(**fields: Any) -> dict[str, Any]:
    return {
        "skill": "", "level": "", "title": "", "technical": "no", "due_on": "", "proof": "", "key": str(uuid4()), **fields
    }  # fmt: skip


def test_what_is_shared_and_nothing_else(alice, client, url):
    step(alice)
    goal(alice, "A talk")
    goal(alice, "canary-private", shared=False)
    page = client.get(url).content.decode()
    assert "Idempotency to level 3" in page
    assert "A talk" in page
    assert "canary-private" not in page
    assert "move/" not in page


def test_nothing_shared_yet(alice, client, url):
    goal(alice, shared=False)
    assert "Nothing shared in the plan yet" in client.get(url).content.decode()


def test_oneself_goes_to_ones_own_and_strangers_nowhere(alice, carol, url, signed_in, taxonomy):
    response = signed_in(alice).get(url)
    assert (response.status_code, response.url) == (302, "/me/plan/")
    assert signed_in(carol).get(url).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"skill": "idempotency", "level": "3"}, {"title": "A talk", "due_on": "2099-01-31"}]
)
def test_proposing(alice, client, url, fields):
    sent = proposal(**fields)
    for _time in range(2):
        response = client.post(f"{url}propose/", sent)
        assert (response.status_code, response.url) == (303, url)
    assert PlanItem.objects.get().state == "proposed"
    page = client.get(url).content.decode()
    assert "Take the proposal back" in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"skill": "idempotency"},
        {"skill": "idempotency", "level": "3", "title": "Both"},
        {"skill": "nothing", "level": "3"},
        {"title": "Over", "due_on": "2020-01-01"},
        {"title": "x" * 201},
        {"title": "A talk", "key": ""},
    ],
)
def test_a_proposal_that_is_none(client, url, fields):
    assert client.post(f"{url}propose/", proposal(**fields)).status_code == 422
    assert not PlanItem.objects.exists()


def test_taking_a_proposal_back(alice, bob, client, url):
    item = propose(bob, alice, "A talk")
    assert client.post(f"{url}{item.pk}/withdraw/").status_code == 303
    item.refresh_from_db()
    assert item.state == "dropped"


def test_agreeing_to_what_the_page_showed(alice, client, url):
    item = goal(alice, due_on=in_days(9))
    assert "Agree to it" in client.get(url).content.decode()
    PlanItem.objects.update(revision=2)
    response = client.post(f"{url}{item.pk}/agree/", {"seen": "1"})
    assert response.status_code == 409
    assert "was changed meanwhile" in response.content.decode()
    assert client.post(f"{url}{item.pk}/agree/", {"seen": "x"}).status_code == 422
    assert client.post(f"{url}{item.pk}/agree/", {"seen": "2"}).status_code == 303
    assert "agreed with Bob" in client.get(url).content.decode()


def test_nobody_agrees_with_themselves_or_from_outside(alice, carol, url, signed_in, taxonomy):
    item = goal(alice)
    assert signed_in(alice).post(f"{url}{item.pk}/agree/", {"seen": "1"}).status_code == 403
    assert signed_in(carol).post(f"{url}{item.pk}/agree/", {"seen": "1"}).status_code == 404


def test_queries_do_not_depend_on_how_many(alice, bob, client, url):
    give_role(alice)
    rate_all(alice, 1)
    share(alice)

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    say(bob, alice, item=step(alice))
    move(goal(alice, "Done"), "done")
    one = queries()
    for number in range(19):
        say(bob, alice, item=goal(alice, f"Goal {number}"))
        move(goal(alice, f"Done {number}"), "done")
    assert queries() == one
