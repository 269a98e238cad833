"""Plan items in tests, through the front door: `step(alice)`, `goal(alice, "A talk")`, `propose(bob, alice, "A talk")`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from roadmaps.development import actions
from roadmaps.models import Comment, PlanItem
from skillmatrix.people.models import Person

NOTHING = actions.MotiveContent()


def today() -> date:
    return timezone.localdate()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def step(person: Person, skill: str = "idempotency", level: int = 3, *, shared: bool = True) -> PlanItem:
    return actions.take_step(person=person, skill=skill, level=level, shared=shared, key=uuid4(), by=person)[
        0
    ]


def goal(person: Person, title: str = "A talk", **words: Any) -> PlanItem:
    motive = words.pop("motive", NOTHING)
    content = actions.Content(title=title, **words)
    return actions.add_goal(
        person=person, content=content, motive=motive, key=uuid4(), by=person, today=today()
    )[0]


def propose(by: Person, person: Person, title: str = "", **more: Any) -> PlanItem:
    content = actions.Content(title=title, due_on=more.pop("due_on", None))
    return actions.propose(person=person, content=content, key=uuid4(), by=by, today=today(), **more)[0]


def move(item: PlanItem, to: str) -> PlanItem:
    item.refresh_from_db()
    return actions.move(item=item, to=to, shown=item.state, by=item.person, today=today())


def say(by: Person, subject: Person, text: str = "Well done", item: PlanItem | None = None) -> Comment:
    return actions.add_comment(subject=subject, item=item, text=text, key=uuid4(), by=by, today=today())[0]


def form(**fields: Any) -> dict[str, Any]:
    """The form of a goal as a browser sends it."""
    return {
        "title": "A talk", "technical": "no", "due_on": "", "proof": "", "links": "", "shared": "on", "motive": "",
        "motive_words": "", "key": str(uuid4()), **fields,
    }  # fmt: skip
