"""The refresh protocol step by step, in one process."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.levels import batches
from assessments.models.rating import UNRATED
from roadmaps import refresh
from roadmaps.computing import ENGINE
from roadmaps.computing.many import reports
from roadmaps.models import Refresh, Report
from roadmaps.refresh import claiming, storing, working
from roadmaps.verifying import verify
from skillmatrix.jobs.actions import EVERYTHING
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.exporting import export

TODAY = timezone.localdate()
# What a report is computed from. Every one of these tables refuses writes that do not raise the revision.
INPUT_TABLES = {
    "assessments_profile",
    "assessments_roleassignment",
    "assessments_targetoverride",
    "assessments_nextrole",
    "assessments_extraskill",
    "assessments_interest",
}
PROJECTIONS = {"taxonomy_taxonomyversion", "taxonomy_role", "taxonomy_skill"}
OUTPUT_TABLES = {"roadmaps_report", "roadmaps_refresh"}


@pytest.fixture
def ada(alice: Person, taxonomy: Taxonomy) -> Person:
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    return alice


def rate(
    person: Person, skill: str = "idempotency", value: int = 2, shown: int = UNRATED, version: int = 1
) -> int:
    return actions.rate_skill(
        person=person,
        skill=skill,
        value=value,
        shown=shown,
        version=version,
        key=uuid4(),
        by=person,
        today=TODAY,
    ).revision


def people_of(chunks: Any) -> list[int]:
    return [person for chunk in chunks for person in chunk.ids]


def claim() -> list[int]:
    return people_of(refresh.RefreshSource().claim())


def release() -> None:
    """Let every lease run out."""
    Refresh.objects.update(not_before=timezone.now() - timedelta(minutes=10))


def test_refresh_stores_both_audiences_and_then_nobody_is_behind(ada: Person) -> None:
    rate(ada)
    assert claim() == [ada.pk]
    refresh.refresh([ada.pk], by="worker")
    assert set(Report.objects.values_list("audience", "computed_by")) == {
        ("own", "worker"),
        ("shared", "worker"),
    }
    release()
    assert claim() == []
    assert verify().is_fine


def test_refresh_claims_once_until_the_lease_runs_out(ada: Person) -> None:
    assert claim() == [ada.pk]
    assert claim() == []
    release()
    assert claim() == [ada.pk]
    assert Refresh.objects.get(person=ada).attempts == 2


def test_refresh_a_newer_revision_may_be_claimed_at_once(ada: Person) -> None:
    assert claim() == [ada.pk]
    rate(ada)
    assert claim() == [ada.pk]
    assert Refresh.objects.get(person=ada).attempts == 1


def test_refresh_old_results_never_replace_newer_ones(ada: Person) -> None:
    old = batches.load([ada.pk], today=TODAY)
    assert old is not None
    made = reports(old, today=TODAY)
    revision = rate(ada)
    refresh.refresh([ada.pk], by="worker")
    storing.store(old, made, today=TODAY, by="worker")
    assert set(Report.objects.values_list("revision", flat=True)) == {revision}


def test_refresh_storing_twice_changes_nothing(ada: Person) -> None:
    refresh.refresh([ada.pk], by="worker")
    before = list(Report.objects.values())
    refresh.refresh([ada.pk], by="dispatcher")
    assert list(Report.objects.values()) == before


@pytest.mark.parametrize(
    "overtaken",
    [
        {"revision": 0},
        {"engine": ENGINE - 1},
        {"version": 0},
        {"good_until": TODAY},
    ],
)
def test_refresh_is_due_for_each_thing_a_report_states(ada: Person, overtaken: dict[str, Any]) -> None:
    refresh.refresh([ada.pk], by="worker")
    claim()
    release()
    assert claim() == []
    Report.objects.update(**overtaken)
    release()
    assert claim() == [ada.pk]


def test_refresh_is_not_due_before_its_day(ada: Person) -> None:
    refresh.refresh([ada.pk], by="worker")
    Report.objects.update(good_until=TODAY + timedelta(days=1))
    assert claim() == []


def test_refresh_one_poisoned_person_kills_nobody_else(
    ada: Person, carol: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.assign_role(person=carol, role="mid", by=None, today=TODAY)

    def poisoned(batch: batches.Batch, **kwargs: Any) -> Any:
        if carol.pk in batch.person_ids:
            raise ZeroDivisionError("poison")
        return reports(batch, **kwargs)

    monkeypatch.setattr(working, "reports", poisoned)
    source = refresh.RefreshSource()
    for _ in range(8):
        for chunk in source.claim():
            source.work(chunk.ids)
        release()
    assert Report.objects.filter(person=ada).exists()
    row = Refresh.objects.get(person=carol)
    assert row.dead_at is not None
    assert "ZeroDivisionError" in row.error
    assert claim() == []

    monkeypatch.setattr(working, "reports", reports)
    rate(carol)
    assert claim() == [carol.pk]
    refresh.refresh([carol.pk], by="worker")
    assert Refresh.objects.get(person=carol).dead_at is None


def test_refresh_reads_only_tables_that_raise_the_revision(ada: Person) -> None:
    with CaptureQueriesContext(connection) as queries:
        refresh.refresh([ada.pk], by="worker")
    sql = " ".join(query["sql"] for query in queries)
    tables = {word.strip('"(),;').split('"')[0] for word in sql.replace("\n", " ").split()}
    ours = {t for t in tables if t.startswith(("assessments_", "people_", "taxonomy_", "roadmaps_", "jobs_"))}
    assert ours >= INPUT_TABLES
    assert ours <= INPUT_TABLES | PROJECTIONS | OUTPUT_TABLES


def test_refresh_many_people_takes_no_more_queries_than_one(
    ada: Person, carol: Person, django_assert_num_queries: Callable[..., Any]
) -> None:
    """One person alone takes one more: the count of tries of somebody who may end this process."""
    actions.assign_role(person=carol, role="senior", by=None, today=TODAY)
    refresh.refresh([ada.pk], by="worker")
    with django_assert_num_queries(3):
        refresh.refresh([ada.pk], by="worker")
    with django_assert_num_queries(2):
        refresh.refresh([ada.pk, carol.pk], by="worker")


def test_refresh_role_that_starts_later_limits_how_long_a_report_is_good(ada: Person) -> None:
    from assessments.levels.marking import marking
    from assessments.models import RoleAssignment
    from skillmatrix.taxonomy.models import Role

    with marking(ada.pk, own=False):
        held = RoleAssignment.objects.get(person=ada)
        held.end(TODAY + timedelta(days=30))
        RoleAssignment.objects.create(
            person=ada, role=Role.objects.get(slug="senior"), starts_on=TODAY + timedelta(days=30)
        )
    refresh.refresh([ada.pk], by="worker")
    assert Report.objects.get(person=ada, audience="own").good_until == TODAY + timedelta(days=30)


def test_verify_finds_a_changed_report_and_changed_bytes(ada: Person) -> None:
    rate(ada)
    refresh.refresh([ada.pk], by="worker")
    assert verify().is_fine
    report = Report.objects.get(person=ada, audience="own")
    report.sheet = bytes(report.sheet[:-1]) + bytes([report.sheet[-1] ^ 1])
    report.save()
    assert len(verify().differences) == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_profile SET own_values = set_byte(own_values, 0, 5)")
    assert any("vectors" in line for line in verify().differences)


def test_verify_counts_reports_that_are_behind(ada: Person) -> None:
    assert verify().late == 2
    long_ago = timezone.now() - timedelta(minutes=2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_profile SET changed_at = %s", [long_ago])
        cursor.execute("UPDATE taxonomy_taxonomyversion SET published_at = %s", [long_ago])
    verdict = verify()
    assert (len(verdict.stale), verdict.late) == (2, 0)
    rate(ada)
    assert verify().late == 2


def test_refresh_a_fan_out_leaves_room_for_fresh_edits(
    ada: Person, carol: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "FANOUT_UNDER_WAY", 1)
    monkeypatch.setattr(claiming, "UNDER_WAY", 2)
    for person in (carol, dana):
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
    everybody = [ada.pk, carol.pk, dana.pk]
    refresh.refresh(everybody, by="worker")
    Report.objects.update(version=0)
    release()
    first = claim()
    assert len(first) == 1
    assert claim() == []
    edited = next(pk for pk in everybody if pk not in first)
    rate(Person.objects.get(pk=edited))
    assert claim() == [edited]
    refresh.refresh([*first, edited], by="worker")
    assert len(claim()) == 1


def test_refresh_a_fresh_edit_passes_a_fan_out_that_has_not_come_to_it_yet(
    ada: Person, carol: Person, dana: Person
) -> None:
    """Somebody says something just after a publish: they wait for nobody else's report."""
    for person in (carol, dana):
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
    refresh.refresh([ada.pk, carol.pk, dana.pk], by="worker")
    release()
    publish_again()
    rate(dana, version=2)
    source = refresh.RefreshSource()
    [fresh] = source.claim()
    assert (fresh.queue, fresh.ids) == (refresh.FRESH, (dana.pk,))
    [fanout] = source.claim()
    assert (fanout.queue, fanout.ids) == (refresh.FANOUT, (ada.pk, carol.pk))


