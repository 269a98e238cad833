"""Every URL × method × persona against one declared table; what is not declared fails.

The subject of every page about a person is alice. A page that may not be seen answers 404 exactly as
if there were nobody; one that may be seen but not used answers 403; without a sign-in it is the login
page. Alice has said something that only she may read, and something that she shared: neither may turn
up where it should not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from assessments import actions
from assessments.actions import keep_past_ratings
from assessments.cycles import actions as cycle_actions
from assessments.cycles.actions.opening import Plan
from assessments.models import Cycle, Profile, Reminder, Win
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.past_ratings import Line, Sheet
from roadmaps.models import Comment, Motive, PlanItem
from skillmatrix.people.models import DataExport, Message, Organisation, Person, Team
from skillmatrix.taxonomy.models import Suggestion
from tests.factories import LONG_AGO, AwayFactory, LeadFactory, MembershipFactory, PersonFactory, TeamFactory

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PERSONAS = (
    "anonymous", "deactivated", "self", "lead", "parent_lead", "peer", "outsider", "former_lead",
    "taxonomy_admin", "people_admin", "operator",
)  # fmt: skip
SIGNED_OUT = {"anonymous", "deactivated"}
OWN, SHARED = "canary-own-7f3a", "canary-shared-91c2"

Rule = dict[str, int]


def everybody(status: int = 200) -> Rule:
    """Open to all, signed in or not."""
    return dict.fromkeys(PERSONAS, status)


def signed_in(status: int = 200, **others: int) -> Rule:
    """Whoever is signed in, about themselves or about nobody in particular."""
    return dict.fromkeys(PERSONAS, status) | dict.fromkeys(SIGNED_OUT, 302) | others


def about_alice(*, lead: int, self: int = 404) -> Rule:
    """A page about alice: her lead, perhaps herself, and for all others there is nobody."""
    return signed_in(404, lead=lead, self=self)


def mine_alone(status: int = 200) -> Rule:
    """Something that alice keeps for herself: for all others it is not there."""
    return signed_in(404, self=status)


def people_admins(status: int = 200) -> Rule:
    """Pages that edit people and teams."""
    return signed_in(403, people_admin=status)


def taxonomy_admins(status: int = 200) -> Rule:
    """Pages that edit the taxonomy."""
    return signed_in(403, taxonomy_admin=status)


def operators(status: int = 200) -> Rule:
    """Pages for those who run the installation."""
    return signed_in(403, operator=status)


def signed_out(status: int = 200) -> Rule:
    """Pages that are for those who are not signed in; others are sent home."""
    return signed_in(302) | dict.fromkeys(SIGNED_OUT, status)


@dataclass(frozen=True)
class Route:
    """A URL and what each method answers to whom. Every POST sends a form without any known field."""

    rules: dict[str, Rule]
    arguments: tuple[str, ...] = ()


def get(rule: Rule, *arguments: str) -> Route:
    return Route({"GET": rule}, arguments)


def post(rule: Rule, *arguments: str) -> Route:
    return Route({"POST": rule}, arguments)


def form(shown: Rule, sent: Rule, *arguments: str) -> Route:
    return Route({"GET": shown, "POST": sent}, arguments)


TABLE: dict[str, Route] = {
    "roadmaps:home": get(signed_in()),
    "roadmaps:gaps": get(signed_in()),
    "roadmaps:roadmap": get(signed_in()),
    "roadmaps:history": get(signed_in()),
    "roadmaps:history-trend": get(signed_in()),
    "roadmaps:history-as-of": get(signed_in()),
    "roadmaps:stored-report": get(signed_in(422)),
    "roadmaps:try-rating": post(signed_in(422)),
    "roadmaps:showcase": get(signed_in()),
    "roadmaps:team": get(signed_in(404, lead=200, parent_lead=200), "team"),
    "roadmaps:team-as-of": get(signed_in(404, lead=200, parent_lead=200), "team"),
    "roadmaps:person": get(about_alice(lead=200, self=302), "alice"),
    "roadmaps:person-history": get(about_alice(lead=200, self=302), "alice"),
    "roadmaps:person-history-trend": get(about_alice(lead=200, self=302), "alice"),
    "roadmaps:person-history-as-of": get(about_alice(lead=200, self=302), "alice"),
    # A plan, the comments on it and on the report, and the sheet for a 1-1. `item` and `comment` are shared; bob wrote
    # the comment.
    "roadmaps:plan": get(signed_in()),
    "roadmaps:take-step": post(signed_in(422)),
    "roadmaps:add-goal": form(signed_in(), signed_in(422)),
    "roadmaps:first-job": post(signed_in(422)),
    "roadmaps:mark-resource": post(signed_in(422)),
    "roadmaps:change-goal": form(about_alice(lead=404, self=200), about_alice(lead=404, self=422), "item"),
    "roadmaps:move-goal": post(about_alice(lead=404, self=422), "item"),
    "roadmaps:person-plan": get(about_alice(lead=200, self=302), "alice"),
    "roadmaps:propose-goal": form(about_alice(lead=200, self=403), about_alice(lead=422, self=403), "alice"),
    "roadmaps:plan-item": form(
        about_alice(lead=200, self=200), about_alice(lead=422, self=422), "alice", "item"
    ),
    "roadmaps:agree-goal": post(about_alice(lead=422, self=403), "alice", "item"),
    "roadmaps:withdraw-goal": post(about_alice(lead=303, self=403), "alice", "item"),
    "roadmaps:comments": form(about_alice(lead=200, self=200), about_alice(lead=422, self=422), "alice"),
    "roadmaps:change-comment": form(
        about_alice(lead=200, self=403), about_alice(lead=422, self=403), "comment"
    ),
    "roadmaps:delete-comment": post(about_alice(lead=303, self=403), "comment"),
    "roadmaps:restore-comment": post(about_alice(lead=303, self=403), "comment"),
    "roadmaps:one-on-one": get(about_alice(lead=200, self=200), "alice"),
    "assessments:assess": get(signed_in()),
    "assessments:rate-skill": post(signed_in(422)),
    "assessments:undo-rating": post(signed_in(422)),
    "assessments:share-ratings": form(signed_in(), signed_in(422)),
    "assessments:choose-next-role": post(signed_in(303)),
    "assessments:list-skill": form(signed_in(), signed_in(422)),
    "assessments:wish-for": post(signed_in(422)),
    "assessments:give-evidence": post(signed_in(422)),
    "assessments:remove-evidence": post(signed_in(404)),
    "assessments:restore-evidence": post(signed_in(404)),
    "assessments:wins": get(signed_in()),
    "assessments:add-win": form(signed_in(), signed_in(422)),
    "assessments:change-win": form(mine_alone(), mine_alone(422), "win"),
    "assessments:delete-win": post(mine_alone(303), "win"),
    "assessments:restore-win": post(mine_alone(303), "win"),
    "assessments:certificates": get(signed_in()),
    "assessments:add-certificate": form(signed_in(), signed_in(422)),
    "assessments:change-certificate": form(mine_alone(), mine_alone(422), "certificate"),
    "assessments:delete-certificate": post(mine_alone(303), "certificate"),
    "assessments:restore-certificate": post(mine_alone(303), "certificate"),
    "assessments:override-target": form(
        about_alice(lead=200, self=403), about_alice(lead=303, self=403), "alice", "skill"
    ),
    "assessments:assign-role": form(
        about_alice(lead=200, self=403) | {"people_admin": 200},
        about_alice(lead=422, self=403) | {"people_admin": 422},
        "alice",
    ),
    # Reviews: the lead and nobody else; the person has a side of their own.
    "assessments:review": get(about_alice(lead=200, self=403), "alice"),
    "assessments:compare-levels": get(about_alice(lead=200, self=403), "alice"),
    "assessments:judge-skill": post(about_alice(lead=422, self=403), "alice"),
    "assessments:reveal-level": post(about_alice(lead=422, self=403), "alice"),
    "assessments:say-in-review": post(about_alice(lead=422, self=403), "alice"),
    "assessments:close-review": post(about_alice(lead=422, self=403), "alice"),
    "assessments:reviewers": form(about_alice(lead=200, self=403), about_alice(lead=422, self=403), "alice"),
    "assessments:end-delegation": post(about_alice(lead=303, self=403), "alice"),
    "assessments:review-team": get(signed_in(404, lead=200, parent_lead=403), "team"),
    "assessments:review-skill": get(signed_in(404, lead=200, parent_lead=403), "team", "skill"),
    "assessments:my-review": get(signed_in()),
    "assessments:say-in-my-review": post(signed_in(422)),
    "assessments:my-reviewers": form(signed_in(), signed_in(422)),
    "assessments:end-my-delegation": post(signed_in(303)),
    # Cycles: a lead's own, a people admin's all; nobody submits somebody else's part.
    "assessments:cycles": get(signed_in(403, lead=200, parent_lead=200, people_admin=200)),
    "assessments:open-cycle": form(
        signed_in(403, lead=200, parent_lead=200, people_admin=200),
        signed_in(403, lead=422, parent_lead=422, people_admin=422),
    ),
    "assessments:stop-series": post(signed_in(403, lead=303, parent_lead=404, people_admin=303), "series"),
    "assessments:send-again": post(signed_in(404, lead=303, people_admin=303), "reminder"),
    "assessments:cycle": get(signed_in(404, lead=200, people_admin=200), "cycle"),
    "assessments:edit-cycle": form(
        signed_in(404, lead=200, people_admin=200), signed_in(404, lead=422, people_admin=422), "cycle"
    ),
    "assessments:close-cycle": form(
        signed_in(404, lead=200, people_admin=200), signed_in(404, lead=303, people_admin=303), "cycle"
    ),
    "assessments:cancel-cycle": form(
        signed_in(404, lead=200, people_admin=200), signed_in(404, lead=303, people_admin=303), "cycle"
    ),
    "assessments:submit-part": form(
        signed_in(404, self=200, peer=200), signed_in(404, self=422, peer=422), "cycle"
    ),
    "assessments:submit-lead-part": post(about_alice(lead=422) | {"people_admin": 403}, "cycle", "alice"),
    "assessments:cycle-snapshot": get(signed_in(404, lead=200, people_admin=200), "closed"),
    "assessments:person-snapshot": get(about_alice(lead=200, self=200), "closed", "alice"),
    "people:readyz": get(everybody()),
    "people:inbox": get(signed_in()),
    "people:mark-read": post(signed_in(302)),
    "people:open-message": post(signed_in(404, lead=302), "message"),
    "people:account": form(signed_in(), signed_in(422)),
    "people:go-away": post(signed_in(422)),
    "people:come-back": post(signed_in(404, self=302), "away"),
    "roadmaps:my-data": get(signed_in()),
    "roadmaps:ask-export": post(signed_in(422)),
    "roadmaps:download-export": get(signed_in(404, self=200), "export"),
    "roadmaps:request-erasure": form(signed_in(), signed_in(422)),
    "roadmaps:take-back-erasure": post(signed_in(302)),
    "assessments:import-ratings": form(signed_in(), signed_in(422)),
    "assessments:check-import": form(signed_in(404, self=200), signed_in(404, self=422), "import"),
    "people:organisation": get(people_admins()),
    "people:changes": get(people_admins()),
    "people:import-people": form(people_admins(), people_admins(422)),
    "people:add-person": form(people_admins(), people_admins(422)),
    "people:change-person": form(people_admins(), people_admins(422), "alice"),
    "people:move-person": post(people_admins(302), "alice"),
    "people:invite-person": post(people_admins(302), "alice"),
    "people:deactivate-person": form(people_admins(), people_admins(302), "alice"),
    "people:reactivate-person": post(people_admins(302), "alice"),
    "people:teams": get(people_admins()),
    "people:add-team": form(people_admins(), people_admins(422)),
    "people:change-team": get(people_admins(), "team"),
    "people:rename-team": post(people_admins(422), "team"),
    "people:move-team": post(people_admins(302), "team"),
    "people:name-lead": post(people_admins(302), "team"),
    "people:close-team": form(people_admins(), people_admins(302), "team"),
    "people:reopen-team": post(people_admins(302), "team"),
    "web:healthz": get(everybody()),
    "web:theme": post(everybody(302)),
    "web:components": get(everybody(404)),
    "taxonomy:ladder": get(signed_in()),
    "taxonomy:skill": get(signed_in(), "skill"),
    "roles:roles": get(signed_in()),
    "roles:role": get(signed_in(), "role"),
    # The draft's areas and skills. There is no draft to discard, and nothing was read before it is to be done.
    "taxonomy:draft": get(taxonomy_admins()),
    "taxonomy:undo-change": post(taxonomy_admins(302)),
    "taxonomy:discard-draft": form(taxonomy_admins(302), taxonomy_admins(302)),
    "taxonomy:reorder": post(taxonomy_admins(422)),
    "taxonomy:add-skill": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:edit-skill": form(taxonomy_admins(), taxonomy_admins(422), "skill"),
    "taxonomy:retire-skill": form(taxonomy_admins(), taxonomy_admins(409), "skill"),
    "taxonomy:bring-back-skill": form(taxonomy_admins(), taxonomy_admins(422), "skill"),
    "taxonomy:merge-skills": form(taxonomy_admins(), taxonomy_admins(422), "skill"),
    "taxonomy:split-skill": form(taxonomy_admins(), taxonomy_admins(422), "skill"),
    "taxonomy:move-skill": form(taxonomy_admins(), taxonomy_admins(422), "skill"),
    "taxonomy:add-area": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:edit-area": form(taxonomy_admins(), taxonomy_admins(422), "area"),
    "taxonomy:remove-area": form(taxonomy_admins(), taxonomy_admins(422), "area"),
    # What publishing would change, and how far bringing everybody up to date has come.
    "roadmaps:impact": form(taxonomy_admins(), taxonomy_admins(302)),
    "roadmaps:publish-progress": get(taxonomy_admins() | {"operator": 200}, "version"),
    "roadmaps:operations": get(operators()),
    "roadmaps:requeue": post(operators(302)),
    "roadmaps:operations-guide": get(operators()),
    # There is nothing to pull where no supervisor runs a demo.
    "roadmaps:plug": form(signed_in(404), signed_in(404)),
    "roadmaps:metrics": get(everybody(404) | {"operator": 200}),
    # Suggestions by readers, and the preview of the draft.
    "taxonomy:suggest": form(signed_in(), signed_in(422)),
    "taxonomy:suggestions": get(signed_in()),
    "taxonomy:draft-suggestions": get(taxonomy_admins()),
    "taxonomy:answer-suggestion": form(taxonomy_admins(), taxonomy_admins(422), "suggestion"),
    "taxonomy:preview": get(taxonomy_admins()),
    "taxonomy:preview-role": get(taxonomy_admins(), "role"),
    "taxonomy:preview-skill": get(taxonomy_admins(), "skill"),
    # Importing a ladder.
    "taxonomy:import-ladder": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:ladder-template": get(taxonomy_admins()),
    # Published versions, and publishing the draft. The first version cannot be taken back.
    "taxonomy:versions": get(signed_in()),
    "taxonomy:compare-versions": get(signed_in()),
    "taxonomy:version": get(signed_in(), "version"),
    "taxonomy:version-document": get(signed_in(), "version"),
    "taxonomy:undo-version": form(taxonomy_admins(409), taxonomy_admins(409), "version"),
    "taxonomy:draft-changes": get(taxonomy_admins()),
    "taxonomy:confirm-meaning": post(taxonomy_admins(422)),
    "taxonomy:rebase": form(taxonomy_admins(), taxonomy_admins(302)),
    "taxonomy:publish": form(taxonomy_admins(), taxonomy_admins(422)),
    # The draft's roles, targets, scale, promotion rules and settings.
    "taxonomy:draft-roles": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:add-role": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:edit-role": form(taxonomy_admins(), taxonomy_admins(422), "role"),
    "taxonomy:remove-role": form(taxonomy_admins(), taxonomy_admins(302), "role"),
    "taxonomy:edit-targets": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:set-target": post(taxonomy_admins(422)),
    "taxonomy:edit-scale": form(taxonomy_admins(), taxonomy_admins(409)),
    "taxonomy:rescale": form(taxonomy_admins(), taxonomy_admins(409)),
    "taxonomy:edit-promotion": form(taxonomy_admins(), taxonomy_admins(422)),
    "taxonomy:edit-settings": form(taxonomy_admins(), taxonomy_admins(422)),
    # The first run is over. Its taxonomy page stays until somebody has published a taxonomy.
    "setup:begin": form(everybody(302), everybody(302)),
    "setup:taxonomy": form(signed_in(403, taxonomy_admin=200), signed_in(403, taxonomy_admin=422)),
    "setup:people": form(people_admins(), people_admins(422)),
    "setup:link": get(everybody(302), "token"),
    "setup:sign-in": form(signed_out(), signed_out()),
    "account_login": form(signed_out(), signed_out()),
    "account_logout": form(signed_in(), signed_in(302)),
    "account_inactive": get(everybody()),
    "account_signup": form(everybody(), everybody()),
    "account_reauthenticate": form(signed_in(302), signed_in(302)),
    "account_email": form(signed_in(302), signed_in(302)),
    "account_email_verification_sent": get(everybody()),
    "account_confirm_email": form(everybody(), everybody(404), "key"),
    "account_change_password": form(signed_in(302), signed_in(302)),
    "account_set_password": form(signed_in(302), signed_in(302)),
    "account_reset_password": form(everybody(), everybody()),
    "account_reset_password_done": get(everybody()),
    "account_reset_password_from_key": form(everybody(), everybody(), "uid", "key"),
    "account_reset_password_from_key_done": get(everybody()),
    "account_confirm_login_code": form(signed_out(302), signed_out(302)),
    "mfa_index": get(signed_in(302)),
    "mfa_authenticate": form(signed_out(302), signed_out(302)),
    "mfa_reauthenticate": form(signed_in(302), signed_in(302)),
    "mfa_activate_totp": form(signed_in(302), signed_in(302)),
    "mfa_deactivate_totp": form(signed_in(302), signed_in(302)),
    "mfa_view_recovery_codes": get(signed_in(302)),
    "mfa_generate_recovery_codes": form(signed_in(302), signed_in(302)),
    "mfa_download_recovery_codes": get(signed_in(302)),
    "usersessions_list": form(signed_in(302), signed_in(302)),
}


def routes(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """The names of all URLs that the site answers."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)


