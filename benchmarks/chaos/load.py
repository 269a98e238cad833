"""The clients: each subject's one rating through the real web, sent again with the same key until it is answered.

As the browser does it: an answer that says nothing about the rating (an error, a cut connection, no answer at all) is
followed by the same request with the same key. Every attempt is one line of a log that the oracle reads.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.chaos.people import Subject
from skillmatrix.embedded.services import Address

CSRF = "c" * 32
SAVED = 303
# Answers that settle it, and are not what one asked for.
REFUSALS = {302, 400, 403, 404, 405, 409, 422, 429}
PATIENCE_SECONDS = 90.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 1.0
TIMEOUT_SECONDS = 10.0


class Log:
    """Lines of JSON from many threads."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w")
        self.lock = threading.Lock()

    def write(self, **line: Any) -> None:
        """One line, at once."""
        text = json.dumps({"at": round(time.time(), 3), **line}) + "\n"
        with self.lock:
            self.file.write(text)
            self.file.flush()


class Client:
    """One connection to the web, opened anew after it broke."""

    def __init__(self, address: Address, log: Log) -> None:
        self.address = address
        self.log = log
        self.connection: http.client.HTTPConnection | None = None

    def until_answered(self, subject: Subject, path: str, key: object, form: dict[str, Any]) -> bool:
        """Send until it is answered; whether it was saved."""
        deadline, pause, attempt = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE_SECONDS, 0
        while time.monotonic() < deadline:
            attempt += 1
            status, error = self.send(subject, path, {**form, "key": str(key)})
            self.log.write(
                person=subject.person, path=path, key=str(key), attempt=attempt, status=status, error=error
            )
            if status == SAVED or status in REFUSALS:
                return status == SAVED
            time.sleep(pause)
            pause = min(LONGEST_PAUSE_SECONDS, 2 * pause)
        return False

    def send(self, subject: Subject, path: str, form: dict[str, Any]) -> tuple[int, str]:
        """One attempt: its status (0: no answer) and what went wrong."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sid={subject.session}; csrf={CSRF}",
            "X-CSRFToken": CSRF,
        }
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    self.address.host, self.address.port, timeout=TIMEOUT_SECONDS
                )
            self.connection.request("POST", path, urlencode(form), headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            return 0, type(error).__name__
        return answer.status, ""

    def close(self) -> None:
        """Let go of the connection."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Load:
    """All writes, `pace` a second, by a few clients at once."""

    CLIENTS = 6
    UNRATED = 255

    def __init__(
        self, subjects: Sequence[Subject], address: Address, log: Path, *, pace: float, version: int
    ) -> None:
        self.subjects = subjects
        self.address = address
        self.log = Log(log)
        self.pace = pace
        self.version = version
        self.lock = threading.Lock()
        self.next = self.done = 0
        self.stopped = False
        self.began = 0.0
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(self.CLIENTS)]

    def start(self) -> None:
        """Begin."""
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new, and wait for what has begun."""
        self.stopped = True
        for thread in self.threads:
            thread.join(PATIENCE_SECONDS + TIMEOUT_SECONDS)

    @property
    def is_over(self) -> bool:
        """Every subject has been written, or given up."""
        return self.done >= len(self.subjects)

    def work(self) -> None:
        """Take subjects in turn, none before its time."""
        client = Client(self.address, self.log)
        while (subject := self.take()) is not None:
            self.write(client, subject)
            with self.lock:
                self.done += 1
        client.close()

    def take(self) -> Subject | None:
        """The next subject, when it is due; None when there is none."""
        with self.lock:
            if self.stopped or self.next >= len(self.subjects):
                return None
            place, self.next = self.next, self.next + 1
        time.sleep(max(0.0, self.began + place / self.pace - time.monotonic()))
        return self.subjects[place]

    def write(self, client: Client, subject: Subject) -> None:
        """The one rating of a subject, and for some the sharing of it."""
        form = {
            "skill": subject.skill,
            "value": subject.value,
            "shown": self.UNRATED,
            "version": self.version,
        }
        if subject.times == 1:
            saved = client.until_answered(subject, "/assess/rate/", subject.key, form)
        else:
            saved = self.write_at_once(subject, form)
        if saved and subject.shares:
            shown = {"shown": subject.revision + 1}
            client.until_answered(subject, "/assess/share/", subject.share_key, shown)

    def write_at_once(self, subject: Subject, form: dict[str, Any]) -> bool:
        """The same request several times at the same moment, each on a connection of its own."""

        def send(_: int) -> bool:
            client = Client(self.address, self.log)
            try:
                return client.until_answered(subject, "/assess/rate/", subject.key, form)
            finally:
                client.close()

        with ThreadPoolExecutor(subject.times) as pool:
            return all(list(pool.map(send, range(subject.times))))
