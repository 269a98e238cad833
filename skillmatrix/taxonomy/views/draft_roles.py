"""The roles of the draft: their order, their words, adding one and taking one out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.role import FIELDS, AddRoleForm, RoleForm, tracks
from skillmatrix.taxonomy.views import pieces
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page


@require_http_methods(["GET", "HEAD", "POST"])
def draft_roles(request: AppRequest) -> HttpResponse:
    """Every role with what it asks and where it leads. A POST moves one `up` or `down`."""
    access.require_taxonomy_admin(request.user)
    draft, problem, moved = load(), "", ""
    if request.method == "POST":
        slug = request.POST.get("up") or request.POST.get("down") or ""
        try:
            draft = _move(draft, slug, up="up" in request.POST, request=request)
            moved = _("%(role)s moved.") % {"role": draft.parts[f"role:{slug}"]["name"]}
        except operations.Refused as refused:
            problem = str(refused)
        if not problem and not request.htmx:
            return redirect_to(request, "taxonomy:draft-roles")
    context = {**frame(request, draft, "roles"), "roles": _lines(draft), "problem": problem, "moved": moved}
    partials = {"role-list"} if request.method == "POST" else set()
    return render_page(
        request, "taxonomy/draft_roles.html", context, partials=partials, status=422 if problem else 200
    )


def _move(draft: Draft, slug: str, *, up: bool, request: AppRequest) -> Draft:
    line = draft.order["roles"]
    if slug not in line:
        raise operations.Refused(_("This role is no longer in the draft. Reload the page."))
    place = line.index(slug)
    to = place - 1 if up else place + 2
    if to < 0 or place + (not up) >= len(line):
        return draft
    before = line[to] if to < len(line) else None
    return actions.move_in_order(kind="roles", slug=slug, before=before, by=request.user)


def _lines(draft: Draft) -> list[dict[str, Any]]:
    names = {role["slug"]: role["name"] for role in draft.content["roles"]}
    ruled = {rule["role"] for rule in draft.parts["promotion"]}
    return [
        {
            "slug": role["slug"],
            "name": role["name"],
            "short": role.get("short", ""),
            "track": role.get("track", ""),
            "summary": role["summary"],
            "asked": sum(1 for level, _weight in role["targets"].values() if level),
            "next_roles": [names.get(slug, slug) for slug in role.get("next_roles", ())],
            "has_rule": role["slug"] in ruled,
        }
        for role in draft.content["roles"]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add_role(request: AppRequest) -> HttpResponse:
    """Add a role, empty or with the targets of another."""
    access.require_taxonomy_admin(request.user)
    draft = load()
    form = AddRoleForm(request.POST or None if request.method == "POST" else None, roles=_names(draft))
    if request.method == "POST" and not form.is_bound:
        form = AddRoleForm({}, roles=_names(draft))
    if form.is_valid():
        try:
            _draft, outcome = actions.perform(operation=lambda now: _with_fields(now, form), by=request.user)
        except (operations.Refused, actions.BadPart) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{outcome.summary}. {_('Now say what it asks.')}")
            return redirect_to(request, f"{reverse('taxonomy:edit-targets')}#role-{outcome.slug}")
    context = {
        **frame(request, draft, "roles"),
        "form": form,
        "tracks": tracks(draft.content["roles"]),
        "crumbs": _crumbs(_("Add a role")),
    }
    return render_page(
        request, "taxonomy/add_role.html", context, status=422 if request.method == "POST" else 200
    )


def _with_fields(draft: Draft, form: AddRoleForm) -> operations.Outcome:
    said = form.fields_of_role()
    outcome = operations.add_role(
        draft,
        said["name"],
        said["summary"],
        like=form.cleaned_data["start"] or None,
        track=said.get("track", ""),
    )
    path = f"role:{outcome.slug}"
    return replace(outcome, parts={**outcome.parts, path: {**outcome.parts[path], **said}})


def _names(draft: Draft, without: str = "") -> dict[str, str]:
    return {role["slug"]: role["name"] for role in draft.content["roles"] if role["slug"] != without}


def _crumbs(last: str, role: tuple[str, str] | None = None) -> list[tuple[str, str]]:
    between = [(role[1], reverse("taxonomy:edit-role", args=[role[0]]))] if role else []
    return [(_("Roles"), reverse("taxonomy:draft-roles")), *between, (last, "")]


@require_http_methods(["GET", "HEAD", "POST"])
def edit_role(request: AppRequest, slug: str) -> HttpResponse:
    """The words of a role and where it leads. Its targets are edited in the grid meanwhile, by whomever."""
    access.require_taxonomy_admin(request.user)
    draft, piece = load(), pieces.keys(f"role:{slug}", *FIELDS)
    role = piece.of(draft)
    if role is None and request.method != "POST":
        raise Http404(_("There is no such role in the draft."))
    roles = _names(draft, without=slug)
    if request.method != "POST":
        return _edit(request, draft, slug, RoleForm(initial=role, roles=roles), seen=piece.mark(draft))
    form, seen = RoleForm(request.POST, roles=roles), request.POST.get("seen", "")
    if not form.is_valid():
        return _edit(request, draft, slug, form, seen=seen, status=422)
    said = form.fields_of_role()
    summary = _("Role “%(name)s” changed") % {"name": said["name"]}
    try:
        pieces.save(piece, said, seen=seen, summary=summary, by=request.user)
    except pieces.Met as met:
        seen, context = piece.mark(met.draft), {"met": met.meeting}
        return _edit(request, met.draft, slug, form, seen=seen, status=409, **context)
    except actions.BadPart as bad:
        form.add_error(None, " ".join(problem.message for problem in bad.problems))
        return _edit(request, draft, slug, form, seen=seen, status=422)
    messages.success(request, _("%(name)s is saved in the draft.") % {"name": said["name"]})
    return redirect_to(request, "taxonomy:edit-role", slug)


def _edit(
    request: AppRequest, draft: Draft, slug: str, form: RoleForm, *, seen: str, status: int = 200, **more: Any
) -> HttpResponse:
    role = draft.parts.get(f"role:{slug}")
    context = {
        **frame(request, draft, "roles"),
        "slug": slug,
        "role": role,
        "asked": sum(1 for level, _weight in role["targets"].values() if level) if role else 0,
        "has_rule": any(rule["role"] == slug for rule in draft.parts["promotion"]),
        "form": form,
        "seen": seen,
        "tracks": tracks(draft.content["roles"]),
        "crumbs": _crumbs(role["name"] if role else slug),
        **more,
    }
    return render_page(request, "taxonomy/edit_role.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_role(request: AppRequest, slug: str) -> HttpResponse:
    """Say what taking the role out does, and do it."""
    access.require_taxonomy_admin(request.user)
    draft = load()
    role = draft.parts.get(f"role:{slug}")
    if role is None and request.method == "POST":
        # Sent twice, or somebody else did it: it is as wanted.
        return redirect_to(request, "taxonomy:draft-roles")
    if role is None:
        raise Http404(_("There is no such role in the draft."))
    if request.method == "POST":
        try:
            _draft, outcome = actions.perform(
                operation=lambda now: operations.remove_role(now, slug), by=request.user
            )
        except operations.Refused:
            return redirect_to(request, "taxonomy:draft-roles")
        messages.success(request, _("%(summary)s. Undo takes it back.") % {"summary": outcome.summary})
        return redirect_to(request, "taxonomy:draft-roles")
    context = {
        **frame(request, draft, "roles"),
        "slug": slug,
        "role": role,
        "effects": operations.remove_role(draft, slug).effects,
        "crumbs": _crumbs(_("Remove"), (slug, role["name"])),
    }
    return render_page(request, "taxonomy/remove_role.html", context)
