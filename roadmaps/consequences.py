"""What one answer changed, told beside the assessment: for a rating that was saved, and for one that is tried.

The figures are computed here and now, twice, by the same pure functions as the workers use. The
stored report follows through the worker; the strip asks for it now and then, slower and slower,
and says so when it has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from time import perf_counter
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.inputs import Audience, Inputs
from roadmaps.computing import Findings, compute
from roadmaps.wording import Told, Words, told, words_of
from roadmaps.wording.changes import Reports
from skillmatrix.taxonomy.document import Taxonomy

TEMPLATE = "roadmaps/consequences.html"
# (seconds since the rating, milliseconds between questions): after the last of them nobody asks any more.
STAGES = ((3, 400), (15, 1500), (60, 6000))


def strip(request: HttpRequest, *, taxonomy: Taxonomy, before: Inputs, after: Inputs, today: date) -> str:
    """The strip after a rating was saved: what it changed, how fast, and that the report is being stored."""
    context = consequences(taxonomy, before, after, today=today)
    since = int(timezone.now().timestamp() * 1000)
    context |= {"revision": str(after.revision), "since": str(since), "pause": str(STAGES[0][1])}
    return render_to_string(TEMPLATE, context, request)


def trial(
    request: HttpRequest, *, taxonomy: Taxonomy, start: Inputs, before: Inputs, after: Inputs, today: date
) -> str:
    """The same for a move that is only tried; `start` is what is saved, for the sum of all moves tried."""
    context = consequences(taxonomy, before, after, today=today)
    first = compute(start, Audience.OWN, start.taxonomy, today=today)
    context["sums"] = _sums(words_of(taxonomy), first, context["findings"])
    return render_to_string(TEMPLATE, context | {"is_trial": True}, request)


def consequences(taxonomy: Taxonomy, before: Inputs, after: Inputs, *, today: date) -> dict[str, Any]:
    """What the template needs: the lines, and the milliseconds it took to compute them."""
    started = perf_counter()
    was = compute(before, Audience.OWN, before.taxonomy, today=today)
    now = compute(after, Audience.OWN, after.taxonomy, today=today)
    lines: Sequence[Told] = told(words_of(taxonomy), _reports(was), _reports(now))
    took = (perf_counter() - started) * 1000
    return {
        "lines": lines,
        "spoken": spoken([line.text for line in lines]),
        "took": str(max(1, round(took))),
        "findings": now,
    }


def spoken(lines: Sequence[str]) -> str:
    """The lines as a screen reader says them after each key: the first, and how many more there are."""
    if not lines:
        return _("Nothing changes in your gaps or on your roadmap.")
    more = len(lines) - 1
    rest = ngettext("%(n)d more change.", "%(n)d more changes.", more) % {"n": more}
    return f"{lines[0]} {rest}" if more else lines[0]


def pause_after(seconds: float) -> int | None:
    """How many milliseconds to wait before asking again; None when it is time to stop."""
    return next((pause for until, pause in STAGES if seconds < until), None)


def _sums(words: Words, first: Findings, last: Findings) -> list[str]:
    """Targets met, role by role, from what is saved to all that was tried."""
    pairs = ((first.current, last.current), (first.next, last.next))
    return [
        _("%(role)s %(before)d → %(after)d")
        % {"role": words.role(new.role), "before": old.targets_met, "after": new.targets_met}
        for old, new in pairs
        if old and new
    ]


def _reports(findings: Findings) -> Reports:
    return Reports(findings.current, findings.next, findings.roadmap)
