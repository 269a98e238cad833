"""The job: asked for once, counted a few seconds at a time, stopped when nobody wants it, honest when it fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from roadmaps.impact import actions, handler
from roadmaps.impact.impact import Impact
from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs import running
from skillmatrix.jobs.models import Job
from skillmatrix.jobs.queue import JobSource
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.exporting import export
from tests.roadmaps.impact.conftest import ask_for, senior

TODAY = timezone.localdate()
COUNTED = {"people": 6, "opened": 6, "added": 6}


@pytest.fixture
def dana(dana: Person, seniors: list[Person]) -> Person:
    """She edits the taxonomy, and there are people to count."""
    return dana


def ask(by: Person) -> Job:
    return actions.ask(draft=load(), by=by, today=TODAY)


def run(job: Job) -> Job:
    running.run([job.pk])
    job.refresh_from_db()
    return job


def test_counts_and_says_for_what(dana: Person) -> None:
    draft = ask_for(5)
    job = run(ask(dana))
    assert Impact.from_json(job.result) == Impact(6, COUNTED)
    assert handler.Asked.from_json(job.result) == handler.Asked(draft.id, draft.revision, 1, TODAY)
    assert (job.progress, job.total, job.payload) == (6, 6, {})


def test_asking_twice_is_asking_once(dana: Person) -> None:
    ask_for(5)
    first = ask(dana)
    assert ask(dana).pk == first.pk
    run(first)
    assert ask(dana).pk == first.pk, "counted already"
    assert Job.objects.filter(kind="impact").count() == 1


def test_a_changed_draft_is_another_question_and_the_old_one_is_dropped(dana: Person) -> None:
    ask_for(5)
    old = ask(dana)
    ask_for(3)
    new = ask(dana)
    assert new.pk != old.pk
    assert run(old).result is None, "nobody waits for it any more"
    assert Impact.from_json(run(new).result).figures == {"people": 6}
    assert actions.newest(load()) == new


def test_a_draft_that_moved_on_while_it_waited_is_not_counted(dana: Person) -> None:
    ask_for(5)
    job = ask(dana)
    ask_for(3)
    assert run(job).result is None
    assert job.done_at is not None


def test_a_version_published_meanwhile_is_not_counted_against(dana: Person) -> None:
    ask_for(5)
    job = ask(dana)
    publish(text=export(load().base_taxonomy) + "# Again\n", note="", by=None)
    assert run(job).result is None


def test_goes_on_where_it_stopped(dana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "SLICE_SECONDS", -1)
    monkeypatch.setattr(handler, "CHUNK", 4)
    ask_for(5)
    job = ask(dana)
    seen = []
    while run(job).done_at is None:
        assert JobSource().claim(), "it is due again at once"
        job.refresh_from_db()
        seen.append((job.payload.get("tally", {}).get("counted"), job.attempts))
        assert len(seen) < 9
    assert seen == [(4, 1)], "its attempts are counted anew"
    assert Impact.from_json(job.result) == Impact(6, COUNTED)


def test_a_slice_takes_at_least_one_step(dana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a slow machine would go round and round."""
    monkeypatch.setattr(handler, "SLICE_SECONDS", -1)
    monkeypatch.setattr(handler, "CHUNK", 4)
    ask_for(5)
    job = run(ask(dana))
    assert job.payload["tally"]["counted"] == 4


def test_a_stop_in_the_middle_is_noticed(dana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for(5)
    job = ask(dana)
    counted = handler.count

    def count(*args: Any, **kwargs: Any) -> None:
        counted(*args, **kwargs)
        actions.stop(draft=load(), today=TODAY)

    monkeypatch.setattr(handler, "count", count)
    assert run(job).result is None
    assert job.done_at is not None
    assert job.cancelled


def test_stopped_and_asked_again(dana: Person) -> None:
    ask_for(5)
    first = ask(dana)
    actions.stop(draft=load(), today=TODAY)
    second = ask(dana)
    assert second.pk != first.pk
    assert run(first).result is None
    assert Impact.from_json(run(second).result).figures == COUNTED


def test_a_failure_is_kept_and_can_be_asked_again(dana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ValueError("no luck")

    ask_for(5)
    first = ask(dana)
    with monkeypatch.context() as broken:
        broken.setattr(handler, "count", fail)
        Job.objects.filter(pk=first.pk).update(attempts=jobs.MAX_ATTEMPTS)
        assert run(first).dead_at is not None
    assert "no luck" in first.error
    second = ask(dana)
    assert second.pk != first.pk
    assert Impact.from_json(run(second).result).figures == COUNTED


def test_who_comes_in_the_middle_changes_nothing_that_is_counted(
    dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is asked for anew each time, so a total that grew is told, and nobody is counted twice."""
    monkeypatch.setattr(handler, "SLICE_SECONDS", -1)
    monkeypatch.setattr(handler, "CHUNK", 4)
    ask_for(5)
    job = run(ask(dana))
    senior()
    assert run(job).done_at is not None
    assert Impact.from_json(job.result) == Impact(7, {"people": 7, "opened": 7, "added": 7})
    assert job.total == 7


def test_progress_keeps_the_lease(dana: Person) -> None:
    ask_for(5)
    job = ask(dana)
    JobSource().claim()
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    assert jobs.report(job, progress=1, total=6)
    assert JobSource().claim() == []
    jobs.cancel(job)
    assert not jobs.report(job, progress=2, total=6)
    job.refresh_from_db()
    assert job.progress == 1
