"""Forms of this room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadmaps.operations.letters import JOB, REPORT

EARLIEST = date(2000, 1, 1)


class RequeueForm(forms.Form):
    """Which dead letters: all of a fingerprint, or one by its id."""

    kind = forms.ChoiceField(choices=[(REPORT, REPORT), (JOB, JOB)])
    fingerprint = forms.RegexField(r"^[0-9a-z-]{0,40}$", required=False)
    member = forms.CharField(required=False, max_length=36)

    def clean(self) -> dict[str, Any]:
        """Tell the id of a person from the number of a job."""
        data = super().clean() or {}
        member = data.get("member", "")
        field = (
            forms.IntegerField(min_value=1, max_value=2**63 - 1)
            if data.get("kind") == JOB
            else forms.UUIDField()
        )
        found = field.clean(member) if member else None
        data["job"], data["person"] = (found, None) if data.get("kind") == JOB else (None, found)
        return data


class DayForm(forms.Form):
    """A day that has been: today at the latest."""

    on = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input-short"}),
        error_messages={
            "invalid": _("This is no day. Write it as year-month-day: 2026-05-12."),
            "required": _("Choose a day."),
        },
    )

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.today = today
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean_on(self) -> date:
        """Neither ahead of today nor from a time of which nobody has a record."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not been yet. Choose today or a day before it."))
        if day < EARLIEST:
            raise forms.ValidationError(
                _("No record goes back that far. Choose a day from the year 2000 on.")
            )
        return day
