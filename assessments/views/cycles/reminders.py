"""Sending a reminder again, because somebody wants it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.cycles import reminding
from assessments.models import Participant, Reminder
from assessments.views.page import back
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest

from .reach import visible_cycle


@require_POST
def send_again(request: AppRequest, pk: int) -> HttpResponse:
    """Send a reminder of which nobody knows that it arrived; once, however often this is asked."""
    today = current_day()
    rows = Reminder.objects.filter(state__in=(Reminder.State.UNKNOWN, Reminder.State.FAILED))
    reminder = rows.filter(pk=pk).select_related("participant__cycle", "participant__person").first()
    if reminder is None:
        raise Http404
    cycle, reach = visible_cycle(request.user, reminder.participant.cycle.public_id, today=today)
    seen = Participant.objects.filter(pk=reminder.participant_id)
    if not reach.viewer.is_people_admin and not seen.led_in(reach.led, today).exists():
        raise Http404
    reminding.send_again(reminder=reminder, by=request.user)
    messages.success(
        request, _("The reminder to %(name)s is sent again.") % {"name": reminder.participant.person.name}
    )
    return back(request, reverse("assessments:cycle", args=[cycle.public_id]))
