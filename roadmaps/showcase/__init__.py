"""How Skillmatrix itself does what some of the skills are about: where in the code, how it goes, what breaks without it.

topics.py   the texts, as data (`topic.py` says what belongs to one)
places.py   from the name of a function to the file it stands in
figures.py  one figure a topic: cheap, of nobody in particular, the same for whoever looks
"""

from .about import about

__all__ = ["about"]
