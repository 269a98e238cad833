"""Reports as pages show them: never an old number.

A page about one person takes the stored report while it is current; when it is behind, the same
pure functions compute it for display, and storing is left to the workers. Pages about many people
compute from the vectors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from assessments.inputs import Audience, Inputs
from assessments.levels import reading
from assessments.models import Profile
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .computing import ENGINE, Findings, compute, restore
from .models import Report
from .models.report import ReportQuerySet


@dataclass(frozen=True, slots=True)
class Shown:
    """Findings ready for a page. `stored` tells whether they are a worker's; else they were just computed.

    `report` is the row that was looked at, current or not; None where there is none yet.
    """

    inputs: Inputs
    taxonomy: Taxonomy
    findings: Findings
    stored: bool = False
    computed_by: str = ""
    computed_at: datetime | None = None
    report: Report | None = None


def is_current(report: Report, inputs: Inputs, *, today: date) -> bool:
    """The report was made from just these inputs, by this engine, and no day has overtaken it."""
    made_from = (report.revision, report.version, report.engine)
    still_good = report.good_until is None or today < report.good_until
    return made_from == (inputs.revision, inputs.version, ENGINE) and report.day <= today and still_good


def marker(inputs: Inputs, *, today: date) -> str:
    """Names what a page was made from; another one means that the page has been overtaken."""
    return f"{inputs.revision}.{inputs.version}.{today:%Y%m%d}"


def current_marker(person_id: int, *, today: date) -> str:
    """The marker of a page about this person made now. Two small queries."""
    revision = Profile.objects.filter(pk=person_id).values_list("revision", flat=True).first() or 0
    return f"{revision}.{versions.current_number()}.{today:%Y%m%d}"


def show(person_id: int, audience: Audience, *, today: date, rows: ReportQuerySet | None = None) -> Shown:
    """What this audience may read about one person, as of now. Two queries.

    `rows` are the reports to look among, perhaps with something more that the page shows. Raises
    `versions.NothingPublished` on an installation that has no taxonomy yet.
    """
    found = reading.load([person_id], today=today)
    if not found:
        raise versions.NothingPublished("No taxonomy is published yet.")
    (inputs,) = found
    taxonomy = inputs.taxonomy
    asked = Report.objects.all() if rows is None else rows
    report = asked.filter(person_id=person_id, audience=audience).first()
    if report is None or not is_current(report, inputs, today=today):
        computed = compute(inputs, audience, taxonomy, today=today)
        return Shown(inputs, taxonomy, computed, report=report)
    findings = restore(bytes(report.sheet), inputs, audience)
    return Shown(inputs, taxonomy, findings, True, report.computed_by, report.computed_at, report)  # noqa: FBT003


def show_many(person_ids: Iterable[int], audience: Audience, *, today: date) -> list[Shown]:
    """What this audience may read about these people, computed now, in the order asked for. One query."""
    return [
        Shown(inputs, inputs.taxonomy, compute(inputs, audience, inputs.taxonomy, today=today))
        for inputs in reading.load(person_ids, today=today)
    ]
