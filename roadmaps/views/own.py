"""What both pages about oneself start from: three queries, whatever they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from assessments.inputs import Audience, Inputs
from assessments.standing import Standing
from assessments.targets import targets_of
from roadmaps import computing, reports
from roadmaps.gaps import GapReport, gaps
from roadmaps.lines import Lines
from roadmaps.models.report import ReportQuerySet
from roadmaps.wording import Words, words_of
from skillmatrix.people.dated import current_day
from skillmatrix.people.surroundings import surroundings
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import PromotionRule, Role, Taxonomy
from skillmatrix.web.requests import AppRequest

OWN = Audience.OWN


@dataclass(frozen=True)
class Own:
    """One person's own findings on one day, and the role they are set against. `leads`: who sees what is shared."""

    shown: reports.Shown
    words: Words
    leads: str
    today: date
    role: str | None

    @property
    def inputs(self) -> Inputs:
        """What the findings were made from."""
        return self.shown.inputs

    @property
    def taxonomy(self) -> Taxonomy:
        """The published taxonomy, as computed with; for words in the reader's language there is `words`."""
        return self.shown.taxonomy

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Where I stand in every skill."""
        return computing.standings(self.inputs, OWN, self.taxonomy, today=self.today)

    @property
    def is_current(self) -> bool:
        """The role is the one I have."""
        return self.role is not None and self.role == self.inputs.role

    @property
    def is_next(self) -> bool:
        """The role is the one I aim at."""
        return self.role is not None and self.role == self.inputs.own.next_role

    @cached_property
    def report(self) -> GapReport | None:
        """Me against the role: from my findings, or for any other role computed now, without my exceptions."""
        if self.role is None:
            return None
        if self.is_current:
            return self.shown.findings.current
        if self.is_next:
            return self.shown.findings.next
        targets = targets_of(self.taxonomy, self.role, known=self.inputs.own.known)
        return gaps(self.taxonomy, self.standings, targets, role=self.role)

    @cached_property
    def lines(self) -> Lines:
        """Writes lines for me."""
        return Lines(self.words, computing.mine(self.inputs, OWN, self.taxonomy).keys())

    @property
    def rule(self) -> PromotionRule | None:
        """The promotion rule for the role, if there is one."""
        return next((rule for rule in self.words.taxonomy.promotion if rule.role == self.role), None)

    def context(self) -> dict[str, Any]:
        """What both pages say besides: which role, who sees it, as of when."""
        roles = self.words.taxonomy.roles
        stored = self.shown.stored and (self.role is None or self.is_current or self.is_next)
        return {
            "own": self,
            "role": roles.get(self.role or ""),
            "roles": roles.values(),
            "choices": self.choices(),
            "leads": self.leads if self.inputs.shared_on else "",
            "shared_on": self.inputs.shared_on,
            "is_private": self.inputs.has_unshared_changes,
            "revision": str(self.inputs.revision),
            "stored": stored,
            "computed_at": self.shown.computed_at if stored else None,
            "today": self.today,
            "marker": reports.marker(self.inputs, today=self.today),
            "levels_count": len(self.taxonomy.scale),
            "nothing_rated": not self.inputs.own.statements and not self.inputs.own.agreed,
        }

    def choices(self) -> list[tuple[str, Role, bool]]:
        """My current and next role as (label, role, whether it is shown)."""
        roles = self.words.taxonomy.roles
        labels = {self.inputs.own.next_role: _("Next role"), self.inputs.role: _("Current role")}
        mine = (self.inputs.role, self.inputs.own.next_role)
        slugs = dict.fromkeys(slug for slug in mine if slug is not None and slug in roles)
        return [(labels[slug], roles[slug], slug == self.role) for slug in slugs]


def is_unchanged(request: AppRequest) -> bool:
    """An open page asks whether anything is newer than what it shows (`after`), and nothing is."""
    after = request.GET.get("after", "")
    return bool(after) and after == reports.current_marker(request.user.pk, today=current_day())


def own_of(
    request: AppRequest, asked: str, *, first: str = "current", rows: ReportQuerySet | None = None
) -> Own:
    """My findings against the role that is asked for: `current`, `next`, a slug, or "" for the `first` of mine.

    `rows` are the reports to look among (`reports.show`). Http404 for a role that does not exist, and on an installation without a taxonomy.
    """
    today = current_day()
    try:
        shown = reports.show(request.user.pk, OWN, today=today, rows=rows)
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None
    leads = ", ".join(lead.get_short_name() for lead in surroundings(request, today=today).leads)
    return Own(shown, words_of(shown.taxonomy), leads, today, _role(shown, asked, first))


def _role(shown: reports.Shown, asked: str, first: str) -> str | None:
    roles = shown.taxonomy.roles
    mine = {"current": shown.inputs.role, "next": shown.inputs.own.next_role}
    mine = {name: slug if slug in roles else None for name, slug in mine.items()}
    if asked in mine:
        return mine[asked]
    if asked:
        if asked not in roles:
            raise Http404(_("There is no such role."))
        return asked
    return mine[first] or mine["current"] or mine["next"]
