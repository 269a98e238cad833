"""How many people are up to date with a version: an island for those who published it, and for operators."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roadmaps.freshness import Freshness, freshness
from skillmatrix.people import access
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, render_page

PAGE = "roadmaps/publish_progress.html"
# (age of the version, seconds between questions): an open page asks less and less often.
PAUSES = ((timedelta(minutes=1), 1), (timedelta(minutes=10), 4))
LAST_PAUSE = 20


@never_cache
@require_safe
def publish_progress(request: AppRequest, number: int) -> HttpResponse:
    """Show how far it is. `after` names what an open page shows: 204 while there is nothing newer."""
    access.require_watches_publishing(request.user)
    version = TaxonomyVersion.objects.filter(number=number).only("number", "published_at").first()
    if version is None:
        raise Http404(_("There is no such version."))
    found = freshness(version)
    pause = pause_at(timezone.now() - version.published_at)
    marker = f"{found.fresh}.{found.people}.{found.dead}.{found.is_stuck:d}.{pause}"
    if request.htmx and request.GET.get("after") == marker:
        return NoContent()
    context = {
        "version": version,
        "found": found,
        "fresh": number_format(found.fresh, force_grouping=True),
        "people": number_format(found.people, force_grouping=True),
        "took": in_words(found),
        "pause": pause,
        "marker": marker,
        "crumbs": crumbs(version),
    }
    return render_page(request, PAGE, context, partials={"publish-progress"})


def pause_at(age: timedelta) -> int:
    """How many seconds an open page waits before it asks again."""
    return next((pause for until, pause in PAUSES if age < until), LAST_PAUSE)


def in_words(found: Freshness) -> str:
    """How long it took; empty where that is not known."""
    if found.took is None:
        return ""
    seconds = max(1, round(found.took.total_seconds()))
    if seconds < 120:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def crumbs(version: TaxonomyVersion) -> list[tuple[str, str]]:
    """The way back to the version."""
    here = reverse("taxonomy:version", args=[version.number])
    name = _("Version %(number)d") % {"number": version.number}
    return [(_("Versions"), reverse("taxonomy:versions")), (name, here)]
