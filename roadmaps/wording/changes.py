"""What one rating changed, in one to four short lines: the strip beside the assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps.gaps import GapReport, LineChange, Move, changed
from roadmaps.planning import Roadmap, Step, StepChange, diff
from roadmaps.planning.changes import Cause
from roadmaps.planning.words import Horizon
from roadmaps.wording.words import Words, listed

MOST = 4  # lines; who rates eighty skills reads at a glance or not at all


@dataclass(frozen=True, slots=True)
class Told:
    """One line. `tone`: good (a gap closed, a step done), more (something to do came up) or plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Reports:
    """What one side of the comparison consists of; a report is None without such a role."""

    current: GapReport | None
    next: GapReport | None
    roadmap: Roadmap


def told(words: Words, before: Reports, after: Reports) -> list[Told]:
    """The most important changes first, at most four; empty when nothing changed."""
    pairs = ((before.current, after.current), (before.next, after.next))
    of_targets = sorted(_gaps(words, pairs), key=lambda line: line.tone == "plain")
    rest = [*_met(words, pairs), *_roadmap(words, before.roadmap, after.roadmap)]
    return [*of_targets[:1], *rest, *of_targets[1:]][:MOST]


Pairs = Sequence[tuple[GapReport | None, GapReport | None]]


def _gaps(words: Words, pairs: Pairs) -> Iterator[Told]:
    """What happened to each target, the current role's first; the same of both roles is told once."""
    said: set[tuple[str, Move, int]] = set()
    for old, new in pairs:
        for change in changed(old, new).lines if old and new else ():
            line = change.after or change.before
            mark = (change.skill, change.move, line.target if line else 0)
            if mark not in said:
                said.add(mark)
                yield _line(words, change)


def _line(words: Words, change: LineChange) -> Told:
    line = change.after or change.before
    if line is None:  # a change has at least one side
        return Told("")
    names = {
        "skill": words.skill(change.skill),
        "role": words.role(line.role),
        "target": line.target,
        "level": line.level,
        "gap": line.gap,
    }
    text, tone = _moves(line.gap)[change.move]
    return Told(text % names, tone)


def _moves(gap: int) -> Mapping[Move, tuple[str, str]]:
    left = ngettext(
        "Gap narrowed: %(skill)s is at %(level)d, %(gap)d level below what %(role)s asks.",
        "Gap narrowed: %(skill)s is at %(level)d, %(gap)d levels below what %(role)s asks.",
        gap,
    )
    wider = ngettext(
        "Gap widened: %(skill)s is at %(level)d, %(gap)d level below what %(role)s asks.",
        "Gap widened: %(skill)s is at %(level)d, %(gap)d levels below what %(role)s asks.",
        gap,
    )
    return {
        Move.CLOSED: (_("Gap closed: %(skill)s is at %(level)d, %(role)s asks for %(target)d."), "good"),
        Move.NARROWED: (left, "good"),
        Move.WIDENED: (wider, "more"),
        Move.OPENED: (
            _("Gap opened: %(skill)s is at %(level)d, %(role)s asks for %(target)d."),
            "more",
        ),
        Move.MET: (_("Met: %(skill)s is at %(level)d, %(role)s asks for %(target)d."), "good"),
        Move.REACHED: (
            _("Still met: %(skill)s is at %(level)d, %(role)s asks for %(target)d."),
            "plain",
        ),
        Move.SET_ASIDE: (_("Left out: %(skill)s does not apply, so no figure counts it."), "plain"),
        Move.WITHDRAWN: (_("Not rated again: %(skill)s. It is neither a gap nor met."), "plain"),
        Move.ASKED: (_("%(role)s asks for %(skill)s at %(target)d now."), "more"),
        Move.NO_LONGER_ASKED: (_("%(skill)s is no longer asked of you."), "plain"),
        Move.RETARGETED: (_("The target of %(skill)s is %(target)d now."), "plain"),
    }


def _met(words: Words, pairs: Pairs) -> Iterator[Told]:
    """Targets met, for the first role in which the count changed."""
    for old, new in pairs:
        if not (old and new):
            continue
        before, after = (old.targets_met, old.targets_asked), (new.targets_met, new.targets_asked)
        if before == after:
            continue
        figures = {"role": words.role(new.role), "before": before[0], "after": after[0], "asked": after[1]}
        if before[0] == after[0]:
            yield Told(_("Targets met for %(role)s: %(after)d of %(asked)d.") % figures)
        else:
            text = _("Targets met for %(role)s: %(before)d → %(after)d of %(asked)d.") % figures
            yield Told(text, "good" if after[0] > before[0] else "plain")
        return


def _roadmap(words: Words, old: Roadmap, new: Roadmap) -> Iterator[Told]:
    change = diff(old, new)
    if change.removed:
        yield Told(_went(words, change.removed), "good" if _reached(change.removed) else "plain")
    if change.added:
        yield Told(_came(words, change.added), "more")
    nearer = [step for step, was in change.nearer if step.horizon is Horizon.NOW]
    if nearer:
        yield Told(_("Moves up to Now: %(steps)s.") % {"steps": _names(words, nearer)})
    if not (change.removed or change.added) and change.answered:
        names = listed([words.skill(question.skill) for question in change.answered])
        yield Told(_("One question fewer on your roadmap: %(skills)s.") % {"skills": names})


def _reached(changes: Sequence[StepChange]) -> bool:
    return any(change.cause is Cause.REACHED for change in changes)


def _went(words: Words, changes: Sequence[StepChange]) -> str:
    names = _names(words, [change.step for change in changes])
    text = ngettext(
        "Off your roadmap: %(steps)s (%(why)s).", "Off your roadmap: %(steps)s (%(why)s).", len(changes)
    )
    return text % {"steps": names, "why": _why(words, changes[0])}


def _came(words: Words, changes: Sequence[StepChange]) -> str:
    names = _names(words, [change.step for change in changes])
    return _("New on your roadmap: %(steps)s (%(why)s).") % {"steps": names, "why": _why(words, changes[0])}


def _why(words: Words, change: StepChange) -> str:
    skills = listed([words.skill(slug) for slug in change.skills], most=2)
    reasons = {
        Cause.REACHED: _("the level is there"),
        Cause.SET_ASIDE: _("it does not apply"),
        Cause.WITHDRAWN: _("not rated now, so it is a question"),
        Cause.NOT_NEEDED: _("only %(skills)s needed it") if skills else _("nothing needs it now"),
        Cause.RATED: _("your level is known now"),
        Cause.FELL: _("your level is lower now"),
        Cause.NEEDED: _("%(skills)s needs it") if skills else _("another step needs it"),
        Cause.ASKED: _("it is asked of you now"),
    }
    return reasons[change.cause] % {"skills": skills} if skills else reasons[change.cause]


def _names(words: Words, steps: Sequence[Step]) -> str:
    """Steps as “Caching 2–4, Queues 3”: consecutive levels of one skill are told as one."""
    by_skill: dict[str, list[int]] = {}
    for step in steps:
        by_skill.setdefault(step.skill, []).append(step.to_level)
    names = [
        f"{words.skill(skill)} {min(levels)}" + (f"–{max(levels)}" if len(levels) > 1 else "")
        for skill, levels in by_skill.items()
    ]
    return listed(names)
