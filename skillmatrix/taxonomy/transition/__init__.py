"""What a new version does to ratings made under the one before, and the same over many versions.

A **transition** follows from two documents alone: a skill that is newly `merged` hands its ratings to its
successor, a new skill with `split_from` starts with those of its origin, `rescale` says where each level went,
and a changed `meaning` makes ratings ask again. So the file in a repository, the draft in the browser and an
import all say it in the same words, and saying it twice does it once.

The **lineage** is the chain of transitions. An undo restores the version before the last: whatever was said
before that one comes back untouched, and only what was said under it goes through the inverse that an admin stated.
"""

from .between import LevelsUnmapped, transition
from .carrying import Carry, Transition
from .going_back import inverse, proposed_inverse
from .lineage import Lineage, Link

__all__ = [
    "Carry",
    "LevelsUnmapped",
    "Lineage",
    "Link",
    "Transition",
    "inverse",
    "proposed_inverse",
    "transition",
]
