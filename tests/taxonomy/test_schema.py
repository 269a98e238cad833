"""The schema and its documentation say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from skillmatrix.taxonomy.schema import DOCUMENT
from skillmatrix.taxonomy.specs import Fields, Items, Named, Spec

DOCS = Path(__file__).parents[2] / "docs" / "taxonomy.md"


def keys(spec: Spec) -> Iterator[str]:
    """Every key that a document may have, at any depth."""
    if isinstance(spec, Fields):
        for name, inner in {**spec.must, **spec.may}.items():
            yield name
            yield from keys(inner)
    elif isinstance(spec, Items | Named):
        yield from keys(spec.of)


def test_every_key_is_documented():
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text()))

    assert set(keys(DOCUMENT)) - documented == set()
