"""What the assessment's page is made from: four queries, whatever it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import questions
from assessments.changes import Unshared, unshared
from assessments.cycles.panel import Panel, panels_of
from assessments.evidence.proof import NO_PROOF, Proof
from assessments.evidence.reading import own_proofs
from assessments.inputs import Inputs
from assessments.levels import adding
from assessments.levels.reading import load
from assessments.prompts import concept_below
from assessments.questions import Assessment, Question, Section
from assessments.targets import MySkill, my_skills, quick_set, targets_of
from skillmatrix.people.models import Person
from skillmatrix.people.surroundings import surroundings
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.versions import in_language
from skillmatrix.web.requests import AppRequest, page_behind
from skillmatrix.web.responses import redirect_to

from .card_html import write_cards
from .cards import Aftermath, Around, Card, Feedback, card

# Rating rules that stand beside the ladder where there are many, by their place in the document: 4, 2 and 6.
AT_HAND = (3, 1, 5)


@dataclass(frozen=True)
class Sheet:
    """One person's assessment on one day, with whoever they can share it with."""

    person: Person
    taxonomy: Taxonomy
    inputs: Inputs
    leads: Sequence[Person]
    today: date
    quick: bool = False
    aftermath: Aftermath | None = None

    @cached_property
    def mine(self) -> dict[str, MySkill]:
        """The skills that are asked of this person."""
        own = self.inputs.own
        current = targets_of(self.taxonomy, self.inputs.role, self.inputs.overrides, own.known)
        next_ = targets_of(self.taxonomy, own.next_role, known=own.known)
        return my_skills(self.taxonomy, current, next_, own.extra_skills)

    @cached_property
    def assessment(self) -> Assessment:
        """The questions, in order; in the quick set only those that tell most."""
        asked = quick_set(self.taxonomy, self.mine) if self.quick else self.mine
        return questions.ask(self.taxonomy, self.inputs.own, asked, today=self.today)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The skills whose rating came from elsewhere and has not been confirmed here."""
        return adding.imported(self.person.pk, self.inputs.taxonomy)

    @cached_property
    def unshared(self) -> Unshared:
        """What only this person sees."""
        return unshared(self.inputs, self.taxonomy)

    @cached_property
    def panels(self) -> list[Panel]:
        """The cycles that ask something of this person. At most two queries."""
        return panels_of(self.person, self.taxonomy, self.inputs.own.statements)

    def card(self, skill: str, feedback: Feedback | None = None) -> Card:
        """The card of one active skill."""
        asked = questions.question(self.taxonomy, skill, self.inputs.own, self.mine, today=self.today)
        return self.card_of(asked, feedback)

    def card_of(self, asked: Question, feedback: Feedback | None = None) -> Card:
        """The card of one question."""
        skill, level = asked.skill, asked.standing.level
        known = self.inputs.shared.statements
        around = Around(
            wish=self.inputs.own.wishes.get(skill.slug),
            proof=self.proofs.get(skill.slug, NO_PROOF),
            concept=concept_below(self.taxonomy, skill, level, self.levels_of(skill.prerequisites)),
            readers=", ".join(lead.get_short_name() for lead in self.leads),
            is_shared=skill.slug in known and skill.slug not in self.unshared.skills,
            today=self.today,
            aftermath=self.aftermath if self.aftermath and self.aftermath.skill == skill.slug else None,
        )
        # What was just said was said here.
        just_said = feedback is not None and feedback.saved and feedback.skill == skill.slug
        imported = not just_said and skill.slug in self.imported
        return card(self.taxonomy, asked, feedback, around, imported=imported)

    @cached_property
    def proofs(self) -> dict[str, Proof]:
        """What speaks for this person's levels, by skill. One query."""
        return own_proofs(self.person.pk, self.inputs.taxonomy, today=self.today)

    def levels_of(self, skills: Iterable[str]) -> dict[str, int]:
        """Where this person stands in those of these skills that they have a level in."""
        own, mine, today = self.inputs.own, self.mine, self.today
        asked = (questions.question(self.taxonomy, skill, own, mine, today=today) for skill in skills)
        return {one.skill.slug: one.standing.level for one in asked if one.standing.level is not None}


