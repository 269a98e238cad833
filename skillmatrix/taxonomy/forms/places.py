"""New areas and skills, and where something goes: the small forms of the draft's operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmatrix.taxonomy.templatetags.taxonomy_words import PRINCIPLES

from .fields import Words, choose, describe
from .skill import KIND_CHOICES

Groups = Iterable[tuple[str, Iterable[tuple[str, str]]]]


class AreaForm(forms.Form):
    """What an area says of itself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    summary = Words(
        label=_("Summary"), rows=2, help_text=_("What the skills in it have in common, in one sentence.")
    )

    principle = forms.ChoiceField(
        label=_("In a summary"), required=False, choices=[("", _("As usual: skilled")), *PRINCIPLES.items()],
        help_text=_("Under which of three words its skills are summed up on the sheet for a 1-1."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        describe(self)


class AddSkillForm(forms.Form):
    """The least that a skill needs; its page asks for the rest."""

    name = forms.CharField(label=_("Name"), max_length=120)
    area = forms.ChoiceField(label=_("Area"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES, help_text=_("Concepts come before the tools that rest on them."))  # fmt: skip
    definition = Words(label=_("Definition"), help_text=_("What somebody can do who has it, in one or two sentences."))  # fmt: skip

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "area", areas)


class SkillChoiceForm(forms.Form):
    """Another skill: the one that takes a place over, or that takes ratings in."""

    other = forms.ChoiceField()

    def __init__(self, *args: Any, groups: Groups, label: Any, nothing: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["other"].label = label
        self.fields["other"].required = not nothing
        choose(
            self,
            "other",
            [("", nothing or _("Choose a skill")), *((name, list(some)) for name, some in groups)],
        )


class MoveForm(forms.Form):
    """An area, and the skill in front of which to stand there."""

    place = forms.ChoiceField(label=_("Stand"), help_text=_("In front of a skill, or at the end of an area."))

    def __init__(self, *args: Any, groups: Groups, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "place", [(name, list(some)) for name, some in groups])


class SplitForm(forms.Form):
    """The second skill that comes out of one."""

    name = forms.CharField(label=_("Name of the second skill"), max_length=120)
    area = forms.ChoiceField(label=_("Its area"))

    def __init__(self, *args: Any, areas: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "area", areas)


class ConfirmForm(forms.Form):
    """Nothing to choose."""
