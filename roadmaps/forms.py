"""Forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from roadmaps.operations.letters import JOB, REPORT


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