def test_refresh_a_fan_out_goes_on_however_much_is_said(ada: Person, carol: Person, dana: Person) -> None:
    for person in (carol, dana):
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
    refresh.refresh([ada.pk, carol.pk, dana.pk], by="worker")
    release()
    publish_again()
    source = refresh.RefreshSource()
    rate(dana, version=2)
    assert {chunk.queue for chunk in source.claim()} == {refresh.FRESH}
    rate(dana, value=3, shown=2, version=2)
    chunks = source.claim({str(dana.pk)})
    assert {chunk.queue: chunk.ids for chunk in chunks} == {
        refresh.FRESH: (dana.pk,), refresh.FANOUT: (ada.pk, carol.pk),
    }  # fmt: skip


def publish_again() -> None:
    publish(text=export(versions.current()) + "# Again\n", note="", by=None)


def test_refresh_an_older_release_does_not_clear_the_lease_of_a_newer_one(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A new dispatcher rings an old worker: the lease must hold, or the two would chase each other.
    monkeypatch.setattr(claiming, "ENGINE", ENGINE + 1)
    assert claim() == [ada.pk]
    refresh.refresh([ada.pk], by="worker")
    assert claim() == []
    release()
    assert claim() == [ada.pk]


def test_refresh_a_release_that_was_taken_back_waits_for_its_lease(ada: Person) -> None:
    refresh.refresh([ada.pk], by="worker")
    Report.objects.update(engine=ENGINE + 1)
    rate(ada)
    assert claim() == [ada.pk]
    refresh.refresh([ada.pk], by="worker")
    assert set(Report.objects.values_list("engine", flat=True)) == {ENGINE + 1}
    assert claim() == []


def test_refresh_a_clock_that_ran_ahead_keeps_nothing_newer_out(ada: Person) -> None:
    refresh.refresh([ada.pk], by="worker")
    Report.objects.update(day=TODAY + timedelta(days=400), good_until=None)
    revision = rate(ada)
    refresh.refresh([ada.pk], by="worker")
    assert set(Report.objects.values_list("revision", "day")) == {(revision, TODAY)}


def test_refresh_stores_in_the_order_of_people_whatever_the_order_asked_for(
    ada: Person, carol: Person
) -> None:
    asked: list[list[int]] = []
    for people in ([ada.pk, carol.pk], [carol.pk, ada.pk]):
        with CaptureQueriesContext(connection) as queries:
            refresh.refresh(people, by="worker")
        told = re.search(r"unnest\('\{([\d,]+)\}'", queries[-1]["sql"])
        assert told is not None
        asked.append([int(person) for person in told[1].split(",")])
    assert asked[0] == asked[1] == sorted(asked[0])


def test_refresh_somebody_who_is_announced_is_leased_without_a_look_at_everybody(
    ada: Person, carol: Person
) -> None:
    actions.assign_role(person=carol, role="mid", by=None, today=TODAY)
    source = refresh.RefreshSource()
    refresh.refresh(people_of(source.claim()), by="worker")
    rate(ada)
    rate(carol)
    assert people_of(source.claim({str(ada.pk)})) == [ada.pk]
    assert people_of(source.claim(set())) == [], "who was not announced waits for the next look"
    assert people_of(source.claim({EVERYTHING})) == [carol.pk]


def test_refresh_a_look_comes_round_by_itself(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    source = refresh.RefreshSource()
    refresh.refresh(people_of(source.claim()), by="worker")
    rate(ada)
    assert people_of(source.claim(set())) == []
    later = time.monotonic() + 2 * claiming.LOOK_SECONDS + 60
    monkeypatch.setattr(claiming.time, "monotonic", lambda: later)
    assert people_of(source.claim(set())) == [ada.pk]


@pytest.mark.parametrize("told", ["0", "987654321", "jobs", "-1", "٣", "1e3", "9" * 30])
def test_refresh_whatever_is_announced_does_no_harm(ada: Person, told: str) -> None:
    source = refresh.RefreshSource()
    refresh.refresh(people_of(source.claim()), by="worker")
    assert people_of(source.claim({told})) == []


def test_refresh_an_idle_round_asks_only_for_the_version(
    ada: Person, django_assert_num_queries: Callable[..., Any]
) -> None:
    source = refresh.RefreshSource()
    refresh.refresh(people_of(source.claim()), by="worker")
    with django_assert_num_queries(1):
        source.claim(set())


def test_refresh_a_large_backlog_is_found_once_and_worked_off(
    ada: Person, carol: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "FANOUT_UNDER_WAY", 1)
    monkeypatch.setattr(claiming, "UNDER_WAY", 2)
    for person in (carol, dana):
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
    everybody = [ada.pk, carol.pk, dana.pk]
    refresh.refresh(everybody, by="worker")
    Report.objects.update(version=0)
    release()
    source, found = refresh.RefreshSource(), []
    looks = 0
    for heard in (None, set(), set()):
        with CaptureQueriesContext(connection) as queries:
            found += people_of(source.claim(heard))
        looks += sum("NULLS FIRST" in query["sql"] for query in queries)
        refresh.refresh(found, by="worker")
    assert (sorted(found), looks) == (everybody, 1)
