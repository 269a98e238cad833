"""What somebody says when a draft is published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class PublishForm(forms.Form):
    """A note for those who read the list of versions, and what the page showed."""

    note = forms.CharField(
        label=gettext_lazy("What changes, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody can read it beside the version."),
        error_messages={"required": gettext_lazy("Write a sentence for those who will ask why.")},
    )
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
