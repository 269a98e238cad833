"""Messages of earlier releases are understood, and what is sent today is understood by them.

`messages/` holds what each release has sent, as it stands in Redis; see docs/decisions/messages-across-releases.md.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from assessments import actions
from roadmaps.models import Report
from skillmatrix.celery import app
from skillmatrix.jobs.models import Canary, Job
from tests.factories import PersonFactory
from tests.processes import Stack, wait_until

FOLDER = Path(__file__).parent / "messages"
RELEASES = sorted(FOLDER.glob("*.json"))


def recorded(release: Path) -> list[tuple[str, dict[str, Any]]]:
    return [(each["queue"], each["message"]) for each in json.loads(release.read_text())]


def body(message: dict[str, Any]) -> list[Any]:
    return json.loads(base64.b64decode(message["body"]))


def put(stack: Stack, queue: str, message: dict[str, Any], *args: Any, **more: Any) -> None:
    """Into the queue, as it was recorded, with ids of today and perhaps keywords of tomorrow."""
    _, kwargs, rest = body(message)
    content = json.dumps([args, {**kwargs, **more}, rest])
    message = message | {"body": base64.b64encode(content.encode()).decode()}
    message["properties"] |= {"delivery_tag": str(uuid4())}
    with app.connection(stack.broker) as broker:
        broker.default_channel.client.lpush(queue, json.dumps(message))


def sent_today(task: str, queue: str) -> dict[str, Any]:
    """What the present release puts into Redis."""
    with app.connection("memory://") as broker:
        app.send_task(task, args=[[1]], queue=queue, connection=broker, retry=False, expires=300)
        return broker.default_channel._get(queue)


def test_there_is_a_record_of_every_task_that_a_worker_knows() -> None:
    app.loader.import_default_modules()
    known = {name for name in app.tasks if not name.startswith("celery.")}
    assert RELEASES
    assert known == {message["headers"]["task"] for _, message in recorded(RELEASES[-1])}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_what_is_sent_today_has_the_shape_that_a_release_knows(release: Path) -> None:
    for queue, message in recorded(release):
        task = message["headers"]["task"]
        today = sent_today(task, queue)
        (args, kwargs, _), (old_args, old_kwargs, _) = body(today), body(message)
        assert [type(value) for value in args] == [type(value) for value in old_args], task
        assert kwargs.keys() == old_kwargs.keys(), task
        assert message["headers"].keys() <= today["headers"].keys(), task
        assert message["content-type"] == today["content-type"]
        assert today["properties"]["delivery_info"] == message["properties"]["delivery_info"]


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "more", [{}, {"from_the_next_release": {"a": [1]}}], ids=["as recorded", "one more keyword"]
)
def test_messages_of_a_release_are_understood(stack: Stack, release: Path, more: dict[str, Any]) -> None:
    stack.extra["DJANGO_SETTINGS_MODULE"] = "tests.jobs.process_settings"
    stack.worker()
    for queue, message in recorded(release):
        assert queue in settings.LANES
        match message["headers"]["task"]:
            case "roadmaps.refresh":
                person = PersonFactory()
                actions.assign_role(person=person, role="mid", by=None, today=timezone.localdate())
                done = Report.objects.filter(person=person, computed_by="worker")
                put(stack, queue, message, [person.pk], **more)
            case "jobs.run":
                job = Job.objects.create(kind="note", payload={})
                done = Job.objects.filter(pk=job.pk).exclude(done_at=None)
                put(stack, queue, message, [job.pk], **more)
            case "jobs.canary":
                Canary.objects.create(queue=queue)
                done = Canary.objects.filter(queue=queue).exclude(stamped_at=None)
                put(stack, queue, message, [], **more)
        wait_until(done.exists, seconds=60, what=f"{message['headers']['task']} from {queue}")
