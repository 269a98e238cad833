"""Fields that the forms of the draft have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

LONGEST = 4000


class Words(forms.CharField):
    """Several lines, with the line ends of the document."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "grows"})
        super().__init__(**{"max_length": LONGEST, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        """The text with plain line ends, so that its length is what is stored."""
        return str(super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")))


def choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Give a field of a form what can be chosen."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def describe(form: forms.Form) -> None:
    """Tie each field to its help and to the place of its error, which a save without reloading may fill."""
    for name, field in form.fields.items():
        own = form[name].auto_id
        helped = [f"{own}_helptext"] if field.help_text else []
        field.widget.attrs["aria-describedby"] = " ".join([*helped, f"{own}_error"])
