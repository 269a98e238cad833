"""Pages of the taxonomy room; each module is imported by its addresses."""

from .published import ladder, role, roles, skill

__all__ = ["ladder", "role", "roles", "skill"]
