"""Pages on what follows from ratings, one file a page."""

from .gaps import gaps
from .home import home
from .person import person
from .roadmap import roadmap
from .stored_report import stored_report
from .team import team
from .try_rating import try_rating

__all__ = ["gaps", "home", "person", "roadmap", "stored_report", "team", "try_rating"]
