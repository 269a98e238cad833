"""What a reader suggests, and what an admin answers. Forms check the shape; what follows is in `suggesting`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillmatrix.people.forms import NameField
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.forms.fields import Words
from skillmatrix.taxonomy.models import Suggestion

# What stands in the box before the admin types; a reason is what follows.
THANKS = {
    Suggestion.State.ACCEPTED: _("Thank you, that helps. It becomes part of the next version."),
    Suggestion.State.DECLINED: _("Thank you for writing this down. We leave it as it is because"),
}
LABELS = {
    Suggestion.State.ACCEPTED: _("A word of thanks"),
    Suggestion.State.DECLINED: _("Thanks, and your reason"),
}


class SuggestForm(forms.Form):
    """A change to a skill."""

    text = Words(
        label=_("What should change, and why?"), max_length=2000, rows=7,
        help_text=_("The sentence you stumbled over, what you would write instead, an example."),
    )  # fmt: skip


class SuggestSkillForm(forms.Form):
    """A skill that the taxonomy lacks."""

    name = NameField(label=_("Name of the skill"), max_length=120)
    text = Words(
        label=_("What is it, and who needs it?"), max_length=2000, rows=7,
        help_text=_("What somebody can do who has it, and the work in which you missed it."),
    )  # fmt: skip

    def __init__(self, *args: Any, taxonomy: Taxonomy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken = {skill.name.casefold() for skill in taxonomy.active}

    def clean_name(self) -> str:
        """A name that no skill has yet."""
        name: str = self.cleaned_data["name"]
        if name.casefold() in self.taken:
            message = _("There is a skill of this name. Open its page and suggest a change to it there.")
            raise forms.ValidationError(message)
        return name


class AnswerForm(forms.Form):
    """One of two answers, each with its words."""

    state = forms.ChoiceField(
        choices=[(state.value, state.value) for state in THANKS], widget=forms.HiddenInput
    )
    answer = Words(
        max_length=1000, rows=4,
        error_messages={"required": _("Write a word to them; they took the time to write to you.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who is declined reads why."""
        data = super().clean() or {}
        said = str(data.get("answer", "")).rstrip(" .…:")
        if data.get("state") == Suggestion.State.DECLINED and said == THANKS[Suggestion.State.DECLINED]:
            self.add_error("answer", _("Finish the sentence: they should read why."))
        return data


def answer_form(state: Suggestion.State, typed: AnswerForm | None = None) -> AnswerForm:
    """Return the form of one answer; `typed` is kept when it is that answer's."""
    if typed is not None and typed.data.get("state") == state:
        form = typed
    else:
        form = AnswerForm(initial={"state": state, "answer": THANKS[state]})
    form.auto_id = f"{state}-%s"
    form.fields["answer"].label = LABELS[state]
    return form
