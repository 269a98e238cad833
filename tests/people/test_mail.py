"""Many mails over one connection, each marked for itself, with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.models import Job
from skillmatrix.jobs.queue import JobSource
from skillmatrix.jobs.running import run
from skillmatrix.people import mail
from tests.people import mail_server
from tests.people.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


def send(*names: str) -> list[int]:
    return [mail.send(to=f"{name}@example.com", subject="s", body="b", html="<p>b</p>").pk for name in names]


def work() -> None:
    """What is due, as dispatcher and worker do it."""
    for chunk in JobSource().claim():
        run(chunk.ids)


def errors(pks: list[int]) -> list[str]:
    found = dict(Job.objects.filter(pk__in=pks).values_list("pk", "error"))
    return [found[pk] for pk in pks]


def done(pks: list[int]) -> list[bool]:
    found = dict(Job.objects.filter(pk__in=pks).values_list("pk", "done_at"))
    return [found[pk] is not None for pk in pks]


def test_one_connection_for_many_mails(server):
    pks = send(*(f"person{n}" for n in range(120)))
    chunks = JobSource().claim()
    assert [len(chunk.ids) for chunk in chunks] == [50, 50], "what the rate allows at once"
    for chunk in chunks:
        run(chunk.ids)
    assert (len(server.taken), server.connections) == (100, 2)
    assert sum(done(pks)) == 100


def test_an_address_that_is_refused_costs_nobody_else_a_mail(server):
    pks = send("ada", "refused", "bo")
    work()
    assert done(pks) == [True, False, True]
    assert "SMTPRecipientsRefused" in errors(pks)[1]
    assert (server.taken, server.connections) == (["ada@example.com", "bo@example.com"], 1)
    Job.objects.update(not_before=timezone.now())
    work()
    assert len(server.taken) == 2, "what was sent is not sent again with the one that was not"


def test_after_the_server_hung_up_the_rest_goes_over_a_new_connection(server):
    pks = send("ada", "hangs.up", "bo")
    work()
    assert done(pks) == [True, False, True]
    assert errors(pks)[1].startswith("Away: SMTPServerDisconnected")
    assert server.connections == 2


def test_a_server_that_is_away_is_asked_once_a_batch_and_no_mail_is_given_up(server):
    server.closed = True
    pks = send("ada", "bo", "cy")
    for _ in range(7):
        Job.objects.update(not_before=timezone.now())
        work()
    assert not Job.objects.dead().exists()
    assert set(Job.objects.values_list("attempts", flat=True)) == {jobs.MAX_ATTEMPTS - 1}
    assert errors(pks)[2].startswith("Away: SMTPServerDisconnected")
    assert server.connections == 7
    server.closed = False
    Job.objects.update(not_before=timezone.now())
    work()
    assert done(pks) == [True] * 3


def test_what_is_left_when_the_time_is_up_goes_back(server, monkeypatch):
    monkeypatch.setattr(mail, "SLICE_SECONDS", -1.0)
    pks = send("ada", "bo")
    work()
    assert (done(pks), server.taken) == ([False, False], [])
    assert set(Job.objects.values_list("attempts", flat=True)) == {0}
    monkeypatch.undo()
    work()
    assert done(pks) == [True, True]


def test_a_bad_mail_fails_alone(server):
    pks = send("ada", "bo", "cy")
    Job.objects.filter(pk=pks[1]).update(payload={"to": "bo@example.com"})
    work()
    assert done(pks) == [True, False, True]
    assert errors(pks)[1].startswith("KeyError")


class Rows:
    """Whoever wants mails at most once; dies after `lives` of them."""

    def __init__(self, lives: int) -> None:
        self.lives, self.marked, self.told = lives, [], {}

    def take(self, job):
        if job.pk in self.marked:
            return None
        self.marked.append(job.pk)
        return job.payload

    def tell(self, job, error):
        self.lives -= 1
        if self.lives < 0:
            raise SystemExit
        self.told[job.pk] = error


def test_a_mail_that_is_sent_once_is_not_sent_again_by_whoever_comes_after(server):
    waiting = [Job.objects.get(pk=pk) for pk in send("ada", "bo", "cy")]
    rows = Rows(lives=1)
    with pytest.raises(SystemExit):
        list(mail.deliver_once(waiting, rows))
    assert server.taken == ["ada@example.com", "bo@example.com"], "bo's was sent and never told"
    rows.lives = 9
    assert [error for _, error in mail.deliver_once(waiting, rows)] == [None] * 3
    assert server.taken == ["ada@example.com", "bo@example.com", "cy@example.com"]


def test_nothing_is_marked_before_the_server_answers(server):
    server.closed = True
    waiting = [Job.objects.get(pk=pk) for pk in send("ada")]
    rows = Rows(lives=9)
    ((_, error),) = mail.deliver_once(waiting, rows)
    assert str(error).startswith("SMTPServerDisconnected")
    assert rows.marked == []
