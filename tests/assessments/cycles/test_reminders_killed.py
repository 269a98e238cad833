"""A thousand reminders by real processes that are killed at random: each arrives once, or is shown as in doubt."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.cycles import actions, reminding
from assessments.cycles.actions.opening import Plan
from assessments.models import Cycle, Participant, Reminder
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Person
from tests.factories import LeadFactory, PersonFactory, TeamFactory
from tests.people import mail_server
from tests.processes import Stack, wait_until

pytestmark = pytest.mark.slow
HOW_MANY = 1000
KILLS = 6


def participants() -> list[Participant]:
    """A thousand people in a running cycle."""
    today = timezone.localdate()
    team = TeamFactory(slug="crowd")
    lead = PersonFactory(name="Lead")
    LeadFactory(person=lead, team=team)
    days = timedelta(days=7)
    plan = Plan("Crowd", today, today + days, today + days, "all", (7,), [team])
    cycle = actions.open_cycle(plan=plan, key=uuid4(), by=lead, today=today)
    assert isinstance(cycle, Cycle)
    people = Person.objects.bulk_create(
        Person(name=f"Person {n}", email=f"p{n}@example.com") for n in range(HOW_MANY)
    )
    return Participant.objects.bulk_create(
        Participant(cycle=cycle, person=person, skills=["idempotency"]) for person in people
    )


def unsettled() -> int:
    return Reminder.objects.filter(state__in=("due", "sending")).count()


def forget_leases() -> None:
    """As if their time had run out, also of those that somebody is still at: a harder test than waiting for it."""
    Job.objects.open().update(not_before=timezone.now(), started_at=None, attempts=0)


def test_each_reminder_arrives_once_or_is_in_doubt(stack: Stack) -> None:
    with mail_server.running() as server:
        host, port = server.server_address
        stack.extra |= {"EMAIL_URL": f"smtp://{host}:{port}", "MAILS_A_MINUTE": "1000000"}
        rows = participants()
        today = timezone.localdate()
        reminding.add([(row.pk, today) for row in rows])
        stack.worker()
        stack.dispatcher()
        wait_until(lambda: len(server.taken) > 20, what="the first mails")
        dice = random.Random(7)
        for _ in range(KILLS):
            name = dice.choice(["worker", "worker", "dispatcher"])
            time.sleep(dice.uniform(0.05, 0.4))
            stack.kill(name)
            forget_leases()
            getattr(stack, name)()
            before = len(server.taken)
            wait_until(lambda seen=before: len(server.taken) > seen or not unsettled(), what="more mails")
        forget_leases()
        wait_until(lambda: unsettled() == 0, seconds=30, what="the end")
        stack.stop()

        arrived = Counter(server.taken)
        assert max(arrived.values()) == 1, "nobody is written to twice"
        states = dict(Reminder.objects.values_list("participant__person__email", "state"))
        assert len(states) == HOW_MANY
        assert set(states.values()) <= {"sent", "failed", "unknown"}
        assert {email for email, state in states.items() if state == "sent"} <= set(arrived)
        in_doubt = sum(state != "sent" for state in states.values())
        assert len(arrived) >= HOW_MANY - in_doubt
        assert in_doubt < KILLS * 5, "a process leaves the one mail in doubt that it was at"
