"""How Skillmatrix does what it asks engineers about: for everyone who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roadmaps.showcase.places import place
from roadmaps.showcase.topic import Topic
from roadmaps.showcase.topics import TOPICS
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Skill
from skillmatrix.web.responses import render_page


@require_safe
def showcase(request: HttpRequest) -> HttpResponse:
    """Each topic with its way through the code, its live figure and what goes wrong without it."""
    skills = _skills()
    context = {
        "topics": [_shown(topic, skills) for topic in TOPICS],
        "crumbs": [(_("Skills and levels"), reverse("taxonomy:ladder"))] if skills else [],
    }
    return render_page(request, "roadmaps/showcase.html", context)


def _shown(topic: Topic, skills: dict[str, Skill]) -> dict[str, Any]:
    return {
        "topic": topic,
        "figure": topic.figure(),
        "path": [(place(stop.name), stop.text) for stop in topic.path],
        "failures": [(failure.text, *failure.test.split("::")) for failure in topic.failures],
        "skills": [skills[slug] for slug in topic.skills if slug in skills],
    }


def _skills() -> dict[str, Skill]:
    """The skills that are published and asked for; none on an empty installation."""
    try:
        taxonomy = versions.in_language(versions.current())
    except versions.NothingPublished:
        return {}
    return {skill.slug: skill for skill in taxonomy.active}