def inputs_of(person: Person, *, today: date) -> Inputs:
    """A person's inputs, in one query. Http404 on an installation that has no taxonomy yet."""
    found = load([person.pk], today=today)
    if not found:
        raise Http404(_("No taxonomy is published yet."))
    return found[0]


def wants_quick(request: AppRequest) -> bool:
    """The page in front of the person is the quick set: its address says so, or the form it sent."""
    if request.method in {"GET", "HEAD"}:
        return request.GET.get("quick") == "1"
    query = page_behind(request).partition("#")[0].partition("?")[2]
    return request.POST.get("quick") == "1" or "quick=1" in query.split("&")


def sheet_of(
    request: AppRequest, *, today: date, quick: bool = False, aftermath: Aftermath | None = None
) -> Sheet:
    """Load the reader's assessment: their inputs, and who leads their team."""
    inputs = inputs_of(request.user, today=today)
    leads = surroundings(request, today=today).leads
    return Sheet(request.user, in_language(inputs.taxonomy), inputs, leads, today, quick, aftermath)


def area_context(
    request: AppRequest, sheet: Sheet, area: str | None, feedback: Feedback | None = None
) -> dict[str, Any]:
    """The context of the page at one area, or at the first that is still open. Http404 for no such area."""
    section = sheet.assessment.find(area) if area else sheet.assessment.starts_at()
    if area and section is None:
        raise Http404(_("None of your skills is in this area."))
    context = {**progress_context(sheet, section), "rules": sheet.taxonomy.rating_rules}
    rules = sheet.taxonomy.rating_rules
    at_hand = [rules[place] for place in AT_HAND if place < len(rules)]
    context["rules_at_hand"] = at_hand if len(rules) > len(AT_HAND) else rules
    if request.htmx.target != "assess":
        context["panels"] = sheet.panels
    if section is not None:
        cards = (sheet.card_of(question, feedback) for question in section.questions)
        context["cards"] = write_cards(request, cards, quick=sheet.quick)
        context["following"] = sheet.assessment.after(section)
    return context


def progress_context(sheet: Sheet, section: Section | None) -> dict[str, Any]:
    """What every answer brings up to date: how far along, who sees it, what waits to be shared."""
    changed = sheet.unshared.skills
    roles = sheet.taxonomy.roles
    return {
        "sheet": sheet,
        "section": section,
        "assessment": sheet.assessment,
        "today": sheet.today,
        "leads": [lead.get_short_name() for lead in sheet.leads],
        "private": 0 if section is None else sum(q.skill.slug in changed for q in section.questions),
        "waiting": sheet.unshared.count,
        "current_role": roles.get(sheet.inputs.role or ""),
        "next_role": roles.get(sheet.inputs.own.next_role or ""),
        "roles": roles.values(),
        "levels_count": len(sheet.taxonomy.scale),
        "top": sheet.taxonomy.top,
        "fresh_key": uuid4(),
        "keep": "?quick=1" if sheet.quick else "",
        "in_all": len(sheet.mine),
    }


def area_url(taxonomy: Taxonomy, skill: str, *, keep: str = "") -> str:
    """Where a skill's card is; `keep` is a query to carry along."""
    area = taxonomy.area_of.get(skill)
    if area is None:
        return reverse("assessments:assess")
    return f"{reverse('assessments:assess', args=[area.slug])}{keep}#skill-{skill}"


def see_other(url: str) -> HttpResponse:
    """303: the answer to a form is another page, so that reloading it sends nothing twice."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def back(request: AppRequest, url: str) -> HttpResponse:
    """To the page that a form changes: 303, or HX-Redirect for htmx."""
    return redirect_to(request, url) if request.htmx else see_other(url)