def test_every_url_is_declared_and_every_declaration_has_a_url() -> None:
    assert set(routes()) == set(TABLE)


@dataclass
class World:
    """Clients by persona, and what stands in the URLs."""

    clients: dict[str, Client]
    names: dict[str, str]


@pytest.fixture
def world(
    settings: Any,
    alice: Person,
    bob: Person,
    carol: Person,
    payments: Team,
    taxonomy: Any,
    dana: Person,
    erin: Person,
) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    timezone.localdate()
    commerce = TeamFactory(name="Commerce", slug="commerce")
    payments.parent = commerce
    payments.save()
    people = {
        "self": alice, "lead": bob, "outsider": carol, "taxonomy_admin": dana, "people_admin": erin,
        "parent_lead": PersonFactory(name="Paula"), "peer": PersonFactory(name="Petra"),
        "former_lead": PersonFactory(name="Xavier"), "operator": PersonFactory(name="Oda", is_operator=True),
        "deactivated": PersonFactory(name="Dieter"),
    }  # fmt: skip
    Organisation.objects.create(name="Quillfern")
    LeadFactory(person=people["parent_lead"], team=commerce)
    MembershipFactory(person=people["peer"], team=payments)
    former = people["former_lead"]
    LeadFactory(person=former, team=payments, starts_on=LONG_AGO - timedelta(days=90), ends_on=LONG_AGO)
    clients = {"anonymous": Client()}
    for name, person in people.items():
        clients[name] = Client()
        person.set_password("correct horse battery")
        person.save()
        clients[name].force_login(person)
    Person.objects.filter(pk=people["deactivated"].pk).update(is_active=False)
    say_and_share(alice)
    item, comment = plan_and_comment(alice, bob)
    message = Message.objects.filter(recipient=bob).earliest("id")
    suggestion = Suggestion.objects.create(name="Juggling", text="We need it", by=alice)
    export = DataExport.objects.create(
        person=alice, content=OWN.encode(), size=len(OWN), made_at=timezone.now()
    )
    listed = keep_past_ratings(
        person=alice, sheet=Sheet((Line(2, "", OWN, "3", "2024-05-31", ""),)), name=OWN, by=alice
    )
    names = cycles_of(alice, bob, payments) | {
        "export": str(export.key), "import": str(listed.key),
        "alice": str(alice.public_id), "team": "payments", "skill": "idempotency", "role": "mid",
        "message": str(message.pk), "suggestion": str(suggestion.pk), "token": "nothing", "key": "nothing", "uid": "0",
        "version": "1", "area": "data", **{name: str(pk) for name, pk in keep(alice).items()},
        "item": str(item.pk), "comment": str(comment.pk),
    }  # fmt: skip
    return World(clients, names)


