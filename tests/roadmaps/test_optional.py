"""Optional skills: a target counts once somebody has said something, and for everybody who looks alike."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions
from assessments.inputs import Audience
from assessments.levels.reading import load
from assessments.models.rating import NOT_APPLICABLE
from roadmaps.computing import Findings, compute, mine
from roadmaps.teams.gathering import gather, picture_of
from skillmatrix.people.models import Person, Team
from skillmatrix.taxonomy.document import Taxonomy
from tests.roadmaps.pictures import member, rates, shares

OPTIONAL = "kubernetes"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def ana(taxonomy: Taxonomy, payments: Team) -> Person:
    """Somebody whose role asks for five optional skills."""
    return member(payments, "Ana Duarte", "senior")


def found(person: Person, audience: Audience, today: date) -> Findings:
    (inputs,) = load([person.pk], today=today)
    return compute(inputs, audience, inputs.taxonomy, today=today)


def asked(person: Person, audience: Audience, today: date) -> set[str]:
    report = found(person, audience, today).current
    return {line.skill for line in report.lines} if report else set()


def test_nobody_is_asked_before_they_take_it_up(ana: Person, taxonomy: Taxonomy, today: date):
    optional = {skill.slug for skill in taxonomy.active if skill.optional}

    assert OPTIONAL in optional
    assert not asked(ana, Audience.OWN, today) & optional
    (inputs,) = load([ana.pk], today=today)
    assert not mine(inputs, Audience.OWN, taxonomy).keys() & optional


def test_rating_it_makes_the_target_count_for_those_who_may_know(ana: Person, today: date):
    rates(ana, kubernetes=1)

    report = found(ana, Audience.OWN, today).current
    assert report
    assert OPTIONAL in {line.skill for line in report.gaps}
    assert OPTIONAL not in asked(ana, Audience.SHARED, today)

    shares(ana, idempotency=2)
    assert OPTIONAL in asked(ana, Audience.SHARED, today)


def test_setting_it_aside_is_saying_something(ana: Person, today: date):
    actions.rate_skill(**statement(ana, today), value=NOT_APPLICABLE, reason="")

    report = found(ana, Audience.OWN, today).current
    assert report
    assert OPTIONAL in {line.skill for line in report.not_applicable}


def statement(person: Person, today: date) -> dict[str, Any]:
    return {
        "person": person, "by": person, "version": 1, "shown": 255, "today": today, "skill": OPTIONAL, "key": uuid4(),
    }  # fmt: skip


def test_a_lead_may_ask_for_it(ana: Person, bob: Person, today: date):
    actions.override_target(person=ana, skill=OPTIONAL, level=2, reason="We move there", by=bob, today=today)

    assert OPTIONAL in asked(ana, Audience.OWN, today)


def test_on_the_assessment_it_is_added_and_says_when_it_counts(ana: Person, signed_in: Any):
    client = signed_in(ana)
    assert f'id="skill-{OPTIONAL}"' not in client.get("/assess/areas/platform/").content.decode()
    assert f'id="skill-{OPTIONAL}"' in client.get("/assess/skills/").content.decode()

    client.post("/assess/skills/", {"skill": OPTIONAL, "added": "1"})

    page = client.get("/assess/areas/platform/").content.decode()
    assert f'id="skill-{OPTIONAL}"' in page
    assert "what a role asks counts once you have rated it" in page


def test_the_teams_picture_says_the_same_as_each_report(
    ana: Person, bob: Person, payments: Team, today: date
):
    knows, lead_asks, silent = (member(payments, name, "senior") for name in ("Ben", "Cleo", "Dan"))
    shares(ana, idempotency=2)
    shares(knows, idempotency=2, kubernetes=1)
    shares(lead_asks, idempotency=2)
    actions.override_target(person=lead_asks, skill=OPTIONAL, level=2, reason="Now", by=bob, today=today)

    members = gather([payments.pk], led=[payments.pk], viewer_id=bob.pk, today=today).members
    picture = picture_of(members, today=today)

    assert picture
    people = {person.pk: person for person in (ana, knows, lead_asks, silent)}
    for place, row in enumerate(picture.members):
        drawn = {skill for column, skill in enumerate(picture.skills) if picture.asked[place, column]}
        assert drawn == asked(people[row.person_id], Audience.SHARED, today), row.name


def test_the_role_page_marks_them(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/roles/senior/").content.decode()

    assert "5 of them are optional: each counts once somebody has rated it." in page
    assert page.count('title="counts once somebody has rated it"') == 5
    assert "optional" not in signed_in(alice).get("/roles/junior/").content.decode()
