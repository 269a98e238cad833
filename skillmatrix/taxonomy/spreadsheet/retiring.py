"""Retiring the skills that a sheet no longer has, as the draft's own operation does it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from skillmatrix.taxonomy.building import Content
from skillmatrix.taxonomy.draft.operations import references
from skillmatrix.taxonomy.draft.operations.outcome import Bench, Refused
from skillmatrix.taxonomy.draft.operations.retiring import clean_up
from skillmatrix.taxonomy.parts import Parts, join, split
from skillmatrix.taxonomy.spreadsheet.findings import Log


@dataclass(frozen=True, slots=True)
class Plain:
    """A document on its own, as operations want it. `base_parts`: those of the version that people rated under."""

    parts: Parts
    base_parts: Parts
    slugs: Mapping[str, Collection[str]]

    def taken(self, kind: str) -> Collection[str]:
        """The slugs that areas, skills or roles ever had."""
        return self.slugs.get(kind, ())


def retire_all(content: Content, slugs: Collection[str], published: Content, log: Log) -> dict[str, Any]:
    """Return the content with skills retired, or taken out where they are not `published` yet.

    What pointed at them is mended; where that is not possible the log is told.
    """
    bench = Bench(Plain(split(content), split(published), {}))
    for slug in sorted(slugs):
        try:
            clean_up(bench, slug, None, merges=False)
        except Refused as refused:
            log.refuse(0, "", str(refused))
            continue
        references.targets(bench, slug)
        if bench.is_new(slug):
            references.forget(bench, slug)
        else:
            bench.skill(slug)["retired"] = True
    for effect in bench.effects:
        log.note(effect)
    parts = {**bench.parts, **bench.outcome("").parts}
    return join({path: part for path, part in parts.items() if part is not None})