def cycles_of(alice: Person, bob: Person, payments: Team) -> dict[str, str]:
    """One that is open, with a reminder in doubt, one that is closed, and a series."""
    today, now = timezone.localdate(), timezone.now()
    plan = Plan("Spring", today, today, today, "all", (), [payments])
    opened, closed = (
        cycle_actions.open_cycle(plan=one, key=uuid4(), by=bob, today=today)
        for one in (replace(plan, rhythm="yearly"), plan)
    )
    assert isinstance(opened, Cycle)
    assert isinstance(closed, Cycle)
    cycle_actions.close_cycle(cycle=closed, by=bob, now=now)
    part = opened.participants.get(person=alice)
    reminder = Reminder.objects.create(participant=part, day=today, state="unknown")
    away = AwayFactory(person=alice, starts_on=today + timedelta(days=90))
    return {
        "away": str(away.pk), "cycle": str(opened.public_id), "closed": str(closed.public_id), "reminder": str(reminder.pk),
        "series": str(opened.series_id),
    }  # fmt: skip


def say_and_share(alice: Person) -> None:
    """Something for bob to read, and something for alice alone."""
    today = timezone.localdate()
    actions.assign_role(person=alice, role="mid", by=None, today=today)
    rate = {"person": alice, "by": alice, "version": 1, "shown": UNRATED, "today": today}
    actions.rate_skill(**rate, skill="idempotency", value=3, key=uuid4())
    actions.rate_skill(**rate, skill="kubernetes", value=NOT_APPLICABLE, reason=SHARED, key=uuid4())
    own = Profile.objects.get(person=alice).own_revision
    actions.share(person=alice, shown=own, changes=2, key=uuid4(), today=today)
    actions.rate_skill(**rate, skill="autoscaling", value=NOT_APPLICABLE, reason=OWN, key=uuid4())


