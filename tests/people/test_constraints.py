"""Each invariant of the room, violated once past the actions: PostgreSQL says no by name."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from skillmatrix.people.models import (
    Access,
    Away,
    Change,
    DataExport,
    ErasureRequest,
    Lead,
    Membership,
    Message,
    Organisation,
    PeopleImport,
    Person,
    SetupLink,
    Team,
)

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
NOW = timezone.now()
KEY = UUID(int=7)


def person(alice, **fields):
    return Person.objects.create(**{"name": "X", "email": "x@example.com", **fields})


CASES = {
    "person_email_unique_whatever_case": lambda a, t: person(a, email="ALICE@example.com"),
    "people_person_email_key": lambda a, t: person(a, email="alice@example.com"),
    "people_person_public_id_key": lambda a, t: person(a, public_id=a.public_id),
    "person_has_a_name": lambda a, t: person(a, name=""),
    "person_has_an_email": lambda a, t: person(a, email=""),
    "organisation_is_one_row": lambda a, t: Organisation.objects.create(id=2, name="X"),
    "people_team_slug_key": lambda a, t: Team.objects.create(slug=t.slug, name="X"),
    "team_has_a_name": lambda a, t: Team.objects.create(slug="x", name=""),
    "team_is_not_its_own_parent": lambda a, t: Team.objects.filter(pk=t.pk).update(parent=t),
    "membership_one_team_at_a_time": lambda a, t: Membership.objects.create(
        person=a, team=Team.objects.create(slug="x", name="X"), starts_on=DAY
    ),
    "membership_ends_after_start": lambda a, t: Membership.objects.create(
        person=a, team=t, starts_on=NEXT, ends_on=DAY
    ),
    "lead_one_a_team_at_a_time": lambda a, t: Lead.objects.create(person=a, team=t, starts_on=DAY),
    "lead_ends_after_start": lambda a, t: Lead.objects.create(person=a, team=t, starts_on=NEXT, ends_on=DAY),
    "away_ends_after_start": lambda a, t: Away.objects.create(person=a, starts_on=NEXT, ends_on=DAY),
    "away_once_at_a_time": lambda a, t: [Away.objects.create(person=a, starts_on=day) for day in (DAY, NEXT)],
    "access_is_to_another": lambda a, t: Access.objects.create(viewer=a, subject=a, page="x", day=DAY),
    "access_once_a_day": lambda a, t: [
        Access.objects.create(
            viewer=person(a) if n == 0 else Person.objects.get(name="X"), subject=a, page="x", day=DAY
        )
        for n in range(2)
    ],
    "data_export_made_has_a_file": lambda a, t: DataExport.objects.create(person=a, made_at=NOW),
    "people_dataexport_key_key": lambda a, t: [DataExport.objects.create(person=a, key=KEY) for _ in "ab"],
    "erasure_request_one_waits": lambda a, t: [
        ErasureRequest.objects.create(person=a, key=uuid4()) for _ in "ab"
    ],
    "erasure_request_key_once_a_person": lambda a, t: [
        ErasureRequest.objects.create(person=a, key=KEY, taken_back_at=NOW) for _ in "ab"
    ],
    "people_message_key_key": lambda a, t: [
        Message.objects.create(recipient=a, kind="role", subject="x", key="k") for _ in "ab"
    ],
    "change_says_what": lambda a, t: Change.objects.create(what=""),
    "setup_link_token_once": lambda a, t: [
        SetupLink.objects.create(token_hash="x", expires_at=NOW) for _ in "ab"
    ],
    "setup_link_used_before_it_expires": lambda a, t: SetupLink.objects.create(
        token_hash="x", expires_at=NOW, used_at=NOW + timedelta(seconds=1)
    ),
    "people_import_applied_knows_how_many": lambda a, t: PeopleImport.objects.create(by=a, applied_at=NOW),
    "people_peopleimport_key_key": lambda a, t: [
        PeopleImport.objects.create(by=a, key=a.public_id) for _ in "ab"
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_constraint(alice, payments, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CASES[name](alice, payments)


def test_every_constraint_of_the_room_is_violated_here():
    models = (
        Access,
        Away,
        Change,
        Lead,
        Membership,
        Message,
        Organisation,
        PeopleImport,
        Person,
        SetupLink,
        Team,
    )
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named <= set(CASES)
