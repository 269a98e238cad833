"""The whole way with real processes: asked for on the page, rung for, counted by a worker, told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from roadmaps.models import Report
from skillmatrix.jobs.models import Job
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from tests.factories import PersonFactory
from tests.processes import Stack, wait_until
from tests.roadmaps.impact.conftest import ask_for, senior

SECONDS = 60


@pytest.mark.slow
def test_asked_for_counted_by_a_worker_published_and_brought_to_everybody(stack: Stack) -> None:
    stack.fallback = False
    stack.worker()
    stack.dispatcher()
    people = [senior() for _ in range(6)]
    dana = PersonFactory(is_taxonomy_admin=True)
    client = Client()
    client.force_login(dana)
    draft = ask_for(5)

    client.post(reverse("roadmaps:impact"))
    done = Job.objects.filter(kind="impact", done_at__isnull=False)
    wait_until(done.exists, seconds=SECONDS, what="the impact")
    assert "6 gaps open." in client.get(reverse("roadmaps:impact")).content.decode()

    version = actions.publish_draft(note="More of seniors", by=dana, shown_revision=draft.revision)
    progress = reverse("roadmaps:publish-progress", args=[version.number])
    wait_until(
        lambda: "Everybody is up to date." in client.get(progress).content.decode(),
        seconds=SECONDS,
        what="fresh reports",
    )
    made = Report.objects.filter(person__in=people, version=version.number)
    assert made.filter(computed_by=Report.Maker.WORKER).count() == 2 * len(people)
    assert "It took" in client.get(progress).content.decode()
    assert load().is_empty


@pytest.mark.slow
def test_without_a_worker_nobody_counts(stack: Stack) -> None:
    stack.fallback = False
    stack.dispatcher()
    senior()
    dana = PersonFactory(is_taxonomy_admin=True)
    client = Client()
    client.force_login(dana)
    ask_for(5)
    client.post(reverse("roadmaps:impact"))
    job = Job.objects.filter(kind="impact")
    wait_until(job.filter(attempts__gte=1).exists, seconds=SECONDS, what="the dispatcher's ring")
    with pytest.raises(AssertionError, match="did not come true"):
        wait_until(job.filter(done_at__isnull=False).exists, seconds=3, what="the impact")
    assert "Waiting for a worker to count." in client.get(reverse("roadmaps:impact")).content.decode()
