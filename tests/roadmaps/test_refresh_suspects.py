"""Whoever was in a chunk that failed is tried in parts, then alone, and dies only of tries that were made."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assessments import actions
from assessments.levels import batches
from roadmaps.models import Refresh, Report
from roadmaps.refresh import RefreshSource, refresh
from roadmaps.refresh.working import PART, TRIES_ALONE
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests import factories
from tests.roadmaps import refreshing


def test_somebody_alone_is_rung_for_before_the_dispatcher_risks_itself(
    alice: Person, carol: Person, taxonomy: Taxonomy
) -> None:
    """Or whoever ends workers would end it round after round, and those who come after them would wait for long."""
    for person in (alice, carol):
        actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
    rounds = []
    for _ in range(4):
        rounds.append(sorted((chunk.ids, chunk.direct) for chunk in RefreshSource().claim()))
        let_leases_run_out()
    together = (alice.pk, carol.pk)
    each = [(person,) for person in together]
    assert rounds[0] == rounds[1] == [(together, False)]
    assert rounds[2] == [(one, False) for one in each]
    assert rounds[3] == [(one, True) for one in each]


def test_waiting_for_long_is_no_reason_to_die(alice: Person, taxonomy: Taxonomy) -> None:
    """Hundreds may be tried alone because of one they came with; whose turn it never was is not dead."""
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    for _ in range(4 * TRIES_ALONE):
        RefreshSource().claim()
        let_leases_run_out()
    assert Refresh.objects.get(person=alice).dead_at is None
    refresh([alice.pk], by="worker")
    assert Report.objects.filter(person=alice).count() == 2


def test_whoever_ends_their_process_is_begun_so_often_and_no_more(
    alice: Person, taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often the message comes: each of these tries ends before it could say anything."""
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    ended = []

    def end(*args: Any, **more: Any) -> None:
        ended.append(1)
        raise KeyboardInterrupt

    monkeypatch.setattr(batches, "load", end)
    for _ in range(3):
        RefreshSource().claim()
        let_leases_run_out()
    for _ in range(2 * TRIES_ALONE):
        with suppress(KeyboardInterrupt):
            refresh([alice.pk], by="worker")
    assert len(ended) == TRIES_ALONE
    RefreshSource().claim()
    row = Refresh.objects.get(person=alice)
    assert (row.fingerprint, row.dead_at is not None) == ("worker-lost", True)
    assert RefreshSource().claim() == []


def test_a_chunk_comes_again_in_parts_before_anybody_comes_alone(taxonomy: Taxonomy) -> None:
    people = factories.PersonFactory.create_batch(2 * PART + 1)
    for person in people:
        actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
    sizes = []
    for _ in range(3):
        sizes.append(sorted({len(chunk.ids) for chunk in RefreshSource().claim()}))
        let_leases_run_out()
    assert sizes == [[2 * PART + 1], [1, PART], [1]]


def test_of_a_chunk_that_fails_only_the_part_that_fails_is_tried_alone(taxonomy: Taxonomy) -> None:
    people = [person.pk for person in factories.PersonFactory.create_batch(3 * PART)]
    for person in people:
        actions.assign_role(
            person=Person.objects.get(pk=person), role="mid", by=None, today=timezone.localdate()
        )
    poisoned = {people[PART // 2]}
    for _ in range(2):
        for chunk in RefreshSource().claim():
            refreshing.work(chunk.ids, poisoned=poisoned)
    assert Report.objects.filter(audience="own").count() == 2 * PART
    assert Refresh.objects.filter(alone=True).count() == PART


def let_leases_run_out() -> None:
    Refresh.objects.update(not_before=timezone.now() - timedelta(minutes=10))
