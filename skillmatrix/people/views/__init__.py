"""Pages on people and teams, one module a page or noun."""

from .account import account, come_back, go_away
from .importing import import_people
from .inbox import inbox, mark_read, open_message
from .organisation import changes, organisation
from .people import (
    add_person,
    change_person,
    deactivate_person,
    invite_person,
    move_person,
    reactivate_person,
)
from .readyz import readyz
from .teams import add_team, change_team, close_team, move_team, name_lead, rename_team, reopen_team, teams

__all__ = [
    "account",
    "add_person",
    "add_team",
    "change_person",
    "change_team",
    "changes",
    "close_team",
    "come_back",
    "deactivate_person",
    "go_away",
    "import_people",
    "inbox",
    "invite_person",
    "mark_read",
    "move_person",
    "move_team",
    "name_lead",
    "open_message",
    "organisation",
    "reactivate_person",
    "readyz",
    "rename_team",
    "reopen_team",
    "teams",
]
