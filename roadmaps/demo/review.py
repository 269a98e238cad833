"""A review in the middle of it: Bob has rated some of Alice's skills, and each of them has answered a little.

Said through the actions, as the pages do it. Which levels Alice has shared is the course of her year; what Bob sees is
told here by how far it lies from that.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_DNS, UUID, uuid5

from assessments import actions
from assessments.models import Rating
from assessments.reviews.agreement import Stance
from assessments.reviews.desk import desk_of
from skillmatrix.people.models import Message, Person

# Skill, and by how many levels Bob sees Alice above (or below) what she has shared.
SEEN = {
    "code-reading": 0, "idempotency": 0, "estimation": -1, "web-security": 2, "rest-api-design": -2,
    "caching-fundamentals": 1, "test-design": 0,
}  # fmt: skip
BOTH_CONFIRM, LEAD_CONFIRMS = "code-reading", ("idempotency", "test-design")
DIFFER = "rest-api-design"
SENTENCES = (
    "I have designed three public interfaces, and two other teams build on them.",
    "The designs are good; agreeing on them with the consumers was still done by others.",
)


def hold_review(people: dict[str, Person], *, today: date) -> None:
    """Let Bob rate and both of them answer, on the day `today`; nothing where the two are not there."""
    alice, bob = people.get("alice"), people.get("bob")
    if alice is None or bob is None:
        return
    for skill, apart in SEEN.items():
        _judge(alice, bob, skill, apart, today)
    for skill in (BOTH_CONFIRM, *LEAD_CONFIRMS):
        _say(alice, bob, skill, today)
    _say(alice, alice, BOTH_CONFIRM, today)
    for who, sentence in zip((alice, bob), SENTENCES, strict=True):
        _say(alice, who, DIFFER, today, sentence)
    at = datetime.combine(today, time(15), UTC)
    Message.objects.filter(kind=Message.Kind.REVIEW).update(created_at=at)


def _judge(alice: Person, bob: Person, skill: str, apart: int, today: date) -> None:
    desk = desk_of(alice, today=today)
    own = desk.own(skill)
    if own is None or own.level is None:
        return
    actions.judge_skill(
        subject=alice, skill=skill, value=min(max(own.level + apart, 0), desk.taxonomy.top), by=bob,
        follows=desk.heard.follows.get((skill, bob.pk), 0), version=desk.taxonomy.number, key=_key("rate", skill),
        source=Rating.Source.MANAGER, self_seen=False, today=today,
    )  # fmt: skip


def _say(alice: Person, by: Person, skill: str, today: date, sentence: str = "") -> None:
    desk = desk_of(alice, today=today)
    own, judged = desk.own(skill), desk.judgement(desk.lead, skill)
    if own is None or judged is None:
        return
    actions.say_in_review(
        subject=alice, skill=skill, stance=Stance.DIFFERS if sentence else Stance.CONFIRMS,
        value=None if sentence else judged.said.level, sentence=sentence, about=desk.about(skill), shown=None,
        version=desk.taxonomy.number, key=_key("say", skill, by.email), by=by, today=today,
    )  # fmt: skip


def _key(*parts: str) -> UUID:
    return uuid5(NAMESPACE_DNS, ":".join(("demo-review", *parts)))
