"""Reviews in few words: people who rate each other, and forms as the cards send them."""

from __future__ import annotations

import re
from uuid import uuid4

from django.utils import timezone

from assessments import actions
from assessments.models import Review, ReviewSide
from assessments.models.rating import UNRATED
from assessments.reviews.agreement import Stance
from assessments.reviews.desk import desk_of
from skillmatrix.taxonomy import versions

READING = "code-reading"


def shares(person, **levels):
    """Rate through the actions (again, where it was rated) and share everything."""
    today = timezone.localdate()
    for skill, value in levels.items():
        slug = skill.replace("_", "-")
        said = desk_of(person, today=today).inputs.own.statements.get(slug)
        revision = actions.rate_skill(
            person=person, skill=slug, value=value, shown=said.level if said else UNRATED,
            version=versions.current_number(), key=uuid4(), by=person, today=today,
        ).revision  # fmt: skip
    actions.share(person=person, shown=revision, changes=len(levels), key=uuid4(), today=today)


def judges(by, subject, skill=READING, value=3, *, follows=None, key=None, source="manager", seen=False):
    """Say of somebody else where they stand."""
    today = timezone.localdate()
    if follows is None:
        follows = desk_of(subject, today=today).heard.follows.get((skill, by.pk), 0)
    return actions.judge_skill(
        subject=subject, skill=skill, value=value, follows=follows, version=versions.current_number(),
        key=key or uuid4(), by=by, source=source, self_seen=seen, today=today,
    )  # fmt: skip


def says(by, subject, skill=READING, value=3, *, sentence="", about=None, shown=..., key=None, stance=None):
    """Confirm a level, or with a sentence say how one sees it differently."""
    today = timezone.localdate()
    desk = desk_of(subject, today=today)
    side = desk.side(by, skill)
    return actions.say_in_review(
        subject=subject, skill=skill, stance=stance or (Stance.DIFFERS if sentence else Stance.CONFIRMS),
        value=None if sentence else value, sentence=sentence, about=about or desk.about(skill),
        shown=(side.key if side else None) if shown is ... else shown, version=versions.current_number(),
        key=key or uuid4(), by=by, today=today,
    )  # fmt: skip


def rating_form(skill=READING, value="3", follows="0", **fields):
    """What a card sends to rate."""
    return {"skill": skill, "value": value, "follows": follows, "version": "1", "key": str(uuid4()), **fields}


def word_form(subject, by, skill=READING, value="3", **fields):
    """What a card sends to confirm, as the page shows it now."""
    desk = desk_of(subject, today=timezone.localdate())
    about, side = desk.about(skill), desk.side(by, skill)
    return {
        "skill": skill, "stance": "confirms", "value": value, "own": str(about.own), "lead": str(about.lead),
        "shown": str(side.key) if side and side.key else "", "version": "1", "key": str(uuid4()), **fields,
    }  # fmt: skip


def differ_form(subject, by, sentence, skill=READING):
    """What a card sends to say how one sees it differently."""
    return word_form(subject, by, skill, value="", stance="differs", sentence=sentence)


def page_of(response):
    """What stands in the page below its header, without what differs from one answer to the next."""
    text = response.content.decode().rpartition("<main")[2]
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", text)
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", text)


def card_of(response, skill=READING):
    """The HTML of one card."""
    found = re.search(rf'<article id="review-{skill}-.*?</article>', response.content.decode(), re.DOTALL)
    assert found, "no such card"
    return found.group()


def sides():
    """Whoever said something: name, stance, value."""
    rows = (
        ReviewSide.objects.exclude(stance="silent").order_by("id").values_list("by__name", "stance", "value")
    )
    return list(rows)


def the_review():
    """The one review there is."""
    return Review.objects.get()
