"""Does everything stored follow from the rows? Recomputes from scratch and compares.

In one snapshot, so that nothing moves while it looks. A report is recomputed for its own day and
must be equal to the byte; one that is behind by less than a minute is *late*, not different.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from assessments.inputs import Audience, Inputs
from assessments.levels import folding, reading
from assessments.models import Profile
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import verify as taxonomy_verify
from skillmatrix.taxonomy.models import TaxonomyVersion

from .computing import ENGINE, compute
from .models import Report

LATE = timedelta(minutes=1)
CHUNK = 500


@dataclass
class Verdict:
    """How many were looked at, and what was found. `differences` and `stale` are bugs, `late` is work under way."""

    people: int = 0
    reports: int = 0
    differences: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    late: int = 0

    @property
    def is_fine(self) -> bool:
        """Nothing differs and nothing has been behind for long."""
        return not self.differences and not self.stale


def verify(person_ids: Sequence[int] | None = None) -> Verdict:
    """Compare vectors with rows and stored reports with fresh ones, for these people or everybody."""
    verdict = Verdict()
    with snapshot():
        ids = list(
            Profile.objects.order_by("person_id").values_list("person_id", flat=True)
            if person_ids is None
            else person_ids
        )
        verdict.differences += taxonomy_verify.differences()
        for start in range(0, len(ids), CHUNK):
            _verify_chunk(ids[start : start + CHUNK], verdict)
    return verdict


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it was at one moment; inside somebody's transaction, as that one sees it."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _verify_chunk(ids: Sequence[int], verdict: Verdict) -> None:
    profiles = {profile.person_id: profile for profile in Profile.objects.filter(person_id__in=ids)}
    verdict.people += len(profiles)
    for person_id in folding.differing(list(profiles.values())):
        verdict.differences.append(f"person {person_id}: vectors are not what the rows state")
    stored = {(r.person_id, r.audience): r for r in Report.objects.filter(person_id__in=ids)}
    today = current_day()
    newest = TaxonomyVersion.objects.latest_first().values_list("published_at", flat=True).first()
    days = {person_id: _day(stored, person_id, today) for person_id in ids}
    for day in sorted(set(days.values())):
        for inputs in reading.load([person for person in ids if days[person] == day], today=day):
            for audience in Audience:
                report = stored.get((inputs.person_id, audience))
                if report is not None and not _is_behind(report, inputs, today):
                    _verify_report(inputs, report, verdict)
                else:
                    moments = (getattr(profiles.get(inputs.person_id), "changed_at", None), newest)
                    _note_behind(inputs.person_id, audience, moments, verdict)


def _day(stored: Mapping[tuple[int, str], Report], person_id: int, today: date) -> date:
    """The day for which the reports of somebody were made; both are stored together."""
    report = stored.get((person_id, Audience.OWN))
    return report.day if report else today


def _verify_report(inputs: Inputs, report: Report, verdict: Verdict) -> None:
    """By the plain way, one person and one skill after another: what is stored was made by the other one."""
    verdict.reports += 1
    fresh = compute(inputs, Audience(report.audience), inputs.taxonomy, today=report.day)
    if (fresh.sheet(inputs.taxonomy), fresh.good_until) != (bytes(report.sheet), report.good_until):
        verdict.differences.append(
            f"person {inputs.person_id}: the {report.audience} report is not what its inputs give"
        )


def _is_behind(report: Report, inputs: Inputs, today: date) -> bool:
    made_from = (report.revision, report.version, report.engine)
    overtaken = report.good_until is not None and report.good_until <= today
    return overtaken or made_from != (inputs.revision, inputs.version, ENGINE)


def _note_behind(
    person_id: int, audience: Audience, moments: Iterable[datetime | None], verdict: Verdict
) -> None:
    """Late while anything that made it so is less than a minute old."""
    if any(moment is not None and timezone.now() - moment < LATE for moment in moments):
        verdict.late += 1
    else:
        verdict.stale.append(f"person {person_id}: the {audience} report has been behind for over a minute")
