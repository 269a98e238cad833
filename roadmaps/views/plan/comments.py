"""Comments on a report as a whole, and changing or taking back one's own."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.views.page import back
from roadmaps.development import actions
from roadmaps.development.forms import ChangeCommentForm, CommentForm
from roadmaps.models import Comment
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .item import conversation
from .showing import seen


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: AppRequest, public_id: UUID) -> HttpResponse:
    """What a person and their lead say about the report; sending adds to it. Http404 for everybody else."""
    about = seen(request.user, public_id, page="comments")
    if not about.related.may_comment:
        raise Http404
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if form.is_valid():
        comment, _is_new = actions.add_comment(
            subject=about.subject, item=None, by=request.user, today=about.today, **form.cleaned_data
        )
        return back(request, f"{request.path}#comment-{comment.pk}")
    context = {
        "subject": about.subject,
        "related": about.related,
        "today": about.today,
        "form": form,
        **conversation(about, None, request.user),
    }
    return render_page(request, "roadmaps/comments.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_comment(request: AppRequest, comment: int) -> HttpResponse:
    """The text of a comment of one's own."""
    held = own_comment(request, comment)
    form = ChangeCommentForm(request.POST if request.method == "POST" else None, initial={"text": held.text})
    if form.is_valid():
        actions.change_comment(comment=held, text=form.cleaned_data["text"], by=request.user)
        return to_comment(request, held)
    context = {"comment": held, "form": form, "place": place_of(held)}
    return render_page(request, "roadmaps/change_comment.html", context, status=422 if form.is_bound else 200)


@require_POST
def delete_comment(request: AppRequest, comment: int) -> HttpResponse:
    """Take back a comment of one's own; where it stood, it can be put back for a day."""
    held = own_comment(request, comment)
    actions.delete_comment(comment=held, by=request.user)
    messages.success(request, _("Taken back. Nobody else sees that it was there."))
    return to_comment(request, held)


@require_POST
def restore_comment(request: AppRequest, comment: int) -> HttpResponse:
    """Put back what one took back."""
    held = own_comment(request, comment)
    actions.restore_comment(comment=held, by=request.user)
    return to_comment(request, held)


def own_comment(request: AppRequest, pk: int) -> Comment:
    """A comment that the reader may see. Http404 for others; that only its author changes it, the action decides."""
    found = Comment.objects.select_related("subject", "item", "by").filter(pk=pk).first()
    if found is None:
        raise Http404
    related = access.visible_person(request.user, found.subject.public_id, today=current_day())[1]
    is_hidden = found.item is not None and not found.item.shared and not related.is_self
    if not related.may_comment or is_hidden or (found.deleted_at and found.by_id != request.user.pk):
        raise Http404
    access.require_author(request.user, found.by_id)
    return found


def place_of(comment: Comment) -> str:
    """The page on which a comment stands."""
    if comment.item_id is None:
        return reverse("roadmaps:comments", args=[comment.subject.public_id])
    return reverse("roadmaps:plan-item", args=[comment.subject.public_id, comment.item_id])


def to_comment(request: AppRequest, comment: Comment) -> HttpResponse:
    """To where the comment stands."""
    return back(request, f"{place_of(comment)}#comment-{comment.pk}")
