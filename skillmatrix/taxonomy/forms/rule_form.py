"""The form of a promotion rule: a small form for each row, and what they say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rule import Chosen, TypedCondition, TypedPillar, TypedRule


@dataclass(frozen=True)
class Choices:
    """What a rule can speak of: levels by rank, skills and roles by slug."""

    levels: Sequence[str]
    skills: Mapping[str, str]
    roles: Mapping[str, str]


class ConditionForm(forms.Form):
    """How many of the chosen skills stand how high."""

    level = forms.TypedChoiceField(label=gettext_lazy("Level or above"), coerce=int)
    at_least = forms.IntegerField(
        label=gettext_lazy("How many of them"), min_value=1, max_value=500,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )  # fmt: skip


class PillarForm(forms.Form):
    """The words of a pillar."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
    )


class BaseForm(forms.Form):
    """What has to hold besides the pillars."""

    needed = forms.IntegerField(
        label=gettext_lazy("Pillars needed"), min_value=1, max_value=20,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )  # fmt: skip
    base_role = forms.ChoiceField(label=gettext_lazy("Base role"), required=False)
    base_slack = forms.IntegerField(
        label=gettext_lazy("Levels that a core skill may be under its target"), min_value=0, max_value=9, required=False,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )  # fmt: skip


class Skills:
    """The chosen skills of one row, each with a box to untick, and a field for one more."""

    def __init__(self, prefix: str, chosen: Chosen, names: Mapping[str, str], label: str) -> None:
        self.prefix, self.chosen, self.label = prefix, chosen, label
        self.choices = [(slug, names.get(slug, slug)) for slug in chosen.slugs]
        self.problem = chosen.problem


class ConditionRow:
    """One condition with its forms."""

    def __init__(self, prefix: str, typed: TypedCondition, choices: Choices, *, bound: bool) -> None:
        values = {"level": typed.level, "at_least": typed.at_least}
        self.form = ConditionForm(**_given(prefix, values, bound=bound))
        _choose(
            self.form, "level", [(str(rank), f"{rank} {name}") for rank, name in enumerate(choices.levels)]
        )
        self.skills = Skills(prefix, typed.skills, choices.skills, _("Skills"))

    def is_valid(self) -> bool:
        """Skills are chosen, and enough of them."""
        if not self.form.is_valid() or self.skills.problem:
            return False
        due, found = self.form.cleaned_data["at_least"], len(self.skills.choices)
        if not found:
            self.skills.problem = _("Choose at least one skill.")
        elif due > found:
            message = _("%(due)d of %(found)d skills can never be met. Lower the number or add skills.")
            self.form.add_error("at_least", message % {"due": due, "found": found})
        return found >= due

    def content(self) -> dict[str, Any]:
        """The condition as the document has it."""
        said = self.form.cleaned_data
        return {
            "skills": list(self.skills.chosen.slugs),
            "level": said["level"],
            "at_least": said["at_least"],
        }


class PillarRow:
    """One pillar with its conditions."""

    def __init__(self, number: int, typed: TypedPillar, choices: Choices, *, bound: bool) -> None:
        prefix = f"pillar-{number}"
        self.slug, self.problem = typed.slug, ""
        self.form = PillarForm(**_given(prefix, {"name": typed.name, "summary": typed.summary}, bound=bound))
        self.conditions = [
            ConditionRow(f"{prefix}-condition-{place}", one, choices, bound=bound)
            for place, one in enumerate(typed.conditions)
        ]

    def is_valid(self) -> bool:
        """It has its words and at least one condition."""
        if not self.conditions:
            self.problem = _("A pillar needs a condition. Add one, or remove the pillar.")
        return all(
            [self.form.is_valid(), bool(self.conditions), *(one.is_valid() for one in self.conditions)]
        )

    def content(self, slug: str) -> dict[str, Any]:
        """The pillar as the document has it."""
        words = {name: text.replace("\r\n", "\n") for name, text in self.form.cleaned_data.items()}
        return {"slug": slug, **words, "conditions": [one.content() for one in self.conditions]}


class RuleForm:
    """A whole rule. `bound` says that what was typed is to be judged, not only shown."""

    def __init__(self, typed: TypedRule, choices: Choices, *, bound: bool) -> None:
        values = {"needed": typed.needed, "base_role": typed.base_role, "base_slack": typed.base_slack}
        self.base = BaseForm(**_given("", values, bound=bound))
        _choose(self.base, "base_role", [("", _("none: the pillars alone decide")), *choices.roles.items()])
        self.base_skills = Skills("base", typed.base_skills, choices.skills, _("Core skills"))
        self.pillars = [
            PillarRow(number, one, choices, bound=bound) for number, one in enumerate(typed.pillars)
        ]
        self.problem = ""

    def is_valid(self) -> bool:
        """Every row is sound, and they can be met together."""
        sound = [
            self.base.is_valid(),
            not self.base_skills.problem,
            *(one.is_valid() for one in self.pillars),
        ]
        if not self.pillars:
            self.problem = _("A rule needs at least one pillar.")
        if self.base.is_valid():
            sound += [self._enough_pillars(), self._base_is_whole()]
        return all(sound) and not self.problem

    def _enough_pillars(self) -> bool:
        needed, found = self.base.cleaned_data["needed"], len(self.pillars)
        if needed > found > 0:
            message = _("%(needed)d pillars are needed and only %(found)d stand here.")
            self.base.add_error("needed", message % {"needed": needed, "found": found})
        return bool(needed <= found)

    def _base_is_whole(self) -> bool:
        has_role, has_skills = bool(self.base.cleaned_data["base_role"]), bool(self.base_skills.choices)
        if has_role and not has_skills:
            self.base_skills.problem = _("Choose the core skills of that role, or no base role.")
        elif has_skills and not has_role:
            self.base.add_error("base_role", _("Say which role’s targets count for the core skills."))
        return has_role == has_skills

    def content(self, role: str) -> dict[str, Any]:
        """The rule as the document has it."""
        said, taken = self.base.cleaned_data, {one.slug for one in self.pillars if one.slug}
        pillars = []
        for pillar in self.pillars:
            slug = pillar.slug or _free_slug(pillar.form.cleaned_data["name"], taken)
            taken.add(slug)
            pillars.append(pillar.content(slug))
        content = {"role": role, "needed": said["needed"], "pillars": pillars}
        if said["base_role"]:
            slack = said["base_slack"] if said["base_slack"] is not None else 1
            content |= {"base_role": said["base_role"], "base_skills": list(self.base_skills.chosen.slugs)}
            content |= {"base_slack": slack} if slack != 1 else {}
        return content


def _given(prefix: str, values: Mapping[str, str], *, bound: bool) -> dict[str, Any]:
    """How a form is given what was typed: to judge it, or only to show it."""
    if not bound:
        return {"prefix": prefix, "initial": dict(values)}
    return {
        "prefix": prefix,
        "data": {f"{prefix}-{name}" if prefix else name: value for name, value in values.items()},
    }


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _free_slug(name: str, taken: set[str]) -> str:
    start = slugify(name)[:50].strip("-_").replace("_", "-") or "pillar"
    return next(slug for n in range(1, 100) if (slug := start if n == 1 else f"{start}-{n}") not in taken)
