"""What publishing the draft would do to people: asked for, watched while it is counted, and read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from roadmaps.impact import actions
from roadmaps.impact.handler import Asked
from roadmaps.impact.impact import Impact
from roadmaps.impact.wording import headline, told
from skillmatrix.jobs.models import Job
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, redirect_to, render_page

PAGE = "roadmaps/impact.html"
PATIENCE = timedelta(seconds=20)


class State(StrEnum):
    """Where counting for the draft as it is now stands."""

    EMPTY = "empty"  # nothing differs, so there is nothing to count
    BLOCKED = "blocked"  # problems, or another base: it cannot be published as it stands
    UNASKED = "unasked"
    WAITING = "waiting"
    COUNTING = "counting"
    DONE = "done"
    STOPPED = "stopped"
    OVERTAKEN = "overtaken"
    FAILED = "failed"


OPEN = {State.WAITING, State.COUNTING}


@dataclass(frozen=True, slots=True)
class Counted:
    """An impact that was counted, in words by topic; `changes_since` of the draft, None on another version."""

    headline: str
    sayings: list[tuple[str, list[str]]]
    impact: Impact
    people: str
    at: Any
    is_old: bool
    changes_since: int | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def impact(request: AppRequest) -> HttpResponse:
    """Show the impact; POST has it counted, or with `stop` no longer. For those who edit the taxonomy.

    `after` names what an open page shows: 204 while there is nothing newer.
    """
    draft, today = open_draft(request), current_day()
    if request.method == "POST":
        act(request, draft, today)
        if not request.htmx:
            return redirect_to(request, "roadmaps:impact")
    context = island(draft, today)
    if request.htmx and request.GET.get("after") == context["marker"]:
        return NoContent()
    if request.htmx.target != "impact":
        context |= frame(request, draft, "")
    return render_page(request, PAGE, context, partials={"impact"})


def act(request: AppRequest, draft: Draft, today: date) -> None:
    """Ask, or stop; nothing for a draft that has no impact, which the page then says."""
    if "stop" in request.POST:
        actions.stop(draft=draft, today=today)
    elif state_of(draft, None) not in {State.EMPTY, State.BLOCKED}:
        actions.ask(draft=draft, by=request.user, today=today)


def island(draft: Draft, today: date) -> dict[str, Any]:
    """Context of the part that changes while somebody counts."""
    asked = actions.asked_of(draft, today=today)
    job = actions.newest(draft, asked)
    state = state_of(draft, job)
    return {
        "draft": draft,
        "state": state,
        "is_open": state in OPEN,
        "job": job,
        "is_slow": state is State.WAITING and job is not None and job.created_at < timezone.now() - PATIENCE,
        "marker": f"{job.pk}.{state}.{job.progress}" if job else "",
        "counted": counted(draft, asked, actions.last_result(draft)) if state is not State.EMPTY else None,
        "unconfirmed": len(draft.unconfirmed),
    }


def state_of(draft: Draft, job: Job | None) -> State:
    """Where counting stands, given the job that was asked for last for just this draft, if there is one."""
    if draft.id is None or draft.is_empty:
        return State.EMPTY
    if draft.is_outdated or draft.examine().taxonomy is None:
        return State.BLOCKED
    return State.UNASKED if job is None else _state_of(job)


def _state_of(job: Job) -> State:
    if job.dead_at is not None:
        return State.FAILED
    if job.cancelled:
        return State.STOPPED
    if job.done_at is not None:
        return State.DONE if job.result else State.OVERTAKEN
    return State.WAITING if job.total is None else State.COUNTING


def counted(draft: Draft, asked: Asked, job: Job | None) -> Counted | None:
    """The newest impact that was counted for this draft, whether or not it is still that of the draft as it is."""
    if job is None or job.result is None:
        return None
    then, found = Asked.from_json(job.result), Impact.from_json(job.result)
    topics = groupby(told(found), key=lambda said: said.topic)
    return Counted(
        headline=headline(found),
        sayings=[(topic, [said.text for said in some]) for topic, some in topics],
        impact=found,
        people=number_format(found.counted, force_grouping=True),
        at=job.done_at,
        is_old=then != asked,
        changes_since=draft.revision - then.revision if then.version == asked.version else None,
    )
