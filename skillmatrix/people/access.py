"""Who may see and do what: the only policy file. Deny by default, by relation, on each request.

Relations are read from dated rows at the moment of the question and never kept in a session, so
a lead who hands over the team loses access with the next request. Being an admin opens nobody's
ratings. Facts that belong to rooms further right (shared, agreed) are passed in by them.

Rules: what a viewer may not see does not exist for them (`Http404`); what they may see but not
do is refused (`PermissionDenied`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from .models import Lead, Person, Team

_RELATION = """
WITH RECURSIVE own AS (
    SELECT team_id FROM people_membership
    WHERE person_id = %(subject)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s)
), up AS (
    SELECT parent_id AS team_id FROM people_team WHERE id IN (SELECT team_id FROM own)
    UNION
    SELECT parent_id FROM people_team JOIN up ON people_team.id = up.team_id
)
SELECT
    EXISTS (SELECT 1 FROM people_lead l JOIN own USING (team_id)
            WHERE l.person_id = %(viewer)s AND l.starts_on <= %(today)s
              AND (l.ends_on IS NULL OR l.ends_on > %(today)s)),
    EXISTS (SELECT 1 FROM people_lead l JOIN up USING (team_id)
            WHERE l.person_id = %(viewer)s AND l.starts_on <= %(today)s
              AND (l.ends_on IS NULL OR l.ends_on > %(today)s))
"""

_TEAM = """
WITH RECURSIVE team AS (
    SELECT id, name, parent_id FROM people_team WHERE slug = %(slug)s AND closed_on IS NULL
), up AS (
    SELECT parent_id AS team_id FROM team
    UNION
    SELECT t.parent_id FROM people_team t JOIN up ON t.id = up.team_id
), led AS (
    SELECT team_id FROM people_lead
    WHERE person_id = %(viewer)s AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s)
)
SELECT team.id, team.name, team.parent_id, parent.name,
    team.id IN (SELECT team_id FROM led), EXISTS (SELECT 1 FROM up JOIN led USING (team_id))
FROM team LEFT JOIN people_team parent ON parent.id = team.parent_id
"""
# Nothing is locked or written for what is known already, so a page that is read again costs no commit.
_NOTE = """
INSERT INTO people_access (viewer_id, subject_id, page, day)
SELECT %(viewer)s, subject, %(page)s, %(today)s FROM unnest(%(subjects)s::bigint[]) AS subject
ON CONFLICT (subject_id, viewer_id, page, day) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a viewer stands to a subject on one day. `shares_upward` is the subject's own choice."""

    is_self: bool
    is_lead: bool
    is_parent_lead: bool
    shares_upward: bool
    viewer_active: bool

    @property
    def sees_shared_ratings(self) -> bool:
        """May read the ratings, history, gap report and roadmap that the subject has shared."""
        return self.viewer_active and (
            self.is_self or self.is_lead or (self.is_parent_lead and self.shares_upward)
        )

    @property
    def sees_own_ratings(self) -> bool:
        """May read everything the subject has saved."""
        return self.viewer_active and self.is_self

    @property
    def sees_shared_evidence(self) -> bool:
        """May read the evidence and the wins that the subject has shared; nobody above their own lead may."""
        return self.viewer_active and (self.is_self or self.is_lead)

    @property
    def may_review(self) -> bool:
        """May rate the subject beside the subject's own word, and agree on levels with them."""
        return self.viewer_active and self.is_lead and not self.is_self

    @property
    def may_comment(self) -> bool:
        """May read and write comments on the subject's report and shared plan: the subject and their lead."""
        return self.viewer_active and (self.is_self or self.is_lead)

    @property
    def may_propose(self) -> bool:
        """May propose something for the subject's plan, or agree to what is in it."""
        return self.viewer_active and self.is_lead and not self.is_self

    @property
    def may_set_targets(self) -> bool:
        """May override a target of the subject, or set the subject's role."""
        return self.viewer_active and self.is_lead and not self.is_self


def relation(viewer: Person, subject: Person, *, today: date) -> Relation:
    """How `viewer` stands to `subject` on `today`. One query unless they are the same person."""
    is_self = viewer.pk == subject.pk
    is_lead = is_parent_lead = False
    if not is_self:
        with connection.cursor() as cursor:
            cursor.execute(_RELATION, {"subject": subject.pk, "viewer": viewer.pk, "today": today})
            is_lead, is_parent_lead = cursor.fetchone()
    return Relation(
        is_self=is_self,
        is_lead=is_lead,
        is_parent_lead=is_parent_lead,
        shares_upward=subject.shares_upward,
        viewer_active=viewer.is_active,
    )


def visible_person(viewer: Person, public_id: UUID, *, today: date) -> tuple[Person, Relation]:
    """The person with this id and the viewer's relation to them.

    Raises Http404 when there is nobody, or nobody whose shared ratings the viewer may read; the
    same queries run in both cases, so neither the body nor the time tells them apart.
    """
    subject = Person.objects.active().filter(public_id=public_id).first()
    related = relation(viewer, subject or Person(pk=0), today=today)
    if subject is None or not related.sees_shared_ratings:
        raise Http404
    return subject, related


