"""What people do to plans: each action stores what it says, once, by whom it may, or nothing."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from roadmaps.development import actions
from roadmaps.development.actions import wording
from roadmaps.models import Comment, Motive, PlanItem, ResourceMark
from skillmatrix.people.models import Lead, Message, Person
from tests.roadmaps.plan.writing import NOTHING, goal, in_days, move, propose, say, step, today
from tests.taxonomy.publishing import publish_change

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[str]:
    return [message.subject for message in Message.objects.of(person)]


def change(item: PlanItem, by: Person | None = None, seen: int | None = None, **words: Any) -> PlanItem:
    motive = words.pop("motive", NOTHING)
    content = actions.Content(**{"title": item.title, **words})
    return actions.change_item(
        item=item, content=content, motive=motive, seen=item.revision if seen is None else seen,
        by=by or item.person, today=today(),
    )  # fmt: skip


# --- taking a step ---------------------------------------------------------------------------------


def test_a_step_is_taken_with_the_version_in_whose_words_it_speaks(alice, taxonomy):
    item = step(alice)
    assert (item.skill.slug, item.to_level, item.version, item.state) == ("idempotency", 3, 1, "planned")
    assert item.shared


def test_a_step_is_taken_once_whatever_its_keys(alice, taxonomy):
    key = uuid4()
    take = {"person": alice, "skill": "idempotency", "level": 3, "shared": True, "by": alice}
    first, is_new = actions.take_step(**take, key=key)
    again, is_new_again = actions.take_step(**take, key=key)
    other, _is_new = actions.take_step(**take, key=uuid4())
    assert (is_new, is_new_again) == (True, False)
    assert first == again == other
    assert PlanItem.objects.count() == 1


def test_a_step_that_is_done_may_be_taken_again(alice, taxonomy):
    move(step(alice), "done")
    assert step(alice).state == "planned"
    assert PlanItem.objects.count() == 2


@pytest.mark.parametrize(("skill", "level"), [("nothing", 3), ("idempotency", 0), ("idempotency", 6)])
def test_a_step_that_the_taxonomy_does_not_have(alice, taxonomy, skill, level):
    with pytest.raises(actions.Unacceptable):
        step(alice, skill, level)
    assert not PlanItem.objects.exists()


def test_a_retired_skill_is_not_taken_and_a_merged_one_is_open_under_its_successor(alice, dana, taxonomy):
    item = step(alice, "idempotency-keys", 2)
    publish_change(merge, by=dana, note="Merged")
    with pytest.raises(actions.Unacceptable):
        step(alice, "idempotency-keys", 3)
    assert step(alice, "idempotency", 2) == item
    item.refresh_from_db()
    assert item.skill.slug == "idempotency-keys"


def merge(content: dict[str, Any]) -> None:
    for area in content["areas"]:
        for skill in area["skills"]:
            if skill["slug"] == "idempotency-keys":
                skill.update(retired=True, replaced_by="idempotency", merged=True)
            skill["prerequisites"] = [
                slug for slug in skill.get("prerequisites", ()) if slug != "idempotency-keys"
            ]
    for role in content["roles"]:
        role["targets"].pop("idempotency-keys", None)


def test_a_plan_has_room_for_so_many(alice, taxonomy, monkeypatch):
    monkeypatch.setattr(wording, "MOST_OPEN", 1)
    step(alice)
    with pytest.raises(actions.Unacceptable, match="1 goals are open"):
        goal(alice)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_take_it_once(alice, taxonomy):
    start = Barrier(2)

    def click() -> None:
        start.wait()
        try:
            step(alice)
        finally:
            connection.close()

    threads = [Thread(target=click) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert PlanItem.objects.count() == 1


# --- goals of one's own ----------------------------------------------------------------------------


def test_a_goal_keeps_what_it_says_and_the_motive_apart(alice, taxonomy):
    motive = actions.MotiveContent("pay", "A house")
    item = goal(alice, due_on=in_days(3), proof="Slides", links=("https://example.com/",), motive=motive)
    assert (item.title, item.due_on, item.proof, item.links) == (
        "A talk",
        in_days(3),
        "Slides",
        ["https://example.com/"],
    )
    assert (item.motive.kind, item.motive.words) == ("pay", "A house")


def test_a_day_that_is_over(alice, taxonomy):
    with pytest.raises(actions.Unacceptable):
        goal(alice, due_on=in_days(-1))
    item = goal(alice, due_on=today())
    PlanItem.objects.update(due_on=in_days(-9))
    item.refresh_from_db()
    assert change(item, due_on=in_days(-9), proof="p").proof == "p", "a day that has passed since may stay"
    item.refresh_from_db()
    with pytest.raises(actions.Unacceptable):
        change(item, due_on=in_days(-8))


def test_nobody_else_writes_in_a_plan(alice, bob, taxonomy):
    item = goal(alice)
    for refused in (
        lambda: change(item, by=bob),
        lambda: actions.move(item=item, to="done", shown="planned", by=bob, today=today()),
        lambda: actions.undo(item=item, shown="planned", by=bob),
        lambda: actions.take_step(
            person=alice, skill="idempotency", level=3, shared=True, key=uuid4(), by=bob
        ),
        lambda: actions.mark_resource(person=alice, skill="idempotency", resource="x", mark="read", by=bob),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_two_forms_notice_each_other(alice, taxonomy):
    item = goal(alice)
    change(item, proof="first")
    with pytest.raises(actions.Overtaken):
        change(item, seen=1, proof="second")
    item.refresh_from_db()
    assert item.proof == "first"


def test_forgetting_the_motive(alice, taxonomy):
    item = goal(alice, motive=actions.MotiveContent("pay"))
    change(item)
    assert not Motive.objects.exists()


# --- moving ----------------------------------------------------------------------------------------


def test_through_all_states_and_back(alice, taxonomy):
    item = goal(alice)
    for to in ("doing", "planned", "doing", "done", "planned", "dropped", "planned"):
        assert move(item, to).state == to
    item.refresh_from_db()
    assert actions.undo(item=item, shown="planned", by=alice).state == "dropped"
    assert actions.undo(item=item, shown="planned", by=alice).state == "dropped", "only the last move"


def test_a_move_sent_twice_and_one_from_an_old_page(alice, taxonomy):
    item = goal(alice)
    for _time in range(2):
        assert actions.move(item=item, to="doing", shown="planned", by=alice, today=today()).state == "doing"
    with pytest.raises(actions.Overtaken):
        actions.move(item=item, to="dropped", shown="planned", by=alice, today=today())
    with pytest.raises(actions.Unacceptable):
        actions.move(item=item, to="proposed", shown="doing", by=alice, today=today())


def test_a_step_is_not_reopened_beside_itself(alice, taxonomy):
    first = move(step(alice), "dropped")
    step(alice)
    with pytest.raises(actions.Unacceptable, match="open in your plan already"):
        move(first, "planned")
    first.refresh_from_db()
    assert first.state == "dropped"


# --- proposing and agreeing ------------------------------------------------------------------------


def test_a_proposal_taken_up_is_agreed(alice, bob, taxonomy):
    item = propose(bob, alice, skill="idempotency", level=3)
    assert (item.state, item.proposed_by, item.shared) == ("proposed", bob, True)
    assert told(alice) == ["Bob Okafor proposes something for your plan"]
    taken = move(item, "planned")
    assert (taken.agreed_with, taken.agreed_on) == (bob, today())
    assert told(bob) == ["Alice Lindqvist took up your proposal"]
    assert actions.undo(item=taken, shown="planned", by=alice).agreed_with is None


def test_a_proposal_declined_or_taken_back(alice, bob, carol, taxonomy):
    assert move(propose(bob, alice, "A talk"), "dropped").agreed_with is None
    assert told(bob) == ["Alice Lindqvist did not take up your proposal"]
    item = propose(bob, alice, "Another")
    with pytest.raises(PermissionDenied):
        actions.withdraw(item=item, by=carol)
    assert actions.withdraw(item=item, by=bob)
    assert not actions.withdraw(item=item, by=bob)


def test_a_lead_who_left_agrees_to_nothing(alice, bob, taxonomy):
    item = propose(bob, alice, "A talk")
    Lead.objects.all().delete()
    assert move(item, "planned").agreed_with is None
    assert told(bob) == []


def test_a_step_is_not_proposed_twice(alice, bob, taxonomy):
    step(alice)
    with pytest.raises(actions.Unacceptable):
        propose(bob, alice, skill="idempotency", level=3)


def test_agreeing_and_changing_what_was_agreed(alice, bob, taxonomy):
    item = goal(alice, due_on=in_days(9))
    for _time in range(2):
        item = actions.agree(item=item, seen=1, by=bob, today=today())
    assert item.agreed_with == bob
    assert told(alice) == ["Bob Okafor agreed to a goal of yours"]
    assert change(item, due_on=in_days(9), links=("https://example.com/",)).agreed_with == bob, (
        "links were not agreed"
    )
    item.refresh_from_db()
    assert change(item, due_on=in_days(10)).agreed_with is None
    assert told(bob) == ["Alice Lindqvist changed a goal that you had agreed"]


@pytest.mark.parametrize("change_", [{"revision": 2}, {"shared": False}, {"state": "done"}])
def test_nobody_agrees_to_what_they_have_not_seen(alice, bob, taxonomy, change_):
    item = goal(alice)
    PlanItem.objects.update(**change_)
    with pytest.raises(actions.Overtaken):
        actions.agree(item=item, seen=1, by=bob, today=today())


def test_a_goal_made_private_is_agreed_no_longer(alice, bob, taxonomy):
    item = actions.agree(item=goal(alice), seen=1, by=bob, today=today())
    assert change(item, shared=False).agreed_with is None
    assert told(bob) == [], "a private goal is no news"


# --- comments --------------------------------------------------------------------------------------


def test_a_comment_is_told_to_the_other_side_without_its_text(alice, bob, taxonomy):
    item = goal(alice)
    said = say(bob, alice, "a secret text", item)
    say(alice, alice, "another secret", item)
    say(bob, alice, "on the report")
    assert told(alice) == ["Bob Okafor commented on the report", "Bob Okafor commented on a goal"]
    assert told(bob) == ["Alice Lindqvist commented on a goal"]
    assert not any("secret" in f"{m.subject}{m.body}{m.link}" for m in Message.objects.all())
    assert Message.objects.get(key=f"comment:{said.pk}:{alice.pk}").link.endswith(
        f"/plan/{item.pk}/#comment-{said.pk}"
    )


def test_a_comment_on_a_private_goal_is_told_to_nobody(alice, bob, taxonomy):
    say(alice, alice, "for me", goal(alice, shared=False))
    assert told(bob) == []


def test_a_comment_sent_twice_is_said_once(alice, bob, taxonomy):
    sent = {"subject": alice, "item": None, "text": "Hm", "key": uuid4(), "by": bob, "today": today()}
    assert [actions.add_comment(**sent)[1] for _ in range(2)] == [True, False]
    assert Comment.objects.count() == 1
    assert len(told(alice)) == 1


def test_only_its_author_changes_a_comment(alice, bob, taxonomy):
    comment = say(bob, alice)
    for refused in (
        lambda: actions.change_comment(comment=comment, text="x", by=alice),
        lambda: actions.delete_comment(comment=comment, by=alice),
        lambda: actions.restore_comment(comment=comment, by=alice),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert actions.change_comment(comment=comment, text="Well done", by=bob).edited_at is None
    assert actions.change_comment(comment=comment, text="Very well", by=bob).edited_at
    assert actions.delete_comment(comment=comment, by=bob).deleted_at
    with pytest.raises(PermissionDenied):
        actions.change_comment(comment=comment, text="x", by=bob)
    assert actions.restore_comment(comment=comment, by=bob).deleted_at is None


def test_nothing_is_half_done(alice, bob, taxonomy, monkeypatch):
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("skillmatrix.people.inbox.tell", fails)
    for act in (lambda: propose(bob, alice, "A talk"), lambda: say(bob, alice)):
        with pytest.raises(RuntimeError), transaction.atomic():
            act()
    assert not PlanItem.objects.exists()
    assert not Comment.objects.exists()


# --- marks -----------------------------------------------------------------------------------------


def test_marking_what_one_has_read(alice, taxonomy):
    from roadmaps.development.resources import reference

    resource = reference(taxonomy.skills["idempotency"].resources[0])
    mark = {"person": alice, "skill": "idempotency", "resource": resource, "by": alice}
    for state in ("wanted", "recommended", "recommended"):
        actions.mark_resource(**mark, mark=state)
    assert ResourceMark.objects.get().mark == "recommended"
    actions.mark_resource(**mark, mark="")
    assert not ResourceMark.objects.exists()
    with pytest.raises(actions.Unacceptable):
        actions.mark_resource(**{**mark, "resource": "0" * 64}, mark="read")
