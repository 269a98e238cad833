"""Pages of cycles: what each reader gets, and what happens to what they send."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import assign_role
from assessments.cycles import actions
from assessments.models import Cycle, Participant, Profile, Reminder, Series, Snapshot, Submission
from skillmatrix.people.models import Access, Away, Membership
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory


@pytest.fixture
def typed(payments, today):
    """What the form of a new cycle sends."""

    def make(**other):
        fields = {
            "name": "Spring",
            "starts_on": today.isoformat(),
            "self_by": (today + timedelta(days=14)).isoformat(),
            "lead_by": (today + timedelta(days=28)).isoformat(),
            "scope": "all",
            "teams": [str(payments.pk)],
            "reminder_days": ["14", "1"],
            "rhythm": "",
            "key": str(uuid4()),
            **other,
        }
        return {name: value for name, value in fields.items() if value is not None}

    return make


def at(name, *objects):
    return reverse(f"assessments:{name}", args=[getattr(one, "public_id", one) for one in objects])


# Opening -------------------------------------------------------------------------------------------


def test_a_lead_opens_a_cycle_for_their_team(mid, bob, signed_in, typed):
    client = signed_in(bob)
    assert "Open a cycle" in client.get("/cycles/").content.decode()
    response = client.post("/cycles/open/", typed())
    cycle = Cycle.objects.get()
    assert (response.status_code, response.url) == (303, at("cycle", cycle))
    assert (cycle.by, cycle.reminder_days, cycle.participants.count()) == (bob, [14, 1], 1)
    assert "Spring" in client.get("/cycles/").content.decode()


def test_sending_it_twice_opens_one(mid, bob, signed_in, typed):
    form, client = typed(), signed_in(bob)
    assert {client.post("/cycles/open/", form).url for _ in range(2)} == {at("cycle", Cycle.objects.get())}


def test_it_answers_htmx_with_a_redirect(mid, bob, signed_in, typed, htmx):
    response = signed_in(bob).post("/cycles/open/", typed(), headers=htmx())
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, at("cycle", Cycle.objects.get()))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("self_by", -1, "That is before the cycle begins."),
        ("lead_by", 13, "The lead’s part cannot be due before"),
        ("starts_on", -1, "Choose a day from today on"),
        ("starts_on", 400, "Choose a day from today on"),
        ("self_by", 5000, "A cycle lasts a year at most."),
        ("starts_on", "2026-02-30", "Enter a valid date."),
        ("self_by", "9999-12-31", "A cycle lasts a year at most."),
        ("name", "", "This field is required."),
        ("name", "\u202e\x00\u200b", "This field is required."),
        ("name", "x" * 1_000_0, "at most 120 characters"),
        ("scope", "everything", "Select a valid choice."),
        ("teams", [], "Choose at least one of your teams."),
        ("teams", ["999999"], "Select a valid choice."),
        ("roles", ["x"], "Select a valid choice."),
        ("reminder_days", ["5"], "Select a valid choice."),
        ("rhythm", "hourly", "Select a valid choice."),
        ("key", "", "This form is damaged."),
    ],
)
def test_what_cannot_be_is_refused_with_the_typing_kept(
    mid, bob, signed_in, typed, today, field, value, words
):
    if isinstance(value, int):
        value = (today + timedelta(days=value)).isoformat()
    response = signed_in(bob).post("/cycles/open/", typed(**{"name": "Kept words", field: value}))
    html = response.content.decode()
    assert (response.status_code, Cycle.objects.count()) == (422, 0)
    assert words in html
    assert field == "name" or "Kept words" in html


def test_a_megabyte_of_name_is_refused(mid, bob, signed_in, typed):
    assert signed_in(bob).post("/cycles/open/", typed(name="x" * 900_000)).status_code == 422


def test_a_lead_asks_no_other_team(mid, bob, signed_in, typed):
    other = TeamFactory(name="Other")
    assert signed_in(bob).post("/cycles/open/", typed(teams=[str(other.pk)])).status_code == 422


def test_a_people_admin_asks_any_team_or_a_role(mid, erin, signed_in, typed):
    role = str(mid.roles.get().role_id)
    client = signed_in(erin)
    assert client.post("/cycles/open/", typed(teams=None, roles=[role])).status_code == 303
    assert client.post("/cycles/open/", typed(teams=None)).status_code == 422


def test_a_series_of_anniversaries_is_stopped_again(mid, bob, signed_in, typed):
    client = signed_in(bob)
    assert client.post("/cycles/open/", typed(rhythm="anniversary")).url == "/cycles/"
    series = Series.objects.get()
    assert "for each person on the anniversary" in client.get("/cycles/").content.decode()
    assert client.post(at("stop-series", series.pk)).status_code == 303
    assert client.post(at("stop-series", series.pk)).status_code == 404
    assert "for each person on the anniversary" not in client.get("/cycles/").content.decode()


def test_engineers_and_others_have_no_cycles_to_open(mid, dana, signed_in):
    for person in (mid, dana):
        assert signed_in(person).get("/cycles/").status_code == 403
        assert signed_in(person).get("/cycles/open/").status_code == 403


def test_a_lead_may_read_but_not_run_what_an_admin_opened_for_more(
    mid, bob, erin, open_cycle, signed_in, payments
):
    cycle = open_cycle(teams=[payments, TeamFactory()], by=erin)
    client = signed_in(bob)
    assert client.get(at("cycle", cycle)).status_code == 200
    for page in ("edit-cycle", "close-cycle", "cancel-cycle"):
        assert client.get(at(page, cycle)).status_code == 403
    assert signed_in(erin).get(at("edit-cycle", cycle)).status_code == 200


# Changing and ending -------------------------------------------------------------------------------


def test_changing(cycle, bob, signed_in, today):
    client = signed_in(bob)
    assert 'name="starts_on"' not in client.get(at("edit-cycle", cycle)).content.decode()
    form = {
        "name": "Summer", "self_by": (today + timedelta(days=20)).isoformat(),
        "lead_by": (today + timedelta(days=30)).isoformat(), "reminder_days": ["3"], "seen": "0",
    }  # fmt: skip
    assert client.post(at("edit-cycle", cycle), form).status_code == 303
    cycle.refresh_from_db()
    assert (cycle.name, cycle.reminder_days, cycle.starts_on) == ("Summer", [3], today)
    response = client.post(at("edit-cycle", cycle), {**form, "name": "Mine"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "It is now called “Summer”" in html
    assert 'value="Mine"' in html
    assert 'name="seen" value="1"' in html


@pytest.mark.parametrize(("field", "days"), [("self_by", -1), ("lead_by", 2)])
def test_changing_to_what_cannot_be(cycle, bob, signed_in, today, field, days):
    form = {
        "name": "x",
        "self_by": cycle.self_by.isoformat(),
        "lead_by": cycle.lead_by.isoformat(),
        "seen": "0",
    }
    form[field] = (today + timedelta(days=days)).isoformat()
    assert signed_in(bob).post(at("edit-cycle", cycle), form).status_code == 422


def test_what_has_not_begun_can_be_changed_altogether(mid, bob, open_cycle, signed_in, typed, today):
    cycle = open_cycle(starts_on=today + timedelta(days=3))
    form = {**typed(name="Now", scope="quick"), "seen": "0"}
    assert signed_in(bob).post(at("edit-cycle", cycle), form).status_code == 303
    cycle.refresh_from_db()
    assert (cycle.name, cycle.scope, cycle.participants.count()) == ("Now", "quick", 1)


def test_closing_asks_first_and_closes_once(cycle, bob, erin, signed_in):
    client = signed_in(bob)
    assert "Close Spring?" in client.get(at("close-cycle", cycle)).content.decode()
    assert client.post(at("close-cycle", cycle)).url == at("cycle-snapshot", cycle)
    assert signed_in(erin).post(at("close-cycle", cycle)).url == at("cycle-snapshot", cycle)
    assert Snapshot.objects.count() == 1
    assert client.post(at("cancel-cycle", cycle)).status_code == 303
    assert client.get(at("edit-cycle", cycle)).status_code == 303
    cycle.refresh_from_db()
    assert cycle.cancelled_at is None


def test_what_has_not_begun_is_not_closed(mid, bob, open_cycle, signed_in, today):
    cycle = open_cycle(starts_on=today + timedelta(days=3))
    assert signed_in(bob).post(at("close-cycle", cycle)).status_code == 409


def test_cancelling(cycle, mid, bob, signed_in):
    client = signed_in(bob)
    assert "Cancel Spring?" in client.get(at("cancel-cycle", cycle)).content.decode()
    assert client.post(at("cancel-cycle", cycle)).status_code == 303
    assert "cancelled" in client.get(at("cycle", cycle)).content.decode()
    assert "Spring" not in signed_in(mid).get("/").content.decode()
    assert client.get(at("cycle-snapshot", cycle)).status_code == 404


# Progress ------------------------------------------------------------------------------------------


def test_a_lead_sees_their_own_people_by_name(mid, bob, cycle, part, signed_in, submit):
    html = signed_in(bob).get(at("cycle", cycle)).content.decode()
    assert mid.name in html
    assert "not yet" in html
    submit(part)
    assert ">submitted<" in signed_in(bob).get(at("cycle", cycle)).content.decode()


def test_a_people_admin_sees_who_has_not_submitted_and_counts(
    mid, erin, payments, cycle, part, signed_in, submit
):
    assert mid.name in signed_in(erin).get(at("cycle", cycle)).content.decode()
    submit(part)
    html = signed_in(erin).get(at("cycle", cycle)).content.decode()
    assert mid.name not in html
    assert "Payments" in html
    assert f"/people/{mid.public_id}/" not in html


def test_a_lead_sees_nobody_of_another_team(mid, bob, erin, carol, open_cycle, signed_in, payments, today):
    assign_role(person=carol, role="mid", by=None, today=today)
    grace = PersonFactory(name="Grace")
    LeadFactory(person=grace, team=carol.memberships.get().team)
    cycle = open_cycle(teams=[payments, carol.memberships.get().team], by=erin)
    html = signed_in(grace).get(at("cycle", cycle)).content.decode()
    assert carol.name in html
    assert mid.name not in html
    both = signed_in(erin).get(at("cycle", cycle)).content.decode()
    assert carol.name in both
    assert mid.name in both


def test_a_lead_who_left_has_no_cycle(mid, bob, cycle, signed_in, today):
    client = signed_in(bob)
    bob.leads.update(ends_on=today)
    for page in ("cycle", "edit-cycle", "close-cycle"):
        assert client.get(at(page, cycle)).status_code == 404


def test_new_and_away_are_said(mid, payments, bob, open_cycle, signed_in, today):
    jonas = PersonFactory(name="Jonas")
    Membership.objects.create(person=jonas, team=payments, starts_on=today)
    Away.objects.create(person=mid, starts_on=today, ends_on=today + timedelta(days=5))
    html = signed_in(bob).get(at("cycle", open_cycle())).content.decode()
    assert ">new<" in html
    assert ">away<" in html


@pytest.mark.parametrize("page", ["/cycles/", "cycle", "/"])
def test_queries_do_not_depend_on_how_many(mid, bob, payments, cycle, signed_in, today, page, open_cycle):
    url = at("cycle", cycle) if page == "cycle" else page
    client = signed_in(bob)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    queries()
    few = queries()
    for _ in range(19):
        person = PersonFactory()
        MembershipFactory(person=person, team=payments)
        Participant.objects.create(cycle=cycle, person=person, team=payments, skills=["idempotency"])
    assert queries() == few


def test_the_lead_s_part_is_finished_from_the_page(mid, bob, erin, cycle, part, signed_in):
    url = at("submit-lead-part", cycle, mid)
    client = signed_in(bob)
    assert "My view is complete" in client.get(at("cycle", cycle)).content.decode()
    form = {"key": str(uuid4())}
    assert client.post(url, form).status_code == 303
    assert client.post(url, form).status_code == 303
    again = client.post(url, {"key": str(uuid4())})
    assert again.status_code == 409
    assert "Submit again, on purpose?" in again.content.decode()
    assert client.post(url, {"key": str(uuid4()), "again": "1"}).status_code == 303
    assert Submission.objects.filter(side="lead").count() == 2
    assert client.post(url, {}).status_code == 422
    assert signed_in(erin).post(url, form).status_code == 403
    assert signed_in(mid).post(url, form).status_code == 404


# My part -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", "/assess/"])
def test_the_panel_says_what_is_asked_and_by_when(mid, part, signed_in, page, taxonomy):
    html = signed_in(mid).get(page).content.decode()
    assert "Your part is due on" in html
    assert "Open until the end of that day in UTC" in html
    assert at("submit-part", part.cycle) in html
    assert f"{len(part.skills)} skills are asked for" in html
    assert taxonomy.skills[part.skills[0]].name in html


def test_it_counts_what_was_rated_since(mid, part, rate, signed_in, today):
    rate(mid, "idempotency", 3)
    rate(mid, "code-reading", 3, day=today - timedelta(days=30))
    assert f"1 of {len(part.skills)}" in signed_in(mid).get("/").content.decode()


@pytest.mark.parametrize("htmx_on", [False, True])
def test_submitting_from_the_page(mid, bob, part, rate, signed_in, htmx, htmx_on, taxonomy):
    rate(mid, "idempotency", 3)
    client, url = signed_in(mid), at("submit-part", part.cycle)
    html = client.get(url).content.decode()
    assert taxonomy.skills["idempotency"].name in html
    assert "Submit my part" in html
    form = {"shown": str(Profile.objects.get(person=mid).own_revision), "key": str(uuid4())}
    response = client.post(url, form, headers=htmx() if htmx_on else {})
    assert response.status_code == (200 if htmx_on else 303)
    assert client.post(url, form).status_code == 303, "the same form again"
    assert Submission.objects.count() == 1
    assert "Your part was submitted on" in client.get("/").content.decode()
    again = client.post(url, {**form, "key": str(uuid4())})
    assert again.status_code == 409
    assert "Submit again, on purpose?" in again.content.decode()
    assert client.post(url, {**form, "key": str(uuid4()), "again": "1"}).status_code == 303
    assert Submission.objects.count() == 2


def test_what_was_said_meanwhile_is_shown_first(mid, part, rate, signed_in, taxonomy):
    rate(mid, "idempotency", 3)
    form = {"shown": str(Profile.objects.get(person=mid).own_revision), "key": str(uuid4())}
    rate(mid, "code-reading", 3)
    response = signed_in(mid).post(at("submit-part", part.cycle), form)
    assert response.status_code == 409
    assert "nothing was shared" in response.content.decode()
    assert taxonomy.skills["code-reading"].name in response.content.decode()


@pytest.mark.parametrize("form", [{}, {"shown": "-1", "key": "x"}, {"shown": "9" * 40, "key": str(uuid4())}])
def test_a_damaged_form_submits_nothing(mid, part, signed_in, form):
    assert signed_in(mid).post(at("submit-part", part.cycle), form).status_code == 422
    assert not Submission.objects.exists()


def test_nobody_submits_for_another(mid, part, bob, carol, erin, signed_in):
    for person in (bob, carol, erin):
        assert signed_in(person).get(at("submit-part", part.cycle)).status_code == 404


def test_closing_while_somebody_types_keeps_the_rating_and_says_so(
    mid, part, bob, signed_in, form, now, htmx
):
    client = signed_in(mid)
    client.get("/assess/")
    actions.close_cycle(cycle=part.cycle, by=bob, now=now)
    sent = form("idempotency", value="3", cycle="1")
    response = client.post("/assess/rate/", sent, headers=htmx("skill-idempotency"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "This cycle was closed on" in html
    assert 'id="assess-cycles"' in html
    assert mid.ratings.count() == 1
    assert (
        "assess-cycles"
        not in client.post(
            "/assess/rate/", form("code-reading", value="3"), headers=htmx("skill-code-reading")
        ).content.decode()
    )
    assert "This cycle was closed on" in client.get("/assess/").content.decode()
    late = client.post(at("submit-part", part.cycle), {"shown": "2", "key": str(uuid4())})
    assert late.status_code == 409
    assert "This cycle was closed on" in late.content.decode()


def test_a_new_person_reads_the_day_of_their_first_session(mid, payments, open_cycle, signed_in, today):
    jonas = PersonFactory(name="Jonas")
    Membership.objects.create(person=jonas, team=payments, starts_on=today)
    open_cycle()
    assert "Your first session is on" in signed_in(jonas).get("/").content.decode()


# Snapshot ------------------------------------------------------------------------------------------


def test_who_may_read_a_snapshot(mid, bob, erin, carol, part, rate, submit, signed_in, now, taxonomy):
    cycle = part.cycle
    rate(mid, "idempotency", 3)
    submit(part)
    actions.close_cycle(cycle=cycle, by=bob, now=now)
    rate(mid, "idempotency", 5, shown=3)
    levels = at("person-snapshot", cycle, mid)
    html = signed_in(bob).get(at("cycle-snapshot", cycle)).content.decode()
    assert levels in html
    for person in (bob, mid):
        html = signed_in(person).get(levels).content.decode()
        assert taxonomy.skills["idempotency"].name in html
        assert "level 3" in html
        assert "level 5" not in html
    assert Access.objects.filter(viewer=bob, subject=mid, page="snapshot").exists()
    admin = signed_in(erin).get(at("cycle-snapshot", cycle)).content.decode()
    assert mid.name in admin
    assert "level 3" not in admin
    assert levels not in admin
    for person in (erin, carol):
        assert signed_in(person).get(levels).status_code == 404
    assert signed_in(carol).get(at("cycle-snapshot", cycle)).status_code == 404


# Reminders in doubt --------------------------------------------------------------------------------


def test_a_reminder_in_doubt_is_sent_again_on_purpose(mid, bob, erin, carol, part, signed_in, today):
    reminder = Reminder.objects.create(participant=part, day=today, state="unknown")
    client, url = signed_in(bob), at("send-again", reminder.pk)
    html = client.get(at("cycle", part.cycle)).content.decode()
    assert "Reminders in doubt" in html
    assert url in html
    assert signed_in(carol).post(url).status_code == 404
    assert client.post(url).status_code == 303
    assert client.post(url).status_code == 303
    assert Reminder.objects.filter(repeated=reminder, by=bob).count() == 1
    assert url not in client.get(at("cycle", part.cycle)).content.decode()
    sent = Reminder.objects.create(participant=part, day=today - timedelta(days=1), state="sent")
    assert signed_in(erin).post(at("send-again", sent.pk)).status_code == 404


# Settings ------------------------------------------------------------------------------------------


def test_reminders_are_turned_off_in_the_settings(mid, signed_in):
    client = signed_in(mid)
    html = client.get("/account/").content.decode()
    assert "Remind me by e-mail" in html
    form = {"name": mid.name, "timezone": "UTC", "language": "en", "theme": "auto"}
    assert client.post("/account/", form).status_code == 302
    mid.refresh_from_db()
    assert mid.wants_reminders is False
    client.post("/account/", {**form, "wants_reminders": "on"})
    mid.refresh_from_db()
    assert mid.wants_reminders is True
