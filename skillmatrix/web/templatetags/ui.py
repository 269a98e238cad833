"""Presentation only: badges, icons, dates and the like. No model, no query.

Built with `format_html` rather than included templates, because a page shows hundreds of them; badges are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from heroicons.templatetags.heroicons import heroicon_micro, heroicon_mini, heroicon_outline

from skillmatrix.web.responses import THEME_COOKIE, THEMES

register = template.Library()

DRAWINGS = {16: heroicon_micro, 20: heroicon_mini, 24: heroicon_outline}


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """A heroicon, decorative unless it has a `label`. Sizes: 16, 20 and 24 pixels."""
    return _icon(str(name), size, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, size: int, label: str) -> SafeString:
    if label:
        return SafeString(DRAWINGS[size](name, role="img", aria_label=label, aria_hidden="false"))
    return SafeString(DRAWINGS[size](name, focusable="false"))


@register.simple_tag
def level_badge(
    level: int | None = None,
    name: str = "",
    *,
    na: bool = False,
    stale: bool = False,
    large: bool = False,
    show_name: bool = False,
) -> SafeString:
    """A level as a digit on its colour; `None` is *not rated*, `na` *not applicable*, `stale` marks age.

    A screen reader hears the words; sighted readers get them as a tooltip, or beside it with `show_name`.
    """
    return _badge(level, str(name), get_language(), na=na, stale=stale, large=large, show_name=show_name)


@lru_cache(maxsize=1024)
def _badge(
    level: int | None, name: str, language: str | None, *, na: bool, stale: bool, large: bool, show_name: bool
) -> SafeString:
    kind, text, words = _state(level, name, na=na)
    classes = " ".join([kind, *(["stale"] if stale else []), *(["large"] if large else [])])
    if stale:
        words = _("%(level)s, out of date") % {"level": words}
    badge = format_html(
        '<span class="level {}" title="{}"><span aria-hidden="true">{}</span><span class="sr-only">{}</span></span>',
        classes, words, text, words,
    )  # fmt: skip
    if not show_name:
        return badge
    return format_html(
        '<span class="level-name">{}<span aria-hidden="true">{}</span></span>', badge, name or words
    )


def _state(level: int | None, name: str, *, na: bool) -> tuple[str, str, str]:
    if na:
        return "na", _("n/a"), _("not applicable")
    if level is None:
        return "unrated", "·", _("not rated yet")
    words = _("level %(rank)s") % {"rank": level}
    return f"l{level}", str(level), f"{words}, {name}" if name else words


@register.simple_tag
def level_pair(
    from_level: int | None, to_level: int, from_name: str = "", to_name: str = "", *, stale: bool = False
) -> SafeString:
    """A step from one level to another: 2 → 3. `stale` marks the age of the first."""
    return format_html(
        '<span class="level-pair">{}<span class="to" aria-hidden="true">→</span>'
        '<span class="sr-only"> {} </span>{}</span>',
        level_badge(from_level, from_name, stale=stale), _("to"), level_badge(to_level, to_name),
    )  # fmt: skip


@register.simple_tag
def ladder(
    levels: Iterable[Mapping[str, Any]], name: str = "level", legend: str = "", *, disabled: bool = False
) -> SafeString:
    """The levels of a skill to choose from. Each: rank, name, sentence; perhaps checked, folded, previous and a note."""
    field = escape(name)
    rungs = "".join(_rung(level, field) for level in levels)
    off = " disabled" if disabled else ""
    return SafeString(
        f'<fieldset{off}><legend class="sr-only">{escape(legend)}</legend><div class="ladder">{rungs}</div></fieldset>'
    )


def _rung(level: Mapping[str, Any], field: str) -> str:
    look = "".join(f" {kind}" for kind in ("folded", "previous") if level.get(kind))
    note = f' <span class="note">{escape(level["note"])}</span>' if level.get("note") else ""
    return (
        f'<label class="rung{look}">'
        f'<input type="radio" name="{field}" value="{level["rank"]}"{" checked" if level.get("checked") else ""}> '
        f'{level_badge(level["rank"], level["name"])} <span class="name">{escape(level["name"])}{note}</span> '
        f'<span class="sentence">{escape(level["sentence"])}</span></label>'
    )


@register.simple_tag
def gap_delta(difference: int) -> SafeString:
    """How far from a target: negative below, 0 met, positive above. Sign and shape beside the colour."""
    if difference < 0:
        return format_html('<span class="delta below">−{} <span class="sr-only">{}</span></span>',
                           -difference, _("below target"))  # fmt: skip
    if difference == 0:
        return format_html('<span class="delta met">{}</span>', _("met"))
    return format_html('<span class="delta above">+{} <span class="sr-only">{}</span></span>',
                       difference, _("above target"))  # fmt: skip


@register.simple_tag
def progress(value: float, maximum: float, label: str, figure: str = "") -> SafeString:
    """A labelled bar; `figure` is what stands at its end (default: “3 of 8”)."""
    shown = figure or _("%(value)s of %(maximum)s") % {"value": value, "maximum": maximum}
    return format_html(
        '<div class="progress"><span><span>{0}</span><output>{1}</output></span>'
        '<progress value="{2}" max="{3}" aria-label="{0}">{1}</progress></div>',
        label, shown, str(value), str(max(maximum, 1)),
    )  # fmt: skip


@register.filter
def person_initials(name: Any) -> str:
    """At most two letters for a person or a name: the first and the last word's."""
    words = str(getattr(name, "name", name) or "").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.simple_tag
