"""People, teams, who belongs where and who leads whom, and what is told to each of them."""

from .change import Change, Unchangeable
from .importing import PeopleImport
from .inbox import Access, Message
from .my_data import DataExport, ErasureRequest
from .person import Person
from .setup import SetupLink
from .team import Away, Lead, Membership, Organisation, Team

__all__ = [
    "Access",
    "Away",
    "Change",
    "DataExport",
    "ErasureRequest",
    "Lead",
    "Membership",
    "Message",
    "Organisation",
    "PeopleImport",
    "Person",
    "SetupLink",
    "Team",
    "Unchangeable",
]
