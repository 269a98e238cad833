"""Words and marks for what a taxonomy says. Presentation only."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skillmatrix.taxonomy.document import Kind, Principle

register = template.Library()

KINDS = {
    Kind.CONCEPT: gettext_lazy("concept"),
    Kind.TOOL: gettext_lazy("tool"),
    Kind.PRACTICE: gettext_lazy("practice"),
    Kind.BEHAVIOUR: gettext_lazy("behaviour"),
}
PRINCIPLES = {
    Principle.TEAM_PLAYER: gettext_lazy("team player"),
    Principle.TRUSTWORTHY: gettext_lazy("trustworthy"),
    Principle.SKILLED: gettext_lazy("skilled"),
}
RESOURCES = {
    "book": gettext_lazy("book"),
    "docs": gettext_lazy("documentation"),
    "paper": gettext_lazy("paper"),
    "article": gettext_lazy("article"),
    "talk": gettext_lazy("talk"),
    "course": gettext_lazy("course"),
}
MARKS = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "retired": gettext_lazy("retired"),
    "off": gettext_lazy("off"),
    "optional": gettext_lazy("optional"),
    "quick": gettext_lazy("quick"),
}


@register.filter
def kind_name(kind: Kind) -> str:
    """A kind of skill in the reader's language."""
    return str(KINDS[kind])


def principle_name(principle: str) -> str:
    """A principle in the reader's language; skilled where a document says nothing."""
    return str(PRINCIPLES[Principle(principle or Principle.SKILLED)])


@register.filter
def mark_name(mark: str) -> str:
    """What the draft says of a skill beside its name, in the reader's language."""
    return str(MARKS[mark])


@register.filter
def resource_kind(kind: str) -> str:
    """A kind of resource in the reader's language; a kind of the author's own stays as it is."""
    return str(RESOURCES.get(kind, kind))


def weight_in_words(value: int) -> str:
    """How much a target of weight 2 or more counts, beside the usual 1."""
    return _("counts twice") if value == 2 else _("counts %(weight)d times") % {"weight": value}


@register.simple_tag
def weight(value: int) -> SafeString | str:
    """How much a target counts; the usual 1 is left unsaid."""
    if value <= 1:
        return ""
    return format_html(
        '<span class="weight" title="{0}"><span aria-hidden="true">×{1}</span><span class="sr-only">{0}</span></span>',
        weight_in_words(value),
        value,
    )


@register.simple_tag
def difference(levels: int) -> SafeString:
    """How many levels more or fewer another role asks."""
    shape, sign = ("above", "+") if levels > 0 else ("below", "−")
    more = ngettext("%(count)d level more", "%(count)d levels more", abs(levels))
    fewer = ngettext("%(count)d level fewer", "%(count)d levels fewer", abs(levels))
    words = (more if levels > 0 else fewer) % {"count": abs(levels)}
    return format_html(
        '<span class="delta {}" title="{}"><span aria-hidden="true">{}{}</span><span class="sr-only">{}</span></span>',
        shape, words, sign, abs(levels), words,
    )  # fmt: skip
