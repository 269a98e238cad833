"""What is different between two taxonomies, in words: the same for the browser, the command line and the API."""

from skillmatrix.taxonomy.diff.between import diff
from skillmatrix.taxonomy.diff.change import (
    Change,
    Compared,
    Difference,
    Group,
    Section,
    Sentence,
    Tone,
    What,
)

__all__ = ["Change", "Compared", "Difference", "Group", "Section", "Sentence", "Tone", "What", "diff"]
