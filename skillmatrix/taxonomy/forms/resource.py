"""The row of a form for one thing to learn from, and what such forms know of the rest of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .fields import choose, describe


@dataclass(frozen=True)
class Ladder:
    """What a form about a skill has to know of the rest of the draft."""

    levels: tuple[Mapping[str, str], ...]
    kinds: Mapping[str, Mapping[str, Any]]
    skills: Mapping[str, str]
    evidence_from: int
    coverage: int

    def rank_choices(self, general: int | None = None) -> list[tuple[str, str]]:
        """The levels to choose from; with `general`, first the empty choice that names it."""
        choices = [(str(rank), f"{rank} {level['name']}") for rank, level in enumerate(self.levels)]
        if general is None:
            return choices
        name = self.levels[general]["name"] if general < len(self.levels) else ""
        return [("", _("as for all skills: %(rank)s %(name)s") % {"rank": general, "name": name}), *choices]


class ResourceForm(forms.Form):
    """One thing to learn from. A row without title, author and address is no resource."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, required=False)
    by = forms.CharField(label=pgettext_lazy("author", "By"), max_length=300, required=False)
    kind = forms.CharField(
        label=gettext_lazy("Kind"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "resource-kinds"}),
    )  # fmt: skip
    level = forms.TypedChoiceField(label=gettext_lazy("For level"), coerce=int, required=False)
    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, required=False, assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )  # fmt: skip

    def __init__(self, *args: Any, ladder: Ladder, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "level", ladder.rank_choices())
        describe(self)

    def clean(self) -> dict[str, Any]:
        """Title, author and kind, unless the whole row is empty."""
        data = super().clean() or {}
        if data.get("level") == "":
            data["level"] = 1
        self.is_blank = not any(self[name].data for name in ("title", "by", "url"))
        if not self.is_blank:
            for name in ("title", "by", "kind"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in, or remove the resource."))
        return data
