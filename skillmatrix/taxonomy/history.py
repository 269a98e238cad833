"""What published versions changed: any two compared, and each with the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import get_language

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.diff import Difference, diff
from skillmatrix.taxonomy.diff.in_words import size_in_words
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.transition import LevelsUnmapped, Transition, transition
from skillmatrix.web.caching import Cache

KEEP = 200
_sizes: Cache[tuple[str, str], str] = Cache("taxonomy-sizes", KEEP)


def between(old: Taxonomy, new: Taxonomy) -> Difference:
    """Compare two published versions; where levels were moved between them, by where each level went."""
    if not 0 < old.number < new.number:
        return diff(old, new)
    return diff(old, new, levels=versions.lineage(new).carry(old.number).levels)


def until(old: Taxonomy, new: Taxonomy) -> Difference:
    """Compare a published version with a document that may become the next one."""
    live = versions.current()
    try:
        change = transition(live, new)
    except LevelsUnmapped:
        return diff(old, new)
    return diff(old, new, levels=versions.lineage(live).carry(old.number).then(change).levels)


def sizes(shown: Iterable[TaxonomyVersion]) -> dict[int, str]:
    """Return how much each version changed, in a line; the first one has none. One query for all, and none once known."""
    language = get_language() or ""
    asked = {version.number: (version.fingerprint, language) for version in shown if version.number > 1}
    missing = {number for number, key in asked.items() if key not in _sizes}
    documents = _documents(missing | {number - 1 for number in missing}) if missing else {}
    return {number: _sizes.get(key, partial(_size, number, documents)) for number, key in asked.items()}


def taken_back(numbers: Iterable[int]) -> dict[int, int]:
    """Return, of some versions, those that a later one took back, each with the number of that one."""
    rows = TaxonomyVersion.objects.filter(undoes__in=list(numbers)).values_list("undoes", "number")
    return {undone: number for undone, number in rows if undone is not None}


def _size(number: int, documents: dict[int, tuple[Taxonomy, Transition]]) -> str:
    (before, _), (after, change) = documents[number - 1], documents[number]
    return size_in_words(diff(before, after, levels=change.levels))


def _documents(numbers: set[int]) -> dict[int, tuple[Taxonomy, Transition]]:
    rows = TaxonomyVersion.objects.filter(number__in=numbers).values_list("number", "content", "transition")
    return {
        number: (build(content, number=number), Transition.from_json(stored))
        for number, content, stored in rows
    }
