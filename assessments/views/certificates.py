"""My certificates: what I learned and have a paper for. They speak for level 2 at most."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import actions
from assessments.evidence.forms import CertificateForm
from assessments.models import Certificate
from skillmatrix.people.dated import current_day
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .log_pages import form_context, is_removed_just_now, kept_once, tabs, to_list
from .tags import Tags, told
from .wins import leads_of

SIZE = 20
FIELDS = ("title", "issuer", "issued_on", "expires_on", "url", "shared")


@require_safe
def certificates(request: AppRequest) -> HttpResponse:
    """All of my certificates, newest first, with those that have expired marked."""
    tags, today = Tags(), current_day()
    rows = (
        Certificate.objects.of(request.user).kept().order_by("-issued_on", "-pk").prefetch_related("skills")
    )
    page = page_of(rows, request.GET.get("page"), SIZE)
    context = {
        "page": page,
        "certificates": [{**told(row, tags), "has_expired": has_expired(row)} for row in page],
        "removed": is_removed_just_now(request, Certificate),
        "tabs": tabs("certificates"),
        "leads": leads_of(request),
        "today": today,
    }
    return render_page(request, "assessments/certificates.html", context)


def has_expired(row: Certificate) -> bool:
    """It no longer holds."""
    return row.expires_on is not None and row.expires_on <= current_day()


@require_http_methods(["GET", "HEAD", "POST"])
def add_certificate(request: AppRequest) -> HttpResponse:
    """A form for a new certificate; on POST keep it, once however often it is sent."""
    tags, today = Tags(), current_day()
    start = {"key": uuid4(), "skills": [request.GET.get("skill", "")]}
    form = CertificateForm(request.POST or None, initial=start, skills=tags.choices, today=today)
    if request.method == "POST" and form.is_valid():
        add = {"person": request.user, "fields": form.content, "skills": form.cleaned_data["skills"]}
        if kept_once(
            form, lambda: actions.add_certificate(**add, key=form.cleaned_data["key"], by=request.user)
        ):
            messages.success(request, _("Written down."))
            return to_list(request, "assessments:certificates")
    return page_with(request, "assessments/add_certificate.html", form, tags)


@require_http_methods(["GET", "HEAD", "POST"])
def change_certificate(request: AppRequest, certificate: int) -> HttpResponse:
    """One of my certificates to change. 409 when it was changed elsewhere; Http404 for somebody else's."""
    row, tags = my_certificate(request, certificate), Tags()
    start = {name: getattr(row, name) for name in FIELDS}
    start |= {"key": row.key, "edition": row.edition, "skills": [tag.slug for tag in tags.of(row)]}
    form = CertificateForm(request.POST or None, initial=start, skills=tags.choices, today=current_day())
    about: dict[str, Any] = {"certificate": row}
    if request.method != "POST" or not form.is_valid():
        return page_with(request, "assessments/change_certificate.html", form, tags, about)
    change = {"certificate": row, "fields": form.content, "skills": form.cleaned_data["skills"]}
    edition = form.cleaned_data["edition"] or 0
    try:
        done = kept_once(form, lambda: actions.change_certificate(**change, edition=edition, by=request.user))
    except actions.Edited as moved:
        done, about = False, about | {"saved": moved.row}
    if not done:
        return page_with(request, "assessments/change_certificate.html", form, tags, about)
    messages.success(request, _("Saved."))
    return to_list(request, "assessments:certificates")


@require_POST
def delete_certificate(request: AppRequest, certificate: int) -> HttpResponse:
    """Delete one of my certificates; the list offers to put it back."""
    row = my_certificate(request, certificate)
    actions.delete_certificate(certificate=row, by=request.user)
    return to_list(request, "assessments:certificates", removed=row.pk)


@require_POST
def restore_certificate(request: AppRequest, certificate: int) -> HttpResponse:
    """Put a certificate of mine back that I deleted."""
    row = get_object_or_404(Certificate, pk=certificate, person=request.user)
    actions.restore_certificate(certificate=row, by=request.user)
    messages.success(request, _("It is back."))
    return to_list(request, "assessments:certificates")


def my_certificate(request: AppRequest, certificate: int) -> Certificate:
    """A certificate of mine that I have not deleted. Http404 for anybody else's."""
    rows = Certificate.objects.of(request.user).kept().prefetch_related("skills")
    found: Certificate = get_object_or_404(rows, pk=certificate)
    return found


def page_with(
    request: AppRequest,
    template: str,
    form: CertificateForm,
    tags: Tags,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The form with its skills: 422 with errors, 409 beside what was saved meanwhile."""
    context, status = form_context(form, tags, more or {})
    context |= {"leads": leads_of(request), "back": reverse("assessments:certificates")}
    return render_page(request, template, context, status=status)
