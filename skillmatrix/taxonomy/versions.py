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

KEEP = 8
"""Parsed versions a process keeps; a report or a comparison reads an old one now and then."""

_parsed: dict[str, Taxonomy] = {}
_translated: dict[tuple[str, str], Taxonomy] = {}
_lineages: dict[str, Lineage] = {}


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
    key = (taxonomy.fingerprint, get_language() or taxonomy.language)
    if key not in _translated:
        while len(_translated) >= KEEP:
            _translated.pop(next(iter(_translated)), None)
        _translated[key] = translate(taxonomy, key[1])
    return _translated[key]


def load(number: int, fingerprint: str) -> Taxonomy:
    """Return the version that a caller has read number and fingerprint of; no query once it is parsed."""
    if fingerprint not in _parsed:
        content, slots = TaxonomyVersion.objects.values_list("content", "slots").get(number=number)
        while len(_parsed) >= KEEP:
            _parsed.pop(next(iter(_parsed)), None)
        _parsed[fingerprint] = build(content, number=number, slots=slots, fingerprint=fingerprint)
    return _parsed[fingerprint]


def lineage(taxonomy: Taxonomy) -> Lineage:
    """Return what each version up to a published one did to ratings; no query once it is known."""
    key = taxonomy.fingerprint
    if key not in _lineages:
        later = TaxonomyVersion.objects.filter(number__range=(2, taxonomy.number)).order_by("number")
        links = [
            Link(Transition.from_json(stored), undoes=undone is not None)
            for stored, undone in later.values_list("transition", "undoes")
        ]
        while len(_lineages) >= KEEP:
            _lineages.pop(next(iter(_lineages)), None)
        _lineages[key] = Lineage(links)
    return _lineages[key]
