"""Each invariant is a named constraint, and each is violated here once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from assessments.guard import writing
from assessments.models import ExtraSkill, NextRole, Profile, Rating, RoleAssignment, Share, TargetOverride
from skillmatrix.taxonomy.models import Role, Skill


@pytest.fixture
def row(alice, taxonomy, today):
    """Writes rows past the guard, to see the database refuse."""

    def make(table, **fields):
        with writing():
            return table.objects.create(person=alice, **fields)

    return make


@pytest.fixture
def rating(row, alice, today):
    skill = Skill.objects.get(slug="code-reading")

    def make(**fields):
        given = {"skill": skill, "revision": 1, "key": uuid4(), "state": "level", "value": 3, "day": today}
        return row(Rating, **{**given, "version": 1, "by": alice, **fields})

    return make


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_rating_one_a_revision(rating):
    rating()
    with refused("rating_one_a_revision"):
        rating()


def test_rating_key_once_a_person(rating):
    key = rating().key
    with refused("rating_key_once_a_person"):
        rating(revision=2, key=key)


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ("level", 10),
        ("level", 254),
        ("level", 255),
        ("not_applicable", 3),
        ("withdrawn", 20),
        ("withdrawn", 256),
        ("said", 3),
    ],
)
def test_rating_value_fits_state(rating, state, value):
    with refused("rating_value_fits_state"):
        rating(state=state, value=value)


@pytest.mark.parametrize("numbers", [(1, 2, 0), (3, 1, 2)])
def test_profile_shares_no_more_than_own(row, numbers):
    revision, own, shared = numbers
    with refused("profile_shares_no_more_than_own"):
        row(Profile, revision=revision, own_revision=own, shared_revision=shared)


def test_share_one_a_revision(row, today):
    row(Share, revision=2, up_to_revision=1, key=uuid4(), day=today)
    with refused("share_one_a_revision"):
        row(Share, revision=2, up_to_revision=1, key=uuid4(), day=today)


def test_share_key_once_a_person(row, today):
    key = row(Share, revision=2, up_to_revision=1, key=uuid4(), day=today).key
    with refused("share_key_once_a_person"):
        row(Share, revision=3, up_to_revision=1, key=key, day=today)


def test_share_releases_what_was_said(row, today):
    with refused("share_releases_what_was_said"):
        row(Share, revision=2, up_to_revision=2, key=uuid4(), day=today)


def test_role_assignment_one_at_a_time(row, today):
    role = Role.objects.get(slug="mid")
    row(RoleAssignment, role=role, starts_on=today, ends_on=today + timedelta(days=9))
    row(RoleAssignment, role=role, starts_on=today + timedelta(days=9))
    with refused("role_assignment_one_at_a_time"):
        row(RoleAssignment, role=role, starts_on=today + timedelta(days=8), ends_on=today + timedelta(days=9))


def test_role_assignment_ends_after_start(row, today):
    with refused("role_assignment_ends_after_start"):
        row(
            RoleAssignment,
            role=Role.objects.get(slug="mid"),
            starts_on=today,
            ends_on=today - timedelta(days=1),
        )


@pytest.fixture
def override(row, alice, today):
    skill = Skill.objects.get(slug="code-reading")

    def make(**fields):
        return row(
            TargetOverride,
            **{
                "skill": skill,
                "level": 3,
                "version": 1,
                "reason": "why",
                "by": alice,
                "starts_on": today,
                **fields,
            },
        )

    return make


def test_target_override_one_a_skill_at_a_time(override):
    override()
    override(skill=Skill.objects.get(slug="test-design"))
    with refused("target_override_one_a_skill_at_a_time"):
        override()


def test_target_override_ends_after_start(override, today):
    with refused("target_override_ends_after_start"):
        override(ends_on=today - timedelta(days=1))


def test_target_override_has_a_reason(override):
    with refused("target_override_has_a_reason"):
        override(reason="")


def test_next_role_one_a_revision(row):
    row(NextRole, revision=1)
    with refused("next_role_one_a_revision"):
        row(NextRole, revision=1)


def test_extra_skill_one_a_revision(row):
    skill = Skill.objects.get(slug="code-reading")
    row(ExtraSkill, revision=1, skill=skill, added=True, version=1)
    with refused("extra_skill_one_a_revision"):
        row(ExtraSkill, revision=1, skill=skill, added=False, version=1)
