"""What to learn from: which resources serve a level, and how one is called in marks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from skillmatrix.taxonomy.document import Resource

# A count below this would tell who recommended.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Shelved:
    """A resource with what its reader marked ("" for nothing); `recommended_by` is 0 while it is not told."""

    resource: Resource
    reference: str
    mark: str
    recommended_by: int


def nearest(resources: Sequence[Resource], level: int) -> tuple[Resource, ...]:
    """What serves just the step to this level; else what serves the nearest one, a lower one first."""
    levels = sorted({resource.level for resource in resources}, key=lambda one: (abs(one - level), one))
    return tuple(resource for resource in resources if resource.level == levels[0]) if levels else ()


def reference(resource: Resource) -> str:
    """The name of a resource in marks: it lasts as long as its address, or, without one, its title and author."""
    said = resource.url or f"{resource.title}\n{resource.by}"
    return sha256(said.encode()).hexdigest()


def shelf(
    resources: Sequence[Resource], marks: Mapping[str, str], recommendations: Mapping[str, int]
) -> list[Shelved]:
    """Resources with the reader's own marks, and how many others recommend each, where that shows nobody."""
    return [
        Shelved(resource, name, marks.get(name, ""), told(recommendations.get(name, 0)))
        for resource in resources
        for name in [reference(resource)]
    ]


def told(count: int) -> int:
    """The count that may be shown."""
    return count if count >= FEWEST else 0
