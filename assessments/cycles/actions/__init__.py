"""What people do with cycles: open, change, cancel and close them, and submit the parts.

Every function takes who does it as `by=` and the moment as `now=`. Whether that person may do it is decided before,
by `people.access`.
"""

from .ending import cancel_cycle, close_cycle
from .opening import change_cycle, open_cycle, stop_series
from .refusals import AlreadySubmitted, Ended, Overtaken
from .submitting import submit_lead_part, submit_part

__all__ = [
    "AlreadySubmitted",
    "Ended",
    "Overtaken",
    "cancel_cycle",
    "change_cycle",
    "close_cycle",
    "open_cycle",
    "stop_series",
    "submit_lead_part",
    "submit_part",
]
