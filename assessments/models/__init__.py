"""What people say: ratings and their history, what they released, what is asked of them and when."""

from .choices import ExtraSkill, Interest, NextRole, RoleAssignment, TargetOverride
from .cycle import Cycle, Series
from .evidence import Certificate, Evidence, Win
from .participant import Participant, Snapshot, Submission
from .profile import Profile, Share
from .rating import Rating
from .rating_import import RatingImport
from .reminder import Reminder
from .review import Delegation, Review, ReviewItem, ReviewSide

__all__ = [
    "Certificate",
    "Cycle",
    "Delegation",
    "Evidence",
    "ExtraSkill",
    "Interest",
    "NextRole",
    "Participant",
    "Profile",
    "Rating",
    "RatingImport",
    "Reminder",
    "Review",
    "ReviewItem",
    "ReviewSide",
    "RoleAssignment",
    "Series",
    "Share",
    "Snapshot",
    "Submission",
    "TargetOverride",
    "Win",
]
