"""Everything the operations page and `/metrics` tell, gathered once: whoever shows it computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .broker import Broker, broker
from .caches import Cache, caches
from .canaries import Canary, canaries
from .installation import Installation, installation
from .letters import Letters, letters
from .standing import Standing, standing
from .work import Jobs, Recurring, jobs, schedule


@dataclass(frozen=True, slots=True)
class Figures:
    """One look at the whole installation."""

    standing: Standing
    letters: Sequence[Letters]
    jobs: Sequence[Jobs]
    schedule: Sequence[Recurring]
    broker: Broker
    installation: Installation
    caches: Sequence[Cache]
    canaries: Sequence[Canary]

    @property
    def dead(self) -> int:
        """Dead letters of every kind."""
        return sum(group.count for group in self.letters)

    @property
    def waiting(self) -> int:
        """Messages in the broker's queues."""
        return sum((self.broker.depths or {}).values())


def gather() -> Figures:
    """Look once. The number of queries does not depend on how much there is."""
    return Figures(standing(), letters(), jobs(), schedule(), broker(), installation(), caches(), canaries())
