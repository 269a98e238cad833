"""What people say: ratings and their history, what they released, what is asked of them."""

from .choices import ExtraSkill, Interest, NextRole, RoleAssignment, TargetOverride
from .evidence import Certificate, Evidence, Win
from .profile import Profile, Share
from .rating import Rating
from .review import Delegation, Review, ReviewItem, ReviewSide

__all__ = [
    "Certificate",
    "Delegation",
    "Evidence",
    "ExtraSkill",
    "Interest",
    "NextRole",
    "Profile",
    "Rating",
    "Review",
    "ReviewItem",
    "ReviewSide",
    "RoleAssignment",
    "Share",
    "TargetOverride",
    "Win",
]
