"""What the pages of a review may send."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms import LARGEST, NO_LEVEL, RELOAD, DigitsField
from assessments.models import Delegation
from assessments.models.rating import HIGHEST, NOT_APPLICABLE
from skillmatrix.people.models import Person
from skillmatrix.people.names import address, tidy
from skillmatrix.taxonomy.document import Taxonomy

from .agreement import About, Stance

REVISION = 2**63 - 1
DAMAGED = {"required": RELOAD, "invalid": RELOAD, "invalid_choice": RELOAD}
SENTENCE = 300


class LineField(forms.CharField):
    """One line of text, without control characters and marks that turn the reading direction round."""

    def to_python(self, value: Any) -> str:
        """The line, tidied; what is absurdly long is left as it is, to be refused for its length."""
        text = str(super().to_python(value))
        return tidy(text) if len(text) <= 10 * SENTENCE else text.replace("\x00", " ")


class SkillForm(forms.Form):
    """Names a skill; `place` says from which page, `team` from whose."""

    skill = forms.SlugField(max_length=60, error_messages=DAMAGED)
    place = forms.ChoiceField(choices=[("compare", ""), ("team", "")], required=False, error_messages=DAMAGED)
    team = forms.SlugField(max_length=60, required=False, error_messages=DAMAGED)

    @property
    def problem(self) -> str:
        """The first thing that is wrong, in one sentence."""
        return str(next(iter(self.errors.values()))[0])


class JudgeForm(SkillForm):
    """A level that somebody else says. `follows`: their newest rating that the page showed."""

    value = DigitsField(largest=HIGHEST, error_messages={"invalid": NO_LEVEL, "required": NO_LEVEL})
    follows = DigitsField(largest=REVISION)
    version = DigitsField(largest=LARGEST)
    key = forms.UUIDField(error_messages=DAMAGED)


class WordForm(SkillForm):
    """A word about the two levels: a confirmed value, or a sentence on how one sees it differently."""

    stance = forms.ChoiceField(
        choices=[(one.value, "") for one in (Stance.CONFIRMS, Stance.DIFFERS)], error_messages=DAMAGED
    )
    value = DigitsField(largest=NOT_APPLICABLE, required=False, error_messages={"invalid": NO_LEVEL})
    sentence = LineField(
        max_length=SENTENCE,
        required=False,
        error_messages={"max_length": _("One sentence of at most %(limit_value)s characters, please.")},
    )
    own = DigitsField(largest=REVISION)
    lead = DigitsField(largest=REVISION)
    shown = forms.UUIDField(required=False, error_messages=DAMAGED)
    version = DigitsField(largest=LARGEST)
    key = forms.UUIDField(error_messages=DAMAGED)

    def clean(self) -> dict[str, Any]:
        """A confirmation has a value and no sentence, a difference the other way round."""
        data = super().clean() or {}
        if data.get("stance") == Stance.CONFIRMS:
            data["sentence"] = ""
            if data.get("value") is None and "value" not in self.errors:
                self.add_error("value", NO_LEVEL)
        elif data.get("stance") == Stance.DIFFERS:
            data["value"] = None
            if not data.get("sentence") and "sentence" not in self.errors:
                self.add_error("sentence", _("Say in one sentence how you see it."))
        return data

    @property
    def about(self) -> About:
        """Which two levels the page showed."""
        return About(self.cleaned_data["own"], self.cleaned_data["lead"])


class CloseForm(forms.Form):
    """Which review is to be closed: one that was opened meanwhile stays open."""

    review = DigitsField(largest=REVISION)


class AskForm(forms.Form):
    """Whom to ask, as what, for which skills and until when."""

    email = forms.EmailField(
        label=_("E-mail address of a colleague"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What they see"),
        choices=[
            (Delegation.Kind.REVIEWER.value, _("My shared level in these skills: a second reviewer")),
            (Delegation.Kind.PEER.value, _("Nothing of mine: a colleague's own view")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"), error_messages={"required": _("Name at least one skill.")}
    )

    def __init__(self, *args: Any, taxonomy: Taxonomy, skills: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(slug, taxonomy.skills[slug].name) for slug in skills]
        self.fields["skills"].choices = found  # type: ignore[attr-defined]

    def clean_email(self) -> Person:
        """Whoever has this address."""
        found = Person.objects.active().filter(email__iexact=address(self.cleaned_data["email"])).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return found


class EndForm(forms.Form):
    """Whom to ask no more."""

    reviewer = forms.UUIDField(error_messages=DAMAGED)
