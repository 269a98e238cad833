"""How many statements were stored, and how many were repeats that got their first answer again: of this process."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import REGISTRY, Counter

from assessments.levels.saving import Saved

NAME = "skillmatrix_statements"
_statements = Counter(NAME, "Statements about skills, stored or answered from their key", ["outcome"])
_stored, _repeated = _statements.labels("stored"), _statements.labels("repeated")


@dataclass(frozen=True, slots=True)
class Repeats:
    """Since the process was started."""

    stored: int
    repeated: int


def count(saved: Saved) -> None:
    """Count what became of a statement."""
    (_repeated if saved.replayed else _stored).inc()


def repeats() -> Repeats:
    """What was counted."""
    return Repeats(_read("stored"), _read("repeated"))


def _read(outcome: str) -> int:
    return int(REGISTRY.get_sample_value(f"{NAME}_total", {"outcome": outcome}) or 0)