def keep(alice: Person) -> dict[str, int]:
    """Evidence and wins, some for bob to read, some for alice alone. The ids of those in the URLs."""

    def give(given: actions.Given) -> None:
        actions.give_evidence(person=alice, skill="idempotency", given=given, key=uuid4(), by=alice)

    def win(text: str, *, shared: bool) -> Win:
        fields = {
            "what": text,
            "day": timezone.localdate(),
            "my_part": text,
            "outcome": text,
            "shared": shared,
        }
        return actions.add_win(person=alice, fields=fields, skills=["idempotency"], key=uuid4(), by=alice)

    give(actions.Given(text=f"{OWN} in words", url=f"https://example.com/{OWN}"))
    give(actions.Given(text=f"{SHARED} in words", shared=True))
    private = win(f"{OWN} of a win", shared=False)
    # Marked as shared where it is used, but not where it is kept.
    give(actions.Given(win=private, shared=True))
    win(f"{SHARED} of a win", shared=True)
    fields = {"title": OWN, "issued_on": timezone.localdate(), "shared": False}
    certificate = actions.add_certificate(
        person=alice, fields=fields, skills=["idempotency"], key=uuid4(), by=alice
    )
    give(actions.Given(certificate=certificate, shared=True))
    actions.rate_skill(
        person=alice, skill="caching-fundamentals", value=3, shown=UNRATED, version=1, key=uuid4(), by=alice,
        today=timezone.localdate(),
    )  # fmt: skip
    # For a rating that nobody else knows yet.
    given = actions.Given(text=f"{OWN} too early", shared=True)
    actions.give_evidence(person=alice, skill="caching-fundamentals", given=given, key=uuid4(), by=alice)
    return {"win": private.pk, "certificate": certificate.pk}


