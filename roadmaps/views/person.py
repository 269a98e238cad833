"""One person for their lead: what they have shared, what follows from it, and where the two see it differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.cycles import concealed
from assessments.evidence.proof import NO_PROOF, Proof
from assessments.evidence.reading import shared_proofs
from assessments.inputs import Audience
from assessments.levels.reading import manager_ratings
from assessments.models import ReviewSide
from assessments.standing import Basis, Statement
from assessments.targets import targets_of
from roadmaps import reports
from roadmaps.computing import standings
from roadmaps.gaps import GapReport
from roadmaps.planning import Because, Step
from roadmaps.teams.skill_rows import SkillRow, skill_rows
from roadmaps.wording import Words, counterfactual, reasons_in_words, words_of
from roadmaps.wording.words import basis_in_words
from skillmatrix.people import access
from skillmatrix.people.access import Relation
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Away, Membership, Person
from skillmatrix.taxonomy import versions
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .gaps import share_in_words

PAGE = "roadmaps/person.html"
SHARED = Audience.SHARED
FIRST = 8  # lines of a list before the rest is folded
WORTH_A_WORD = 2  # levels between two ratings of one skill, in either direction
# What can be said about somebody else; the other reasons speak to the person themselves.
TOLD = {Because.ASKED, Because.UNLOCKS, Because.LEADS_TO, Because.AFTER, Because.STALE}


@require_safe
def person(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Show what somebody has shared to those who may read it; oneself goes to one's own gaps. Http404 for others."""
    today = current_day()
    subject, related = access.visible_person(request.user, public_id, today=today)
    if related.is_self:
        return redirect_to(request, "roadmaps:gaps")
    access.note_access(request.user, [subject], page="person", today=today)
    try:
        shown = reports.show(subject.pk, SHARED, today=today)
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None
    ratings, proofs = rated_by(request.user, related, shown), proofs_of(related, shown, today)
    hidden = concealed([subject.pk], viewer=request.user).get(subject.pk, frozenset())
    sheet = Sheet(subject, related, shown, ratings, proofs, today, hidden)
    return render_page(request, PAGE, sheet.context())


def rated_by(viewer: Person, related: Relation, shown: reports.Shown) -> dict[str, Statement]:
    """The viewer's own newest rating of the subject in each skill, when they lead them."""
    if not related.is_lead:
        return {}
    return manager_ratings(shown.inputs.person_id, viewer.pk, shown.taxonomy)


