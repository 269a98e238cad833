"""What is typed about a cycle."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assessments.forms import LARGEST, RELOAD, DigitsField
from assessments.models import Cycle, Series
from skillmatrix.people.models import Team
from skillmatrix.people.names import tidy
from skillmatrix.people.tree import outline
from skillmatrix.taxonomy.models import Role

from .actions.opening import Plan

LONGEST = timedelta(days=366)
DAYS_BEFORE = (21, 14, 7, 3, 1, 0)


def days_before() -> list[tuple[int, Any]]:
    """When one may be reminded."""
    words = {0: _("on the day"), 1: _("the day before")}
    return [
        (days, words.get(days) or ngettext_lazy("%d day before", "%d days before", days) % days)
        for days in DAYS_BEFORE
    ]


class NameField(forms.CharField):
    """One line without control characters and direction marks."""

    def to_python(self, value: Any) -> str:
        """The tidied text."""
        return tidy(str(value or "")[:10_000])


class DayField(forms.DateField):
    """A day, chosen from the browser's calendar or typed as 2026-05-12."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)


class CycleForm(forms.Form):
    """A cycle. `teams` are those that may be asked; somebody who may ask everybody may leave them all out."""

    name = NameField(
        label=_("Name"), max_length=120, help_text=_("As everybody reads it, for instance “Spring 2027”.")
    )
    starts_on = DayField(label=_("Begins on"), help_text=_("Who takes part is settled on this day."))
    self_by = DayField(
        label=_("Own part due on"), help_text=_("Open until the end of that day where each person is.")
    )
    lead_by = DayField(
        label=_("Lead’s part due on"),
        help_text=_("Until then, or until both are done, neither sees the other’s levels."),
    )
    scope = forms.ChoiceField(
        label=_("Which skills"),
        choices=Cycle.Scope.choices,
        widget=forms.RadioSelect,
        initial=Cycle.Scope.ALL,
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only people who have one of these; none chosen: whatever their role."),
    )  # fmt: skip
    reminder_days = forms.TypedMultipleChoiceField(
        label=_("Reminders by e-mail"), coerce=int, required=False, choices=days_before,
        widget=forms.CheckboxSelectMultiple, initial=[14, 7, 1],
        help_text=_("Before the own part is due, to those who have not submitted yet."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=_("Comes again"), required=False, choices=[("", _("no")), *Series.Rhythm.choices]
    )
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": RELOAD, "invalid": RELOAD})

    def __init__(
        self, *args: Any, teams: Collection[Team], asks_anybody: bool, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today, self.asks_anybody = today, asks_anybody
        self.offered = {node.team.pk: node.team for node in outline(teams)}
        self.fields["teams"].choices = [(node.team.pk, node.path) for node in outline(teams)]  # type: ignore[attr-defined]
        known = Role.objects.filter(retired=False).order_by("pk")
        self.roles_known = {role.pk: role for role in known}
        self.fields["roles"].choices = [(pk, role.name) for pk, role in self.roles_known.items()]  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4

    def clean(self) -> dict[str, Any]:
        """The days in their order, and somebody to ask."""
        data = super().clean() or {}
        self._check_start(data)
        self._check_order(data)
        if "teams" in self.fields and not self.errors.get("teams") and not data.get("teams"):
            if not self.asks_anybody:
                self.add_error("teams", _("Choose at least one of your teams."))
            elif not data.get("roles"):
                self.add_error("teams", _("Choose a team or a role: somebody has to be asked."))
        return data

    def _check_start(self, data: dict[str, Any]) -> None:
        starts_on = data.get("starts_on")
        if starts_on and not self.today <= starts_on <= self.today + LONGEST:
            self.add_error("starts_on", _("Choose a day from today on, within a year."))

    def _check_order(self, data: dict[str, Any]) -> None:
        starts_on, self_by, lead_by = (data.get(name) for name in ("starts_on", "self_by", "lead_by"))
        if starts_on and self_by and self_by < starts_on:
            self.add_error("self_by", _("That is before the cycle begins."))
        if starts_on and self_by and self_by - starts_on > LONGEST:
            self.add_error("self_by", _("A cycle lasts a year at most."))
        if self_by and lead_by and lead_by < self_by:
            self.add_error("lead_by", _("The lead’s part cannot be due before the person’s own."))
        if self_by and lead_by and lead_by - self_by > LONGEST:
            self.add_error("lead_by", _("At most a year after the own part."))

    def plan(self) -> Plan:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Plan(
            name=data["name"], starts_on=data["starts_on"], self_by=data["self_by"], lead_by=data["lead_by"],
            scope=data["scope"], reminder_days=data["reminder_days"], rhythm=data.get("rhythm", ""),
            teams=[self.offered[pk] for pk in data["teams"]], roles=[self.roles_known[pk] for pk in data["roles"]],
        )  # fmt: skip


class ChangeCycleForm(CycleForm):
    """A cycle that exists. `seen` is how often it had been changed; what is settled once it has begun is left out."""

    seen = DigitsField(largest=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cycle: Cycle, **options: Any) -> None:
        super().__init__(*args, initial=typed(cycle), **options)
        self.cycle = cycle
        settled = ["rhythm", "key"]
        if cycle.begun_at is not None:
            settled += ["starts_on", "scope", "teams", "roles"]
        for name in settled:
            del self.fields[name]

    def _check_start(self, data: dict[str, Any]) -> None:
        if self.cycle.begun_at is None:
            super()._check_start(data)
            return
        data["starts_on"] = self.cycle.starts_on
        for name in ("self_by", "lead_by"):
            day = data.get(name)
            if day and day != getattr(self.cycle, name) and day < self.today:
                self.add_error(name, _("Choose today or a later day."))

    def plan(self) -> Plan:
        """What was typed; what is settled as it is."""
        data, cycle = self.cleaned_data, self.cycle
        return Plan(
            name=data["name"], starts_on=data["starts_on"], self_by=data["self_by"], lead_by=data["lead_by"],
            scope=data.get("scope", cycle.scope), reminder_days=data["reminder_days"],
            teams=[self.offered[pk] for pk in data.get("teams", ())],
            roles=[self.roles_known[pk] for pk in data.get("roles", ())],
        )  # fmt: skip


def typed(cycle: Cycle) -> dict[str, Any]:
    """A cycle as its form shows it."""
    return {
        "name": cycle.name, "starts_on": cycle.starts_on, "self_by": cycle.self_by, "lead_by": cycle.lead_by,
        "scope": cycle.scope, "reminder_days": cycle.reminder_days, "seen": cycle.edits,
        "teams": [team.pk for team in cycle.teams.all()], "roles": [role.pk for role in cycle.roles.all()],
    }  # fmt: skip


class SubmitForm(forms.Form):
    """Submit a part: the own revision that the page showed, and whether doing it again is meant."""

    shown = DigitsField(largest=2**63 - 1)
    key = forms.UUIDField(error_messages={"required": RELOAD, "invalid": RELOAD})
    again = forms.BooleanField(required=False)


class AgainForm(forms.Form):
    """Submit the lead's part, and whether doing it again is meant."""

    key = forms.UUIDField(error_messages={"required": RELOAD, "invalid": RELOAD})
    again = forms.BooleanField(required=False)
