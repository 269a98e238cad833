"""What somebody says when a version is taken back: a note, and what ratings made under it become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Transition

LEVEL, MOVE = "level-", "move-"


class UndoVersion(forms.Form):
    """One choice for each level of the scale that goes, and for each skill that goes with the version."""

    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False, strip=True)

    def __init__(
        self, *args: Any, before: Taxonomy, after: Taxonomy, proposed: Transition, note: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].initial = note
        if proposed.levels is not None:
            choices = [(level.rank, f"{level.rank} {level.name}") for level in before.scale]
            for level, rank in zip(after.scale, proposed.levels, strict=True):
                self.fields[f"{LEVEL}{level.rank}"] = forms.TypedChoiceField(
                    label=f"{level.rank} {level.name}", choices=choices, coerce=int, initial=rank
                )
        holders = [(skill.slug, skill.name) for skill in before.active]
        for slug in going(before, after):
            origin = next(iter(proposed.moves.get(slug, ())), "")
            self.fields[f"{MOVE}{slug}"] = forms.ChoiceField(
                label=after.skills[slug].name,
                choices=[("", _("kept in the history only")), *holders],
                initial=origin if origin in dict(holders) else "",
                required=False,
            )

    @property
    def levels(self) -> tuple[int, ...] | None:
        """The old rank of each rank that goes; None where levels stay."""
        return tuple(self.cleaned_data[name] for name in self.fields if name.startswith(LEVEL)) or None

    @property
    def moves(self) -> dict[str, tuple[str, ...]]:
        """The skill that takes over the ratings of each skill that goes, where one does."""
        named = ((name, self.cleaned_data[name]) for name in self.fields if name.startswith(MOVE))
        return {name.removeprefix(MOVE): (to,) for name, to in named if to}

    def level_fields(self) -> Iterator[BoundField]:
        """The choices for levels."""
        return (self[name] for name in self.fields if name.startswith(LEVEL))

    def move_fields(self) -> Iterator[BoundField]:
        """The choices for skills."""
        return (self[name] for name in self.fields if name.startswith(MOVE))


def going(before: Taxonomy, after: Taxonomy) -> list[str]:
    """Return the skills that stand in `after` alone, in its order."""
    return [slug for slug in after.position if slug not in before.skills]
