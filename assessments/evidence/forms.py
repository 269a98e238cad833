"""What people may send about their evidence, wins and certificates. Texts are tidied before their length is checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import MinValueValidator, RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from assessments.forms import RELOAD, DigitsField
from assessments.models import Win
from skillmatrix.people.forms import LinesField, NameField
from skillmatrix.people.names import tidy

LARGEST_ID = 2**63 - 1
MOST_SKILLS = 10
EARLIEST = date(1970, 1, 1)
NOT_YET = _("This day is still to come.")


class WebAddressField(forms.URLField):
    """An address that a browser opens as a page: http or https, and nothing that runs. "example.com" is completed."""

    # Signs that no address needs as they are: they would only look like the end of a link.
    default_validators = [
        URLValidator(schemes=["http", "https"]),
        RegexValidator(r"[\s<>\"\\^`{|}]", inverse_match=True, code="invalid"),
    ]

    def __init__(self, **options: Any) -> None:
        invalid = _("Only addresses of pages, such as https://example.com/page.")
        super().__init__(
            assume_scheme="https",
            max_length=500,
            required=False,
            error_messages={"invalid": invalid},
            **options,
        )

    def to_python(self, value: Any) -> str:
        """The tidied address, with its scheme in lower case."""
        scheme, mark, rest = str(super().to_python(tidy(str(value or "")))).partition("://")
        return f"{scheme.lower()}{mark}{rest}"


class DayField(forms.DateField):
    """A day as the browser's calendar writes it, not before 1970."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input-short"}),
            validators=[MinValueValidator(EARLIEST)],
            **options,
        )


class GiveForm(forms.Form):
    """A piece of evidence: words or an address or both, or one of my wins or certificates."""

    skill = forms.SlugField(max_length=60, error_messages={"required": RELOAD, "invalid": RELOAD})
    key = forms.UUIDField(error_messages={"required": RELOAD, "invalid": RELOAD})
    text = LinesField(max_length=2000, required=False)
    url = WebAddressField()
    shared = forms.BooleanField(required=False)
    win = DigitsField(largest=LARGEST_ID, required=False)
    certificate = DigitsField(largest=LARGEST_ID, required=False)
    replaces = DigitsField(largest=LARGEST_ID, required=False)

    def clean(self) -> dict[str, Any]:
        """Something has to be given."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("text", "url", "win", "certificate")):
            self.add_error("text", _("Write a sentence, or add a link."))
        return data

    @property
    def problem(self) -> str:
        """The first thing that is wrong, in one sentence."""
        return str(next(iter(self.errors.values()))[0])


class PieceForm(forms.Form):
    """A piece of evidence of mine, and the skill whose card it stands on."""

    evidence = DigitsField(largest=LARGEST_ID)
    skill = forms.SlugField(max_length=60, required=False)


class TaggedForm(forms.Form):
    """Something tagged with skills: its key, the edition that the form showed, and until when it may have happened."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": RELOAD, "invalid": RELOAD})
    edition = DigitsField(largest=2**31 - 1, required=False, widget=forms.HiddenInput)
    skills = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("One of these skills is no longer rated. Choose again.")},
    )

    def __init__(self, *args: Any, skills: Iterable[str], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        cast(forms.ChoiceField, self.fields["skills"]).choices = [(slug, slug) for slug in skills]

    def clean_skills(self) -> list[str]:
        """Not so many that they say nothing."""
        chosen: list[str] = self.cleaned_data["skills"]
        if len(chosen) > MOST_SKILLS:
            raise forms.ValidationError(_("Choose the ten skills that it shows best, at most."))
        return chosen

    def past(self, name: str) -> date | None:
        """The day in a field, which must not be still to come."""
        day: date | None = self.cleaned_data[name]
        if day is not None and day > self.today:
            raise forms.ValidationError(NOT_YET)
        return day

    @property
    def content(self) -> dict[str, Any]:
        """The fields as they are stored, apart from the skills."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in TaggedForm.base_fields}


class WinForm(TaggedForm):
    """Something that went well."""

    what = NameField(label=_("What happened"), max_length=200)
    day = DayField(label=_("When"))
    difficulty = forms.TypedChoiceField(
        label=_("How hard was it"),
        coerce=int,
        choices=[
            (Win.Difficulty.ROUTINE, _("routine for me")),
            (Win.Difficulty.HARD, _("hard")),
            (Win.Difficulty.VERY_HARD, _("very hard: new to me, or new to us")),
        ],
    )
    my_part = LinesField(label=_("My part in it"), max_length=2000, required=False)
    outcome = LinesField(label=_("What came of it"), max_length=2000, required=False)
    shared = forms.BooleanField(label=_("My lead may read it"), required=False)

    def clean_day(self) -> date | None:
        """Wins have happened."""
        return self.past("day")


class CertificateForm(TaggedForm):
    """A certificate. It speaks for level 2 at most."""

    title = NameField(label=_("Certificate"), max_length=200)
    issuer = NameField(label=_("Issued by"), max_length=120, required=False)
    issued_on = DayField(label=_("Issued on"))
    expires_on = DayField(label=_("Holds until"), required=False)
    url = WebAddressField(label=_("Where it can be checked"))
    shared = forms.BooleanField(label=_("My lead may read it"), required=False)

    def clean_issued_on(self) -> date | None:
        """It has been issued."""
        return self.past("issued_on")

    def clean(self) -> dict[str, Any]:
        """It holds for a while at least."""
        data = super().clean() or {}
        issued, expires = data.get("issued_on"), data.get("expires_on")
        if issued and expires and expires <= issued:
            self.add_error("expires_on", _("It cannot end before it was issued."))
        return data
