"""From what people said to what follows: how workers, pages and `verify` compute. Pure.

`findings` computes one report and is the definition; `many` computes a chunk of people as matrices, for the refresh;
`sheets` is what is stored of a report.
"""

from .findings import ENGINE, Findings, compute, first_of, mine, restore, standings, supposing

__all__ = ["ENGINE", "Findings", "compute", "first_of", "mine", "restore", "standings", "supposing"]
