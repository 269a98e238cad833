"""Larger changes of a document, worked out: parts in, changed parts and plain sentences out.

Nothing is written here; `draft.actions.perform` carries an outcome out, under the draft's lock.
"""

from skillmatrix.taxonomy.draft.operations.adding import add_area, add_role, add_skill
from skillmatrix.taxonomy.draft.operations.merging import merge
from skillmatrix.taxonomy.draft.operations.moving import move_skill, reorder
from skillmatrix.taxonomy.draft.operations.naming import slug_for
from skillmatrix.taxonomy.draft.operations.outcome import Outcome, Refused, Source
from skillmatrix.taxonomy.draft.operations.removing import remove_area, remove_role
from skillmatrix.taxonomy.draft.operations.rescaling import rescale
from skillmatrix.taxonomy.draft.operations.retiring import bring_back, retire
from skillmatrix.taxonomy.draft.operations.splitting import split

__all__ = [
    "Outcome",
    "Refused",
    "Source",
    "add_area",
    "add_role",
    "add_skill",
    "bring_back",
    "merge",
    "move_skill",
    "remove_area",
    "remove_role",
    "reorder",
    "rescale",
    "retire",
    "slug_for",
    "split",
]
