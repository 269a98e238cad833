"""Taking the current version back: what changes, what becomes of ratings, and the word of the admin on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access
from skillmatrix.taxonomy import history
from skillmatrix.taxonomy import versions as published
from skillmatrix.taxonomy.actions import NothingToUndo, Overtaken, undo
from skillmatrix.taxonomy.diff import Difference, diff
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.forms.undo_version import UndoVersion
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.transition import Transition, proposed_inverse
from skillmatrix.taxonomy.views.versions import find, version_crumbs
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

A_FEW, MANY = 5, 1000


@dataclass(frozen=True)
class Way:
    """From the current version back to the one before it."""

    version: TaxonomyVersion
    after: Taxonomy
    before: Taxonomy
    proposed: Transition

    @property
    def difference(self) -> Difference:
        """What changes, told backwards."""
        return diff(self.after, self.before, levels=self.proposed.levels)

    def form(self, data: Any = None) -> UndoVersion:
        """The form, with what is proposed."""
        note = _("Version %(number)s taken back") % {"number": self.version.number}
        return UndoVersion(data, before=self.before, after=self.after, proposed=self.proposed, note=note)


@require_http_methods(["GET", "HEAD", "POST"])
def undo_version(request: AppRequest, number: int) -> HttpResponse:
    """Show what taking the current version back does; POST does it. Any other version answers 409 with the present state."""
    access.require_taxonomy_admin(request.user)
    found = find(number)
    way = _way_back(found)
    if way is None:
        return _overtaken(request, found)
    if request.method != "POST":
        return _page(request, way, way.form())
    form = way.form(request.POST)
    if not form.is_valid():
        return _page(request, way, form, status=422)
    try:
        version = undo(
            number=number,
            note=form.cleaned_data["note"],
            by=request.user,
            levels=form.levels,
            moves=form.moves,
        )
    except (Overtaken, NothingToUndo):
        return _overtaken(request, found)
    _tell(request, version)
    return redirect_to(request, "taxonomy:version", version.number)


def _way_back(found: TaxonomyVersion) -> Way | None:
    """How to take a version back; None where it is not the current one, or the first."""
    if found.number == 1 or found.number != published.current_number():
        return None
    after = published.load(found.number, found.fingerprint)
    before = published.by_number(found.number - 1)
    return Way(found, after, before, proposed_inverse(Transition.from_json(found.transition), before, after))


def _page(request: AppRequest, way: Way, form: UndoVersion, status: int = 200) -> HttpResponse:
    context = {
        "version": way.version,
        "before": way.before,
        "form": form,
        "difference": way.difference,
        "said": _said_under(way.version.number),
        "crumbs": [
            *version_crumbs(),
            (_("Version %(number)s") % {"number": way.version.number}, _address(way.version.number)),
        ],
    }
    return render_page(request, "taxonomy/undo_version.html", context, status=status)


def _overtaken(request: AppRequest, found: TaxonomyVersion) -> HttpResponse:
    """It is no longer, or was never, possible. Pressing the button twice leads where pressing it once did."""
    by = history.taken_back([found.number]).get(found.number)
    current = published.current_number()
    if by is not None and by == current and request.method == "POST":
        return redirect_to(request, "taxonomy:version", by)
    context = {
        "version": found,
        "taken_back_by": by,
        "current": find(current),
        "crumbs": version_crumbs(),
        "difference": None
        if found.number == current
        else history.between(published.by_number(found.number), published.by_number(current)),
    }
    return render_page(request, "taxonomy/undo_version.html", context, status=409)


def _tell(request: AppRequest, version: TaxonomyVersion) -> None:
    text = _("Version %(undone)s is taken back. Version %(number)s says what version %(before)s said.")
    numbers = {"undone": version.undoes, "number": version.number, "before": version.number - 2}
    messages.success(request, text % numbers)


def _said_under(number: int) -> str:
    """How many ratings were made under a version, in words that show nobody's."""
    count = import_string(settings.TAXONOMY_RATINGS_UNDER)(number)
    if count == 0:
        return _("Nobody has rated anything since it was published.")
    if count < A_FEW:
        return _("A few ratings were made since it was published.")
    if count > MANY:
        return _("More than %(count)s ratings were made since it was published.") % {"count": MANY}
    return _("%(count)s ratings were made since it was published.") % {"count": count}


def _address(number: int) -> str:
    return reverse("taxonomy:version", args=[number])
