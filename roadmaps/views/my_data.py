"""Everything that is kept of me: who sees it, who looked, a copy of it, and the wish to be erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roadmaps.my_data.sight import who_sees
from skillmatrix.jobs.models import Job
from skillmatrix.people import actions
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Access, DataExport, Person
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, Unprocessable, redirect_to, render_page

PAGE = "roadmaps/my_data.html"


class State(StrEnum):
    """Where a file with everything about somebody stands."""

    UNASKED = "unasked"
    WAITING = "waiting"
    MAKING = "making"
    MADE = "made"
    FAILED = "failed"


@never_cache
@require_GET
def my_data(request: AppRequest) -> HttpResponse:
    """Who sees what, who looked, and the doors to a copy and to erasure.

    `after` names what an open page shows of the copy: 204 while there is nothing newer.
    """
    context = copy_of(request.user)
    if request.htmx.target == "copy":
        if request.GET.get("after") == context["marker"]:
            return NoContent()
        return render_page(request, PAGE, context, partials={"copy"})
    page = page_of(Access.objects.by_month(request.user), request.GET.get("page"))
    context |= {
        "seers": who_sees(request.user, today=current_day()),
        "page": page,
        "months": list(by_month(page)),
        "erasure": request.user.erasure_requests.waiting().first(),
    }
    return render_page(request, PAGE, context)


def by_month(looks: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """Each month with its looks as sentences: “Bob saw your page on 4 days”."""
    for month, rows in groupby(looks, key=lambda row: row["month"]):
        yield month, [{"who": row["who"], "what": sentence(row), "last": row["last"]} for row in rows]


def sentence(row: dict[str, Any]) -> str:
    """What somebody looked at, on how many days."""
    page = Access(page=row["page"]).page_name
    told = ngettext("saw %(page)s on %(days)s day", "saw %(page)s on %(days)s days", row["days"])
    return told % {"page": page, "days": row["days"]}


def copy_of(person: Person) -> dict[str, Any]:
    """Context of the part that changes while a file is made."""
    export = DataExport.objects.of(person).first()
    job = actions.job_of(export) if export and export.made_at is None else None
    state = state_of(export, job)
    return {
        "export": export,
        "job": job,
        "state": state,
        "is_open": state in {State.WAITING, State.MAKING},
        "marker": f"{export.key}.{state}.{job.progress if job else 0}" if export else "",
        "fresh_key": uuid4(),
    }


def state_of(export: DataExport | None, job: Job | None) -> State:
    """Where the newest file stands, given the job that makes it."""
    if export is None:
        return State.UNASKED
    if export.made_at is not None:
        return State.MADE
    if job is None or job.dead_at is not None or job.done_at is not None:
        return State.FAILED
    return State.WAITING if job.total is None else State.MAKING


@require_POST
def ask_export(request: AppRequest) -> HttpResponse:
    """Have the file made; the page shows how far it is."""
    key = _key(request)
    if key is None:
        return Unprocessable(_("This form is damaged. Reload the page and try again."))
    actions.ask_export(person=request.user, key=key, by=request.user)
    if request.htmx.target == "copy":
        return render_page(request, PAGE, copy_of(request.user), partials={"copy"})
    return redirect_to(request, "roadmaps:my-data")


@never_cache
@require_GET
def download_export(request: AppRequest, key: UUID) -> HttpResponse:
    """The file, for the person it is about; for everybody else there is none."""
    export = get_object_or_404(DataExport, person=request.user, key=key)
    if export.content is None:
        raise Http404
    answer = HttpResponse(bytes(export.content), content_type="application/zip")
    answer["Content-Disposition"] = (
        f'attachment; filename="skillmatrix-my-data-{export.made_at:%Y-%m-%d}.zip"'
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def request_erasure(request: AppRequest) -> HttpResponse:
    """Say what will happen, then record the wish."""
    waiting = request.user.erasure_requests.waiting().first()
    context = {"erasure": waiting, "fresh_key": uuid4()}
    if request.method != "POST":
        return render_page(request, "roadmaps/request_erasure.html", context)
    key = _key(request)
    if key is None:
        context["problem"] = _("This form is damaged. Try again.")
        return render_page(request, "roadmaps/request_erasure.html", context, status=422)
    actions.request_erasure(person=request.user, key=key, by=request.user)
    messages.success(request, _("Your request is recorded, and those who edit people were told."))
    return redirect_to(request, "roadmaps:my-data")


@require_POST
def take_back_erasure(request: AppRequest) -> HttpResponse:
    """No longer wanted."""
    if actions.take_back_erasure(person=request.user, by=request.user):
        messages.success(request, _("Your request is taken back, and those who edit people were told."))
    return redirect_to(request, "roadmaps:my-data")


def _key(request: AppRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None
