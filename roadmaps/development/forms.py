"""What the pages of the plan may send. Forms check the shape; what follows is in `actions`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from assessments.forms import RELOAD, DigitsField
from roadmaps.models import Motive, PlanItem, ResourceMark
from roadmaps.models.comment import LONGEST
from roadmaps.models.plan import MOST_LINKS
from skillmatrix.people.forms import LinesField, NameField
from skillmatrix.taxonomy.document import Taxonomy

from .actions import Content, MotiveContent

LARGEST = 2**31 - 1
LONGEST_LINK = 500
DAMAGED = {"required": RELOAD, "invalid": RELOAD}
MOTIVES = {
    Motive.Kind.SCOPE: _("More scope"),
    Motive.Kind.PAY: _("Better pay"),
    Motive.Kind.TITLE: _("A title"),
    Motive.Kind.VARIETY: _("Something different"),
}


def hidden_key() -> forms.UUIDField:
    """The key of one intent: sent twice, it is done once."""
    return forms.UUIDField(widget=forms.HiddenInput, error_messages=DAMAGED)


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day that may be left out, in the form that a browser's own date field sends."""
    return forms.DateField(
        label=label, required=False, help_text=help_text, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input-short"}),
    )  # fmt: skip


class LinksField(LinesField):
    """Addresses of pages, one a line."""

    def clean(self, value: Any) -> Any:
        """The addresses. Each begins with http:// or https://, whatever else a browser could open."""
        lines = [line for line in str(super().clean(value)).split("\n") if line]
        if len(lines) > MOST_LINKS:
            raise forms.ValidationError(_("At most %(most)d links.") % {"most": MOST_LINKS})
        for line in lines:
            if len(line) > LONGEST_LINK:
                raise forms.ValidationError(
                    _("A link is longer than %(most)d characters.") % {"most": LONGEST_LINK}
                )
            self._check(line)
        return tuple(lines)

    def _check(self, line: str) -> None:
        try:
            URLValidator(schemes=["http", "https"])(line)
        except forms.ValidationError:
            text = _("“%(line)s” is not the address of a page. It begins with https:// or http://.")
            raise forms.ValidationError(text % {"line": line[:80]}) from None


class PageForm(forms.Form):
    """A form that says above all fields what is wrong with a hidden one, which nobody sees."""

    def clean(self) -> dict[str, Any]:
        """What the fields say."""
        data = super().clean() or {}
        if any(field.name in self.errors for field in self.hidden_fields()):
            self.add_error(None, RELOAD)
        return data


class PlanForm(PageForm):
    """What every item has: when, how one will know, what helps, who sees it, and what for."""

    due_on = day_field(_("Due on"), _("You are reminded a week before, and on the day."))
    proof = LinesField(
        label=_("What will prove it"), max_length=1000, required=False,
        help_text=_("The thing you can point at when it is done: a merged change, a talk, a service that you run."),
    )  # fmt: skip
    links = LinksField(
        label=_("Links"), required=False, help_text=_("Pages that help or that show the work, one a line."),
    )  # fmt: skip
    shared = forms.BooleanField(label=_("Shared with your lead"), required=False, initial=True)
    motive = forms.ChoiceField(
        label=_("What you are after"), required=False, choices=[("", _("Not said")), *MOTIVES.items()]
    )
    motive_words = NameField(
        label=_("In your own words"), max_length=200, required=False,
        help_text=_("Only you ever see these two, whoever the goal is shared with."),
    )  # fmt: skip

    @property
    def content(self) -> Content:
        """The words of the goal."""
        data = self.cleaned_data
        return Content(
            title=data.get("title", ""), technical=data.get("technical") == "yes", proof=data["proof"],
            due_on=data["due_on"], links=data["links"], shared=data["shared"],
        )  # fmt: skip

    @property
    def after(self) -> MotiveContent:
        """What the person is after."""
        return MotiveContent(self.cleaned_data["motive"], self.cleaned_data["motive_words"])


class TitledForm(PageForm):
    """A goal in somebody's own words."""

    title = NameField(label=_("Goal"), max_length=200)
    technical = forms.ChoiceField(
        label=_("Kind"), choices=[("yes", _("Technical")), ("no", _("Another goal"))], initial="no",
        widget=forms.RadioSelect,
    )  # fmt: skip


