"""Changes and their causes in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.inputs import Audience
from assessments.past import Past
from assessments.standing import State as Rated
from assessments.standing import Statement, stale_on
from roadmaps.wording import Words

from .attribution import EXPECTATIONS, Cause, Change, Seen


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One skill that is seen otherwise, with the reasons for it, what is asked before what is known."""

    skill: str
    name: str
    before: Seen
    after: Seen
    reasons: tuple[str, ...]
    is_expectation: bool

    @property
    def has_moved(self) -> bool:
        """The level itself is another one, or known for the first time, or no longer."""
        return not _is_same(self.before, self.after)

    @property
    def was_set_aside(self) -> bool:
        """It did not apply before."""
        return self.before.rated is Rated.NOT_APPLICABLE

    @property
    def is_set_aside(self) -> bool:
        """It does not apply now."""
        return self.after.rated is Rated.NOT_APPLICABLE


def change_line(change: Change, before: Past, after: Past, words: Words, audience: Audience) -> ChangeLine:
    """A change between two past days as it is read."""
    return ChangeLine(
        skill=change.skill,
        name=words.skill(change.skill),
        before=change.before,
        after=change.after,
        reasons=tuple(_reasons(change, before, after, words, audience)),
        is_expectation=change.is_expectation,
    )


def day_in_words(day: date | None) -> str:
    """A day as in a sentence; "" for one that is not known."""
    return date_format(day, "j F Y") if day else ""


def _reasons(change: Change, before: Past, after: Past, words: Words, audience: Audience) -> Iterator[str]:
    if asked := change.causes & EXPECTATIONS:
        yield _expectation(change, asked, after, words)
    said = after.inputs.said(audience)
    if Cause.AGREEMENT in change.causes:
        yield _agreed(said.agreed.get(change.skill))
    if Cause.RATING in change.causes:
        yield _rated(said.statements.get(change.skill), is_same=_is_same(change.before, change.after))
    if Cause.AGEING in change.causes:
        yield _aged(change.skill, before, after, audience)


def _expectation(change: Change, causes: frozenset[Cause], after: Past, words: Words) -> str:
    """What is asked now, since when, and because of what."""
    because = _because(causes, change.skill, after, words)
    since = max((day for cause in causes if (day := _since(cause, change.skill, after))), default=None)
    said = {
        "day": day_in_words(since),
        "from": change.before.target,
        "to": change.after.target,
        "because": because,
    }
    return (_dated(change) if since else _undated(change)) % said


def _dated(change: Change) -> str:
    before, after = change.before.target, change.after.target
    if before == after:
        return _("Another meaning since %(day)s (%(because)s)")
    if not after:
        return _("No longer asked since %(day)s (%(because)s)")
    if not before:
        return _("New expectation since %(day)s: level %(to)s (%(because)s)")
    if after > before:
        return _("New expectation since %(day)s: level %(to)s instead of %(from)s (%(because)s)")
    return _("Less is asked since %(day)s: level %(to)s instead of %(from)s (%(because)s)")


def _undated(change: Change) -> str:
    before, after = change.before.target, change.after.target
    if before == after:
        return _("Another meaning (%(because)s)")
    if not after:
        return _("No longer asked (%(because)s)")
    if after > before:
        return _("New expectation: level %(to)s instead of %(from)s (%(because)s)")
    return _("Less is asked: level %(to)s instead of %(from)s (%(because)s)")


def _because(causes: frozenset[Cause], skill: str, after: Past, words: Words) -> str:
    role = after.inputs.role
    said = {
        Cause.ROLE: _("role: %(role)s") % {"role": words.role(role)} if role else _("no role"),
        Cause.TARGET: _("set by the lead")
        if skill in after.inputs.overrides
        else _("the lead’s exception ended"),
        Cause.TAXONOMY: _("version %(number)s of the skills") % {"number": after.inputs.version},
    }
    return ", ".join(sentence for cause, sentence in said.items() if cause in causes)


def _since(cause: Cause, skill: str, after: Past) -> date | None:
    if cause is Cause.ROLE:
        return after.role_since
    return after.published_on if cause is Cause.TAXONOMY else after.asked_since.get(skill)


def _agreed(statement: Statement | None) -> str:
    if statement is None:
        return _("No longer agreed")
    said = {"day": day_in_words(statement.day), "level": statement.level}
    if statement.level is None:
        return _("Agreed on %(day)s that it does not apply") % said
    return _("Agreed at %(level)s on %(day)s") % said


def _is_same(before: Seen, after: Seen) -> bool:
    """The level is the one it was, in date or out of it."""
    return (before.rated, before.level) == (after.rated, after.level)


def _rated(statement: Statement | None, *, is_same: bool) -> str:
    if statement is None:
        return _("The rating was taken back")
    said = {"day": day_in_words(statement.day), "level": statement.level}
    if is_same:
        return _("Said again on %(day)s") % said
    if statement.level is None:
        return _("Set aside on %(day)s as not applicable") % said
    return _("Own rating of %(day)s: level %(level)s") % said


def _aged(skill: str, before: Past, after: Past, audience: Audience) -> str:
    """The day on which it went out of date, where that day is one of those between the two."""
    said, months = after.inputs.said(audience), after.inputs.taxonomy.review_months(skill)
    found = [one for one in (said.statements.get(skill), said.agreed.get(skill)) if one is not None]
    ends = [end for one in found if before.day < (end := stale_on(one.day, months)) <= after.day]
    if not ends:
        return _("Out of date by now")
    return _("Out of date since %(day)s") % {"day": day_in_words(max(ends))}
