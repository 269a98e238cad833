"""/me/plan/ and what is sent from it: taking steps, moving goals, first-job mode."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from roadmaps.models import PlanItem, Report
from skillmatrix.people.models import Person
from tests.roadmaps.plan.writing import goal, in_days, move, propose, say, step
from tests.roadmaps.saying import aim_at, give_role, rate, rate_all, share

URL, TAKE = "/me/plan/", "/me/plan/take/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alice, taxonomy, signed_in):
    return signed_in(alice)


@pytest.fixture
def show(client):
    return lambda: client.get(URL).content.decode()


def step_form(skill="idempotency", level=2, **more: Any) -> dict[str, Any]:
    return {"skill": skill, "level": str(level), "key": str(uuid4()), **more}


def part(page: str, name: str) -> str:
    found = re.search(rf'aria-labelledby="{name}-heading"(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_an_empty_plan_says_what_to_do(show):
    page = show()
    assert "Nothing in your plan yet" in page
    assert "Look at my roadmap" in page


def test_technical_and_other_goals_side_by_side(alice, taxonomy, show):
    step(alice)
    step(alice, "communication", 3)
    goal(alice, "Learn Rust", technical=True)
    goal(alice, "A talk")
    page = show()
    assert "Idempotency to level 3" in part(page, "technical")
    assert "Learn Rust" in part(page, "technical")
    assert escape(f"{taxonomy.skills['communication'].name} to level 3") in part(page, "others")
    assert "A talk" in part(page, "others")


def test_steps_of_the_roadmap_stand_beside_until_they_are_taken(alice, client, show):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, idempotency=1)
    assert "Idempotency" in part(show(), "beside")
    response = client.post(TAKE, step_form())
    item = PlanItem.objects.get()
    assert (response.status_code, response.url) == (303, f"/me/plan/#goal-{item.pk}")
    page = show()
    assert "Idempotency" not in part(page, "beside")
    assert "The roadmap still asks for it" in part(page, "technical")


def test_the_card_of_a_step_takes_it(alice, client, taxonomy):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, idempotency=1)
    page = client.get("/me/roadmap/").content.decode()
    (sent,) = re.findall(r'<form class="take".*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', sent))
    assert client.post(TAKE, fields).status_code == 303
    assert client.post(TAKE, fields).status_code == 303
    assert PlanItem.objects.get().to_level == 2
    page = client.get("/me/roadmap/").content.decode()
    assert "In your plan" in page
    assert 'class="take" method' not in page


def test_what_is_taken_comes_with_the_stored_report(alice, client, taxonomy):
    """The roadmap's page asks for both in one statement."""
    give_role(alice)
    rate_all(alice, 1)
    client.get("/me/roadmap/")
    item = step(alice)
    Report.objects.create(
        person=alice,
        audience="own",
        revision=1,
        version=1,
        engine=1,
        day=in_days(0),
        sheet=b"",
        computed_by="worker",
    )
    with CaptureQueriesContext(connection) as captured:
        client.get("/me/roadmap/")
    asked = [query["sql"] for query in captured.captured_queries if "roadmaps_" in query["sql"]]
    assert len(asked) == 1
    (report,) = Report.objects.with_open_steps()
    assert [list(one) for one in report.open_steps] == [["idempotency", item.to_level, 1]]


def test_a_roadmap_that_changes_leaves_the_plan_alone(alice, client, show):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, idempotency=1)
    client.post(TAKE, step_form())
    give_role(alice, "junior")
    assert "The roadmap no longer asks for it" in part(show(), "technical")
    assert PlanItem.objects.get().state == "planned"


@pytest.mark.parametrize("level", [1, 2])
def test_a_rating_reaches_the_goal_and_proposes_done(alice, client, show, level):
    rate(alice, idempotency=level - 1)
    step(alice, "idempotency", level)
    assert "You stand there by your own rating" not in show()
    rate(alice, idempotency=level)
    page = part(show(), "technical")
    assert "You stand there by your own rating" in page
    assert re.search(r'class="button small primary" type="submit" name="to" value="done"', page)


def test_done_invites_a_new_rating(alice, show):
    item = move(step(alice), "done")
    assert f"/plan/{item.pk}/#rate" in part(show(), "closed")


def test_a_step_whose_level_is_not_shared_is_kept_private(alice, client, show):
    rate(alice, idempotency=1)
    client.post(TAKE, step_form())
    assert not PlanItem.objects.get().shared
    PlanItem.objects.all().delete()
    share(alice)
    client.post(TAKE, step_form())
    assert PlanItem.objects.get().shared


