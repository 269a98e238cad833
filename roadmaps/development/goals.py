"""A plan as pages show it: each item with its name, where it stands today, and what may be done to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.standing import Standing
from roadmaps.development.actions.moving import WAYS
from roadmaps.development.beside import Asked, Beside, beside
from roadmaps.development.first_job import technical_areas
from roadmaps.development.naming import skills_and_level, title_of
from roadmaps.models import PlanItem
from roadmaps.planning import Roadmap
from roadmaps.wording.words import Words

State = PlanItem.State
UNDO = timedelta(days=1)  # for how long a move can be taken back on the page


ICONS = {
    State.PROPOSED: "light-bulb",
    State.PLANNED: "flag",
    State.DOING: "play",
    State.DONE: "check-circle",
    State.DROPPED: "archive-box",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One way from where a goal is: the state it leads to, and what its button says."""

    to: str
    label: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """One item for its reader. `beside` is None for a goal in the person's own words."""

    item: PlanItem
    title: str
    level_name: str
    area: str
    technical: bool
    beside: Beside | None
    today: date

    @property
    def is_reached(self) -> bool:
        """The level is there, by a rating, and nobody has said that the goal is done."""
        return self.item.state in ("planned", "doing") and self.beside is not None and self.beside.reached

    @property
    def says(self) -> str:
        """What the roadmap says of it: still, rate_first, no_longer or gone; "" where it has nothing to say."""
        if self.beside is None or not self.item.is_open:
            return ""
        gone = self.beside.asked is Asked.GONE
        return "" if self.beside.reached and not gone else self.beside.asked.value

    @property
    def is_late(self) -> bool:
        """The day is over and the goal is open."""
        return self.item.is_open and self.item.due_on is not None and self.item.due_on < self.today

    @property
    def skill(self) -> str:
        """The skill that it is about today, the first of them after a split; "" for none."""
        return self.beside.skills[0] if self.beside and self.beside.skills else ""

    @property
    def moves(self) -> list[Move]:
        """Where it may go, the way that most take first."""
        return [_move(self.item.state, to, is_reached=self.is_reached) for to in WAYS[self.item.state]]

    @property
    def state_name(self) -> str:
        """The state in a word."""
        return state_name(self.item.state)

    @property
    def was_name(self) -> str:
        """The state before the last move in a word."""
        return state_name(self.item.was)

    @property
    def icon(self) -> str:
        """The shape that stands beside the word."""
        return ICONS[State(self.item.state)]

    @property
    def can_undo(self) -> bool:
        """It moved within the last day."""
        return bool(self.item.was) and timezone.now() - self.item.moved_at < UNDO


def state_name(state: str) -> str:
    """A state in a word."""
    return (
        {
            State.PROPOSED: _("proposed"),
            State.PLANNED: _("planned"),
            State.DOING: _("doing"),
            State.DONE: _("done"),
            State.DROPPED: _("dropped"),
        }.get(State(state), "")
        if state
        else ""
    )


def _move(state: str, to: str, *, is_reached: bool) -> Move:
    """The button that leads from one state to another."""
    says = {
        (State.PROPOSED, State.PLANNED): _("Take it up"),
        (State.PROPOSED, State.DROPPED): _("Decline"),
        (State.DOING, State.PLANNED): _("Back to planned"),
        (State.DONE, State.PLANNED): _("Take up again"),
        (State.DROPPED, State.PLANNED): _("Take up again"),
    }
    plain = {State.DOING: _("Start"), State.DONE: _("Done"), State.DROPPED: _("Drop")}
    way = State(state), State(to)
    first = State.DONE if is_reached else WAYS[state][0]
    return Move(to, says.get(way) or plain[way[1]], is_first=to == first and state in PlanItem.OPEN)


@dataclass(frozen=True)
class Reader:
    """Against what a reader sees a plan: levels and roadmap as *they* may know them."""

    words: Words
    standings: dict[str, Standing]
    roadmap: Roadmap
    today: date

    def goals(self, items: Iterable[PlanItem]) -> list[Goal]:
        """The items for this reader, in the order given."""
        technical = technical_areas(self.words.taxonomy)
        return [self._goal(item, technical) for item in items]

    def _goal(self, item: PlanItem, technical: frozenset[str]) -> Goal:
        skills, level = skills_and_level(item, self.words)
        if not item.is_step:
            return Goal(item, item.title, "", "", item.technical, None, self.today)
        first = self.words.taxonomy.area_of.get(skills[0]) if skills else None
        return Goal(
            item=item,
            title=title_of(item, self.words),
            level_name=self.words.level(level),
            area=first.name if first else "",
            technical=first is None or first.slug in technical,
            beside=beside(skills, level, self.standings, self.roadmap),
            today=self.today,
        )
