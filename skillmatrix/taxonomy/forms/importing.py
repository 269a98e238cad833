"""A ladder as a file or as text, and what it is meant to be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmatrix.people.forms import NameField
from skillmatrix.people.importing.decoding import MOST_BYTES
from skillmatrix.taxonomy.spreadsheet import Mode


class LadderForm(forms.Form):
    """Either a file or text."""

    file = forms.FileField(
        label=_("Choose a file"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.yaml,.yml,.json"}),
        help_text=_("CSV from a spreadsheet, or a taxonomy document in YAML or JSON; 5 MB at most."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("or paste it"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false", "placeholder": "skill,area,0 New,1 Aware,2 Able,Junior,Senior"}),
        help_text=_("Cells copied from a spreadsheet work as well."),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("What the sheet is"), widget=forms.RadioSelect, initial=Mode.ADD.value,
        choices=[
            (Mode.ADD.value, _("Rows for the present ladder: what is not in the sheet stays")),
            (Mode.NEW.value, _("A whole ladder: it takes the place of the present one")),
        ],
    )  # fmt: skip
    retire_missing = forms.BooleanField(
        label=_("Retire skills that are not in the sheet"), required=False,
        help_text=_("Ratings stay in the history."),
    )  # fmt: skip
    name = NameField(
        label=_("Its name"), max_length=120, required=False,
        help_text=_("Empty: the name of the present one."),
    )  # fmt: skip
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", label=_("Its language"), max_length=20, required=False,
        help_text=_("A code such as en, el or ja. Empty: that of the present one."),
        error_messages={"invalid": _("Write a language code such as en, el or pt-BR.")},
        widget=forms.TextInput(attrs={"size": 8, "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """At most 5 MB, so that it can be read in one go."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. A ladder is far smaller: is it the right one?")
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool((data.get("text") or "").strip()):
            raise forms.ValidationError(_("Choose a file, or paste a ladder."))
        return data

    @property
    def options(self) -> dict[str, Any]:
        """What the sheet is meant to be."""
        return {key: self.cleaned_data[key] for key in ("mode", "retire_missing", "name", "language")}
