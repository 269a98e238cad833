"""The form of a role: everything but its targets, which have the grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

FIELDS = ("name", "summary", "short", "track", "promotion", "next_roles")


class RoleForm(forms.Form):
    """Who the role is for, and where it leads. `roles` are the other roles: slug → name."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short = forms.CharField(
        label=_("Short name"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"class": "input-short"}), help_text=_("For narrow columns, 20 characters at most."),
    )  # fmt: skip
    track = forms.CharField(
        label=_("Track"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "tracks", "autocomplete": "off"}),
        help_text=_("Groups roles, such as Engineering and Management."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Summary"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "class": "grows"}),
        help_text=_("What is expected, in one or two sentences."),
    )  # fmt: skip
    next_roles = forms.MultipleChoiceField(
        label=_("Leads to"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The roles somebody may grow into from here."),
    )  # fmt: skip
    promotion = forms.BooleanField(
        label=_("Getting here is a promotion"), required=False,
        help_text=_("Its promotion rule is shown to whoever aims for this role."),
    )  # fmt: skip

    def __init__(self, *args: Any, roles: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.MultipleChoiceField, self.fields["next_roles"]).choices = list(roles.items())
        if not roles:
            del self.fields["next_roles"]

    def fields_of_role(self) -> dict[str, Any]:
        """What a valid form says, in the words of the document; what is empty is left out."""
        said = {name: self.cleaned_data.get(name) for name in FIELDS}
        return {name: _plain(value) for name, value in said.items() if value not in (None, "", [], False)}


class AddRoleForm(RoleForm):
    """A new role, perhaps with the targets of another."""

    start = forms.ChoiceField(
        label=_("Start with the targets of"), required=False,
        help_text=_("You change them afterwards in the grid."),
    )  # fmt: skip
    field_order = ["name", "short", "track", "summary", "start", "next_roles", "promotion"]

    def __init__(self, *args: Any, roles: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, roles=roles, **options)
        nothing = ("", _("no role: begin with an empty column"))
        cast(forms.ChoiceField, self.fields["start"]).choices = [nothing, *roles.items()]


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def tracks(roles: Iterable[Mapping[str, Any]]) -> list[str]:
    """The tracks that roles have, each once, in their order."""
    return list(dict.fromkeys(role["track"] for role in roles if role.get("track")))
