"""Pages on what follows from ratings, one file a page."""

from .gaps import gaps
from .home import home
from .impact import impact
from .metrics import metrics
from .operations import operations, requeue
from .operations_guide import operations_guide
from .person import person
from .plug import plug
from .publish_progress import publish_progress
from .roadmap import roadmap
from .showcase import showcase
from .stored_report import stored_report
from .team import team
from .try_rating import try_rating

__all__ = [
    "gaps",
    "home",
    "impact",
    "metrics",
    "operations",
    "operations_guide",
    "person",
    "plug",
    "publish_progress",
    "requeue",
    "roadmap",
    "showcase",
    "stored_report",
    "team",
    "try_rating",
]
