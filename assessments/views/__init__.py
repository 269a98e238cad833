"""Pages on which people say where they stand, and what is asked of them."""

from .assess import assess
from .certificates import (
    add_certificate,
    certificates,
    change_certificate,
    delete_certificate,
    restore_certificate,
)
from .choices import choose_next_role, list_skill
from .evidence import give_evidence, remove_evidence, restore_evidence
from .exceptions import assign_role, override_target
from .rating import rate_skill, undo_rating
from .sharing import share_ratings
from .wins import add_win, change_win, delete_win, restore_win, wins
from .wishes import wish_for

__all__ = [
    "add_certificate",
    "add_win",
    "assess",
    "assign_role",
    "certificates",
    "change_certificate",
    "change_win",
    "choose_next_role",
    "delete_certificate",
    "delete_win",
    "give_evidence",
    "list_skill",
    "override_target",
    "rate_skill",
    "remove_evidence",
    "restore_certificate",
    "restore_evidence",
    "restore_win",
    "share_ratings",
    "undo_rating",
    "wins",
    "wish_for",
]
