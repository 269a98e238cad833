"""`manage.py seed`: any number of people, the same for the same seed."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.levels.folding import differs
from assessments.levels.reading import load
from assessments.models import Profile, Rating
from roadmaps.demo import seeding
from roadmaps.demo.crowd import TEAM, department, departments
from skillmatrix.people import access
from skillmatrix.people.models import Lead, Membership, Person, Team
from tests.factories import PersonFactory

TODAY = date(2026, 11, 22)


def seed(people, months=6, number=1):
    told = []
    seeding.seed_people(people=people, months=months, seed=number, today=TODAY, tell=told.append)
    return told


def test_three_hundred_people_are_consistent(taxonomy):
    told = seed(300)
    assert told[-1].startswith("300 of 300 people")
    assert Person.objects.filter(is_demo=True).count() == Profile.objects.count() == 300
    assert not [profile.pk for profile in Profile.objects.order_by("pk")[::7] if differs(profile)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    sizes = [
        Membership.objects.filter(team=team).count() for team in Team.objects.filter(slug__startswith="team-")
    ]
    assert max(sizes) <= TEAM
    assert Lead.objects.count() == Team.objects.count()


def test_everybody_but_the_head_has_a_lead_who_is_another(taxonomy):
    seed(70, months=1)
    alone = [person.email for person in Person.objects.all() if not access.leads_of(person, today=TODAY)]
    assert alone == ["d0@demo.test"]


def test_levels_rise_over_the_months(taxonomy):
    seed(20, months=12)
    held, months = {}, set()
    for row in Rating.objects.self_rated().order_by("person_id", "revision"):
        key = row.person_id, row.skill_id
        if key in held and row.value > held[key]:
            assert row.value == held[key] + 1
            months.add((row.day.year, row.day.month))
        held[key] = row.value
    assert len(months) >= 11
    assert Rating.objects.filter(source="agreed").exists()


def states():
    people = Person.objects.order_by("email").values_list("pk", "email", "name", "public_id")
    return [
        (*who, inputs.revision, inputs.own, inputs.shared)
        for (pk, *who), inputs in zip(people, load([row[0] for row in people], today=TODAY), strict=True)
    ]


def test_the_same_seed_makes_the_same_people(taxonomy):
    def made(number):
        from django.db import transaction

        with transaction.atomic():
            seed(30, number=number)
            found = states()
            transaction.set_rollback(True)
        return found

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_seeding_again_adds_others(taxonomy):
    seed(10, months=1)
    seed(12, months=1)
    assert Person.objects.count() == 22


def test_a_larger_organisation_begins_with_the_smaller_one():
    assert list(departments(130, first=0)) == [(0, 65), (1, 65)]
    assert list(departments(1, first=3)) == [(3, 1)]
    teams, members = department(0, 65, months=6, seed=1)
    fewer_teams, fewer = department(0, 20, months=6, seed=1)
    assert members[:20] == fewer
    assert teams[: len(fewer_teams)] == fewer_teams


def test_every_department_has_its_division(taxonomy):
    seed(9 * 65, months=0)
    assert Team.objects.filter(slug__startswith="division-").count() == 2
    assert Team.objects.get(slug="department-9").parent.slug == "division-2"
    assert Team.objects.get(slug="department-8").parent.slug == "division-1"


def test_the_command_tells_how_far_it_is(taxonomy, settings):
    settings.DEMO = True
    out = StringIO()
    call_command("seed", "--people", "5", "--months", "2", "--seed", "3", stdout=out)
    assert "5 of 5 people" in out.getvalue()


def test_the_command_refuses_outside_demo_mode(taxonomy):
    with pytest.raises(CommandError, match="demo mode"):
        call_command("seed", "--people", "5")


def test_the_command_refuses_a_real_organisation(taxonomy, settings):
    settings.DEMO = True
    PersonFactory()
    with pytest.raises(CommandError, match="real organisation"):
        call_command("seed", "--people", "5")
    assert Person.objects.count() == 1


@pytest.mark.parametrize("flags", [("--people", "0"), ("--people", "5", "--months", "-1")])
def test_the_command_refuses_nonsense(taxonomy, settings, flags):
    settings.DEMO = True
    with pytest.raises(CommandError):
        call_command("seed", *flags)
