"""Saving a part from its form: what the answer has to say, whole page or only what a save changes.

A form sends `shown` (the token of the part it showed) and `seen` (a mark of each field). After a conflict it comes
back with both versions. It keeps its old token, so that nothing but a choice saves it: the button below the two
versions sends the present one as `resolve`, and `choice-<field>` says which version to take.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.actions import BadPart, PartMoved
from skillmatrix.web.requests import AppRequest

from .skill_words import Version

STATE = "part-state"
CHOICE = "choice-"


@dataclass(frozen=True)
class Conflict:
    """Somebody was faster: who, the token of what stands there now, both versions, and where to read theirs alone."""

    who: str
    token: str
    clashes: list[Version]
    url: str


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a field; without a name it is about the whole form."""

    name: str
    label: str
    message: str

    @property
    def id(self) -> str:
        """The id of the field's element."""
        return f"id_{self.name}" if self.name else ""


@dataclass
class Answer:
    """How a form stands after it was shown or sent."""

    form: Any
    shown: str
    seen: str
    status: int = 200
    conflict: Conflict | None = None
    errors: list[FieldError] = field(default_factory=list)

    def context(self) -> Mapping[str, Any]:
        """What the templates of a part need."""
        return {
            "form": self.form,
            "shown": self.shown,
            "seen": self.seen,
            "conflict": self.conflict,
            "field_errors": self.errors,
        }


def who_moved(request: AppRequest, moved: PartMoved) -> str:
    """Who changed a part meanwhile, as the beginning of a sentence."""
    if moved.by is None:
        return _("A published version")
    return _("You, in another tab,") if moved.by == request.user else moved.by.name


def token_of(request: AppRequest) -> str:
    """The token of the part that a form showed: of both versions where somebody chose between them."""
    return str(request.POST.get("resolve") or request.POST.get("shown", ""))


def chosen_theirs(request: AppRequest) -> list[str]:
    """The fields of which somebody chose the other's version after a conflict."""
    if not request.POST.get("resolve"):
        return []
    return [
        name.removeprefix(CHOICE)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value == "theirs"
    ]


def errors_of(*found: forms.Form) -> list[FieldError]:
    """What is wrong with forms, field by field and in the order of the page."""
    listed = []
    for form in found:
        for name, messages in form.errors.items():
            bound = form[name] if name in form.fields else None
            html_name = bound.html_name if bound else ""
            label = str(bound.label) if bound else ""
            listed += [FieldError(html_name, label, str(message)) for message in messages]
    return listed


def add_errors(form: forms.Form, bad: BadPart, names: Mapping[str, str]) -> None:
    """Put problems of a part's shape where somebody can mend them; `names` maps a path to its field."""
    for problem in bad.problems:
        name = names.get(problem.path, problem.path)
        form.add_error(name if name in form.fields else None, problem.message)
