"""What people say: ratings and their history, what they released, what is asked of them."""

from .choices import ExtraSkill, NextRole, RoleAssignment, TargetOverride
from .profile import Profile, Share
from .rating import Rating

__all__ = ["ExtraSkill", "NextRole", "Profile", "Rating", "RoleAssignment", "Share", "TargetOverride"]
