"""Rows against who and what is here already: what would be added, and everything that stands against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .table import Problem, Row

YES = {"yes", "y", "x", "true", "1", "lead"}
NO = {"", "no", "n", "false", "0", "-"}


@dataclass(frozen=True, slots=True)
class Known:
    """Who is here already. People by address, teams by their name in lower case.

    `active` has everybody's address; `team_of` the team of each who has one; `lead_of` the lead's address of
    each led team; `above` the team above, by name; `roles` what the role column may say, None where it is
    not read.
    """

    active: Mapping[str, bool] = field(default_factory=dict)
    team_of: Mapping[str, str] = field(default_factory=dict)
    lead_of: Mapping[str, str] = field(default_factory=dict)
    above: Mapping[str, str | None] = field(default_factory=dict)
    roles: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What adding the list would do. Teams are names in lower case, except in `new_teams`, as written."""

    new: tuple[Row, ...]
    here: tuple[Row, ...]
    new_teams: tuple[str, ...]
    team_of: Mapping[str, str]
    lead_of: Mapping[str, str]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def key_of(team: str) -> str:
    """Under which a team is found, however it is written."""
    return team.casefold()


def check(rows: Sequence[Row], known: Known, *, creates_teams: bool) -> Plan:
    """Say what these rows would add, and each reason against it."""
    return _Check(rows, known, creates_teams=creates_teams).plan()


