"""What stands in Alice's plan, and what she and Bob say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from assessments.inputs import Audience
from roadmaps import reports
from roadmaps.development.resources import nearest, reference
from roadmaps.models import Comment, Motive, PlanItem, ResourceMark
from roadmaps.planning import Step
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill

State = PlanItem.State
READERS = ("ana", "tomasz", "priya", "fatima", "carol", "grace")


def plans(people: Mapping[str, Person], *, today: date) -> None:
    """Two steps of the roadmap that Bob knows of, a goal of her own, one that is done, and one that Bob proposes."""
    alice, bob = people["alice"], people["bob"]
    first, second = steps_both_see(alice, today)[:2]
    doing = write(
        alice, today, 18, **of_step(first), state=State.DOING, was=State.PLANNED, agreed_with=bob,
        agreed_on=today - timedelta(days=16), due_on=today + timedelta(days=12),
        proof="The change that uses it, merged and running for a week without an incident.",
        links=["https://example.com/payments/design-notes"],
    )  # fmt: skip
    Motive.objects.create(item=doing, kind=Motive.Kind.SCOPE, words="To own a service from end to end.")
    write(
        alice, today, 6, **of_step(second), state=State.PLANNED, due_on=today + timedelta(days=40),
        proof="Somebody else asks me about it.",
    )  # fmt: skip
    talk = write(
        alice, today, 60, title="Tell the backend guild what we learnt about retries", state=State.DONE,
        was=State.DOING, moved=9, due_on=today - timedelta(days=5), proof="Slides and the recording.",
    )  # fmt: skip
    Motive.objects.create(item=talk, kind=Motive.Kind.VARIETY)
    write(
        alice, today, 3, title="Sit in on two interviews, as the second interviewer", state=State.PROPOSED,
        proposed_by=bob, due_on=today + timedelta(days=50),
    )  # fmt: skip
    for by, days_ago, text in (
        (bob, 15, "Start with the smallest caller. The one that bit us in spring would make a good second."),
        (alice, 14, "Agreed. I will show you the plan for the migration on Thursday."),
    ):
        say(doing, by, today, days_ago, text, about=alice)
    text = "You rate yourself lower than I would in code reading. Let us look at two reviews together."
    say(None, bob, today, 8, text, about=alice)
    recommend((people[login] for login in READERS), first, versions.current())


def steps_both_see(person: Person, today: date) -> list[Step]:
    """The first steps of her roadmap as shared that stand on her own as well."""
    own, shared = (
        reports.show(person.pk, audience, today=today).findings.roadmap
        for audience in (Audience.OWN, Audience.SHARED)
    )
    return [step for step in shared.steps if own.step(step.skill, step.to_level)]


def of_step(step: Step) -> dict[str, Any]:
    """What an item says that was taken from a step."""
    return {"skill": Skill.objects.get(slug=step.skill), "to_level": step.to_level, "version": 1}


def write(person: Person, today: date, days_ago: int, *, moved: int | None = None, **said: Any) -> PlanItem:
    """One item, from some days ago."""
    begun, since = at(today, days_ago), at(today, days_ago if moved is None else moved)
    key = uuid5(NAMESPACE_DNS, f"{person.email}:{days_ago}")
    return PlanItem.objects.create(
        person=person, key=key, created_at=begun, changed_at=begun, moved_at=since, **said
    )


def say(item: PlanItem | None, by: Person, today: date, days_ago: int, text: str, *, about: Person) -> None:
    """One comment, from some days ago."""
    key = uuid5(NAMESPACE_DNS, f"{by.email}:{days_ago}:comment")
    Comment.objects.create(
        subject=about, item=item, by=by, text=text, key=key, created_at=at(today, days_ago)
    )


def recommend(people: Iterable[Person], step: Step, taxonomy: Taxonomy) -> None:
    """Enough colleagues recommend something that serves the first step for the count to be told."""
    found = nearest(taxonomy.skills[step.skill].resources, step.to_level)[:1]
    skill = Skill.objects.get(slug=step.skill)
    ResourceMark.objects.bulk_create(
        ResourceMark(
            person=person, skill=skill, resource=reference(resource), mark=ResourceMark.Mark.RECOMMENDED
        )
        for resource in found
        for person in people
    )


def at(today: date, days_ago: int) -> datetime:
    """The morning of a day."""
    return datetime.combine(today - timedelta(days=days_ago), time(9), UTC)
