"""Each constraint of a plan, with a row that it refuses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from roadmaps.models import Comment, Motive, PlanItem, ResourceMark
from skillmatrix.taxonomy.models import Skill
from tests.roadmaps.plan.writing import goal, step

pytestmark = pytest.mark.django_db


def refused(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("plan_item_is_a_step_or_a_goal", {"title": ""}),
        ("plan_item_is_a_step_or_a_goal", {"to_level": 3}),
        ("plan_item_state_is_known", {"state": "lost"}),
        ("plan_item_state_is_known", {"was": "lost"}),
        ("plan_item_proposed_by_another", {"state": "proposed"}),
        ("plan_item_agreed_with_another_on_a_day", {"agreed_on": timezone.localdate()}),
        ("plan_item_links_lead_to_the_web", {"links": ["javascript:alert(1)"]}),
        ("plan_item_links_lead_to_the_web", {"links": ["https://example.com/", "ftp://example.com/"]}),
        ("plan_item_links_lead_to_the_web", {"links": ["https://example.com/ x"]}),
    ],
)
def test_plan_item(alice, name, fields):
    plain = {"person": alice, "title": "A talk", "state": "planned", "key": uuid4()}
    refused(name, lambda: PlanItem.objects.create(**{**plain, **fields}))


def test_agreed_with_another_and_never_in_private(alice, bob, taxonomy):
    today = timezone.localdate()
    item = goal(alice)
    rows = PlanItem.objects.filter(pk=item.pk)
    name = "plan_item_agreed_with_another_on_a_day"
    refused(name, lambda: rows.update(agreed_with=alice, agreed_on=today))
    refused(name, lambda: rows.update(agreed_with=bob, agreed_on=today, shared=False))
    refused("plan_item_proposed_by_another", lambda: rows.update(proposed_by=alice))
    assert rows.update(agreed_with=bob, agreed_on=today) == 1


def test_level_in_range(alice, taxonomy):
    item = step(alice)
    refused("plan_item_level_in_range", lambda: PlanItem.objects.filter(pk=item.pk).update(to_level=0))


def test_a_step_is_open_once_and_a_key_used_once(alice, taxonomy):
    item = step(alice)
    item.pk, item.key = None, uuid4()
    refused("plan_item_step_open_once", item.save)
    other = goal(alice)
    other.pk = None
    refused("plan_item_key_once_a_person", other.save)


def test_motive(alice, taxonomy):
    item = goal(alice)
    refused("motive_says_something", lambda: Motive.objects.create(item=item))
    refused("motive_kind_is_known", lambda: Motive.objects.create(item=item, kind="fame"))


def test_comment(alice, bob):
    plain = {"subject": alice, "by": bob, "text": "Hm", "key": uuid4()}
    Comment.objects.create(**plain)
    refused("comment_key_once_an_author", lambda: Comment.objects.create(**plain))
    refused("comment_says_something", lambda: Comment.objects.create(**{**plain, "key": uuid4(), "text": ""}))
    with pytest.raises(DataError), transaction.atomic():
        Comment.objects.create(**{**plain, "key": uuid4(), "text": "x" * 4001})


def test_resource_mark(alice, taxonomy):
    plain = {
        "person": alice,
        "skill": Skill.objects.get(slug="idempotency"),
        "resource": "0" * 64,
        "mark": "read",
    }
    ResourceMark.objects.create(**plain)
    refused("resource_mark_once_a_person", lambda: ResourceMark.objects.create(**plain))
    refused(
        "resource_mark_is_known",
        lambda: ResourceMark.objects.create(**{**plain, "resource": "1", "mark": "burnt"}),
    )
