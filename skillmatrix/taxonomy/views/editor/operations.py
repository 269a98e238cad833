"""What can be done with a skill beyond its texts: move, retire, bring back, merge, split."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.taxonomy.draft import operations
from skillmatrix.taxonomy.draft.operations import Outcome
from skillmatrix.taxonomy.draft.placing import by_area
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.places import ConfirmForm, MoveForm, SkillChoiceForm, SplitForm
from skillmatrix.taxonomy.parts import of_kind
from skillmatrix.taxonomy.views.draft_frame import open_draft
from skillmatrix.web.requests import AppRequest

from .carrying_out import Operate, Operation, carry_out
from .skill_page import crumbs_to

either = require_http_methods(["GET", "HEAD", "POST"])


@either
def retire_skill(request: AppRequest, slug: str) -> HttpResponse:
    """Take a skill out of use, with or without a successor."""
    draft = _with(open_draft(request), slug)
    form = partial(
        SkillChoiceForm,
        groups=_in_use(draft, {slug}),
        label=_("Successor"),
        nothing=_("none: nothing takes its place"),
    )
    return _run(
        request, draft, slug, "retire_skill", _("Retire"), form,
        lambda now, said: operations.retire(now, slug, said["other"] or None),
    )  # fmt: skip


@either
def bring_back_skill(request: AppRequest, slug: str) -> HttpResponse:
    """Take a retired skill into use again."""
    draft = _with(open_draft(request), slug)
    return _run(
        request, draft, slug, "bring_back_skill", _("Bring back"), ConfirmForm,
        lambda now, said: operations.bring_back(now, slug),
    )  # fmt: skip


@either
def merge_skills(request: AppRequest, slug: str) -> HttpResponse:
    """Give the ratings of a skill to another and retire it."""
    draft = _with(open_draft(request), slug)
    form = partial(SkillChoiceForm, groups=_in_use(draft, {slug}), label=_("Merge into"))
    return _run(
        request, draft, slug, "merge_skills", _("Merge"), form,
        lambda now, said: operations.merge(now, slug, said["other"]),
    )  # fmt: skip


@either
def split_skill(request: AppRequest, slug: str) -> HttpResponse:
    """Make a second skill out of one; both hold its ratings, and ask again."""
    draft = _with(open_draft(request), slug)
    areas = [(area, found["name"]) for area, found in _areas(draft)]
    own = {"area": draft.parts[f"skill:{slug}"]["area"]}

    def form(*args: Any, initial: Any = None) -> SplitForm:
        return SplitForm(*args, areas=areas, initial={**own, **(initial or {})})

    return _run(
        request, draft, slug, "split_skill", _("Split"), form,
        lambda now, said: operations.split(now, slug, None, said["name"], said["area"]),
        choose_words=_("Name the second skill; then this says what happens to ratings and targets."),
    )  # fmt: skip


@either
def move_skill(request: AppRequest, slug: str) -> HttpResponse:
    """Put a skill somewhere else in the order, in its area or in another."""
    draft = _with(open_draft(request), slug)
    form = partial(MoveForm, groups=_places(draft, slug))

    def operate(now: Draft, said: dict[str, Any]) -> Outcome:
        kind, _colon, where = said["place"].partition(":")
        if kind == "skill":
            return _counted(now, slug, operations.reorder(now, "skills", slug, where))
        if now.parts.get(f"skill:{slug}", {}).get("area") == where:
            return operations.reorder(now, "skills", slug, None, where)
        return operations.move_skill(now, slug, where)

    return _run(request, draft, slug, "move_skill", _("Move"), form, operate)


def _counted(now: Draft, slug: str, outcome: Outcome) -> Outcome:
    """Say of a move into another area what `move_skill` says, though it also has a place there."""
    part = outcome.parts.get(f"skill:{slug}")
    if part is None:
        return outcome
    said = operations.move_skill(now, slug, part["area"])
    return Outcome(outcome.parts, said.summary, said.effects)


def _run(
    request: AppRequest,
    draft: Draft,
    slug: str,
    view: str,
    title: str,
    form: Any,
    operate: Operate,
    **more: Any,
) -> HttpResponse:
    skill = draft.parts[f"skill:{slug}"]
    back = reverse("taxonomy:edit-skill", args=[slug])
    operation = Operation(
        template=f"taxonomy/{view}.html",
        form=form,
        operate=operate,
        done=lambda outcome: _afterwards(slug, outcome),
        context={
            "slug": slug,
            "skill": skill,
            "back": back,
            "crumbs": crumbs_to(draft, skill["area"], (skill["name"], back), (title, "")),
            **more,
        },
    )
    return carry_out(request, draft, operation)


def _afterwards(slug: str, outcome: Outcome) -> str:
    """The page of what was added, else of the skill, else (it was new and is gone) the list."""
    path = f"skill:{slug}"
    if path in outcome.parts and outcome.parts[path] is None:
        return reverse("taxonomy:draft")
    return reverse("taxonomy:edit-skill", args=[outcome.slug or slug])


def _with(draft: Draft, slug: str) -> Draft:
    if f"skill:{slug}" not in draft.parts:
        raise Http404(
            _("There is no such skill in the draft. Perhaps it was taken out, or its adding was undone.")
        )
    return draft


def _areas(draft: Draft) -> list[tuple[str, Any]]:
    areas = of_kind(draft.parts, "area")
    return [(slug, areas[slug]) for slug in draft.order["areas"] if slug in areas]


def _in_use(draft: Draft, without: Collection[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The skills that can follow another, by area."""
    skills, listed = of_kind(draft.parts, "skill"), by_area(draft.parts)
    groups = []
    for area, found in _areas(draft):
        names = [
            (slug, skills[slug]["name"])
            for slug in listed[area]
            if slug not in without and not skills[slug].get("retired") and not skills[slug].get("off")
        ]
        groups.append((found["name"], names))
    return [group for group in groups if group[1]]


def _places(draft: Draft, slug: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place that the skill can take, by area."""
    skills, listed = of_kind(draft.parts, "skill"), by_area(draft.parts)
    return [
        (
            found["name"],
            [
                *(
                    (f"skill:{other}", _("before “%(name)s”") % {"name": skills[other]["name"]})
                    for other in listed[area]
                    if other != slug
                ),
                (f"area:{area}", _("at the end of “%(area)s”") % {"area": found["name"]}),
            ],
        )
        for area, found in _areas(draft)
    ]
