"""How somebody came to stand where they stand: the record, the trend, and any past day; mine, or of whom I lead.

Each page stands twice: under `/me/history/` with everything I have said, and under `/people/<id>/history/` with what
that person has shared. Who may read it is decided by the relation of today; what of it, by what was shared.
"""

from .as_of import history_as_of, person_history_as_of
from .record import history, person_history
from .trend import history_trend, person_history_trend

__all__ = [
    "history",
    "history_as_of",
    "history_trend",
    "person_history",
    "person_history_as_of",
    "person_history_trend",
]
