"""The job that counts an impact, a few seconds at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from roadmaps.impact.counting import CHUNK, Overtaken, Question, count, counted_people
from roadmaps.impact.impact import Tally
from skillmatrix.jobs.actions import Unfinished, report
from skillmatrix.jobs.models import Job
from skillmatrix.taxonomy.draft import state
from skillmatrix.taxonomy.transition import transition

# After so long it goes to the back of the queue: the same workers make fresh reports.
SLICE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which draft, on which version, on which day: another of any of them has another impact."""

    draft: int
    revision: int
    version: int
    day: date

    @property
    def key(self) -> str:
        """The same for the same question."""
        return f"{self.draft}.{self.revision}.{self.version}.{self.day:%Y%m%d}"

    def to_json(self) -> dict[str, Any]:
        """Plain values, for the payload of a job."""
        return {
            "draft": self.draft,
            "revision": self.revision,
            "version": self.version,
            "day": self.day.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """What `to_json` made."""
        day = date.fromisoformat(stored["day"])
        return cls(stored["draft"], stored["revision"], stored["version"], day)


def question_of(draft: state.Draft) -> Question | None:
    """What publishing a draft would change; None for one that cannot be published as it stands."""
    after = draft.examine().taxonomy
    if after is None or draft.is_outdated:
        return None
    return Question(draft.base_taxonomy, after, transition(draft.base_taxonomy, after))


def handle(job: Job) -> dict[str, Any] | None:
    """Count on from where the job is. None when the draft or the version moved on, or nobody wants it any more."""
    asked, draft = Asked.from_json(job.payload), state.load()
    question = question_of(draft)
    if question is None or (draft.id, draft.revision, draft.base) != (
        asked.draft,
        asked.revision,
        asked.version,
    ):
        return None
    try:
        tally = _go_on(job, asked, question)
    except Overtaken:
        return None
    return None if tally is None else {**tally.impact().to_json(), **asked.to_json()}


def _go_on(job: Job, asked: Asked, question: Question) -> Tally | None:
    """The whole tally, or None when the job was cancelled. Raises `Unfinished` when it has taken long enough."""
    until = time.monotonic() + SLICE_SECONDS
    tally = Tally.from_json(job.payload.get("tally", {}))
    waiting = counted_people(beyond=job.payload.get("last", 0))
    total = tally.counted + len(waiting)
    while waiting:
        if not report(job, progress=tally.counted, total=total):
            return None
        some, waiting = waiting[:CHUNK], waiting[CHUNK:]
        count(question, some, tally, today=asked.day)
        if waiting and time.monotonic() > until:
            raise Unfinished({**asked.to_json(), "tally": tally.to_json(), "last": some[-1]})
    return tally if report(job, progress=total, total=total) else None
