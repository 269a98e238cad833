"""Whoever was in a chunk that failed is tried alone: rung for once, and only then done by the dispatcher."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from assessments import actions
from roadmaps.models import Refresh
from roadmaps.refresh import RefreshSource
from roadmaps.refresh.claiming import LEASE_SECONDS, LEASE_SECONDS_ALONE
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy


def test_somebody_alone_is_rung_for_before_the_dispatcher_risks_itself(
    alice: Person, carol: Person, taxonomy: Taxonomy
) -> None:
    """Or whoever ends workers would end it round after round, and those who come after them would wait for long."""
    for person in (alice, carol):
        actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
    rounds = []
    for _ in range(4):
        rounds.append(sorted((chunk.ids, chunk.direct) for chunk in RefreshSource().claim()))
        Refresh.objects.update(not_before=timezone.now() - timedelta(minutes=10))
    together = (alice.pk, carol.pk)
    each = [(person,) for person in together]
    assert rounds[0] == rounds[1] == [(together, False)]
    assert rounds[2] == [(one, False) for one in each]
    assert rounds[3] == [(one, True) for one in each]


def test_the_lease_of_somebody_alone_is_short(alice: Person, taxonomy: Taxonomy) -> None:
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    left = []
    for _ in range(3):
        RefreshSource().claim()
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM not_before - now())::float FROM roadmaps_refresh")
            left.append(cursor.fetchone()[0])
        Refresh.objects.update(not_before=timezone.now() - timedelta(minutes=10))
    assert LEASE_SECONDS <= left[0] <= 2 * LEASE_SECONDS
    assert LEASE_SECONDS_ALONE <= left[2] <= 2 * LEASE_SECONDS_ALONE
