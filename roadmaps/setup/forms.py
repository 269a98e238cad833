"""What the first run asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from skillmatrix.people.forms import AddressField, NameField
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy

MOST_BYTES = 5 * 1024 * 1024


class BeginForm(forms.Form):
    """The company and its first account."""

    company = NameField(label=_("Company"), max_length=120, help_text=_("As your people call it."))
    name = NameField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("A password"), strip=False, max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters; a few words are easier to keep than a riddle."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The password, against the rules that hold for everybody."""
        data = super().clean() or {}
        if "password" in data:
            try:
                validate_password(
                    data["password"], Person(name=data.get("name", ""), email=data.get("email", ""))
                )
            except ValidationError as refused:
                self.add_error("password", refused)
        return data


class TaxonomyForm(forms.Form):
    """Which taxonomy to start from."""

    START = [
        ("default", _("Start from the default")),
        ("file", _("Bring your own")),
        ("blank", _("Start blank")),
    ]

    choice = forms.ChoiceField(
        choices=START, widget=forms.RadioSelect, initial="default", label=_("Taxonomy")
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple, error_messages={
            "invalid_choice": _("There is no such area.")}
    )  # fmt: skip
    file = forms.FileField(label=_("A YAML, JSON or CSV file"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, taxonomy: Taxonomy, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(area.slug, area.name) for area in taxonomy.areas]
        self.fields["areas"].choices = choices  # type: ignore[attr-defined]
        self.fields["areas"].initial = [slug for slug, _name in choices]

    def clean(self) -> dict[str, Any]:
        """What the choice needs."""
        data = super().clean() or {}
        choice, file = data.get("choice"), data.get("file")
        if choice == "default" and "areas" in data and not data["areas"]:
            self.add_error("areas", _("Keep at least one area, or start blank."))
        if choice == "file" and file is None:
            self.add_error("file", _("Choose a file."))
        elif choice == "file" and file and file.size > MOST_BYTES:
            self.add_error("file", _("This file is larger than 5 MB. A taxonomy is text and far smaller."))
        return data
