"""What matters to me now: one sentence and one button; for a lead, three questions about each team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessments import questions
from assessments.changes import unshared
from assessments.cycles import concealed
from assessments.cycles.panel import panels_of
from assessments.inputs import Audience
from assessments.questions import Assessment
from assessments.targets import MySkill, quick_set
from roadmaps import reports
from roadmaps.computing import mine
from roadmaps.planning import Milestone, Step
from roadmaps.teams.answers import Answers, answers
from roadmaps.teams.gathering import gather, picture_of
from roadmaps.teams.steps import first_steps
from roadmaps.teams.words import coverage_words
from roadmaps.wording import Words, words_of
from roadmaps.wording.words import listed
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person, Team
from skillmatrix.people.surroundings import surroundings
from skillmatrix.taxonomy import versions
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .gaps import share_in_words
from .team import unhidden

PAGE = "roadmaps/home.html"


@require_safe
def home(request: AppRequest) -> HttpResponse:
    """Show what to do next, by who I am and how far I am."""
    today = current_day()
    try:
        shown = reports.show(request.user.pk, Audience.OWN, today=today)
    except versions.NothingPublished:
        return render_page(request, PAGE, {"no_taxonomy": True, "today": today})
    around = surroundings(request, today=today)
    own = Own(request.user, shown, around.leads, today)
    teams = boards(request.user, around.led, own.words, today=today)
    return render_page(request, PAGE, own.context() | {"boards": teams})


@dataclass(frozen=True, slots=True)
class Call:
    """One sentence and one button. `kind` names the state."""

    kind: str
    title: str
    text: str
    action: str
    url: str


@dataclass(frozen=True)
class Own:
    """Where I stand, and what to do about it."""

    person: Person
    shown: reports.Shown
    leads: Sequence[Person]
    today: date

    @cached_property
    def words(self) -> Words:
        """The taxonomy in my language."""
        return words_of(self.shown.taxonomy)

    @cached_property
    def skills(self) -> dict[str, MySkill]:
        """The skills asked of me."""
        return mine(self.shown.inputs, Audience.OWN, self.shown.taxonomy)

    @cached_property
    def assessment(self) -> Assessment:
        """All questions over them."""
        return self._ask(self.skills)

    def _ask(self, skills: dict[str, MySkill]) -> Assessment:
        return questions.ask(self.words.taxonomy, self.shown.inputs.own, skills, today=self.today)

    def context(self) -> dict[str, Any]:
        """For the template."""
        report, inputs = self.shown.findings.current, self.shown.inputs
        return {
            "call": self.call(),
            "report": report,
            "attained": share_in_words(report.attainment) if report else "",
            "is_range": report is not None and not report.attainment.exact,
            "role": self.words.taxonomy.roles.get(inputs.role or ""),
            "shared_on": inputs.shared_on,
            "steps": self._steps() if inputs.own.statements else [],
            "today": self.today,
            "panels": panels_of(self.person, self.words.taxonomy, inputs.own.statements),
            "levels_count": len(self.words.taxonomy.scale),
        }

    def call(self) -> Call:
        """The first of these that applies: start, share, confirm, get a role, go on, take a step, aim higher."""
        inputs = self.shown.inputs
        if not inputs.own.statements:
            return self._start()
        waiting = unshared(inputs, self.words.taxonomy).count
        if waiting:
            return self._share(waiting)
        outdated = sum(section.outdated for section in self.assessment.sections)
        if outdated:
            return self._confirm(outdated)
        if inputs.role is None and inputs.own.next_role is None:
            return self._without_role()
        left = self.assessment.asked - self.assessment.rated
        if left:
            return self._go_on(left)
        steps = self.shown.findings.roadmap.steps
        return self._step(steps[0]) if steps else self._arrived()

    def _start(self) -> Call:
        taxonomy = self.words.taxonomy
        first = self._ask(quick_set(taxonomy, self.skills))
        size = {"skills": _skills(first.asked), "minutes": _minutes(first.minutes_left)}
        return Call(
            kind="start",
            title=_("Find out where you stand"),
            text=_("Only you see your answers until you share them, and each is saved as you give it."),
            action=_("Start with the quick set (%(skills)s, %(minutes)s)") % size,
            url=f"{reverse('assessments:assess')}?quick=1",
        )

    def _share(self, waiting: int) -> Call:
        names = listed([lead.get_short_name() for lead in self.leads])
        title = ngettext(
            "You have %(count)s change that nobody else sees",
            "You have %(count)s changes that nobody else sees",
            waiting,
        )
        action = ngettext(
            "Look at %(count)s change and share", "Look at %(count)s changes and share", waiting
        )
        if self.shown.inputs.shared_on is None:
            text = _(
                "%(names)s sees nothing of yours yet. You will see the list before anything is released."
            )
        else:
            text = _(
                "%(names)s sees what you last shared. You will see the list before anything is released."
            )
        alone = _("Nobody leads your team at the moment, so nobody sees what you share until somebody does.")
        return Call(
            kind="share",
            title=title % {"count": waiting},
            text=text % {"names": names} if names else alone,
            action=action % {"count": waiting},
            url=reverse("assessments:share-ratings"),
        )

    def _confirm(self, outdated: int) -> Call:
        title = ngettext("%(count)s rating is out of date", "%(count)s ratings are out of date", outdated)
        return Call(
            kind="confirm",
            title=title % {"count": outdated},
            text=_("Say again where you stand. One key does it where nothing has changed: ="),
            action=_("Re-confirm"),
            url=reverse("assessments:assess"),
        )

    def _without_role(self) -> Call:
        names = listed([lead.get_short_name() for lead in self.leads])
        text = _("Ask %(names)s to set it. Until then, choose the role you aim at, and see what it takes.")
        alone = _(
            "Whoever edits people can set it. Until then, choose the role you aim at, and see what it takes."
        )
        return Call(
            kind="no_role",
            title=_("You have no role yet, so nothing is asked of you"),
            text=text % {"names": names} if names else alone,
            action=_("Choose the role you aim at"),
            url=reverse("assessments:assess") + "#next-role",
        )

    def _go_on(self, left: int) -> Call:
        title = ngettext("%(count)s skill is not rated yet", "%(count)s skills are not rated yet", left)
        return Call(
            kind="go_on",
            title=title % {"count": left},
            text=_("%(minutes)s. Your roadmap cannot count on what it does not know.")
            % {"minutes": _minutes(self.assessment.minutes_left).capitalize()},
            action=_("Go on rating"),
            url=reverse("assessments:assess"),
        )

    def _step(self, step: Step) -> Call:
        return Call(
            kind="step",
            title=_("Next: %(skill)s, from %(start)s to %(end)s")
            % {"skill": self.words.skill(step.skill), "start": step.from_level, "end": step.to_level},
            text=self.words.sentence(step.skill, step.to_level),
            action=_("Open your roadmap"),
            url=reverse("roadmaps:roadmap"),
        )

    def _arrived(self) -> Call:
        return Call(
            kind="arrived",
            title=_("Every target is met"),
            text=_("Choose the role you aim at next, or help somebody who is on the way."),
            action=_("Choose the role you aim at"),
            url=reverse("assessments:assess") + "#next-role",
        )

    def _steps(self) -> list[tuple[Step, str]]:
        return [(step, self.words.skill(step.skill)) for step in self.shown.findings.roadmap.now]


@dataclass(frozen=True, slots=True)
class Board:
    """One led team. `answers` is None while nobody belongs to it."""

    team: Team
    answers: Answers | None
    thin: Sequence[tuple[str, str, str]] = ()
    help: Sequence[tuple[Any, str]] = ()
    learn: Sequence[tuple[Any, Milestone, str]] = ()


def boards(viewer: Person, teams: Sequence[Team], words: Words, *, today: date) -> list[Board]:
    """The three questions for each team the viewer leads; the queries do not depend on how many."""
    if not teams:
        return []
    ids = [team.pk for team in teams]
    gathering = gather(ids, led=ids, viewer_id=viewer.pk, today=today, deep=False)
    picture = picture_of(gathering.members, today=today)
    if picture is None:
        return [Board(team, None) for team in teams]
    people = [Person(pk=member.person_id) for member in gathering.members]
    access.note_access(viewer, people, page="home", today=today)
    picture = replace(picture, taxonomy=words.taxonomy)
    hidden = concealed([person.pk for person in people], viewer=viewer)
    steps = unhidden(first_steps(picture, today=today), hidden)
    found = []
    for team in teams:
        rows = [row for row, member in enumerate(picture.members) if member.team == team.slug]
        found.append(_board(team, answers(picture.take(rows), steps), words) if rows else Board(team, None))
    return found


def _board(team: Team, found: Answers, words: Words) -> Board:
    return Board(
        team=team,
        answers=found,
        thin=[(one.skill, words.skill(one.skill), coverage_words(one)) for one in found.thin],
        help=[(one, words.skill(one.skill)) for one in found.help],
        learn=[(member, step, words.skill(step.skill)) for member, step in found.learn],
    )


def _skills(count: int) -> str:
    return ngettext("%(count)s skill", "%(count)s skills", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("about %(count)s minute", "about %(count)s minutes", count) % {"count": count}