@pytest.mark.parametrize(
    "sent",
    [
        {},
        step_form("nothing"),
        step_form(level=9),
        step_form(level="٣"),
        step_form(key="x"),
        step_form("<b>"),
    ],
)
def test_a_step_that_is_none(client, sent):
    assert client.post(TAKE, sent).status_code == 422
    assert not PlanItem.objects.exists()


def test_moving_undoing_and_an_old_page(alice, client, show):
    item = goal(alice)
    url = f"/me/plan/{item.pk}/move/"
    for _time in range(2):
        assert client.post(url, {"to": "doing", "shown": "planned"}).status_code == 303
    assert "Undo: back to planned" in show()
    response = client.post(url, {"to": "dropped", "shown": "planned"})
    assert response.status_code == 409
    assert "has moved meanwhile" in response.content.decode()
    assert client.post(url, {"shown": "doing"}).status_code == 303
    item.refresh_from_db()
    assert (item.state, item.was) == ("planned", "")
    assert client.post(url, {"to": "proposed", "shown": "planned"}).status_code == 422
    assert client.post(url, {"to": "nowhere", "shown": "planned"}).status_code == 422


def test_moving_somebody_elses_goal(alice, bob, carol, client, signed_in):
    item = goal(bob)
    for person in (alice, carol):
        assert (
            signed_in(person)
            .post(f"/me/plan/{item.pk}/move/", {"to": "done", "shown": "planned"})
            .status_code
            == 404
        )
    item.refresh_from_db()
    assert item.state == "planned"


def test_a_proposal_waits_above_the_plan(alice, bob, client, show):
    item = propose(bob, alice, "Sit in on an interview")
    page = part(show(), "proposed")
    assert "Sit in on an interview" in page
    assert "by Bob" in page
    assert client.post(f"/me/plan/{item.pk}/move/", {"to": "planned", "shown": "proposed"}).status_code == 303
    assert "agreed with Bob" in part(show(), "others")


def test_first_job_mode_is_the_persons_alone(alice, bob, client, signed_in, taxonomy):
    give_role(alice, "senior")
    rate_all(alice, 1)
    share(alice)
    rate(alice, communication=0)
    before = client.get("/me/roadmap/").content.decode()
    lead = signed_in(bob)
    his = lead.get(f"/people/{alice.public_id}/").content.decode()
    assert client.post("/me/plan/first-job/", {"on": "1"}).status_code == 303
    after = client.get("/me/roadmap/").content.decode()
    assert "Technical areas come first, as you wished" in after
    assert after != before
    steps = lambda page: re.findall(r'class="step">.*?</li>', page, re.DOTALL)  # noqa: E731
    assert steps(lead.get(f"/people/{alice.public_id}/").content.decode()) == steps(his)
    assert client.post("/me/plan/first-job/", {"on": "x"}).status_code == 422
    assert client.post("/me/plan/first-job/", {"on": "0"}).status_code == 303
    assert not Person.objects.get(pk=alice.pk).first_job


def test_late_without_drama(alice, show):
    item = goal(alice)
    PlanItem.objects.filter(pk=item.pk).update(due_on=in_days(-3))
    assert "was due" in part(show(), "others")


def test_a_goal_keeps_its_place_when_its_skill_leaves_or_is_split(alice, dana, show, taxonomy):
    from tests.roadmaps.plan.test_actions import merge
    from tests.taxonomy.publishing import publish_change, split

    step(alice, "idempotency-keys", 2)
    step(alice, "idempotency", 3)
    publish_change(merge, by=dana, note="Merged")
    assert ">Idempotency to level 2</a>" in show()
    publish_change(split, by=dana, note="Split")
    assert "Idempotency and Transactional &lt;outbox&gt; to level 3" in show()


def test_queries_do_not_depend_on_how_many(alice, bob, client, taxonomy):
    give_role(alice)
    rate_all(alice, 1)

    def queries() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    say(bob, alice, item=step(alice))
    move(goal(alice, "Done"), "done")
    one = queries()
    for number in range(19):
        say(bob, alice, item=goal(alice, f"Goal {number}"))
        move(goal(alice, f"Done {number}"), "done")
    assert queries() == one
    assert one <= 8


def test_others_see_their_own(alice, carol, signed_in, taxonomy):
    goal(alice, "Hers")
    assert "Hers" not in signed_in(carol).get(URL).content.decode()


def test_a_next_role_is_what_the_steps_beside_lead_to(alice, show):
    give_role(alice)
    rate_all(alice, 5)
    rate(alice, idempotency=3)
    aim_at(alice, "senior")
    assert "Idempotency" in part(show(), "beside")
