"""What people type about people and teams. Forms check the shape; what is allowed is decided in `actions`."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .importing.decoding import MOST_BYTES
from .models import Person, Team
from .names import address, tidy, tidy_lines
from .tree import outline

NO_TEAM = _("no team")


class NameField(forms.CharField):
    """One line, tidied before its length is checked."""

    def to_python(self, value: Any) -> str:
        """The tidied text."""
        return tidy(str(value or ""))


class LinesField(forms.CharField):
    """Several lines, tidied before their length is checked: no control characters and no direction marks."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """The tidied text."""
        return tidy_lines(str(value or ""))


class AddressField(forms.EmailField):
    """An e-mail address in the form it is stored in."""

    def to_python(self, value: Any) -> str:
        """The address, in lower case."""
        return address(str(value or ""))


class TeamField(forms.ChoiceField):
    """An open team by its slug, shown with the teams above it; empty for none."""

    def __init__(self, *, nothing: Any = NO_TEAM, without: Team | None = None, **options: Any) -> None:
        super().__init__(choices=lambda: offered_teams(nothing, without), required=False, **options)

    def clean(self, value: Any) -> Team | None:
        """The team itself."""
        slug = super().clean(value)
        return Team.objects.open().get(slug=slug) if slug else None


def offered_teams(nothing: Any, without: Team | None) -> list[tuple[str, Any]]:
    """The open teams as choices, in one query, when the form is shown or checked."""
    found = [(node.team.slug, node.path) for node in outline(Team.objects.open())]
    return [("", nothing), *(choice for choice in found if without is None or choice[0] != without.slug)]


class PersonForm(forms.Form):
    """Who somebody is here, and which pages they may open."""

    name = NameField(label=_("Name"), max_length=120)
    email = AddressField(label=_("E-mail address"), max_length=254)
    is_people_admin = forms.BooleanField(
        label=_("Edits people and teams"), required=False,
        help_text=_("Opens this part of the site. It opens nobody’s ratings."),
    )  # fmt: skip
    is_taxonomy_admin = forms.BooleanField(
        label=_("Edits the taxonomy"), required=False, help_text=_("Skills, levels, roles and targets.")
    )
    is_operator = forms.BooleanField(
        label=_("Watches operations"), required=False,
        help_text=_("Sees background work and what got stuck, without anybody’s ratings."),
    )  # fmt: skip


class AddPersonForm(PersonForm):
    """A new person, with the team they begin in."""

    team = TeamField(label=_("Team"))
    field_order = ["name", "email", "team"]


class ChangePersonForm(PersonForm):
    """`seen` is the state the form was made from, so that two admins notice each other."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)


class PlaceForm(forms.Form):
    """The team somebody belongs to from today."""

    team = TeamField(
        label=_("Team"), help_text=_("From today. Whoever leads it sees what this person has shared.")
    )


class TeamForm(forms.Form):
    """A new team."""

    name = NameField(label=_("Name"), max_length=120)
    parent = TeamField(label=_("Belongs to"), nothing=_("nothing: it stands at the top"))


class RenameTeamForm(forms.Form):
    """A team's other name."""

    name = NameField(label=_("Name"), max_length=120, help_text=_("The address of its page stays as it is."))


class MoveTeamForm(forms.Form):
    """Where a team stands."""

    def __init__(self, *args: Any, team: Team, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"] = TeamField(
            label=_("Belongs to"), nothing=_("nothing: it stands at the top"), without=team
        )


class LeadForm(forms.Form):
    """Who leads a team from today; empty for nobody."""

    lead = AddressField(
        label=_("E-mail address of the lead"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"list": "people-known", "autocomplete": "off"}),
        help_text=_("From today. Leave it empty for nobody. A lead belongs to the team above, or to none."),
    )  # fmt: skip

    def clean_lead(self) -> Person | None:
        """The person with that address who may sign in."""
        email = self.cleaned_data["lead"]
        if not email:
            return None
        person = Person.objects.active().filter(email=email).first()
        if person is None:
            raise forms.ValidationError(_("Nobody with this address has an active account."))
        return person


class ImportForm(forms.Form):
    """A list of people, typed or chosen."""

    text = forms.CharField(
        label=_("Paste a list"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "placeholder": "name,email,team,lead"}),
    )  # fmt: skip
    file = forms.FileField(label=_("or choose a CSV file"), required=False, allow_empty_file=True)
    creates_teams = forms.BooleanField(label=_("Open teams that do not exist yet"), required=False)

    def clean_file(self) -> Any:
        """At most 5 MB, so that it can be read in one go."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Split it, or leave out columns."))
        return file

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool((data.get("text") or "").strip()):
            raise forms.ValidationError(_("Paste a list, or choose a file."))
        return data


class AwayForm(forms.Form):
    """The days on which somebody is away; without a last one nobody knows until when."""

    first = forms.DateField(
        label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )  # fmt: skip
    last = forms.DateField(
        label=_("Last day away"), required=False, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def _time_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class AccountForm(forms.Form):
    """What somebody sets for themselves."""

    name = NameField(label=_("Name"), max_length=120, help_text=_("As colleagues should read it."))
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_time_zones,
        help_text=_(
            "Times of day are shown in it, and your deadlines end with the day there. Any other day begins and ends for everybody together."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))],
    )
    shares_upward = forms.BooleanField(
        label=_("Leads of the teams above mine may read what I have shared"), required=False
    )
    wants_reminders = forms.BooleanField(
        label=_("Remind me by e-mail before a deadline"),
        required=False,
        help_text=_("Without it the deadline still stands on your start page and above your skills."),
    )