def person(who: Any) -> SafeString:
    """A person as initials and name."""
    return format_html(
        '<span class="person"><span class="avatar" aria-hidden="true">{}</span><span class="truncate">{}</span></span>',
        person_initials(who), getattr(who, "name", who),
    )  # fmt: skip


@register.simple_tag
def relative_date(when: date | datetime | None, today: date | None = None) -> SafeString | str:
    """“today”, “12 days ago”, then the date itself; the exact date is always in the tooltip."""
    if when is None:
        return _("never")
    if isinstance(when, datetime):
        when = timezone.localtime(when) if timezone.is_aware(when) else when
        day = when.date()
    else:
        day = when
    words = _days_ago((today or timezone.localdate()) - day) or date_format(day, "DATE_FORMAT")
    exact = date_format(when, "DATETIME_FORMAT" if isinstance(when, datetime) else "DATE_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), exact, words)


@register.simple_tag
def age(day: date | None, today: date | None = None) -> SafeString | str:
    """How long ago a day is, always in words: “12 days ago”, “5 months ago”, “2 years ago”; the day is in the tooltip."""
    if day is None:
        return _("never")
    passed = (today or timezone.localdate()) - day
    words = _days_ago(passed) or _months_ago(passed.days)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', day.isoformat(), date_format(day, "DATE_FORMAT"), words
    )


def _months_ago(days: int) -> str:
    months = max(1, round(days / 30.44))
    if months < 24:
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    return ngettext("%(n)s year ago", "%(n)s years ago", months // 12) % {"n": months // 12}


def _days_ago(age: Any) -> str:
    if age.days == 0:
        return _("today")
    if age.days == 1:
        return _("yesterday")
    if age.days == -1:
        return _("tomorrow")
    if 1 < age.days <= 30:
        return ngettext("%(days)s day ago", "%(days)s days ago", age.days) % {"days": age.days}
    if -30 <= age.days < -1:
        return ngettext("in %(days)s day", "in %(days)s days", -age.days) % {"days": -age.days}
    return ""


@register.simple_tag(takes_context=True)
def active_nav(context: Context, url: str, *, exact: bool = False) -> SafeString | str:
    """`aria-current` for a link to `url`: "page" on it, "true" on a page below it, else nothing."""
    path = context["request"].path if "request" in context else ""
    if path == url:
        return mark_safe('aria-current="page"')
    below = not exact and url != "/" and path.startswith(url.rstrip("/") + "/")
    return mark_safe('aria-current="true"') if below else ""


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The appearance to show: this browser's choice, else the person's, else the device's (`auto`)."""
    request = context.get("request")
    if request is None:
        return "auto"
    chosen = request.COOKIES.get(THEME_COOKIE) or getattr(getattr(request, "user", None), "theme", "")
    return chosen if chosen in THEMES else "auto"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's own query string with `changes`; None or "" takes a parameter out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"
