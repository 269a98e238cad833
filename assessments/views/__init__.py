"""Pages on which people say where they stand, and what is asked of them."""

from .assess import assess
from .choices import choose_next_role, list_skill
from .exceptions import assign_role, override_target
from .rating import rate_skill, undo_rating
from .sharing import share_ratings

__all__ = [
    "assess",
    "assign_role",
    "choose_next_role",
    "list_skill",
    "override_target",
    "rate_skill",
    "share_ratings",
    "undo_rating",
]
