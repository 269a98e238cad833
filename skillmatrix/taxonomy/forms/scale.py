"""The forms of the scale: its words, and moving everything to another scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FEWEST, MOST = 3, 10


class LevelForm(forms.Form):
    """One step of the scale."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    descriptor = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
    )


class ScaleForm:
    """All steps of a scale from the lowest up. `data` is what was sent; without it `levels` are shown."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, count: int, levels: Sequence[Mapping[str, str]] = ()
    ) -> None:
        self.rows = [
            LevelForm(
                data, prefix=f"level-{rank}", initial=dict(levels[rank]) if rank < len(levels) else None
            )
            for rank in range(count)
        ]
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        """Every step has its words, and a name that no other has."""
        sound = [row.is_valid() for row in self.rows]
        names: dict[str, int] = {}
        for rank, row in enumerate(self.rows):
            name = row.cleaned_data.get("name", "")
            if name in names:
                message = _("Level %(rank)d has this name already. Give each level its own.")
                row.add_error("name", message % {"rank": names[name]})
                sound.append(False)
            elif name:
                names[name] = rank
        return all(sound)

    def levels(self) -> list[dict[str, str]]:
        """The steps as the document has them."""
        return [
            {
                "name": row.cleaned_data["name"],
                "descriptor": row.cleaned_data["descriptor"].replace("\r\n", "\n"),
            }
            for row in self.rows
        ]


class MappingForm(forms.Form):
    """Where each level of the present scale goes."""

    def __init__(self, *args: Any, old: Sequence[str], new: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.size = len(old)
        names = [name or _("without a name yet") for name in new]
        for rank, name in enumerate(old):
            self.fields[f"to-{rank}"] = forms.TypedChoiceField(
                label=f"{rank} {name}",
                coerce=int,
                choices=[(str(to), f"{to} {new_name}") for to, new_name in enumerate(names)],
                error_messages={"required": _("Say where this level goes.")},
            )

    def clean(self) -> dict[str, Any]:
        """Levels keep their order: nobody falls behind somebody they were ahead of."""
        data = super().clean() or {}
        highest = 0
        for rank in range(self.size):
            to = data.get(f"to-{rank}")
            if to is not None and to < highest:
                self.add_error(
                    f"to-{rank}", _("This goes below the level before it. Keep the levels in their order.")
                )
            highest = max(highest, to or 0)
        return data

    def ranks(self) -> tuple[int, ...]:
        """The new rank of each old level."""
        return tuple(self.cleaned_data[f"to-{rank}"] for rank in range(self.size))


def proposed(old: int, new: int) -> list[int]:
    """Where each of `old` levels goes when nobody has said so: the ends to the ends, the others in proportion.

    Rounded down, as a claim that is a little too low does no harm.
    """
    return [rank * (new - 1) // (old - 1) for rank in range(old)]
