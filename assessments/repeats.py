"""How many statements were stored, and how many were repeats that got their first answer again: of the web processes."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import Counter

from assessments.levels.saving import Saved
from skillmatrix.web.measuring import registry

NAME, OUTCOMES = "skillmatrix_statements", ("stored", "repeated")
_statements = Counter(NAME, "Statements about skills, stored or answered from their key", ["outcome"])
_stored, _repeated = _statements.labels("stored"), _statements.labels("repeated")


@dataclass(frozen=True, slots=True)
class Repeats:
    """Since the processes were started."""

    stored: int
    repeated: int


def count(saved: Saved) -> None:
    """Count what became of a statement."""
    (_repeated if saved.replayed else _stored).inc()


def repeats() -> Repeats:
    """What was counted."""
    counted = registry()
    found = {outcome: counted.get_sample_value(f"{NAME}_total", {"outcome": outcome}) for outcome in OUTCOMES}
    return Repeats(**{outcome: int(value or 0) for outcome, value in found.items()})
