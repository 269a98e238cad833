"""Pages of cycles: for those who open them, for leads, and the part of everybody who is asked."""

from .cycle import cycle
from .ending import cancel_cycle, close_cycle
from .opening import edit_cycle, open_cycle
from .overview import cycles, stop_series
from .reminders import send_again
from .snapshot import cycle_snapshot, person_snapshot
from .submitting import submit_lead_part, submit_part

__all__ = [
    "cancel_cycle",
    "close_cycle",
    "cycle",
    "cycle_snapshot",
    "cycles",
    "edit_cycle",
    "open_cycle",
    "person_snapshot",
    "send_again",
    "stop_series",
    "submit_lead_part",
    "submit_part",
]
