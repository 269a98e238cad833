"""Mail as a job: a request only writes down what to send.

A mail carries a link and a name, never a level. The key makes asking twice one mail.

There are two ways. `deliver`: the job is closed after sending, so a crash between the two may send a mail again,
never lose it. `deliver_once`: it is written down before sending that this is about to happen, and what is written
down is never sent again, so a crash between the two may lose the mail, never send it twice.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.actions import Away, Unfinished
from skillmatrix.jobs.models import Job

from .models import Person

# Well below a lease: who waits behind a slow server is sent by whoever claims it next, and by nobody else.
SLICE_SECONDS = 20.0


def send(
    *,
    to: str,
    subject: str,
    body: str,
    html: str = "",
    by: Person | None = None,
    key: str | None = None,
) -> Job:
    """Ask for one mail to one address. Line breaks in the subject are removed."""
    payload = {"to": to, "subject": " ".join(subject.split()), "body": body, "html": html}
    return jobs.enqueue(kind="mail", payload=payload, by=by, key=key)


class Once(Protocol):
    """The rows of whoever wants mails that are sent at most once."""

    def take(self, job: Job) -> dict[str, Any] | None:
        """Mark the mail as being sent, commit that, and return it as `send` would describe it.

        None: it was marked before, by somebody who may have sent it, or it is no longer wanted.
        """

    def tell(self, job: Job, error: Exception | None) -> None:
        """Write down how it went. `Away` means that nobody knows: the connection broke while it was being sent."""


def deliver(jobs: Sequence[Job]) -> Iterator[tuple[Job, Exception | None]]:
    """Hand these mails to the mail server over one connection, and say of each how it went.

    An address that is refused concerns its mail alone. A connection that is lost is opened again for the rest. A server
    that cannot be reached makes all of them wait, which never counts as a failure of theirs. What is left after
    some time goes back, before its lease runs out and somebody else sends it too.
    """
    return _deliver(jobs, lambda job, server: _send(job.payload, server))


def deliver_once(jobs: Sequence[Job], once: Once) -> Iterator[tuple[Job, Exception | None]]:
    """The same, each mail at most once whatever dies: a job is done as soon as its mail was taken.

    What goes back untaken, because nobody answers or the time is up, is tried again like any other.
    """

    def attempt(job: Job, server: BaseEmailBackend) -> None:
        taken = once.take(job)
        if taken is not None:
            once.tell(job, _send(taken, server))

    return _deliver(jobs, attempt)


def _deliver(
    jobs: Sequence[Job], attempt: Callable[[Job, BaseEmailBackend], Exception | None]
) -> Iterator[tuple[Job, Exception | None]]:
    server, until = get_connection(), time.monotonic() + SLICE_SECONDS
    away: Away | None = None
    try:
        for job in jobs:
            if time.monotonic() > until:
                yield job, Unfinished(job.payload)
                continue
            away = away or _open(server)
            yield job, away or attempt(job, server)
    finally:
        _close(server)


def _open(server: BaseEmailBackend) -> Away | None:
    try:
        server.open()
    except Exception as error:  # whatever it is, it is none of the mails
        return Away(f"{type(error).__name__}: {error}")
    return None


def _send(payload: dict[str, Any], server: BaseEmailBackend) -> Exception | None:
    try:
        letter(payload, server).send()
    except SMTPServerDisconnected as error:
        _close(server)
        return Away(f"{type(error).__name__}: {error}")
    except SMTPException as error:  # refused, for this mail's own sake
        return error
    except OSError as error:
        _close(server)
        return Away(f"{type(error).__name__}: {error}")
    except Exception as error:
        return error
    return None


def letter(payload: dict[str, Any], server: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail that a job's payload describes."""
    made = EmailMultiAlternatives(
        subject=payload["subject"],
        body=payload["body"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[payload["to"]],
        connection=server,
    )
    if payload["html"]:
        made.attach_alternative(payload["html"], "text/html")
    return made


def _close(server: BaseEmailBackend) -> None:
    with contextlib.suppress(Exception):  # it may be gone already
        server.close()
