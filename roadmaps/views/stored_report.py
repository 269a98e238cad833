"""Whether the workers have stored my report yet: asked by the strip beside the assessment, until they have."""

from __future__ import annotations

from django import forms
from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.inputs import Audience
from assessments.models import Rating
from roadmaps.consequences import pause_after
from roadmaps.models import Report
from skillmatrix.people.models import Person
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, Unprocessable


class StoredReportForm(forms.Form):
    """`after`: the revision waited for; `since`: when the rating was answered, in milliseconds of the epoch."""

    after = forms.IntegerField(min_value=0, max_value=2**62)
    since = forms.IntegerField(min_value=0, max_value=2**53)


@never_cache
@require_safe
def stored_report(request: AppRequest) -> HttpResponse:
    """204 while the report is behind, 200 when it is stored, when to ask less often, or when to stop asking."""
    form = StoredReportForm(request.GET)
    if not form.is_valid():
        return Unprocessable(_("This question is damaged. Reload the page."))
    after, since = form.cleaned_data["after"], form.cleaned_data["since"]
    report = stored(request.user, after)
    if report is not None:
        return render(request, "roadmaps/stored_report.html", found(report, after))
    waited = timezone.now().timestamp() - since / 1000
    pause = pause_after(waited)
    if pause is not None and pause == pause_after(waited - pause / 1000):
        return NoContent()
    context = {"after": str(after), "since": str(since), "pause": pause and str(pause)}
    return render(request, "roadmaps/stored_report.html", context)


def stored(person: Person, after: int) -> Report | None:
    """My own stored report, once it has reached a revision; `waited` is the time from the rating to it."""
    rated_at = Rating.objects.filter(person=OuterRef("person"), revision=after).values("created_at")[:1]
    waited = ExpressionWrapper(F("computed_at") - Subquery(rated_at), output_field=DurationField())
    return (
        Report.objects.filter(person=person, audience=Audience.OWN, revision__gte=after)
        .annotate(waited=waited)
        .defer("sheet")
        .first()
    )


def found(report: Report, after: int) -> dict[str, object]:
    """Who stored it, and after how many milliseconds if that was for just this rating."""
    waited = getattr(report, "waited", None) if report.revision == after else None
    makers = {Report.Maker.WORKER: _("worker"), Report.Maker.DISPATCHER: _("dispatcher")}
    return {
        "is_stored": True,
        "maker": makers[Report.Maker(report.computed_by)],
        "waited": None if waited is None else str(max(1, round(waited.total_seconds() * 1000))),
    }
