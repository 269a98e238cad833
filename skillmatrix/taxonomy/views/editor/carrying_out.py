"""A larger change: first what would happen, in words, then exactly that.

The page shows the effects for what is chosen so far and keeps a mark of them in the form. The change is made only
where carrying it out has those very effects; otherwise the page comes back and says what would happen now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.operations import Outcome, Refused
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

EFFECTS = "operation-effects"
Operate = Callable[[Draft, dict[str, Any]], Outcome]


@dataclass(frozen=True)
class Operation:
    """What a page is about. `operate` works out what a valid form asks for; `done` is the address afterwards."""

    template: str
    form: Callable[..., forms.Form]
    operate: Operate
    done: Callable[[Outcome], str]
    context: dict[str, Any]


@dataclass(frozen=True)
class Prospect:
    """What would happen, or why it cannot; neither before anything is chosen."""

    outcome: Outcome | None = None
    refused: str = ""

    @property
    def mark(self) -> str:
        """A short mark of the effects, so that nothing else is done than what was read."""
        if self.outcome is None:
            return ""
        said = "\n".join((self.outcome.summary, *self.outcome.effects))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class _OtherEffects(Exception):
    """Carrying it out would do something else than what was shown."""


def carry_out(request: AppRequest, draft: Draft, operation: Operation) -> HttpResponse:
    """Show an operation (GET, with what is chosen so far in the query), or do it (POST)."""
    if request.method == "POST":
        return _do(request, draft, operation)
    form = operation.form(request.GET) if request.GET else operation.form()
    is_said = form.is_bound and form.is_valid()
    prospect = foresee(draft, operation, form.cleaned_data) if is_said else _at_first(draft, operation, form)
    # Somebody is still choosing: what is missing so far is no error yet.
    return _page(request, draft, operation, operation.form(initial=_initial(request, form)), prospect)


def foresee(draft: Draft, operation: Operation, data: dict[str, Any]) -> Prospect:
    """Work out what a choice comes to."""
    try:
        return Prospect(operation.operate(draft, data))
    except Refused as refused:
        return Prospect(refused=str(refused))


def _at_first(draft: Draft, operation: Operation, form: forms.Form) -> Prospect:
    """Before anything is chosen, what happens without a choice, where that is possible."""
    if form.is_bound or any(field.required for field in form.fields.values()):
        return Prospect()
    return foresee(draft, operation, dict.fromkeys(form.fields, ""))


def _initial(request: AppRequest, form: forms.Form) -> dict[str, Any]:
    own = {name: field.initial for name, field in form.fields.items()}
    return {**own, **form.initial, **{name: request.GET[name] for name in form.fields if name in request.GET}}


def _do(request: AppRequest, draft: Draft, operation: Operation) -> HttpResponse:
    form = operation.form(request.POST)
    if not form.is_valid():
        return _page(request, draft, operation, form, Prospect(), 422)
    prospect = foresee(draft, operation, form.cleaned_data)
    if prospect.refused:
        return _page(request, draft, operation, form, prospect, 422)
    mark = request.POST.get("mark", "")

    def exactly(now: Draft) -> Outcome:
        outcome = operation.operate(now, form.cleaned_data)
        if Prospect(outcome).mark != mark:
            raise _OtherEffects
        return outcome

    try:
        _draft, outcome = actions.perform(operation=exactly, by=request.user)
    except _OtherEffects:
        return _page(request, draft, operation, form, prospect, 409)
    except Refused as refused:
        return _page(request, draft, operation, form, Prospect(refused=str(refused)), 422)
    except actions.BadPart as bad:
        form.add_error(None, " ".join(problem.message for problem in bad.problems))
        return _page(request, draft, operation, form, prospect, 422)
    messages.success(request, _("%(summary)s. Undo takes it back.") % {"summary": outcome.summary})
    return redirect_to(request, operation.done(outcome))


def _page(
    request: AppRequest,
    draft: Draft,
    operation: Operation,
    form: forms.Form,
    prospect: Prospect,
    status: int = 200,
) -> HttpResponse:
    context = {
        **frame(request, draft, "skills"),
        "choose_words": _("Choose first; then this says what happens to ratings and targets."),
        **operation.context,
        "form": form,
        "prospect": prospect,
        "asks_again": status == 409,
        "chooses": bool(form.fields),
    }
    is_part = bool(request.htmx) and request.htmx.target == EFFECTS
    template = "taxonomy/_operation_effects.html" if is_part else operation.template
    return render_page(request, template, context, status=status)
