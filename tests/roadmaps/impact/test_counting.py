"""The impact on an organisation, from its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.inputs import Audience
from assessments.levels import reading
from roadmaps.computing import compute
from roadmaps.impact import counting, sentences
from roadmaps.impact.counting import Overtaken, Question, count, counted_people, impact_of
from roadmaps.impact.impact import Impact, Tally
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Target, Taxonomy
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.transition import Transition, transition
from tests.factories import PersonFactory
from tests.roadmaps.saying import aim_at, give_role, rate, share

TODAY = timezone.localdate()


@pytest.fixture
def crowd(taxonomy: Taxonomy) -> list[Person]:
    """Six people in one role who share one rating, and one who shares nothing."""
    people = [PersonFactory() for _ in range(7)]
    for person in people:
        give_role(person, "senior")
        rate(person, idempotency=4)
    for person in people[:6]:
        share(person)
    return people


def retargeted(role: str, skill: str, level: int) -> Taxonomy:
    before = versions.current()
    targets = {**before.roles[role].targets, skill: Target(level, 1)}
    return replace(before, roles={**before.roles, role: replace(before.roles[role], targets=targets)})


def changed(skill: str, **changes: Any) -> Taxonomy:
    before = versions.current()
    return replace(before, skills={**before.skills, skill: replace(before.skills[skill], **changes)})


def merged(skill: str, into: str) -> Taxonomy:
    """As the operation does it: nothing refers to a retired skill."""
    found = changed(skill, retired=True, merged=True, replaced_by=into, prerequisites=())
    skills = {
        slug: replace(one, prerequisites=tuple(need for need in one.prerequisites if need != skill))
        for slug, one in found.skills.items()
    }
    roles = {
        slug: replace(one, targets={name: asked for name, asked in one.targets.items() if name != skill})
        for slug, one in found.roles.items()
    }
    return replace(found, skills=skills, roles=roles)


def asked(draft: Taxonomy) -> Question:
    before = versions.current()
    return Question(before, draft, transition(before, draft))


def test_counts_what_is_shared_and_nothing_else(crowd: list[Person]) -> None:
    found = impact_of(asked(retargeted("senior", "idempotency", 5)), today=TODAY)
    assert (found.counted, found.figures["people"], found.figures["opened"]) == (7, 7, 6)


def test_what_is_told_does_not_depend_on_what_is_not_shared(crowd: list[Person]) -> None:
    question = asked(changed("idempotency", meaning=2))
    before = impact_of(question, today=TODAY)
    rate(crowd[0], idempotency=5, caching_fundamentals=1)
    rate(crowd[6], idempotency=1)
    assert impact_of(question, today=TODAY) == before
    assert before.figures["asking"] == 6


def test_people_who_aim_at_a_role_count_with_those_who_have_it(crowd: list[Person]) -> None:
    for person in crowd[:5]:
        give_role(person, "mid")
        aim_at(person, "staff")
        share(person)
    found = impact_of(asked(retargeted("staff", "idempotency", 5)), today=TODAY)
    assert found.figures["people"] == 5


def test_those_who_edit_the_taxonomy_and_those_who_left_are_not_counted(crowd: list[Person]) -> None:
    Person.objects.filter(pk=crowd[0].pk).update(is_taxonomy_admin=True)
    Person.objects.filter(pk=crowd[1].pk).update(is_active=False)
    found = impact_of(asked(retargeted("senior", "idempotency", 5)), today=TODAY)
    assert found == Impact(5, {"people": 5, "opened": None, "added": None})


def test_a_figure_never_says_how_few(crowd: list[Person]) -> None:
    for person in crowd[4:]:
        give_role(person, "junior")
    lines = sentences(*parts(asked(retargeted("senior", "idempotency", 5))))
    assert lines[:2] == ["Fewer than five people are affected.", "A few gaps open."]
    assert not any(character.isdigit() for line in lines for character in line)


def test_too_few_people_for_anything(taxonomy: Taxonomy) -> None:
    for _ in range(4):
        person = PersonFactory()
        give_role(person, "senior")
    lines = sentences(*parts(asked(retargeted("senior", "idempotency", 5))))
    assert lines == ["There are too few people to show this without showing someone."]


def parts(question: Question) -> tuple[Taxonomy, Transition]:
    return question.after, question.change


def test_sentences_say_what_happens_to_ratings(crowd: list[Person]) -> None:
    lines = sentences(*parts(asked(merged("idempotency", "caching-fundamentals"))))
    assert lines[0] == "7 people are affected."
    assert "6 ratings are carried to another skill." in lines
    assert "6 ratings go out of date and ask again." in lines


def test_words_alone_ask_the_database_nothing(crowd: list[Person]) -> None:
    question = asked(changed("idempotency", name="Doing it twice is doing it once"))
    tally = Tally()
    with CaptureQueriesContext(connection) as queries:
        count(question, counted_people(), tally, today=TODAY)
    assert len(queries) == 1, "who there is"
    assert tally.impact() == Impact(7)


def test_a_version_published_meanwhile_stops_the_count(crowd: list[Person]) -> None:
    question = asked(retargeted("senior", "idempotency", 5))
    publish(text=export(changed("kubernetes", name="K8s")), note="", by=None)
    tally = Tally()
    with pytest.raises(Overtaken):
        count(question, counted_people(), tally, today=TODAY)
    assert tally == Tally()


@pytest.mark.parametrize("people", [2, 12])
def test_questions_to_the_database_do_not_grow_with_people(people: int, taxonomy: Taxonomy) -> None:
    for _ in range(people):
        person = PersonFactory()
        give_role(person, "senior")
        rate(person, idempotency=4)
        share(person)
    question, ids = asked(merged("idempotency", "caching-fundamentals")), counted_people()
    count(question, ids, Tally(), today=TODAY)
    with CaptureQueriesContext(connection) as queries:
        count(question, ids, Tally(), today=TODAY)
    asked_for = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked_for) == 3, asked_for


DRAFTS: list[Callable[[], Taxonomy]] = [
    lambda: retargeted("senior", "idempotency", 5),
    lambda: retargeted("mid", "kubernetes", 1),
    lambda: changed("idempotency", meaning=2),
    lambda: merged("idempotency", "caching-fundamentals"),
    lambda: changed("caching-fundamentals", review_months=1),
    lambda: changed("caching-fundamentals", off=True),
]


@pytest.mark.parametrize("draft", DRAFTS)
def test_it_says_just_what_publishing_then_does(crowd: list[Person], draft: Callable[[], Taxonomy]) -> None:
    """Gaps and steps as counted before, and as they are for everybody afterwards."""
    rate(crowd[0], caching_fundamentals=2)
    share(crowd[0])
    give_role(crowd[1], "mid")
    found = raw(asked(draft()))
    was = shared_findings(crowd)
    publish(text=export(draft()), note="", by=None)
    now = shared_findings(crowd)
    for name, of in (("opened", gaps_of), ("added", steps_of)):
        assert found.sums.get(name, 0) == sum(len(of(b) - of(a)) for a, b in zip(was, now, strict=True)), name
    for name, of in (("closed", gaps_of), ("removed", steps_of)):
        assert found.sums.get(name, 0) == sum(len(of(a) - of(b)) for a, b in zip(was, now, strict=True)), name
    assert sum(plain(a) != plain(b) for a, b in zip(was, now, strict=True)) == found.people.get("people", 0)


def raw(question: Question) -> Tally:
    tally = Tally()
    count(question, counted_people(), tally, today=TODAY)
    return tally


def shared_findings(people: list[Person]) -> list[Any]:
    found = reading.load([person.pk for person in people], today=TODAY)
    return [compute(inputs, Audience.SHARED, inputs.taxonomy, today=TODAY) for inputs in found]


def gaps_of(findings: Any) -> set[tuple[str, str]]:
    return {(r.role, line.skill) for r in (findings.current, findings.next) if r for line in r.gaps}


def steps_of(findings: Any) -> set[tuple[str, int]]:
    return {(step.skill, step.to_level) for step in findings.roadmap.steps}


def plain(findings: Any) -> Any:
    """What somebody reads there, without the days on which time changes it."""
    reports = [
        report
        and (
            report.role,
            [
                (line.skill, line.area, line.asked, replace(line.standing, changes_on=None))
                for line in report.lines
            ],
        )
        for report in (findings.current, findings.next)
    ]
    return reports, replace(findings.roadmap, good_until=None)


def test_a_chunk_is_a_chunk(crowd: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    question = asked(retargeted("senior", "idempotency", 5))
    whole = impact_of(question, today=TODAY)
    monkeypatch.setattr(counting, "CHUNK", 2)
    assert impact_of(question, today=TODAY) == whole


def test_the_day_is_the_callers(crowd: list[Person]) -> None:
    question = asked(changed("idempotency", review_months=1))
    assert "asking" not in impact_of(question, today=TODAY).figures
    later = impact_of(question, today=TODAY + timedelta(days=40))
    assert later.figures["asking"] == 6
