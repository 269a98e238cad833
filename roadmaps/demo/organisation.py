"""Quillfern, an online market for garden goods that does not exist: its teams, and what the demo tells.

Everything is said relative to today, so that the demo never grows old. Who is in it stands in `cast`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from roadmaps.demo.course import Course
from roadmaps.demo.proof_plans import ProofPlan

COMPANY = "Quillfern"
PASSWORD = "skillmatrix-demo"  # noqa: S105 - published on the sign-in page of the demo, and of nothing else
DOMAIN = "demo.test"


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team, the e-mail name of its lead, and the team it is part of."""

    slug: str
    name: str
    lead: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class OtherTarget:
    """Another target than the role's, from some days ago."""

    skill: str
    level: int
    reason: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Note:
    """A line in somebody's inbox that no action of the demo wrote. `about` is the e-mail name it links to."""

    subject: str
    days_ago: int
    kind: str = "welcome"
    body: str = ""
    link: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast. `joined` and `began` are days ago: the company, and the first rating.

    `earlier` is (role, until how many days ago): the role before the present one. A course of None
    means that this person is in the organisation and rates nothing.
    """

    login: str
    name: str
    team: str
    course: Course | None
    joined: int = 1400
    began: int = 362
    earlier: tuple[str, int] | None = None
    away: tuple[int, int] | None = None
    exceptions: tuple[OtherTarget, ...] = ()
    notes: tuple[Note, ...] = ()
    flags: Mapping[str, bool] = field(default_factory=dict)
    wishes: Mapping[str, str] = field(default_factory=dict)
    proofs: tuple[ProofPlan, ...] = ()

    @property
    def email(self) -> str:
        """Addresses of the demo can be delivered nowhere."""
        return f"{self.login}@{DOMAIN}"


TEAMS = (
    TeamPlan("commerce", "Commerce", "ingrid"),
    TeamPlan("payments", "Payments", "bob", "commerce"),
    TeamPlan("checkout", "Checkout", "ingrid", "commerce"),
    TeamPlan("discovery", "Discovery", "samuel"),
    TeamPlan("search", "Search", "grace", "discovery"),
    TeamPlan("platform", "Platform", "viktor"),
    TeamPlan("reliability", "Reliability", "viktor", "platform"),
)

# The five who can be signed in as with one click, and what to expect of each.
LOGINS = (
    ("alice", "Engineer in Payments, aiming at senior"),
    ("bob", "Lead of Payments"),
    ("carol", "Engineer in Search"),
    ("dana", "Edits the taxonomy"),
    ("erin", "Edits people and teams"),
)
