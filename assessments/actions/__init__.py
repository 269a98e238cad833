"""What people do here: rate, undo, share, choose a next role, and set exceptions for others.

Every function takes who does it as `by=` and the day as `today=`. Whether that person may do it is
decided before, by `people.access`.
"""

from .choices import choose_next_role, list_skill
from .exceptions import assign_role, override_target
from .rating import check_rateable, rate_skill, withdraw_rating
from .refusals import MeaningChanged, Unacceptable
from .sharing import share

__all__ = [
    "MeaningChanged",
    "Unacceptable",
    "assign_role",
    "check_rateable",
    "choose_next_role",
    "list_skill",
    "override_target",
    "rate_skill",
    "share",
    "withdraw_rating",
]
