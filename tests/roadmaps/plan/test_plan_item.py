"""One goal in full: for the person, for their lead, for nobody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from roadmaps.development import actions
from roadmaps.development.resources import reference
from roadmaps.models import Comment, ResourceMark
from skillmatrix.people.models import Lead, Person, Team
from skillmatrix.taxonomy.models import Skill
from tests.factories import LeadFactory, PersonFactory, TeamFactory
from tests.roadmaps.plan.writing import goal, move, say, step
from tests.roadmaps.saying import rate, share

pytestmark = pytest.mark.django_db
MOTIVE = actions.MotiveContent("pay", "canary-motive")


def url(item: Any) -> str:
    return f"/people/{item.person.public_id}/plan/{item.pk}/"


@pytest.fixture
def hers(alice, taxonomy, signed_in):
    client = signed_in(alice)
    return lambda item: client.get(url(item)).content.decode()


@pytest.fixture
def his(alice, bob, taxonomy, signed_in):
    client = signed_in(bob)
    return lambda item: client.get(url(item))


def test_the_motive_is_on_her_page_and_on_no_other(alice, bob, hers, his, signed_in):
    item = goal(alice, "A talk", motive=MOTIVE, proof="Slides")
    assert "canary-motive" in hers(item)
    lead = signed_in(bob)
    pages = [
        url(item), f"/people/{alice.public_id}/plan/", f"/people/{alice.public_id}/", "/inbox/",
        f"/people/{alice.public_id}/one-on-one/", f"/people/{alice.public_id}/comments/", "/", "/teams/payments/",
    ]  # fmt: skip
    for page in pages:
        answer = lead.get(page)
        assert answer.status_code == 200, page
        html = answer.content.decode()
        assert "canary-motive" not in html, page
        assert "after:" not in html, page
        assert "Better pay" not in html, page
        assert "better pay" not in html, page


def test_a_private_goal_is_nobody_elses(alice, bob, hers, his, signed_in):
    item = goal(alice, "canary-private", shared=False)
    assert "canary-private" in hers(item)
    assert his(item).status_code == 404
    assert signed_in(bob).post(url(item), {"text": "x", "key": str(uuid4())}).status_code == 404
    for page in ("plan", "one-on-one"):
        assert (
            "canary-private" not in signed_in(bob).get(f"/people/{alice.public_id}/{page}/").content.decode()
        )


def test_somebody_elses_item_under_her_name(alice, carol, hers):
    other = goal(carol)
    other.person = alice
    assert "A talk" not in hers(other)


def test_reached_by_what_each_may_know(alice, bob, hers, his):
    rate(alice, idempotency=2)
    share(alice)
    item = step(alice)
    rate(alice, idempotency=3)
    assert "By your own rating you stand there" in hers(item)
    assert "the level is reached" not in his(item).content.decode()
    share(alice)
    assert "the level is reached" in his(item).content.decode()


def test_done_invites_a_new_rating(alice, hers):
    item = step(alice)
    rate(alice, idempotency=2)
    assert "Rate yourself again" not in hers(item)
    move(item, "done")
    assert "#skill-idempotency" in hers(item)


def test_resources_with_marks_and_counts_from_five_on(
    alice, bob, carol, dana, erin, hers, his, signed_in, taxonomy
):
    item = step(alice, "idempotency", 2)
    resource = reference(next(r for r in taxonomy.skills["idempotency"].resources if r.level == 2))
    client = signed_in(alice)
    sent = {"skill": "idempotency", "resource": resource, "mark": "recommended", "item": str(item.pk)}
    assert client.post("/me/plan/resources/", sent).status_code == 303
    assert 'aria-pressed="true"' in hers(item)
    skill = Skill.objects.get(slug="idempotency")
    others = [bob, carol, dana, erin]
    for person in others:
        ResourceMark.objects.create(person=person, skill=skill, resource=resource, mark="recommended")
    assert "recommended by" not in hers(item), "four others, and she herself does not count"
    ResourceMark.objects.create(person=PersonFactory(), skill=skill, resource=resource, mark="read")
    assert "recommended by" not in hers(item), "who has read it has not recommended it"
    ResourceMark.objects.create(person=PersonFactory(), skill=skill, resource=resource, mark="recommended")
    assert "recommended by 5" in hers(item)
    assert "To learn from" not in his(item).content.decode(), "her shelf is hers"


@pytest.mark.parametrize(
    "change", [{"resource": "0" * 64}, {"mark": "burnt"}, {"skill": "<b>"}, {"resource": ""}]
)
def test_a_mark_that_is_none(alice, signed_in, taxonomy, change):
    sent = {
        "skill": "idempotency",
        "resource": reference(taxonomy.skills["idempotency"].resources[0]),
        "mark": "read",
    }
    assert signed_in(alice).post("/me/plan/resources/", {**sent, **change}).status_code == 422
    assert not ResourceMark.objects.exists()


def test_a_parent_lead_reads_when_she_shares_upward_and_says_nothing(
    alice, bob, payments: Team, signed_in, taxonomy
):
    item = goal(alice)
    comment = say(bob, alice, "canary-comment", item)
    commerce = TeamFactory(name="Commerce", slug="commerce")
    payments.parent = commerce
    payments.save()
    above = PersonFactory(name="Paula")
    LeadFactory(person=above, team=commerce)
    client = signed_in(above)
    assert client.get(url(item)).status_code == 404
    Person.objects.filter(pk=alice.pk).update(shares_upward=True)
    page = client.get(url(item))
    assert page.status_code == 200
    assert "canary-comment" not in page.content.decode()
    assert client.post(url(item), {"text": "x", "key": str(uuid4())}).status_code == 403
    assert client.get(f"/people/{alice.public_id}/comments/").status_code == 404
    assert client.get(f"/comments/{comment.pk}/").status_code == 404
    assert client.get(f"/people/{alice.public_id}/plan/propose/").status_code == 403


def test_a_new_lead_reads_what_the_old_one_no_longer_may(alice, bob, payments: Team, signed_in, taxonomy):
    item = goal(alice)
    comment = say(bob, alice, "canary-comment", item)
    Lead.objects.all().delete()
    new = PersonFactory(name="Nora")
    LeadFactory(person=new, team=payments)
    assert "canary-comment" in signed_in(new).get(url(item)).content.decode()
    old = signed_in(bob)
    assert old.get(url(item)).status_code == 404
    assert old.get(f"/comments/{comment.pk}/").status_code == 404
    assert old.post(f"/comments/{comment.pk}/delete/").status_code == 404
    assert signed_in(new).post(f"/comments/{comment.pk}/delete/").status_code == 403
    assert Comment.objects.standing().count() == 1