def plan_and_comment(alice: Person, bob: Person) -> tuple[PlanItem, Comment]:
    """A goal that bob reads without what alice is after, one that she keeps to herself, and what bob says."""
    plan = {"person": alice, "state": PlanItem.State.PLANNED}
    item = PlanItem.objects.create(**plan, title=SHARED, key=uuid4())
    Motive.objects.create(item=item, kind=Motive.Kind.PAY, words=OWN)
    PlanItem.objects.create(**plan, title=OWN, proof=OWN, shared=False, key=uuid4())
    comment = Comment.objects.create(subject=alice, item=item, by=bob, text=SHARED, key=uuid4())
    Comment.objects.create(subject=alice, by=bob, text=SHARED, key=uuid4())
    return item, comment


def ask(client: Client, method: str, url: str, **headers: str) -> Any:
    """The answer, with everything it did undone."""
    with transaction.atomic():
        body = "nothing=1" if method != "GET" else ""
        response = client.generic(method, url, body, "application/x-www-form-urlencoded", headers=headers)
        transaction.set_rollback(True)
    return response


def address(name: str, route: Route, names: dict[str, str]) -> str:
    arguments = [
        UUID(names[a]) if a in {"alice", "cycle", "closed", "export", "import"} else names[a]
        for a in route.arguments
    ]
    return reverse(name, args=arguments)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_every_url_answers_everybody_as_declared(world: World, headers: dict[str, str]) -> None:
    wrong = []
    for name, route in TABLE.items():
        url = address(name, route, world.names)
        for persona in PERSONAS:
            # What a route does not answer does not depend on who asks by htmx.
            for method in route.rules if headers else METHODS:
                response = ask(world.clients[persona], method, url, **headers)
                wrong += judge(name, route, persona, method, response, htmx=bool(headers))
    assert wrong == [], "\n".join(wrong)


