"""Input tables can be read by all and written by nobody but the actions."""

from uuid import uuid4

import pytest

from assessments.guard import ClosedTable
from assessments.models import (
    ExtraSkill,
    Interest,
    NextRole,
    Profile,
    Rating,
    RoleAssignment,
    Share,
    TargetOverride,
)

TABLES = [ExtraSkill, Interest, NextRole, Profile, Rating, RoleAssignment, Share, TargetOverride]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "write",
    [
        lambda rows: rows.create(),
        lambda rows: rows.get_or_create(pk=1),
        lambda rows: rows.update_or_create(pk=1),
        lambda rows: rows.bulk_create([rows.model()]),
        lambda rows: rows.update(pk=1),
        lambda rows: rows.bulk_update([], ["person"]),
        lambda rows: rows.all().delete(),
        lambda rows: rows.model().save(),
        lambda rows: rows.model(pk=1).delete(),
    ],
)
def test_writing_past_the_actions_is_refused(db, table, write):
    with pytest.raises(ClosedTable):
        write(table.objects)


def test_the_door_closes_behind_an_action(alice, taxonomy, rate):
    rate(alice, "code-reading", 2)
    with pytest.raises(ClosedTable):
        Rating.objects.create(person=alice, key=uuid4())
