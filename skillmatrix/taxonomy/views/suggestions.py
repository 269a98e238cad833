"""Suggestions by readers: making one, and what came of mine."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from skillmatrix.people.names import tidy
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.forms.suggestions import SuggestForm, SuggestSkillForm
from skillmatrix.taxonomy.models import Skill, Suggestion
from skillmatrix.taxonomy.searching import LONGEST
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .published import published


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: AppRequest) -> HttpResponse:
    """Suggest a change to a skill (`skill` is its slug) or, without one, a new skill (perhaps with a `name`)."""
    sent = request.POST if request.method == "POST" else None
    taxonomy = published()
    skill = _skill(taxonomy, (request.GET if sent is None else sent).get("skill", ""))
    if skill:
        form: forms.Form = SuggestForm(sent)
    else:
        form = SuggestSkillForm(sent, taxonomy=taxonomy, initial={"name": _wished(request)})
    if form.is_valid():
        name = form.cleaned_data.get("name", "")
        try:
            _row, is_new = suggesting.suggest(
                skill=skill, name=name, text=form.cleaned_data["text"], by=request.user
            )
        except suggesting.TooMany:
            form.add_error(None, _too_many())
        else:
            messages.success(request, _thanks(is_new=is_new))
            return redirect_to(request, "taxonomy:suggestions")
    context = {"skill": skill, "form": form, "crumbs": _crumbs(skill)}
    return render_page(request, "taxonomy/suggest.html", context, status=422 if form.is_bound else 200)


@require_safe
def suggestions(request: AppRequest) -> HttpResponse:
    """What I suggested, and what came of it."""
    mine = Suggestion.objects.filter(by=request.user).newest_news_first()
    page = page_of(mine.select_related("skill", "answered_by"), request.GET.get("page"))
    return render_page(request, "taxonomy/suggestions.html", {"page": page})


def _skill(taxonomy: Taxonomy, slug: str) -> Skill | None:
    """The skill, one that has left included; None for no slug. The document knows every slug there ever was."""
    if not slug:
        return None
    if slug not in taxonomy.slots:
        raise Http404(_("There is no such skill."))
    return get_object_or_404(Skill, slug=slug)


def _wished(request: AppRequest) -> str:
    """The words of a search that found nothing."""
    return tidy(request.GET.get("name", "").replace("\0", ""))[:LONGEST]


def _crumbs(skill: Skill | None) -> list[tuple[str, str]]:
    way = [(_("Skills and levels"), reverse("taxonomy:ladder"))]
    return [*way, (skill.name, reverse("taxonomy:skill", args=[skill.slug]))] if skill else way


def _thanks(*, is_new: bool) -> str:
    if not is_new:
        return _("You said so already, and it waits for an answer.")
    return _("Thank you. Those who edit the taxonomy read it, and their answer comes to your inbox.")


def _too_many() -> str:
    text = _(
        "%(count)d of your suggestions wait for an answer, and those who answer them are few. "
        "Keep this one until some of them are answered."
    )
    return text % {"count": suggesting.MOST_OPEN}
