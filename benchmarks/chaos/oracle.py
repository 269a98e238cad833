"""Was the promise kept? Asked in a process of its own, with nothing in memory of what the rig believes.

`python -m benchmarks.chaos.oracle LOG SUBJECTS SEED` reads what clients were told, compares it with what is stored,
and recomputes everything that is stored. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import django

RECOMPUTED = 1000


def main() -> None:
    """Look, and tell."""
    django.setup()
    log, subjects, seed = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), int(sys.argv[3])
    attempts = [json.loads(line) for line in log.read_text().splitlines()]
    found = clients(attempts) | rows(attempts, subjects) | product() | by_hand(subjects, Random(seed))
    print(json.dumps(found))


def clients(attempts: list[dict[str, Any]]) -> dict[str, Any]:
    """What clients saw."""
    return {
        "attempts": len(attempts),
        "answers": dict(Counter(str(line["status"]) for line in attempts)),
        "acknowledged": len({line["key"] for line in attempts if line["status"] == 303}),
        "tried": len({line["key"] for line in attempts}),
    }


def rows(attempts: list[dict[str, Any]], subjects: list[dict[str, Any]]) -> dict[str, Any]:
    """Acknowledged but not stored; stored twice; stored though nobody asked; revisions that do not count the writes."""
    from assessments.models import Profile, Rating, Share

    ratings = Counter(map(str, Rating.objects.values_list("key", flat=True)))
    shares = Counter(map(str, Share.objects.values_list("key", flat=True)))
    stored = ratings + shares
    acknowledged = {line["key"] for line in attempts if line["status"] == 303}
    refused = {
        line["key"] for line in attempts if line["status"] not in (0, 303) and line["status"] < 500
    } - acknowledged
    revisions = dict(Profile.objects.values_list("person_id", "revision"))
    said = Counter(Rating.objects.values_list("person_id", flat=True))
    tried = {line["key"] for line in attempts}
    miscounted = doubled = 0
    for subject in subjects:
        writes = stored[subject["key"]] + stored[subject["share_key"]]
        miscounted += revisions[subject["person"]] != subject["revision"] + writes
        doubled += said[subject["person"]] > subject["revision"] - 1 + stored[subject["key"]]
    ours = {subject["key"] for subject in subjects} | {subject["share_key"] for subject in subjects}
    return {
        "lost": len(acknowledged - set(stored)),
        "doubled": doubled + sum(count > 1 for count in stored.values()),
        "miscounted": miscounted,
        "refused": len(refused),
        "unanswered_but_stored": len((set(stored) & ours) - acknowledged),
        "out_of_nowhere": len((set(stored) & ours) - tried),
    }


def product() -> dict[str, Any]:
    """What the product says of itself, about everybody."""
    from roadmaps.verifying import verify

    verdict = verify()
    return {
        "reports": verdict.reports,
        "differences": verdict.differences[:20],
        "different": len(verdict.differences),
        "behind_people": sorted({int(text.split()[1].rstrip(":")) for text in verdict.stale}),
        "late": verdict.late,
    }


def by_hand(subjects: list[dict[str, Any]], rng: Random) -> dict[str, Any]:
    """Not trusting that: the bytes in the store, and what a page makes of them, beside what follows from the rows."""
    from assessments.inputs import Audience
    from assessments.levels import reading
    from roadmaps import reports
    from roadmaps.computing import compute
    from roadmaps.models import Report

    some = rng.sample(subjects, min(RECOMPUTED, len(subjects)))
    wrong = compared = 0
    for subject in some:
        for audience in Audience:
            report = Report.objects.filter(person_id=subject["person"], audience=audience).first()
            if report is None:
                continue
            shown = reports.show(subject["person"], audience, today=report.day)
            (inputs,) = reading.load([subject["person"]], today=report.day)
            fresh = compute(inputs, audience, inputs.taxonomy, today=report.day)
            same = (shown.findings, bytes(report.sheet)) == (fresh, fresh.sheet(inputs.taxonomy))
            compared += shown.stored
            wrong += shown.stored and not same
    return {"recomputed": compared, "recomputed_wrong": wrong}


if __name__ == "__main__":
    main()
