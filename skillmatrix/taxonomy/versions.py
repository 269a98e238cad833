"""The published taxonomy, parsed once a process.

Asking for the current one costs one query of two columns. What is parsed is kept by fingerprint and not by
number, so that a database that was restored, or rolled back in a test, can never serve another's document.
"""

from __future__ import annotations

from django.utils.translation import get_language

from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.texts import translate
from skillmatrix.taxonomy.transition import Lineage, Link, Transition
from skillmatrix.web.caching import Cache

KEEP = 8
"""Parsed versions a process keeps; a report or a comparison reads an old one now and then."""

_parsed: Cache[str, Taxonomy] = Cache("taxonomy", KEEP)
_translated: Cache[tuple[str, str], Taxonomy] = Cache("taxonomy-translated", KEEP)
_lineages: Cache[str, Lineage] = Cache("taxonomy-lineage", KEEP)


class NothingPublished(LookupError):
    """There is no such version, or none at all yet."""


def current_number() -> int:
    """Return the number of the current version; 0 while nothing is published."""
    return TaxonomyVersion.objects.latest_first().values_list("number", flat=True).first() or 0


def current() -> Taxonomy:
    """Return the current taxonomy with its number and slots. Raises `NothingPublished`."""
    found = TaxonomyVersion.objects.latest_first().values_list("number", "fingerprint").first()
    if found is None:
        raise NothingPublished("No taxonomy is published yet.")
    return load(*found)


def by_number(number: int) -> Taxonomy:
    """Return the taxonomy of any version. Raises `NothingPublished` where there is no such number."""
    found = TaxonomyVersion.objects.filter(number=number).values_list("number", "fingerprint").first()
    if found is None:
        raise NothingPublished(f"No taxonomy is published under number {number}.")
    return load(*found)


def last_with(slug: str) -> Taxonomy:
    """Return the newest version whose document has a skill. Raises `NothingPublished` where none has."""
    for number in TaxonomyVersion.objects.latest_first().values_list("number", flat=True):
        if slug in (taxonomy := by_number(number)).skills:
            return taxonomy
    raise NothingPublished(f"No version has the skill {slug}.")


def in_language(taxonomy: Taxonomy) -> Taxonomy:
    """Return the taxonomy with its texts in the reader's language, as far as they are translated."""
    language = get_language() or taxonomy.language
    return _translated.get((taxonomy.fingerprint, language), lambda: translate(taxonomy, language))


def load(number: int, fingerprint: str) -> Taxonomy:
    """Return the version that a caller has read number and fingerprint of; no query once it is parsed."""
    return _parsed.get(fingerprint, lambda: _parse(number, fingerprint))


def lineage(taxonomy: Taxonomy) -> Lineage:
    """Return what each version up to a published one did to ratings; no query once it is known."""
    return _lineages.get(taxonomy.fingerprint, lambda: _trace(taxonomy.number))


def _parse(number: int, fingerprint: str) -> Taxonomy:
    content, slots = TaxonomyVersion.objects.values_list("content", "slots").get(number=number)
    return build(content, number=number, slots=slots, fingerprint=fingerprint)


def _trace(number: int) -> Lineage:
    later = TaxonomyVersion.objects.filter(number__range=(2, number)).order_by("number")
    return Lineage(
        [
            Link(Transition.from_json(stored), undoes=undone is not None)
            for stored, undone in later.values_list("transition", "undoes")
        ]
    )
