"""What people do here: rate, undo, share, choose, give evidence, keep wins, review, and set exceptions for others.

Every function takes who does it as `by=` and the day as `today=`. Whether that person may do it is
decided before, by `people.access`.
"""

from .choices import choose_next_role, list_skill, wish_for
from .delegating import ask_reviewer, end_delegation
from .evidence import Given, give_evidence, remove_evidence, restore_evidence
from .exceptions import assign_role, override_target
from .past_ratings import add_past_ratings, keep_past_ratings, map_levels, preview_past_ratings
from .rating import check_rateable, rate_skill, withdraw_rating
from .refusals import MeaningChanged, Unacceptable
from .reviewing import close_review, judge_skill, reveal_level, say_in_review
from .sharing import share
from .wins import (
    Edited,
    add_certificate,
    add_win,
    change_certificate,
    change_win,
    delete_certificate,
    delete_win,
    restore_certificate,
    restore_win,
)

__all__ = [
    "Edited",
    "Given",
    "MeaningChanged",
    "Unacceptable",
    "add_certificate",
    "add_past_ratings",
    "add_win",
    "ask_reviewer",
    "assign_role",
    "change_certificate",
    "change_win",
    "check_rateable",
    "choose_next_role",
    "close_review",
    "delete_certificate",
    "delete_win",
    "end_delegation",
    "give_evidence",
    "judge_skill",
    "keep_past_ratings",
    "list_skill",
    "map_levels",
    "override_target",
    "preview_past_ratings",
    "rate_skill",
    "remove_evidence",
    "restore_certificate",
    "restore_evidence",
    "restore_win",
    "reveal_level",
    "say_in_review",
    "share",
    "wish_for",
    "withdraw_rating",
]
