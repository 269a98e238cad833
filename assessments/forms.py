"""What the assessment's pages may send. Numbers are digits and nothing else: " 3", "1e1" and "٣" are not levels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmatrix.people.importing.decoding import MOST_BYTES
from skillmatrix.taxonomy.document import Taxonomy

from .inputs import Wish
from .models.rating import HIGHEST, NOT_APPLICABLE, UNRATED

LARGEST = 2**31 - 1
RELOAD = _("This form is damaged. Reload the page and try again; what you saved before is kept.")


class DigitsField(forms.RegexField):
    """A whole number written in plain digits, from 0 to `largest`."""

    def __init__(self, *, largest: int, **options: Any) -> None:
        self.largest = largest
        options.setdefault("error_messages", {}).setdefault("required", RELOAD)
        super().__init__(r"\A[0-9]{1,19}\Z", strip=False, **options)
        self.error_messages["invalid"] = options["error_messages"].get("invalid", RELOAD)

    def clean(self, value: Any) -> int | None:
        """The number, or None when it may be left out and was."""
        text = super().clean(value)
        if text == "":
            return None
        if int(text) > self.largest:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)


class StatementForm(forms.Form):
    """What every statement about a skill carries: which, what the form showed, and the key of this intent."""

    skill = forms.SlugField(max_length=60, error_messages={"required": RELOAD, "invalid": RELOAD})
    shown = DigitsField(largest=UNRATED)
    key = forms.UUIDField(error_messages={"required": RELOAD, "invalid": RELOAD})

    @property
    def problem(self) -> str:
        """The first thing that is wrong, in one sentence."""
        return str(next(iter(self.errors.values()))[0])


NO_LEVEL = _("That is not a level of the scale. Choose one of those shown.")


class RatingForm(StatementForm):
    """A rating. `intent` is "na" (does not apply) or "confirm" (still true); empty means `value` counts."""

    version = DigitsField(largest=LARGEST)
    value = DigitsField(largest=HIGHEST, required=False, error_messages={"invalid": NO_LEVEL})
    intent = forms.ChoiceField(choices=[("na", ""), ("confirm", "")], required=False)
    reason = forms.CharField(
        max_length=300,
        required=False,
        label=_("Why it does not apply"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Settle on one value, whatever the button was."""
        data = super().clean() or {}
        intent, shown = data.get("intent"), data.get("shown")
        if intent == "confirm":
            data["value"] = shown
            if shown == UNRATED:
                self.add_error("value", _("There is nothing to confirm yet: choose a level."))
        elif intent == "na":
            data["value"] = NOT_APPLICABLE
        elif data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Choose a level first."))
        return data


class UndoForm(StatementForm):
    """Take back the newest statement about a skill."""


class ShareForm(forms.Form):
    """Release everything up to the own revision that the page showed."""

    shown = DigitsField(largest=2**63 - 1)
    key = forms.UUIDField(error_messages={"required": RELOAD, "invalid": RELOAD})


class NextRoleForm(forms.Form):
    """The role to aim at; empty for none."""

    role = forms.SlugField(max_length=60, required=False)


class ListSkillForm(forms.Form):
    """Put a skill on my list, or take it off."""

    skill = forms.SlugField(max_length=60, error_messages={"required": RELOAD, "invalid": RELOAD})
    added = forms.ChoiceField(
        choices=[("1", ""), ("0", "")], error_messages={"required": RELOAD, "invalid": RELOAD}
    )


class WishForm(forms.Form):
    """What I want to do with a skill; an empty wish takes back what I said."""

    skill = forms.SlugField(max_length=60, error_messages={"required": RELOAD, "invalid": RELOAD})
    wish = forms.ChoiceField(
        choices=[(wish.value, wish.value) for wish in Wish],
        required=False,
        error_messages={"invalid_choice": RELOAD},
    )

    def clean_wish(self) -> Wish | None:
        """The wish, or None for none."""
        return Wish(self.cleaned_data["wish"]) if self.cleaned_data["wish"] else None


class TargetForm(forms.Form):
    """A lead's exception: another level for one person, and why; an empty level ends the exception."""

    level = forms.ChoiceField(label=_("Target"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you choose a level. The person reads it beside the target."),
    )

    def __init__(self, *args: Any, taxonomy: Taxonomy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(str(level.rank), f"{level.rank} · {level.name}") for level in taxonomy.scale]
        levels[0] = ("0", str(_("0 · nothing is asked")))
        self.fields["level"].choices = [("", _("As the role asks")), *levels]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A level needs a reason."""
        data = super().clean() or {}
        if data.get("level") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the person reads it beside the target."))
        return data


class RoleForm(forms.Form):
    """The role somebody has from today."""

    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *args: Any, taxonomy: Taxonomy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.slug, role.name) for role in taxonomy.roles.values()]
        self.fields["role"].choices = [("", _("No role")), *roles]  # type: ignore[attr-defined]


class PastRatingsForm(forms.Form):
    """A file with ratings that were made elsewhere."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, or the ZIP that “My data” of another installation gave you. At most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.zip"}),
    )

    def clean_file(self) -> Any:
        """At most 5 MB, so that it can be read in one go."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Split it, or leave out columns."))
        return file
