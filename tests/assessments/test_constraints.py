"""Each invariant is a named constraint, and each is violated here once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.guard import writing
from assessments.models import (
    Certificate,
    Evidence,
    ExtraSkill,
    Interest,
    NextRole,
    Profile,
    Rating,
    RoleAssignment,
    Share,
    TargetOverride,
    Win,
)
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


def test_interest_one_a_revision(row):
    skill = Skill.objects.get(slug="code-reading")
    row(Interest, revision=1, skill=skill, wish="learn", version=1)
    with refused("interest_one_a_revision"):
        row(Interest, revision=1, skill=skill, wish="use", version=1)


def test_interest_is_a_known_wish(row):
    with refused("interest_is_a_known_wish"):
        row(Interest, revision=1, skill=Skill.objects.get(slug="code-reading"), wish="love", version=1)


@pytest.fixture
def win(row, today):
    return lambda **fields: row(Win, **{"key": uuid4(), "what": "W", "day": today, "version": 1, **fields})


@pytest.fixture
def certificate(row, today):
    return lambda **fields: row(
        Certificate, **{"key": uuid4(), "title": "C", "issued_on": today, "version": 1, **fields}
    )


@pytest.fixture
def piece(row, taxonomy):
    skill = Skill.objects.get(slug="code-reading")
    given = {"skill": skill, "version": 1, "kind": "text", "text": "I did"}
    return lambda **fields: row(Evidence, **{"key": uuid4(), **given, **fields})


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"what": ""}, "win_says_what_happened"), ({"difficulty": 4}, "win_is_as_hard_as_one_to_three"),
     ({"difficulty": 0}, "win_is_as_hard_as_one_to_three")],
)  # fmt: skip
def test_wins(win, fields, name):
    with refused(name):
        win(**fields)


def test_win_key_once_a_person(win):
    key = win().key
    with refused("win_key_once_a_person"):
        win(key=key)


def test_certificates(certificate, today):
    key = certificate().key
    for fields, name in (
        ({"title": ""}, "certificate_has_a_title"),
        ({"expires_on": today}, "certificate_expires_after_issue"),
        ({"url": "javascript:alert(1)"}, "certificate_links_to_the_web"),
        ({"key": key}, "certificate_key_once_a_person"),
    ):
        with refused(name), transaction.atomic():
            certificate(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"url": "https://example.com/"},
        {"kind": "link"},
        {"kind": "win", "text": ""},
        {"kind": "certificate", "text": ""},
        {"kind": "rumour"},
    ],
)
def test_evidence_is_what_its_kind_says(piece, fields):
    with refused("evidence_is_what_its_kind_says"):
        piece(**fields)


def test_evidence_of_a_win_and_a_text_at_once(piece, win):
    with refused("evidence_is_what_its_kind_says"):
        piece(win=win())


def test_evidence_links_to_the_web(piece):
    with refused("evidence_links_to_the_web"):
        piece(kind="link", url="javascript:alert(1)")


def test_evidence_key_once_a_person(piece):
    key = piece().key
    with refused("evidence_key_once_a_person"):
        piece(key=key)


def test_a_win_or_certificate_is_evidence_once_a_skill(piece, win, certificate):
    for kind, row in (("win", win()), ("certificate", certificate())):
        given = {"kind": kind, "text": "", kind: row}
        piece(**given).delete()
        piece(**given)
        with refused(f"evidence_{kind}_once_a_skill"), transaction.atomic():
            piece(**given)
