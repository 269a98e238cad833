"""Every night a seventh of all people is verified, so that within a week everybody is.

Who it is depends on the day alone, so a night that was missed is made up for a week later.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.db.models import F

from assessments.models import Profile
from skillmatrix.jobs.actions import Unfinished
from skillmatrix.jobs.schedule import Found
from skillmatrix.people.dated import current_day

from .verifying import Verdict, verify

SHARES = 7
CHUNK = 200
# After so long it goes to the back of the queue: other work does not wait for the whole share.
SLICE_SECONDS = 5.0
NOTHING_YET = {"people": 0, "reports": 0, "differences": 0, "stale": 0, "late": 0}


def verify_share(day: str = "", after: int = 0, first: str = "", **counts: int) -> dict[str, Any]:
    """Verify the share of a day, today's by default, from the person behind `after` on; what was counted so far.

    Raises `Found` with the first thing that differs or has been behind for long, and `Unfinished` when it has
    taken long enough.
    """
    day = day or current_day().isoformat()
    counted, until = {**NOTHING_YET, **counts}, time.monotonic() + SLICE_SECONDS
    while ids := _share(date.fromisoformat(day), after):
        verdict = verify(ids)
        counted = _added(counted, verdict)
        first = first or next(iter(verdict.differences + verdict.stale), "")
        after = ids[-1]
        if time.monotonic() > until:
            raise Unfinished({"day": day, "after": after, "first": first, **counted})
    result = {"day": day, **counted}
    if counted["differences"] or counted["stale"]:
        raise Found(f"{counted['differences']} differences, {counted['stale']} stale: {first}", result)
    return result


def _share(day: date, after: int) -> list[int]:
    share = Profile.objects.annotate(share=F("person_id") % SHARES).filter(share=day.toordinal() % SHARES)
    found = share.filter(person_id__gt=after).order_by("person_id")
    return list(found.values_list("person_id", flat=True)[:CHUNK])


def _added(counted: dict[str, int], verdict: Verdict) -> dict[str, int]:
    return {
        "people": counted["people"] + verdict.people,
        "reports": counted["reports"] + verdict.reports,
        "differences": counted["differences"] + len(verdict.differences),
        "stale": counted["stale"] + len(verdict.stale),
        "late": counted["late"] + verdict.late,
    }
