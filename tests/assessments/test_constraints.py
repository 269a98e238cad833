"""Each invariant is a named constraint, and each is violated here once."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.guard import writing
from assessments.models import (
    Certificate,
    Delegation,
    Evidence,
    ExtraSkill,
    Interest,
    NextRole,
    Profile,
    Rating,
    RatingImport,
    Review,
    ReviewItem,
    ReviewSide,
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


def test_rating_follows_another_once(rating, bob):
    rating(source="manager", by=bob, follows=0)
    with refused("rating_follows_another_once"):
        rating(source="manager", by=bob, follows=0, revision=2)


@pytest.mark.parametrize(
    "fields",
    [
        {"self_seen": True},
        {"follows": 0},
        {"source": "agreed", "self_seen": False},
        {"source": "manager", "follows": 1},
    ],
)
def test_rating_of_another_follows_and_sees(rating, fields):
    with refused("rating_of_another_follows_and_sees"):
        rating(**fields)


@pytest.fixture
def review(alice, bob, taxonomy):
    return Review.objects.create(subject=alice, opened_by=bob, opened_revision=0)


@pytest.fixture
def item(review):
    return ReviewItem.objects.create(review=review, skill=Skill.objects.get(slug="code-reading"))


def test_review_one_open_a_person(review, alice, bob):
    with refused("review_one_open_a_person"):
        Review.objects.create(subject=alice, opened_by=bob, opened_revision=0)


def test_review_is_by_another(alice):
    with refused("review_is_by_another"):
        Review.objects.create(subject=alice, opened_by=alice, opened_revision=0)


def test_review_item_one_a_skill(item):
    with refused("review_item_one_a_skill"):
        ReviewItem.objects.create(review=item.review, skill=item.skill)


@pytest.mark.parametrize("fields", [{"outcome": "agreed"}, {"outcome": "differ", "agreed_revision": 3}])
def test_review_item_agreed_names_its_rating(review, fields):
    with refused("review_item_agreed_names_its_rating"):
        ReviewItem.objects.create(review=review, skill=Skill.objects.get(slug="code-reading"), **fields)


def test_review_side_one_a_person(item, bob):
    ReviewSide.objects.create(item=item, by=bob)
    with refused("review_side_one_a_person"):
        ReviewSide.objects.create(item=item, by=bob)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 3},
        {"stance": "confirms"},
        {"stance": "confirms", "value": 10},
        {"stance": "confirms", "value": 255},
        {"stance": "differs"},
        {"stance": "differs", "value": 3, "sentence": "x"},
        {"stance": "other"},
    ],
)
def test_review_side_says_what_its_stance_needs(item, bob, fields):
    with refused("review_side_says_what_its_stance_needs"):
        ReviewSide.objects.create(item=item, by=bob, **fields)


@pytest.fixture
def delegation(alice, bob, carol, taxonomy, today):
    skill = Skill.objects.get(slug="code-reading")

    def make(**fields):
        given = {"subject": alice, "skill": skill, "reviewer": carol, "kind": "reviewer", "by": bob}
        days = {"starts_on": today, "ends_on": today + timedelta(days=9)}
        return Delegation.objects.create(**{**given, **days, **fields})

    return make


def test_delegation_once_at_a_time(delegation, today):
    delegation()
    delegation(starts_on=today + timedelta(days=9), ends_on=today + timedelta(days=10))
    with refused("delegation_once_at_a_time"):
        delegation(starts_on=today + timedelta(days=8))


def test_delegation_has_an_end(delegation):
    with refused("delegation_has_an_end"):
        delegation(ends_on=None)


def test_delegation_ends_after_start(delegation, today):
    with refused("delegation_ends_after_start"):
        delegation(ends_on=today - timedelta(days=1))


def test_delegation_is_to_another(delegation, alice):
    with refused("delegation_is_to_another"):
        delegation(reviewer=alice)


def test_delegation_to_a_peer_is_the_persons_own(delegation, alice):
    delegation(kind="peer", by=alice)
    with refused("delegation_to_a_peer_is_the_persons_own"):
        delegation(kind="peer", starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))


def test_rating_import_applied_knows_how_many(alice, db):
    with refused("rating_import_applied_knows_how_many"):
        RatingImport.objects.create(person=alice, added=3)


def test_rating_import_key_is_one_of_a_kind(alice, db):
    with refused("ratingimport_key_key"):
        for _ in range(2):
            RatingImport.objects.create(person=alice, key=UUID(int=7))
