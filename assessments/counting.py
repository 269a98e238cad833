"""How much was said, in figures that show nobody's rating."""

from __future__ import annotations

from assessments.models import Rating

MOST = 1000
"""Beyond this only “more than” is said: counting further would read the whole table."""


def ratings_made_under(number: int) -> int:
    """Return how many ratings were made under the current version `number`; `MOST` + 1 stands for more.

    Those of the current version are the newest, so the end of the table answers it.
    """
    newest = Rating.objects.order_by("-pk").values_list("version", flat=True)[: MOST + 1]
    return sum(version == number for version in newest)