class AddGoalForm(PlanForm, TitledForm):
    """A goal of one's own."""

    key = hidden_key()
    field_order = ["key", "title", "technical"]


class ChangeGoalForm(PlanForm, TitledForm):
    """The words of a goal. `seen` is the revision from which the form was made."""

    seen = DigitsField(largest=LARGEST, widget=forms.HiddenInput)
    field_order = ["seen", "title", "technical"]


class ChangeStepForm(PlanForm):
    """The words around a step: skill and level are the roadmap's."""

    seen = DigitsField(largest=LARGEST, widget=forms.HiddenInput)


class ProposeForm(PageForm):
    """What a lead puts before somebody: a skill at a level, or a goal in their own words."""

    key = hidden_key()
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    level = forms.ChoiceField(label=_("To level"), required=False)
    title = NameField(
        label=_("Or a goal in your own words"), max_length=200, required=False,
        help_text=_("Leave it empty when you have chosen a skill."),
    )  # fmt: skip
    technical = TitledForm.base_fields["technical"]
    due_on = day_field(_("Due on"))
    proof = LinesField(label=_("What will prove it"), max_length=1000, required=False)

    def __init__(self, *args: Any, taxonomy: Taxonomy, **options: Any) -> None:
        super().__init__(*args, **options)
        skills = [(area.name, _choices(taxonomy, area.skills)) for area in taxonomy.areas]
        self.fields["skill"].choices = [("", _("None")), *(one for one in skills if one[1])]  # type: ignore[attr-defined]
        levels = [(str(level.rank), f"{level.rank} · {level.name}") for level in taxonomy.scale[1:]]
        self.fields["level"].choices = [("", _("None")), *levels]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Either a skill and its level, or a title."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["skill"] and not data["level"]:
            self.add_error("level", _("Choose the level to reach."))
        if bool(data["skill"]) == bool(data["title"]):
            self.add_error("title", _("Choose a skill and its level, or write a goal: one of the two."))
        return data

    @property
    def content(self) -> Content:
        """The words of the proposal."""
        data = self.cleaned_data
        return Content(data["title"], data["technical"] == "yes", data["proof"], data["due_on"])


def _choices(taxonomy: Taxonomy, skills: tuple[str, ...]) -> list[tuple[str, str]]:
    found = (taxonomy.skills[slug] for slug in skills)
    return [(skill.slug, skill.name) for skill in found if not skill.retired and not skill.off]


class TakeStepForm(forms.Form):
    """One step of the roadmap."""

    skill = forms.SlugField(max_length=60, error_messages=DAMAGED)
    level = DigitsField(largest=9)
    key = hidden_key()


class MoveForm(forms.Form):
    """From the state that the page showed to another; no `to` takes the last move back."""

    to = forms.ChoiceField(choices=PlanItem.State.choices, required=False, error_messages=DAMAGED)
    shown = forms.ChoiceField(choices=PlanItem.State.choices, error_messages=DAMAGED)


class AgreeForm(forms.Form):
    """A lead agrees to an item at the revision that the page showed."""

    seen = DigitsField(largest=LARGEST)


class SwitchForm(forms.Form):
    """On or off."""

    on = forms.ChoiceField(choices=[("1", ""), ("0", "")], error_messages=DAMAGED)


class MarkForm(forms.Form):
    """A mark at a resource; an empty one takes it away. `item` is the goal at which it stands."""

    skill = forms.SlugField(max_length=60, error_messages=DAMAGED)
    resource = forms.RegexField(r"\A[0-9a-f]{64}\Z", error_messages=DAMAGED)
    mark = forms.ChoiceField(choices=ResourceMark.Mark.choices, required=False, error_messages=DAMAGED)
    item = DigitsField(largest=2**63 - 1, required=False)


class ChangeCommentForm(PageForm):
    """The text of a comment: words and line breaks, nothing else."""

    text = LinesField(label=_("Comment"), max_length=LONGEST)


class CommentForm(ChangeCommentForm):
    """A new comment."""

    key = hidden_key()