def reviewed_person(
    viewer: Person, public_id: UUID, *, is_asked: bool, today: date
) -> tuple[Person, Relation]:
    """The person whose levels the viewer may rate: as their lead, or because somebody named the viewer for it.

    `is_asked` is that fact, from the room that knows delegations; it opens the named skills and nothing else, which
    the caller sees to. Raises PermissionDenied for oneself and for whoever may only look, Http404 for all others.
    """
    subject = Person.objects.active().filter(public_id=public_id).first()
    related = relation(viewer, subject or Person(pk=0), today=today)
    if subject is not None and (related.may_review or (is_asked and related.viewer_active)):
        return subject, related
    if subject is None or not related.sees_shared_ratings:
        raise Http404
    raise PermissionDenied


def leads_of(person: Person, *, today: date) -> list[Person]:
    """Who leads the team that the person belongs to on `today`; empty without a lead."""
    return list(
        Person.objects.active()
        .filter(
            leads__in=Lead.objects.on(today).filter(
                team__memberships__in=person.memberships.on(today),
            )
        )
        .exclude(pk=person.pk)
        .distinct()
    )


def led_teams(person: Person, *, today: date) -> list[Team]:
    """The open teams that the person leads on `today`, by name."""
    return list(Team.objects.open().filter(leads__in=Lead.objects.on(today).filter(person=person)))


@dataclass(frozen=True, slots=True)
class TeamRelation:
    """How a viewer stands to a team. A parent lead reads those who share upward, nothing else."""

    is_lead: bool
    is_parent_lead: bool


def visible_team(viewer: Person, slug: str, *, today: date) -> tuple[Team, TeamRelation]:
    """The open team with this slug and the viewer's relation to it; Http404 for everybody else. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, {"slug": slug, "viewer": viewer.pk, "today": today})
        row = cursor.fetchone()
    if row is None or not viewer.is_active:
        raise Http404
    pk, name, parent_id, parent, is_lead, is_parent_lead = row
    if not (is_lead or is_parent_lead):
        raise Http404
    above = Team(pk=parent_id, name=parent) if parent_id else None
    return Team(pk=pk, slug=slug, name=name, parent=above), TeamRelation(is_lead, is_parent_lead)


def ancestors(team: Team) -> set[int]:
    """The ids of the team's parent, its parent, and so on."""
    found: set[int] = set()
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    above = team.parent_id
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def require_people_admin(viewer: Person) -> None:
    """Raise PermissionDenied unless the viewer edits people and teams."""
    if not viewer.is_people_admin:
        raise PermissionDenied


def may_change(viewer: Person, subject: Person) -> bool:
    """May set the name, address, rights, team or leads of the subject.

    Nobody sets their own, so that no admin gives themselves somebody's ratings unseen; the only
    people admin may, because nobody else can, and it is logged and shown.
    """
    if not (viewer.is_active and viewer.is_people_admin):
        return False
    return viewer.pk != subject.pk or is_only_people_admin(viewer)


def is_only_people_admin(person: Person) -> bool:
    """Nobody else who may sign in edits people and teams."""
    admins = Person.objects.active().filter(is_people_admin=True)
    return person.is_active and person.is_people_admin and not admins.exclude(pk=person.pk).exists()


def require_may_change(viewer: Person, subject: Person) -> None:
    """Raise PermissionDenied unless the viewer may change this person."""
    if not may_change(viewer, subject):
        raise PermissionDenied


def assignable_person(viewer: Person, public_id: UUID, *, today: date) -> Person:
    """The person, when the viewer may say which role they have: their lead, or somebody who edits people.

    Raises Http404 when the viewer may not even see them, PermissionDenied when they may not change them.
    """
    if not viewer.is_people_admin:
        subject, related = visible_person(viewer, public_id, today=today)
        if not related.may_set_targets:
            raise PermissionDenied
        return subject
    found = Person.objects.active().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    if not relation(viewer, found, today=today).may_set_targets:
        require_may_change(viewer, found)
    return found


def require_author(viewer: Person, author_id: int) -> None:
    """Raise PermissionDenied unless the viewer wrote it: nobody changes another's words."""
    if viewer.pk != author_id:
        raise PermissionDenied


def require_taxonomy_admin(viewer: Person) -> None:
    """Raise PermissionDenied unless the viewer edits the taxonomy."""
    if not viewer.is_taxonomy_admin:
        raise PermissionDenied


def require_operator(viewer: Person) -> None:
    """Raise PermissionDenied unless the viewer runs the installation."""
    if not viewer.is_operator:
        raise PermissionDenied


def require_watches_publishing(viewer: Person) -> None:
    """Raise PermissionDenied unless the viewer edits the taxonomy or runs the installation."""
    if not (viewer.is_taxonomy_admin or viewer.is_operator):
        raise PermissionDenied


def note_access(viewer: Person, subjects: list[Person], *, page: str, today: date) -> None:
    """Remember that the viewer saw a page about these people; once a day, in one statement."""
    others = [subject.pk for subject in subjects if subject.pk != viewer.pk]
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"viewer": viewer.pk, "subjects": others, "page": page, "today": today})


def may_run_cycle(viewer: Person, teams: Collection[int], led: Collection[int]) -> bool:
    """May open, change and end a cycle that asks these teams: whoever edits people, or who leads all of them.

    A cycle without teams asks people of the whole organisation. `led` are the teams that the viewer leads now.
    """
    if not viewer.is_active:
        return False
    return viewer.is_people_admin or (bool(teams) and set(teams) <= set(led))


def require_may_open_cycles(viewer: Person, led: Collection[int]) -> None:
    """Raise PermissionDenied for whoever neither edits people nor leads a team."""
    if not (viewer.is_people_admin or led):
        raise PermissionDenied
