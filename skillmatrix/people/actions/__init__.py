"""What changes people, teams and the lines between them.

Every function takes who does it as `by=` (nobody for the first run and for commands), writes a line
in the log of changes, and makes all of its changes or none. Who may do it at all is decided before,
by `people.access`; what is theirs is checked here again, under the lock, because the answer depends
on who else is an admin at that moment.
"""

from skillmatrix.people.problems import Overtaken, Unacceptable

from .account import change_account, switch_first_job
from .away import come_back, go_away
from .importing import import_people, keep_import, preview
from .my_data import ask_export, job_of, keep_export, request_erasure, take_back_erasure
from .people import add_person, change_person, deactivate_person, invite_again, reactivate_person, state_of
from .places import move_person, name_lead
from .teams import add_team, close_team, move_team, rename_team, reopen_team

__all__ = [
    "Overtaken",
    "Unacceptable",
    "add_person",
    "add_team",
    "ask_export",
    "change_account",
    "change_person",
    "close_team",
    "come_back",
    "deactivate_person",
    "go_away",
    "import_people",
    "invite_again",
    "job_of",
    "keep_export",
    "keep_import",
    "move_person",
    "move_team",
    "name_lead",
    "preview",
    "reactivate_person",
    "rename_team",
    "reopen_team",
    "request_erasure",
    "state_of",
    "switch_first_job",
    "take_back_erasure",
]
