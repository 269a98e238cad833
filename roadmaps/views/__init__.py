"""Pages on what follows from ratings, one file a page."""

from .gaps import gaps
from .history import (
    history,
    history_as_of,
    history_trend,
    person_history,
    person_history_as_of,
    person_history_trend,
)
from .home import home
from .impact import impact
from .metrics import metrics
from .my_data import ask_export, download_export, my_data, request_erasure, take_back_erasure
from .one_on_one import one_on_one
from .operations import operations, requeue
from .operations_guide import operations_guide
from .person import person
from .plug import plug
from .publish_progress import publish_progress
from .roadmap import roadmap
from .showcase import showcase
from .stored_report import stored_report
from .team import team
from .team_as_of import team_as_of
from .try_rating import try_rating

__all__ = [
    "ask_export",
    "download_export",
    "gaps",
    "history",
    "history_as_of",
    "history_trend",
    "home",
    "impact",
    "metrics",
    "my_data",
    "one_on_one",
    "operations",
    "operations_guide",
    "person",
    "person_history",
    "person_history_as_of",
    "person_history_trend",
    "plug",
    "publish_progress",
    "requeue",
    "request_erasure",
    "roadmap",
    "showcase",
    "stored_report",
    "take_back_erasure",
    "team",
    "team_as_of",
    "try_rating",
]
