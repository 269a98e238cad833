"""A document's text, or its plain content, into a `Taxonomy`, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.checking import check
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.nodes import compose, node_of
from skillmatrix.taxonomy.problems import Invalid, Log, Problem
from skillmatrix.taxonomy.schema import DOCUMENT
from skillmatrix.taxonomy.specs import attempt

__all__ = ["Invalid", "Problem", "Reading", "examine", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sound document, and what its author may want to look at again."""

    taxonomy: Taxonomy
    warnings: tuple[Problem, ...]


def read(text: str | bytes) -> Reading:
    """Read YAML or JSON. Raises `Invalid`, which names each problem with its line; nothing is loaded then."""
    log = Log()
    content = attempt(DOCUMENT, compose(text, log), "", log)
    if content is not None:
        check(content, log)
    if log.problems:
        raise Invalid(log.problems)
    return Reading(build(content), tuple(sorted(set(log.warnings))))


def parse(text: str | bytes) -> Taxonomy:
    """Read YAML or JSON and leave the warnings aside. Raises `Invalid`."""
    return read(text).taxonomy


def examine(
    content: Mapping[str, Any],
) -> tuple[Taxonomy | None, tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the taxonomy that plain content describes (None if it is unsound), its problems and the warnings.

    The same shapes and rules as for text; only lines mean nothing here, as there are none.
    """
    log = Log()
    try:
        checked = attempt(DOCUMENT, node_of(content), "", log)
    except Invalid as invalid:
        return None, invalid.problems, ()
    if checked is not None:
        check(checked, log)
    problems, warnings = Invalid(log.problems).problems, tuple(sorted(set(log.warnings)))
    return (None if problems else build(checked)), problems, warnings