def judge(name: str, route: Route, persona: str, method: str, response: Any, *, htmx: bool) -> list[str]:
    """What is wrong with an answer."""
    where = f"{name} {method} {persona}"
    status = response.status_code
    body = getattr(response, "content", b"").decode(errors="replace")
    wrong = []
    if method in route.rules:
        expected = {route.rules[method][persona]}
        if htmx and expected & {302, 303}:
            # Redirects become HX-Redirect, with 401 when it leads to the login page.
            expected |= {200, 204, 401}
        if status not in expected:
            wrong.append(f"{where}: {status}, declared {route.rules[method][persona]}")
    elif status not in {302, 401, 403, 404, 405} and not (is_library(name) and status == 200):
        wrong.append(f"{where}: {status}, but the method is not declared")
    if OWN in body and persona != "self":
        wrong.append(f"{where}: shows what alice has told nobody")
    if SHARED in body and persona not in {"self", "lead"}:
        wrong.append(f"{where}: shows what alice shared with her lead")
    return wrong


def is_library(name: str) -> bool:
    """The sign-in library takes PUT for POST and answers a form to any method; nothing is saved by it."""
    return name.startswith(("account_", "mfa_", "usersessions_", "setup:sign-in"))


def test_nobody_and_somebody_unseen_look_the_same(world: World) -> None:
    for persona in ("peer", "outsider", "former_lead", "people_admin", "taxonomy_admin", "parent_lead"):
        client = world.clients[persona]
        unseen = client.get(reverse("roadmaps:person", args=[UUID(world.names["alice"])]))
        nobody = client.get(reverse("roadmaps:person", args=[uuid4()]))
        assert (unseen.status_code, plain(unseen)) == (nobody.status_code, plain(nobody))


def plain(response: Any) -> str:
    """The body without what differs from one answer to the next."""
    text = response.content.decode()
    request = response.wsgi_request
    for changing in (
        request.path,
        request.META.get("CSRF_COOKIE", ""),
        str(response.context.get("csrf_token", "")),
    ):
        text = text.replace(changing, "") if changing else text
    return text


def test_canaries_reach_those_they_are_for(world: World) -> None:
    alice = world.clients["self"].get("/assess/areas/platform/").content.decode()
    assert "autoscaling" in world.clients["self"].get("/assess/areas/scale/").content.decode()
    assert alice
