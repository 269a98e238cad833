"""What is wrong, in sentences: one a matter, each with where to read what to do. Nothing wrong: no sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .figures import Figures

# A fresh edit arrives within a second; a publish for tens of thousands takes minutes, but moves.
SLOW_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, what to do about it, and the part of docs/operations.md that says more."""

    text: str
    advice: str
    anchor: str


def findings(figures: Figures) -> list[Finding]:
    """What somebody should look at, the most urgent first."""
    return [*_reports(figures), *_processes(figures), *_dead(figures), *_recurring(figures)]


def _reports(figures: Figures) -> Iterator[Finding]:
    now = figures.standing
    longest = now.waiting.longest
    stands_still = now.behind and not now.last_minute
    if longest is not None and longest > SLOW_SECONDS and stands_still:
        yield Finding(
            _("Reports have been behind for over a minute, and none was stored in the last one."),
            _("Nothing is lost, and pages compute what is not ready. Start a dispatcher and a worker."),
            "reports-are-behind",
        )


def _processes(figures: Figures) -> Iterator[Finding]:
    if not figures.broker.answers:
        yield Finding(
            _("The broker does not answer."),
            _(
                "Dispatchers work themselves meanwhile, more slowly. Start it again; nothing has to be repaired."
            ),
            "the-broker-does-not-answer",
        )
    missing = figures.installation.missing
    if "dispatcher" in missing:
        yield Finding(
            _("No dispatcher is connected to the database."),
            _("Stored reports, mails and recurring jobs wait until one runs. Start it."),
            "a-process-is-missing",
        )
    silent = [canary.queue for canary in figures.canaries if canary.is_silent]
    if silent and figures.broker.answers and "dispatcher" not in missing:
        yield Finding(
            _("Nobody has answered for minutes on: %(queues)s.") % {"queues": ", ".join(silent)},
            _("Dispatchers work themselves meanwhile. Does a worker run that takes from these queues?"),
            "a-process-is-missing",
        )
    elif "worker" in missing and figures.standing.behind:
        yield Finding(
            _("No worker is connected to the database, and reports are behind."),
            _("Dispatchers work themselves meanwhile. Start a worker."),
            "a-process-is-missing",
        )


def _dead(figures: Figures) -> Iterator[Finding]:
    if figures.dead:
        yield Finding(
            ngettext("%(n)d dead letter waits for you.", "%(n)d dead letters wait for you.", figures.dead)
            % {"n": figures.dead},
            _("Find the cause by the error below, mend it, then try them again."),
            "dead-letters",
        )


def _recurring(figures: Figures) -> Iterator[Finding]:
    for job in figures.schedule:
        if job.error:
            yield Finding(
                _("The recurring job %(name)s failed the last time it ran.") % {"name": job.name},
                _("It runs again at its next time. The log of the dispatcher has the traceback."),
                "a-recurring-job-fails",
            )
        elif job.is_late:
            yield Finding(
                _("The recurring job %(name)s is overdue.") % {"name": job.name},
                _("A dispatcher takes it within a second of its time. Is one running?"),
                "a-recurring-job-fails",
            )
