"""The forms of what holds for the whole taxonomy: its name, its four kinds, and the rules of rating."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmatrix.taxonomy.document import Kind
from skillmatrix.taxonomy.templatetags.taxonomy_words import KINDS

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_LANGUAGE = 20
GENERAL = ("name", "language", "evidence_from", "coverage")
MOST_RULES = 50


class LanguageField(forms.CharField):
    """A language tag such as en or pt-BR."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "languages", "autocomplete": "off", "class": "input-short"})
        super().__init__(**{"max_length": LONGEST_LANGUAGE, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        """The tag. Raises ValidationError for what is none."""
        text = super().to_python(value)
        if text and not LANGUAGE.fullmatch(text):
            raise forms.ValidationError(_("Write a language tag such as en, de or pt-BR."))
        return str(text)


class GeneralForm(forms.Form):
    """Name, language, and the levels from which something is asked for."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    language = LanguageField(
        label=gettext_lazy("Language"), help_text=gettext_lazy("In which the texts are written, such as en.")
    )
    evidence_from = forms.TypedChoiceField(
        label=gettext_lazy("An example is asked for from"), coerce=int,
        help_text=gettext_lazy("Whoever rates themselves there or higher is asked for an example from real work."),
    )  # fmt: skip
    coverage = forms.TypedChoiceField(
        label=gettext_lazy("Somebody covers a skill from"), coerce=int,
        help_text=gettext_lazy("Team pages count people from this level up."),
    )  # fmt: skip

    def __init__(self, *args: Any, levels: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("evidence_from", "coverage"):
            choices = [(str(rank), f"{rank} {level}") for rank, level in enumerate(levels)]
            cast(forms.TypedChoiceField, self.fields[name]).choices = choices


class KindForm(forms.Form):
    """What holds for every skill of a kind unless the skill says otherwise."""

    effort = forms.FloatField(
        label=gettext_lazy("Effort"), min_value=0.01, max_value=10,
        widget=forms.NumberInput(attrs={"step": "any", "class": "input-short"}),
        help_text=gettext_lazy("Factor on the size of a step: 1 is usual, 2 takes twice as long."),
    )  # fmt: skip
    review_months = forms.IntegerField(
        label=gettext_lazy("A rating stays fresh for"), min_value=1, max_value=120,
        widget=forms.NumberInput(attrs={"class": "input-short"}), help_text=gettext_lazy("Months."),
    )  # fmt: skip

    def __init__(self, *args: Any, levels: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for rank, level in enumerate(levels):
            self.fields[f"descriptor_{rank}"] = forms.CharField(
                label=f"{rank} {level}",
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
            )

    @property
    def sentences(self) -> list[forms.BoundField]:
        """The field of each level."""
        return [self[name] for name in self.fields if name.startswith("descriptor_")]


class KindsForm:
    """The four kinds together."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, levels: Sequence[str], kinds: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.rows = [
            (
                KINDS[kind],
                kind.value,
                KindForm(data, prefix=kind.value, levels=levels, initial=_shown(kinds[kind.value])),
            )
            for kind in Kind
        ]

    def is_valid(self) -> bool:
        """Each of them is."""
        # Every form is asked, so that each shows its errors.
        sound = [form.is_valid() for _label, _kind, form in self.rows]
        return all(sound)

    def content(self) -> dict[str, Any]:
        """The kinds as the document has them."""
        return {kind: _kind(form.cleaned_data) for _label, kind, form in self.rows}


def _shown(entry: Mapping[str, Any]) -> dict[str, Any]:
    sentences = {f"descriptor_{rank}": text for rank, text in enumerate(entry["descriptors"])}
    return {"effort": entry["effort"], "review_months": entry["review_months"], **sentences}


def _kind(said: Mapping[str, Any]) -> dict[str, Any]:
    sentences = [text.replace("\r\n", "\n") for name, text in said.items() if name.startswith("descriptor_")]
    return {
        "effort": round(said["effort"], 4),
        "review_months": said["review_months"],
        "descriptors": sentences,
    }


class RuleForm(forms.Form):
    """One rule of rating and the reason for it."""

    rule = forms.CharField(
        label=gettext_lazy("Rule"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2, "class": "grows"})
    )


class RulesForm:
    """All rules of rating, as typed. `bound` says that they are to be judged, not only shown."""

    def __init__(self, typed: Sequence[Mapping[str, str]], *, bound: bool) -> None:
        self.rows = [self._row(place, rule, bound=bound) for place, rule in enumerate(typed)]

    @staticmethod
    def _row(place: int, rule: Mapping[str, str], *, bound: bool) -> RuleForm:
        prefix = f"rule-{place}"
        if not bound:
            return RuleForm(prefix=prefix, initial=dict(rule))
        return RuleForm({f"{prefix}-{name}": text for name, text in rule.items()}, prefix=prefix)

    def is_valid(self) -> bool:
        """Each rule has its reason."""
        sound = [row.is_valid() for row in self.rows]
        return all(sound)

    def content(self) -> list[dict[str, str]]:
        """The rules as the document has them."""
        return [
            {name: row.cleaned_data[name].replace("\r\n", "\n") for name in ("rule", "why")}
            for row in self.rows
        ]


def typed_rules(data: QueryDict) -> list[dict[str, str]]:
    """The rules that a form sends, as typed."""
    numbers = [n for n in data.getlist("row") if re.fullmatch(r"[0-9]{1,4}", n)]
    unique = list(dict.fromkeys(numbers))[:MOST_RULES]
    return [{name: data.get(f"rule-{n}-{name}", "") for name in ("rule", "why")} for n in unique]


def rearranged(rules: Sequence[Mapping[str, str]], button: str) -> list[Mapping[str, str]]:
    """The rules after one of the form's buttons: add, remove:1, up:1, down:1. Others change nothing."""
    verb, _colon, number = button.partition(":")
    after = list(rules)
    if verb == "add" and len(after) < MOST_RULES:
        return [*after, {"rule": "", "why": ""}]
    if not re.fullmatch(r"[0-9]{1,4}", number) or int(number) >= len(after):
        return after
    place = int(number)
    if verb == "remove":
        del after[place]
    elif verb in ("up", "down"):
        to = place - 1 if verb == "up" else place + 1
        if 0 <= to < len(after):
            after[place], after[to] = after[to], after[place]
    return after
