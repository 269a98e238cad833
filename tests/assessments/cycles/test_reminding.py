"""Reminders: whom, when, and at most once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions import assign_role
from assessments.cycles import actions, reminding
from assessments.models import Participant, Reminder
from skillmatrix.jobs.models import Job
from skillmatrix.jobs.queue import JobSource
from skillmatrix.jobs.running import run
from skillmatrix.people.models import Away, Membership
from tests.factories import MembershipFactory, PersonFactory
from tests.people import mail_server
from tests.people.mail_server import MailServer


@pytest.fixture
def at(monkeypatch, cycle):
    """Let the clock be at an hour of a day before the deadline: `at(7)`; it writes down what is due then."""

    def move(days_before, hour=12):
        moment = datetime.combine(cycle.self_by - timedelta(days=days_before), time(hour), ZoneInfo("UTC"))
        monkeypatch.setattr(reminding.timezone, "now", lambda: moment)
        try:
            return reminding.remind()
        finally:
            monkeypatch.undo()

    return move


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


def work() -> None:
    """What is due, as dispatcher and worker do it."""
    Job.objects.open().update(not_before=timezone.now(), started_at=None)
    for chunk in JobSource().claim():
        run(chunk.ids)


def states() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("state", flat=True))


def test_it_is_written_on_its_day_and_sent_once(mid, part, cycle, at, bob):
    assert at(7)["due"] == 1
    assert at(7)["due"] == 0
    work()
    work()
    assert states() == ["sent"]
    (letter,) = outbox.outbox
    assert letter.to == [mid.email]
    assert "Spring: your part is due on" in letter.subject
    assert "/assess/" in letter.body
    assert "level" not in letter.body


def test_several_are_sent_one_a_day(part, at):
    for days_before in (14, 10, 7, 3, 1, 0):
        at(days_before)
    found = list(Reminder.objects.order_by("day").values_list("day", flat=True))
    assert [(part.cycle.self_by - day).days for day in found] == [14, 7, 1]


def test_not_before_eight_in_the_morning_where_they_are(mid, part, at):
    type(mid).objects.filter(pk=mid.pk).update(timezone="Pacific/Kiritimati")
    assert at(8, hour=17)["due"] == 1, "14 days before: it is the morning of the 7th day before, at seven"
    assert Reminder.objects.get().day == part.cycle.self_by - timedelta(days=14)
    assert at(8, hour=18)["due"] == 1, "eight o'clock"


def test_who_has_submitted_is_left_in_peace(part, at, submit):
    submit(part)
    assert at(7)["due"] == 0


def test_so_is_who_wants_no_mail_but_the_page_still_says_it(mid, part, at, signed_in):
    type(mid).objects.filter(pk=mid.pk).update(wants_reminders=False)
    assert at(7)["due"] == 0
    html = signed_in(mid).get("/").content.decode()
    assert "Your part is due on" in html


def test_so_is_who_is_away_and_their_days_move(mid, part, cycle, at):
    start = cycle.self_by - timedelta(days=7)
    Away.objects.create(person=mid, starts_on=start, ends_on=start + timedelta(days=4))
    assert at(7)["due"] == 0
    assert at(3)["due"] == 1, "back, four days later: seven before the moved day"
    assert Reminder.objects.get().day == cycle.self_by - timedelta(days=3)


def test_so_are_new_people_and_those_who_left(mid, payments, part, at, cycle):
    Participant.objects.update(first_session_on=cycle.self_by)
    assert at(7)["due"] == 0
    Participant.objects.update(first_session_on=None)
    type(mid).objects.filter(pk=mid.pk).update(is_active=False)
    assert at(7)["due"] == 0


def test_after_the_cycle_nobody_is_reminded(cycle, part, at, bob, now):
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    assert at(7)["due"] == 0


def test_what_is_no_longer_wanted_when_its_turn_comes_is_dropped(part, at, submit):
    at(7)
    submit(part)
    work()
    assert (states(), outbox.outbox) == (["dropped"], [])


def test_what_was_marked_and_never_told_is_unknown_and_not_sent_again(part, at):
    at(7)
    Reminder.objects.update(state="sending")
    work()
    assert (states(), outbox.outbox) == (["unknown"], [])


def test_it_is_marked_before_it_leaves(part, at, monkeypatch):
    at(7)
    seen: list[str] = []

    class Died(BaseException):
        pass

    def send(payload, server):
        seen.extend(states())
        raise Died

    monkeypatch.setattr("skillmatrix.people.mail._send", send)
    with pytest.raises(Died):
        work()
    assert seen == ["sending"]
    monkeypatch.undo()
    work()
    assert (states(), outbox.outbox) == (["unknown"], [])


def test_an_address_that_is_refused_is_a_failure(mid, part, at, server):
    type(mid).objects.filter(pk=mid.pk).update(email="refused@example.com")
    at(7)
    work()
    assert states() == ["failed"]
    assert "SMTPRecipientsRefused" in Reminder.objects.get().error


def test_a_connection_that_breaks_in_the_middle_leaves_it_unknown(mid, part, at, server):
    type(mid).objects.filter(pk=mid.pk).update(email="hangs.up@example.com")
    at(7)
    work()
    work()
    assert (states(), server.connections) == (["unknown"], 1)


def test_a_server_that_is_away_costs_nothing(part, at, server):
    server.closed = True
    at(7)
    for _ in range(7):
        work()
    assert states() == ["due"]
    server.closed = False
    work()
    assert (states(), len(server.taken)) == (["sent"], 1)


def test_what_was_given_up_before_it_began_is_a_failure(part, at):
    at(7)
    Job.objects.filter(kind="reminder").update(dead_at=timezone.now())
    assert reminding.settle_lost(grace=timedelta(0)) == 1
    assert (states(), Reminder.objects.get().error) == (["failed"], reminding.NEVER_SENT)


def test_what_is_still_waiting_is_left_alone(part, at):
    at(7)
    assert reminding.settle_lost(grace=timedelta(0)) == 0
    assert states() == ["due"]


def test_sending_again_is_a_row_of_its_own(mid, part, at, bob):
    at(7)
    Reminder.objects.update(state="unknown")
    first = Reminder.objects.get()
    again = reminding.send_again(reminder=first, by=bob)
    assert reminding.send_again(reminder=first, by=bob) == again
    work()
    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.state, again.state, again.by) == ("unknown", "sent", bob)
    assert len(outbox.outbox) == 1
    assert not Reminder.objects.doubtful().exists()


def test_a_thousand_take_few_statements(mid, payments, today, open_cycle, at, django_assert_max_num_queries):
    people = [PersonFactory() for _ in range(50)]
    Membership.objects.bulk_create(MembershipFactory.build(person=p, team=payments) for p in people)
    for person in people:
        assign_role(person=person, role="mid", by=None, today=today)
    open_cycle()
    with django_assert_max_num_queries(30):
        at(7)
    assert Reminder.objects.count() == 52


def test_the_database_refuses_a_second_of_one_day(part, bob):
    day = part.cycle.starts_on
    first = Reminder.objects.create(participant=part, day=day)
    with pytest.raises(IntegrityError, match="reminder_once_a_day"), transaction.atomic():
        Reminder.objects.create(participant=part, day=day)
    with pytest.raises(IntegrityError, match="reminder_again_is_somebodys_wish"), transaction.atomic():
        Reminder.objects.create(participant=part, day=day, repeated=first)
