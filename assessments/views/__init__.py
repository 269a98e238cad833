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
from .my_review import my_review
from .past_ratings import check_import, import_ratings
from .rating import rate_skill, undo_rating
from .review import compare_levels, review
from .review_answers import close_review, judge_skill, reveal_level, say_in_my_review, say_in_review
from .review_team import review_skill, review_team
from .reviewers import end_delegation, end_my_delegation, my_reviewers, reviewers
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
    "check_import",
    "choose_next_role",
    "close_review",
    "compare_levels",
    "delete_certificate",
    "delete_win",
    "end_delegation",
    "end_my_delegation",
    "give_evidence",
    "import_ratings",
    "judge_skill",
    "list_skill",
    "my_review",
    "my_reviewers",
    "override_target",
    "rate_skill",
    "remove_evidence",
    "restore_certificate",
    "restore_evidence",
    "restore_win",
    "reveal_level",
    "review",
    "review_skill",
    "review_team",
    "reviewers",
    "say_in_my_review",
    "say_in_review",
    "share_ratings",
    "undo_rating",
    "wins",
    "wish_for",
]
