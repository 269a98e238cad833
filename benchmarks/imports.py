"""Publishing a taxonomy of 300 skills and importing a list of people, beside the bare bulk insert of the same rows."""

from __future__ import annotations

import copy
from typing import Any

import yaml

from benchmarks import ground
from benchmarks.ground import Asked, database
from benchmarks.measuring import Figure, compared, seconds, stamped, tell, watched

SKILLS, QUICK_SKILLS = 300, 90
ROUNDS = 3


def run(asked: Asked) -> list[Figure]:
    """Each a few times in fresh databases."""
    skills = QUICK_SKILLS if asked.quick else SKILLS
    rounds = asked.times(ROUNDS, quick=1)
    figures: list[Figure] = []
    with watched() as block:
        published = [publishing(skills, ground.TEMPLATE) for _ in range(rounds)]
    found = compared(
        f"publish a taxonomy of {skills} skills", *zip(*published, strict=True), limit=5, floor_name="bulk insert",
        look="parsing and checking the document (`taxonomy.parsing`), which the floor does not do",
    )  # fmt: skip
    figures += stamped([found], people=0, foreign=block.foreign)
    for people in asked.sizes(10_000):
        with watched() as block:
            imported = [importing(people, ground.TEMPLATE) for _ in range(rounds)]
        found = compared(
            "import a list of people", *zip(*imported, strict=True), limit=5, floor_name="bulk insert",
            look="the checks of the list (`people.importing.checking`) and naming leads one by one",
        )  # fmt: skip
        figures += stamped([found], people=people, foreign=block.foreign)
    return figures


def publishing(skills: int, template: str) -> tuple[float, float]:
    """Seconds of publishing the document, and of inserting the rows it made into empty tables."""
    from skillmatrix.taxonomy import models
    from skillmatrix.taxonomy.actions import publish

    tell(f"publishing {skills} skills")
    text = document(skills)
    with database("benchmark", template):
        took = seconds(lambda: publish(text=text, note="Large", by=None))
        tables = (models.SkillArea, models.ProficiencyLevel, models.Role, models.Skill, models.Target)
        rows = [(table, list(table.objects.all())) for table in tables]
        version = models.TaxonomyVersion.objects.latest_first()[0]
    with database("benchmark", template):
        empty(*reversed(tables), models.TaxonomyVersion)
        return took, seconds(lambda: insert([*rows, (models.TaxonomyVersion, [version])]))


def document(skills: int) -> str:
    """The default document, with its skills again under further slugs until there are enough."""
    from skillmatrix.taxonomy.actions import DEFAULT

    found = yaml.safe_load(DEFAULT.read_bytes())
    area = found["areas"][-1]
    plain = [skill for each in found["areas"] for skill in each["skills"]]
    for number in range(max(0, skills - len(plain))):
        skill = copy.deepcopy(plain[number % len(plain)])
        skill["slug"] = f"{skill['slug'][:50]}-{number}"
        skill["name"] = f"{skill['name'][:60]} {number}"
        skill.pop("aliases", None)
        area["skills"].append(skill)
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True)


def importing(people: int, template: str) -> tuple[float, float]:
    """Seconds of importing a list, checks included, and of inserting the rows that came of it elsewhere."""
    from allauth.account.models import EmailAddress

    from assessments.models import Profile, RoleAssignment
    from skillmatrix.people import actions
    from skillmatrix.people.dated import current_day
    from skillmatrix.people.importing import Row
    from skillmatrix.people.models import Change, Lead, Membership, Message, Person, Team

    tell(f"importing {people:,} people")
    listed = [
        Row(number, f"Person {number}", f"p{number}@import.test", f"Team {number // 8}", "", "Senior")
        for number in range(people)
    ]
    with database("benchmark", template):
        admin = Person.objects.create_user(email="admin@import.test", name="Admin", is_people_admin=True)
        kept = actions.keep_import(rows=listed, creates_teams=True, by=admin)
        took = seconds(lambda: actions.import_people(listed=kept, by=admin, today=current_day()))
        tables = (Person, Team, EmailAddress, Membership, Lead, Change, Message, RoleAssignment, Profile)
        rows = [(table, list(table.objects.all())) for table in tables]
    with database("benchmark", template):
        return took, seconds(lambda: insert(rows))


def insert(rows: list[tuple[Any, list[Any]]]) -> None:
    """The same rows by `bulk_create`, in one transaction."""
    from django.db import transaction

    with transaction.atomic():
        for table, found in rows:
            if found:
                table._base_manager.bulk_create(found)


def empty(*tables: Any) -> None:
    """Take out what is there."""
    for table in tables:
        table._base_manager.all().delete()
