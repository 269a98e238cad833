"""Published versions, their projection into plain rows, the draft of the next one, and suggestions for it."""

from .draft import DraftChange, DraftPart, TaxonomyDraft
from .projection import SLUG, ProficiencyLevel, Role, Skill, SkillArea, Target
from .suggestion import Suggestion
from .version import Immutable, TaxonomyVersion

__all__ = [
    "SLUG",
    "DraftChange",
    "DraftPart",
    "Immutable",
    "ProficiencyLevel",
    "Role",
    "Skill",
    "SkillArea",
    "Suggestion",
    "Target",
    "TaxonomyDraft",
    "TaxonomyVersion",
]
