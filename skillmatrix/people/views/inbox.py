"""What I was told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from skillmatrix.people import inbox as messages
from skillmatrix.people.models import Message
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page


@require_GET
def inbox(request: AppRequest) -> HttpResponse:
    """My messages, new ones first."""
    mine = Message.objects.of(request.user)
    context = {"page": page_of(mine.unread_first(), request.GET.get("page")), "unread": mine.unread().count()}
    return render_page(request, "people/inbox.html", context)


@require_POST
def open_message(request: AppRequest, message_id: int) -> HttpResponse:
    """Mark one of mine as read and go where it points; a link that leaves the site goes nowhere."""
    if message_id > 2**63 - 1:
        message_id = 0  # beyond what an id can be: nobody's
    message = get_object_or_404(Message.objects.of(request.user), pk=message_id)
    messages.mark_read(request.user, [message.pk])
    return redirect_to(request, message.link if is_local(message.link) else "people:inbox")


@require_POST
def mark_read(request: AppRequest) -> HttpResponse:
    """Mark one of mine as read, or all."""
    one = request.POST.get("message", "")
    ids = [int(one)] if one.isascii() and one.isdecimal() and len(one) < 19 else None
    if ids is not None or not one:
        messages.mark_read(request.user, ids)
    return redirect_to(request, "people:inbox")


def is_local(link: str) -> bool:
    """A path of this site and nothing that a browser could read as another."""
    return link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
