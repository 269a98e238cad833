"""The page that tells what publishing the draft would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmaps.impact import actions
from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.models import Job
from skillmatrix.jobs.running import run
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.draft import actions as drafts
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.exporting import export
from tests.roadmaps.impact.conftest import ask_for

URL = reverse("roadmaps:impact")
TODAY = timezone.localdate()


@pytest.fixture
def client(dana: Person, seniors: list[Person], signed_in: Callable[..., Client]) -> Client:
    return signed_in(dana)


def page(client: Client, **headers: Any) -> str:
    answer = client.get(URL, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def run_newest() -> Job:
    job = Job.objects.filter(kind="impact").latest("pk")
    run([job.pk])
    job.refresh_from_db()
    return job


def test_without_javascript_it_is_asked_for_watched_and_read(client: Client) -> None:
    ask_for(5)
    assert "Count the impact" in page(client)
    answer = client.post(URL)
    assert (answer.status_code, answer["Location"]) == (302, URL)
    waiting = page(client)
    assert "Waiting for a worker to count." in waiting
    assert f'<noscript><a href="{URL}">' in waiting
    job = run_newest()
    done = page(client)
    assert "6 people are affected." in done
    assert "6 gaps open." in done
    assert "Count again" not in done
    assert "every 1s" not in done, "nobody asks any more"
    assert job.requester.email == "dana@example.com"


def test_htmx_gets_the_island_and_asks_until_it_is_done(client: Client, htmx: Any) -> None:
    ask_for(5)
    island = client.post(URL, headers=htmx("impact"))
    text = island.content.decode()
    assert island.status_code == 200
    assert text.lstrip().startswith('<section id="impact"')
    assert 'hx-trigger="every 1s"' in text
    after = text.split("?after=")[1].split('"')[0]
    assert client.get(f"{URL}?after={after}", headers=htmx("impact")).status_code == 204
    jobs.report(Job.objects.get(), progress=2, total=6)
    counting = client.get(f"{URL}?after={after}", headers=htmx("impact"))
    assert "2 of 6" in counting.content.decode()
    run_newest()
    done = client.get(f"{URL}?after={after}", headers=htmx("impact")).content.decode()
    assert "6 people are affected." in done
    assert "data-announce" in done
    assert "hx-trigger" not in done


def test_get_writes_nothing(client: Client) -> None:
    ask_for(5)
    page(client)
    assert not Job.objects.exists()


def test_a_draft_that_changed_says_that_the_figures_are_old(client: Client) -> None:
    ask_for(5)
    client.post(URL)
    run_newest()
    Job.objects.update(done_at=timezone.now() - timedelta(minutes=5))
    ask_for(4, skill="kubernetes")
    ask_for(3, skill="kubernetes")
    text = page(client)
    assert "2 changes since: count again." in text
    assert "counted 5 minutes ago" in text
    assert "6 people are affected." in text
    assert "Count again" in text


def test_another_day_is_another_count(client: Client) -> None:
    draft = ask_for(5)
    yesterday = TODAY - timedelta(days=1)
    actions.ask(draft=draft, by=Person.objects.get(email="dana@example.com"), today=yesterday)
    run_newest()
    assert "That was on another day: count again." in page(client)


def test_stopped(client: Client) -> None:
    ask_for(5)
    client.post(URL)
    assert client.post(URL, {"stop": "1"}).status_code == 302
    assert run_newest().result is None
    text = page(client)
    assert "Counting was stopped." in text
    assert "Count again" in text
    client.post(URL)
    run_newest()
    assert "6 people are affected." in page(client)


def test_failed(client: Client) -> None:
    ask_for(5)
    client.post(URL)
    Job.objects.update(dead_at=timezone.now(), error="ValueError: no luck")
    text = page(client)
    assert "Counting did not work, and it is not tried again by itself." in text
    assert "no luck" not in text, "what went wrong inside is for operators"
    assert "Count again" in text


def test_a_failure_that_is_tried_again_is_not_hidden(client: Client) -> None:
    ask_for(5)
    client.post(URL)
    jobs.fail(Job.objects.get(), ValueError("no luck"))
    assert "The last attempt did not work; another follows by itself." in page(client)


def test_nobody_at_work(client: Client) -> None:
    ask_for(5)
    client.post(URL)
    assert "Is the dispatcher running?" not in page(client)
    Job.objects.update(created_at=timezone.now() - timedelta(seconds=30))
    assert "Is the dispatcher running?" in page(client)


def test_few_people_are_told_as_few(client: Client, seniors: list[Person]) -> None:
    Person.objects.filter(pk__in=[person.pk for person in seniors[:2]]).update(is_active=False)
    ask_for(5)
    client.post(URL)
    run_newest()
    assert "There are too few people to show this without showing someone." in page(client)


def test_an_empty_draft_has_no_impact(client: Client) -> None:
    assert "publishing it would change nothing" in page(client)
    assert client.post(URL).status_code == 302
    assert not Job.objects.exists()


def test_a_draft_that_cannot_be_published_has_none_yet(client: Client) -> None:
    parts = load().parts
    path = "skill:idempotency"
    drafts.save_part(
        path=path,
        content={**parts[path], "prerequisites": ["retries-dead-letters"]},
        shown=load().shown(path),
        summary="A cycle",
        by=None,
    )
    assert "The draft has problems and cannot be published" in page(client)
    client.post(URL)
    assert not Job.objects.exists()


def test_a_draft_on_an_older_version_has_to_be_rebased_first(client: Client) -> None:
    ask_for(5)
    publish(text=export(load().base_taxonomy) + "# Again\n", note="", by=None)
    assert "Another version was published since this draft began" in page(client)
    client.post(URL)
    assert not Job.objects.exists()


def test_reworded_skills_that_nobody_confirmed_are_named_as_counted_by_words_alone(client: Client) -> None:
    path = "skill:idempotency"
    content = {**load().parts[path], "definition": "Other words"}
    drafts.save_part(path=path, content=content, shown=load().shown(path), summary="Reworded", by=None)
    assert "1 reworded skill is counted as if only its words had changed" in page(client)


def test_only_those_who_edit_the_taxonomy(
    client: Client, signed_in: Callable[..., Client], alice: Person, erin: Person
) -> None:
    ask_for(5)
    for person in (alice, erin):
        assert signed_in(person).get(URL).status_code == 403
        assert signed_in(person).post(URL).status_code == 403
    assert not Job.objects.exists()