def proofs_of(related: Relation, shown: reports.Shown, today: date) -> dict[str, Proof]:
    """What speaks for the subject's levels, by skill, as far as the viewer may read it."""
    if not related.sees_shared_evidence or shown.inputs.shared_on is None:
        return {}
    inputs = shown.inputs
    return shared_proofs(
        inputs.person_id, shown.taxonomy, shared_revision=inputs.shared_revision, today=today
    )


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the roadmap with why it is there."""

    step: Step
    name: str
    sentence: str
    reasons: list[str]
    drops_off: str


@dataclass(frozen=True)
class Sheet:
    """Everything the page says of one person, apart from skills that a cycle still hides from the reader."""

    subject: Person
    related: Relation
    shown: reports.Shown
    ratings: Mapping[str, Statement]
    proofs: Mapping[str, Proof]
    today: date
    hidden: frozenset[str] = frozenset()

    def context(self) -> dict[str, Any]:
        """For the template. Whoever has shared nothing is shown without any level."""
        inputs, words = self.shown.inputs, words_of(self.shown.taxonomy)
        context = {
            "subject": self.subject,
            "related": self.related,
            "today": self.today,
            "shared_on": inputs.shared_on,
            "role": words.taxonomy.roles.get(inputs.role or ""),
            "next_role": words.taxonomy.roles.get(inputs.shared.next_role or ""),
            "membership": Membership.objects.on(self.today)
            .filter(person=self.subject)
            .select_related("team")
            .first(),
            "away": Away.objects.on(self.today).filter(person=self.subject).first(),
            "levels_count": len(words.taxonomy.scale),
            "hidden": len(self.hidden),
        }
        if inputs.shared_on is None:
            return context
        rows = list(self._rows(words))
        context["differing"] = self._differing(words)
        return context | self._report(rows) | self._roadmap(words) | self._skills(rows, words)

    def _rows(self, words: Words) -> Iterable[SkillRow]:
        inputs, taxonomy = self.shown.inputs, self.shown.taxonomy
        asked = targets_of(taxonomy, inputs.role, inputs.overrides, inputs.shared.known)
        held = standings(inputs, SHARED, taxonomy, today=self.today)
        for skill in taxonomy.active:
            if skill.slug in self.hidden:
                continue
            said, rating = inputs.shared.statements.get(skill.slug), self.ratings.get(skill.slug)
            standing = held[skill.slug]
            yield SkillRow(
                slug=skill.slug,
                name=words.skill(skill.slug),
                area=skill.area,
                standing=standing,
                level_name="" if standing.level is None else words.level(standing.level),
                basis="" if standing.basis is Basis.NONE else basis_in_words(standing.basis),
                asked=asked.get(skill.slug),
                self_level=said.level if said else None,
                lead_level=rating.level if rating else None,
                lead_day=rating.day if rating else None,
                change_url=self._change_url(skill.slug),
                wish=inputs.shared.wishes.get(skill.slug),
                proof=self.proofs.get(skill.slug, NO_PROOF),
            )

    def _differing(self, words: Words) -> list[tuple[str, list[ReviewSide]]]:
        """Where the two see it differently, with the sentences of both; for nobody but the lead."""
        if not self.related.may_review:
            return []
        sides = ReviewSide.objects.differing(self.subject).order_by("item_id", "id")
        return [
            (words.skill(skill), list(said))
            for skill, said in groupby(sides, lambda side: side.item.skill.slug)
        ]

    def _change_url(self, skill: str) -> str:
        if not self.related.may_set_targets:
            return ""
        return reverse("assessments:override-target", args=[self.subject.public_id, skill])

    def _report(self, rows: list[SkillRow]) -> dict[str, Any]:
        report: GapReport | None = self.shown.findings.current
        apart = sorted(
            (row for row in rows if row.disagreement >= WORTH_A_WORD), key=lambda row: -row.disagreement
        )
        if report is None:
            return {"report": None, "apart": apart}
        by_slug = {row.slug: row for row in rows}
        gaps = [line for line in report.gaps if line.skill in by_slug]
        strengths = [line for line in report.strengths if line.surplus and line.skill in by_slug]
        return {
            "report": report,
            "attained": share_in_words(report.attainment),
            "attainment": report.attainment,
            "gaps": [(line, by_slug[line.skill]) for line in gaps[:FIRST]],
            "gaps_left": max(0, len(gaps) - FIRST),
            "strengths": [by_slug[line.skill] for line in strengths[:FIRST]],
            "not_rated": [by_slug[line.skill] for line in report.not_rated if line.skill in by_slug],
            "apart": apart,
        }

    def _roadmap(self, words: Words) -> dict[str, Any]:
        roadmap = self.shown.findings.roadmap
        return {
            "steps": [step_line(words, step) for step in roadmap.now if step.skill not in self.hidden],
            "steps_left": len(roadmap.steps) - len(roadmap.now),
            "next_report": self.shown.findings.next,
        }

    def _skills(self, rows: list[SkillRow], words: Words) -> dict[str, Any]:
        has_ratings = bool(self.ratings)
        return {
            "skill_rows": skill_rows(rows, words, today=self.today, with_ratings=has_ratings),
            "has_lead_ratings": has_ratings,
            "levels": words.taxonomy.scale,
        }


def step_line(words: Words, step: Step) -> StepLine:
    """A step as a lead reads it."""
    return StepLine(
        step=step,
        name=words.skill(step.skill),
        sentence=words.sentence(step.skill, step.to_level),
        reasons=reasons_in_words(words, step, TOLD)[:3],
        drops_off=counterfactual(words, step),
    )
