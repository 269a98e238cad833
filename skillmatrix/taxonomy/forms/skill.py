"""The form of a skill: everything its part of the draft says, a text field for each level among it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmatrix.taxonomy.document import Kind
from skillmatrix.taxonomy.templatetags.taxonomy_words import KINDS

from .clashing import Values
from .fields import LONGEST, Words, choose, describe
from .resource import Ladder, ResourceForm
from .skill_fields import FLAGS

MOST_ROWS = 50
KIND_CHOICES = [(kind.value, KINDS[kind]) for kind in Kind]


class SkillForm(forms.Form):
    """A skill without its place, its successor and its resources, which are rows of their own."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KIND_CHOICES)
    definition = Words(label=gettext_lazy("Definition"), help_text=gettext_lazy("What somebody can do who has it, in one or two sentences."))  # fmt: skip
    general = forms.BooleanField(label=gettext_lazy("Use the general sentences of this kind"), required=False)
    evidence = Words(label=gettext_lazy("Evidence"), required=False, help_text=gettext_lazy("What an example from real work could be."))  # fmt: skip
    watch_out = Words(label=gettext_lazy("Watch out"), required=False, help_text=gettext_lazy("How people usually over-rate themselves here."))  # fmt: skip
    prerequisites = forms.MultipleChoiceField(label=gettext_lazy("Prerequisites"), required=False)
    effort = forms.FloatField(
        label=gettext_lazy("Effort of a step"), required=False, min_value=0.01, max_value=10,
        help_text=gettext_lazy("1 is usual, 2 is twice as much. Empty: as for all of its kind."),
        widget=forms.NumberInput(attrs={"step": "any", "class": "input-short"}),
    )  # fmt: skip
    review_months = forms.IntegerField(
        label=gettext_lazy("Months a rating stays fresh"), required=False, min_value=1, max_value=120,
        help_text=gettext_lazy("Empty: as for all of its kind."),
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )  # fmt: skip
    evidence_from = forms.TypedChoiceField(
        label=gettext_lazy("An example is asked for from"), coerce=int, required=False, empty_value=None
    )
    coverage = forms.TypedChoiceField(
        label=gettext_lazy("Covers the skill from"), coerce=int, required=False, empty_value=None
    )
    quick = forms.BooleanField(
        label=gettext_lazy("Quick: among the first questions"), required=False,
        help_text=gettext_lazy("Asked in the first short session, and of people without a role."),
    )  # fmt: skip
    overlooked = forms.BooleanField(
        label=gettext_lazy("Overlooked: people tend to forget it"), required=False,
        help_text=gettext_lazy("Asked early."),
    )  # fmt: skip
    optional = forms.BooleanField(
        label=gettext_lazy("Optional: depends on the organisation"), required=False,
        help_text=gettext_lazy("A role's target counts only for people who have rated it. Ratings stay as they are."),
    )  # fmt: skip
    off = forms.BooleanField(
        label=gettext_lazy("Off: nobody in this organisation is asked"), required=False,
        help_text=gettext_lazy(
            "It leaves every page. Ratings are kept and count again when it is switched on."
        ),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, ladder: Ladder, values: Values) -> None:
        super().__init__(data, initial=_initial(values))
        self.ladder = ladder
        self.values_before = values
        choose(self, "prerequisites", _prerequisites(ladder, values["prerequisites"]))
        choose(self, "evidence_from", ladder.rank_choices(ladder.evidence_from))
        choose(self, "coverage", ladder.rank_choices(ladder.coverage))
        general = ladder.kinds.get(self.shown_kind, {})
        self.fields["effort"].widget.attrs["placeholder"] = str(general.get("effort", ""))
        self.fields["review_months"].widget.attrs["placeholder"] = str(general.get("review_months", ""))
        for rank, level in enumerate(ladder.levels):
            field = Words(label=level["name"], required=False, rows=2, help_text=level["descriptor"])
            self.fields[f"descriptor_{rank}"] = field
        describe(self)
        self.resources = self._resource_rows(data)

    def _resource_rows(self, data: QueryDict | None) -> list[ResourceForm]:
        if data is None:
            found = enumerate(self.values_before["resources"])
            return [ResourceForm(prefix=f"resource-{n}", initial=row, ladder=self.ladder) for n, row in found]
        removed = data.get("remove_resource", "")
        numbers = [n for n in data.getlist("resource_row")[:MOST_ROWS] if n.isascii() and n.isdigit()]
        unique = dict.fromkeys(n[:6] for n in numbers if n != removed)
        return [ResourceForm(data, prefix=f"resource-{n}", ladder=self.ladder) for n in unique]

    @property
    def shown_kind(self) -> str:
        """The kind that the form shows at the moment."""
        return str(self.data.get("kind", "") if self.is_bound else self.values_before["kind"])

    @property
    def rungs(self) -> list[tuple[forms.BoundField, str]]:
        """The text field of each level from the lowest up, with the general sentence of the kind."""
        general = self.ladder.kinds.get(self.shown_kind, {}).get("descriptors", ())
        sentences = [*general, *[""] * len(self.ladder.levels)]
        return [(self[f"descriptor_{rank}"], sentences[rank]) for rank in range(len(self.ladder.levels))]

    @property
    def questions(self) -> list[str]:
        """The interview questions that the form shows."""
        return (
            _questions(cast(QueryDict, self.data)) if self.is_bound else list(self.values_before["interview"])
        )

    @property
    def blank_resource(self) -> ResourceForm:
        """An empty row to copy."""
        return ResourceForm(prefix="resource-__n__", initial={"level": 1}, ladder=self.ladder)

    @property
    def next_resource(self) -> ResourceForm:
        """An empty row behind those there are."""
        return ResourceForm(
            prefix=f"resource-{len(self.resources)}", initial={"level": 1}, ladder=self.ladder
        )

    def paths(self) -> dict[str, str]:
        """Which field shows what stands at a path of the part."""
        return {f"descriptors.{rank}": f"descriptor_{rank}" for rank in range(len(self.ladder.levels))}

    def clean(self) -> dict[str, Any]:
        """What each field says, and no more: references are judged with the whole draft."""
        data = super().clean() or {}
        if any(len(question) > LONGEST for question in self.questions):
            self.add_error(
                None,
                _("An interview question has more than %(most)d characters. Shorten it.") % {"most": LONGEST},
            )
        if len(self.questions) > MOST_ROWS:
            self.add_error(
                None, _("More than %(most)d interview questions. Leave some out.") % {"most": MOST_ROWS}
            )
        if not all(row.is_valid() for row in self.resources):
            self.add_error(None, _("A resource is not complete."))
        return data

    def values(self) -> Values:
        """What a valid form says, in the words of `skill_fields`."""
        data = self.cleaned_data
        own = [data[f"descriptor_{rank}"] for rank in range(len(self.ladder.levels))]
        rows = [row.cleaned_data for row in self.resources if not row.is_blank]
        plain = ("name", "kind", "definition", "evidence", "watch_out", "prerequisites", "effort")
        more = ("review_months", "evidence_from", "coverage", *FLAGS)
        return {
            **{name: data[name] for name in (*plain, *more)},
            "descriptors": [] if data["general"] or not any(own) else own,
            "interview": self.questions,
            "resources": [
                {name: row[name] for name in ("url", "title", "by", "kind", "level")} for row in rows
            ],
        }


def _initial(values: Values) -> dict[str, Any]:
    own = {f"descriptor_{rank}": text for rank, text in enumerate(values["descriptors"])}
    return {**values, **own, "general": not values["descriptors"]}


def _prerequisites(ladder: Ladder, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Every other skill; also what is named and no longer there, so that it can be taken out."""
    gone = [(slug, slug) for slug in chosen if slug not in ladder.skills]
    return [*ladder.skills.items(), *gone]


def _questions(data: QueryDict) -> list[str]:
    removed = data.get("remove_question", "")
    rows = enumerate(data.getlist("interview"))
    found = (text.replace("\r\n", "\n").replace("\0", "").strip() for n, text in rows if str(n) != removed)
    return [text for text in found if text]