class _Check:
    """One pass over the rows. Addresses and team keys are compared, never names of people."""

    def __init__(self, rows: Sequence[Row], known: Known, *, creates_teams: bool) -> None:
        self.rows, self.known, self.creates_teams = rows, known, creates_teams
        self.problems: list[Problem] = []
        self.first: dict[str, Row] = {}
        self.new_teams: dict[str, str] = {}
        self.team_of: dict[str, str] = {}
        self.claims: dict[str, tuple[str, Row]] = {}

    def plan(self) -> Plan:
        for row in self.rows:
            self.person(row)
            # What a second row of the same person says about them would only add riddles.
            if self.first.get(row.email, row) is row:
                for look in (self.team, self.lead, self.role):
                    look(row)
        self.leads_exist()
        self.leads_are_no_members()
        new = tuple(row for row in self.first.values() if row.email not in self.known.active)
        here = tuple(row for row in self.first.values() if row.email in self.known.active)
        return Plan(
            new=new,
            here=here,
            new_teams=tuple(self.new_teams.values()),
            team_of={email: team for email, team in self.team_of.items() if email not in self.known.active},
            lead_of={t: e for t, (e, _row) in self.claims.items() if self.known.lead_of.get(t) != e},
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line)),
            notes=tuple(self.notes()),
        )

    def refuse(self, row: Row, column: str, text: str) -> None:
        self.problems.append(Problem(row.line, column, text))

    def person(self, row: Row) -> None:
        if not row.name:
            self.refuse(row, "name", _("The name is missing."))
        elif len(row.name) > 120:
            self.refuse(row, "name", _("The name is longer than 120 characters."))
        if not _is_address(row.email):
            told = _("“%(email)s” is not an e-mail address.") % {"email": row.email[:80]}
            self.refuse(row, "email", told if row.email else _("The e-mail address is missing."))
        elif row.email in self.first:
            told = _("%(email)s stands in row %(line)s already.")
            self.refuse(row, "email", told % {"email": row.email, "line": self.first[row.email].line})
        elif self.known.active.get(row.email) is False:
            told = _("%(email)s has an account that is deactivated. Reactivate it on the organisation page.")
            self.refuse(row, "email", told % {"email": row.email})
        else:
            self.first[row.email] = row

    def team(self, row: Row) -> None:
        if not row.team:
            return
        key = key_of(row.team)
        if len(row.team) > 120:
            self.refuse(row, "team", _("The name is longer than 120 characters."))
        elif key not in self.known.above and key not in self.new_teams:
            if self.creates_teams:
                self.new_teams[key] = row.team
            else:
                told = _("There is no team “%(team)s”. Add it first, or let the import open new teams.")
                self.refuse(row, "team", told % {"team": row.team})

    def lead(self, row: Row) -> None:
        """`yes` leads the team of the row and belongs to the one above; an address names who leads it."""
        team, leads_it = key_of(row.team), row.lead in YES or (bool(row.lead) and row.lead == row.email)
        if row.lead in NO:
            self.team_of.setdefault(row.email, team)
        elif not row.team:
            self.refuse(row, "team", _("Say which team: there is a lead, but no team."))
        elif leads_it:
            above = self.known.above.get(team)
            if above:
                self.team_of.setdefault(row.email, above)
            self.claim(row, team, row.email)
        elif "@" in row.lead:
            self.team_of.setdefault(row.email, team)
            self.claim(row, team, row.lead)
        else:
            told = _("Write “yes” when this person leads the team, or the e-mail address of who does.")
            self.refuse(row, "lead", told)
        if not self.team_of.get(row.email, "x"):
            del self.team_of[row.email]

    def claim(self, row: Row, team: str, email: str) -> None:
        there = self.known.lead_of.get(team)
        said, where = self.claims.setdefault(team, (email, row))
        if said != email:
            told = _("Row %(line)s says that %(other)s leads %(team)s. A team has one lead.")
            self.refuse(row, "lead", told % {"line": where.line, "other": said, "team": row.team})
        elif there and there != email:
            told = _("%(team)s is led by %(lead)s. Change that on the page of the team.")
            self.refuse(row, "lead", told % {"team": row.team, "lead": there})

    def role(self, row: Row) -> None:
        roles = self.known.roles
        if row.role and roles is not None and row.role.casefold() not in roles:
            self.refuse(row, "role", _("There is no role “%(role)s”.") % {"role": row.role[:80]})

    def leads_exist(self) -> None:
        for email, row in self.claims.values():
            if email not in self.first and not self.known.active.get(email):
                told = _("Nobody with the address %(email)s is in this list or has an active account.")
                self.refuse(row, "lead", told % {"email": email})

    def leads_are_no_members(self) -> None:
        """Nobody belongs to a team that they lead, at any distance."""
        team_of: dict[str, str] = {**self.team_of, **self.known.team_of}
        lead_of = {**self.known.lead_of, **{team: email for team, (email, _row) in self.claims.items()}}
        for team, (email, row) in self.claims.items():
            if found := _member_above(email, team, team_of.get, lead_of.get):
                told = _("%(email)s leads %(team)s and would report to a member of it, or belongs to it.")
                self.refuse(row, "lead", told % {"email": found, "team": row.team})
        for email, team in self.team_of.items():
            led = lead_of.get(team)
            unseen = email in self.first and team not in self.claims
            if led and unseen and _reaches(led, email, team_of.get, lead_of.get):
                told = _("%(lead)s leads that team and would report to this person.") % {"lead": led}
                self.refuse(self.first[email], "team", told)

    def notes(self) -> list[str]:
        if self.known.roles is None and any(row.role for row in self.rows):
            return [_("The column “role” is left aside: a role is given on the page of each person.")]
        return []


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


Find = Callable[[str], str | None]


def _line(email: str, team_of: Find, lead_of: Find) -> list[str]:
    """The person and everybody above."""
    line: list[str] = []
    above: str | None = email
    while above and above not in line:
        line.append(above)
        team = team_of(above)
        above = lead_of(team) if team else None
    return line


def _member_above(email: str, team: str, team_of: Find, lead_of: Find) -> str:
    return next((email for person in _line(email, team_of, lead_of) if team_of(person) == team), "")


def _reaches(start: str, wanted: str, team_of: Find, lead_of: Find) -> bool:
    return wanted in _line(start, team_of, lead_of)
