"""/me/data/: who sees what, who looked, a copy of everything, and the wish to be erased."""

import io
import json
import zipfile
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions as assessing
from assessments.guard import writing
from assessments.levels.reading import load
from assessments.models import Delegation, Rating
from assessments.past_ratings import read
from roadmaps.my_data import handler
from roadmaps.my_data.sight import who_sees
from roadmaps.views.my_data import sentence
from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs import lanes, running
from skillmatrix.jobs.models import Job
from skillmatrix.people import access, actions
from skillmatrix.people.models import Access, DataExport, ErasureRequest, Message, Person
from skillmatrix.people.tidying import old_exports
from skillmatrix.taxonomy.models import Skill
from tests.factories import LONG_AGO, LeadFactory, PersonFactory, TeamFactory
from tests.roadmaps.saying import rate, share

URL, EXPORT = "/me/data/", "/me/data/export/"
TODAY = timezone.localdate


def words(answer):
    return " ".join(unescape(answer.content.decode()).split())


def ask(person):
    return actions.ask_export(person=person, key=uuid4(), by=person)


def make(export):
    running.run([actions.job_of(export).pk])
    export.refresh_from_db()
    return export


def opened(export):
    archive = zipfile.ZipFile(io.BytesIO(bytes(export.content)))
    return archive, json.loads(archive.read("my-data.json"))


# --- who sees what ----------------------------------------------------------------------------------


@pytest.fixture
def company(alice, bob, carol, dana, erin, payments):
    """alice's team below another, each led, and somebody who once led it."""
    commerce = TeamFactory(name="Commerce", slug="commerce")
    payments.parent = commerce
    payments.save()
    above, gone, former = (PersonFactory(name=name) for name in ("Paula", "Gustav", "Xavier"))
    LeadFactory(person=above, team=commerce)
    LeadFactory(person=former, team=payments, starts_on=LONG_AGO - timedelta(days=9), ends_on=LONG_AGO)
    top = TeamFactory(name="All", slug="all")
    commerce.parent = top
    commerce.save()
    LeadFactory(person=gone, team=top)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    return [
        Person.objects.get(pk=person.pk) for person in (alice, bob, carol, dana, erin, above, gone, former)
    ]


@pytest.mark.parametrize("upward", [False, True])
def test_those_who_see_are_those_whom_the_policy_lets(company, alice, upward):
    alice.shares_upward = upward
    alice.save()
    said = {seer.who for seer in who_sees(alice, today=TODAY()) if seer.sees}
    let = {
        "You" if viewer == alice else viewer.name
        for viewer in company
        if access.relation(viewer, alice, today=TODAY()).sees_shared_ratings
    }
    assert said == let
    assert ("Paula" in said) == upward


def test_without_a_team_nobody_leads(dana, signed_in):
    assert [seer.who for seer in who_sees(dana, today=TODAY()) if seer.sees] == ["You"]
    assert "nobody: your team has no lead" in words(signed_in(dana).get(URL))


def test_the_page_names_who_leads_above(company, alice, signed_in):
    page = words(signed_in(alice).get(URL))
    assert "Bob Okafor" in page
    assert "They lead Commerce, and you do not share upward." in page


def test_whoever_was_asked_to_look_is_named_with_the_skills_and_the_day(alice, bob, carol, erin, taxonomy):
    skill = Skill.objects.get(slug="idempotency")
    days = {"starts_on": TODAY(), "ends_on": TODAY() + timedelta(days=3)}
    asked = {"subject": alice, "skill": skill, "by": alice, **days}
    Delegation.objects.create(reviewer=carol, kind="reviewer", **asked)
    Delegation.objects.create(reviewer=erin, kind="peer", **asked)
    found = {seer.who: seer for seer in who_sees(alice, today=TODAY())}
    assert found[carol.name].sees
    assert skill.name in found[carol.name].what
    assert not found[erin.name].sees
    later = {seer.who for seer in who_sees(alice, today=days["ends_on"])}
    assert carol.name not in later


# --- who looked -------------------------------------------------------------------------------------


def test_looks_are_grouped_by_month(alice, bob, carol, signed_in):
    for day in (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 30), date(2026, 4, 1)):
        access.note_access(bob, [alice], page="person", today=day)
    access.note_access(bob, [alice], page="team", today=date(2026, 3, 2))
    page = words(signed_in(alice).get(URL))
    assert page.index("April 2026") < page.index("March 2026")
    assert "<strong>Bob Okafor</strong> saw your page on 3 days" in page
    assert "<strong>Bob Okafor</strong> saw the team’s page on 1 day" in page
    assert "saw your page" not in words(signed_in(carol).get(URL))


def test_two_people_of_one_name_stay_two(alice, bob):
    twin = PersonFactory(name=bob.name)
    for viewer in (bob, twin):
        access.note_access(viewer, [alice], page="person", today=date(2026, 3, 2))
    rows = list(Access.objects.by_month(alice))
    assert [sentence(row) for row in rows] == ["saw your page on 1 day"] * 2


def test_a_long_list_has_pages_and_as_many_queries(alice, bob, signed_in):
    def count():
        client = signed_in(alice)
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(URL)
        return len(queries), words(answer)

    access.note_access(bob, [alice], page="person", today=date(2026, 3, 2))
    few, page = count()
    assert "page=2" not in page
    for _ in range(55):
        access.note_access(PersonFactory(), [alice], page="person", today=date(2026, 3, 2))
    many, page = count()
    assert few == many
    assert "page=2" in page


# --- a copy of everything ---------------------------------------------------------------------------


@pytest.fixture
def said(alice, bob, taxonomy):
    """alice has said something, shared some, been looked at, and has secrets."""
    rate(alice, idempotency=3, code_reading=2)
    share(alice)
    rate(alice, idempotency=4)
    access.note_access(bob, [alice], page="person", today=TODAY())
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "hush-hush"})
    alice.set_password("correct horse battery")
    alice.save()
    return alice


def test_it_holds_everything_about_me_and_no_secret(said, bob, carol, taxonomy):
    rate(carol, kubernetes=5)
    archive, document = opened(make(ask(said)))
    tables = document["tables"]
    assert document["person"]["email"] == said.email
    assert [(row["skill"], row["value"]) for row in tables["statements"]] == [
        ("idempotency", 3), ("code-reading", 2), ("idempotency", 4),
    ]  # fmt: skip
    assert [row["viewer"] for row in tables["who_looked"]] == [bob.name]
    assert [row["team"] for row in tables["teams"]] == ["Payments"]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "hush-hush" not in everything
    assert said.password not in everything
    assert "kubernetes" not in everything
    assert document["left_out"]["roadmaps.Report.person"]
    assert "statements: 3" in archive.read("README.txt").decode()


def test_what_my_lead_thinks_and_has_not_shown_is_not_in_it(said, bob, taxonomy):
    with writing():
        Rating.objects.create(
            person=said, skill=Skill.objects.get(slug="kubernetes"), revision=99, key=uuid4(), source="manager",
            state="level", value=1, day=TODAY(), version=1, by=bob,
        )  # fmt: skip
    _archive, document = opened(make(ask(said)))
    assert {row["source"] for row in document["tables"]["statements"]} == {"self"}


def test_its_ratings_can_be_imported_elsewhere(said, carol, taxonomy, signed_in):
    sheet = read(bytes(make(ask(said)).content))
    assert [(line.skill, line.level) for line in sheet.lines] == [
        ("idempotency", "3"), ("code-reading", "2"), ("idempotency", "4"),
    ]  # fmt: skip
    Person.objects.filter(pk=said.pk).update(email="alice@before.example")
    carol.email = sheet.lines[0].person
    carol.save()
    listed = assessing.keep_past_ratings(person=carol, sheet=sheet, name="mine.zip", by=carol)
    assert assessing.add_past_ratings(listed=listed, by=carol, today=TODAY()) == 2
    held = load([carol.pk], today=TODAY())[0].own.statements
    assert set(held) == {"idempotency", "code-reading"}


def test_no_cell_is_one_that_a_spreadsheet_runs(alice, taxonomy):
    alice.messages.create(kind=Message.Kind.WELCOME, subject="=HYPERLINK(1)")
    archive, _document = opened(make(ask(alice)))
    assert "'=HYPERLINK(1)" in archive.read("inbox.csv").decode()


def test_without_a_taxonomy_it_can_be_made_too(alice, db):
    assert make(ask(alice)).made_at


def test_it_travels_on_its_own_lane(alice, taxonomy):
    job = actions.job_of(ask(alice))
    assert lanes.of(job.kind) == "exports"
    assert job.requester == alice


def test_asking_twice_is_asking_once(alice, taxonomy):
    key = uuid4()
    first = actions.ask_export(person=alice, key=key, by=alice)
    assert actions.ask_export(person=alice, key=key, by=alice) == first
    assert ask(alice) == first, "one is being made"
    make(first)
    assert actions.ask_export(person=alice, key=key, by=alice) == first
    second = ask(alice)
    assert list(DataExport.objects.all()) == [second]
    assert Job.objects.count() == 2


def test_nobody_asks_for_others(alice, bob):
    for act in (actions.ask_export, actions.request_erasure):
        with pytest.raises(PermissionDenied):
            act(person=alice, key=uuid4(), by=bob)
    with pytest.raises(PermissionDenied):
        actions.take_back_erasure(person=alice, by=bob)
    assert not Job.objects.exists()


def test_nobody_waits_any_more(alice, taxonomy):
    export = ask(alice)
    job = actions.job_of(export)
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    assert handler.handle(job) is None
    Person.objects.filter(pk=alice.pk).update(is_active=True)
    jobs.cancel(job)
    assert handler.handle(job) is None
    export.delete()
    assert handler.handle(job) is None
    assert not DataExport.objects.exists()


def test_it_is_deleted_after_a_week(alice, bob, taxonomy):
    make(ask(alice))
    kept = ask(bob)
    DataExport.objects.filter(person=alice).update(asked_at=timezone.now() - timedelta(days=8))
    assert old_exports() == {"deleted": 1}
    assert list(DataExport.objects.all()) == [kept]


def test_from_the_button_to_the_file_without_javascript(said, signed_in):
    client = signed_in(said)
    assert "Make a copy" in words(client.get(URL))
    answer = client.post(EXPORT, {"key": str(uuid4())})
    assert (answer.status_code, answer.url) == (302, URL)
    assert "Waiting to be made." in words(client.get(URL))
    export = DataExport.objects.get()
    assert client.get(f"{EXPORT}{export.key}/").status_code == 404, "there is no file yet"
    make(export)
    page = client.get(URL)
    assert f"{EXPORT}{export.key}/" in words(page)
    file = client.get(f"{EXPORT}{export.key}/")
    assert file["Content-Type"] == "application/zip"
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    assert file.content == bytes(export.content)


def test_another_persons_copy_does_not_exist(said, bob, erin, signed_in):
    export = make(ask(said))
    for person in (bob, erin):
        unseen = signed_in(person).get(f"{EXPORT}{export.key}/")
        nothing = signed_in(person).get(f"{EXPORT}{uuid4()}/")
        assert (unseen.status_code, nothing.status_code) == (404, 404)


def test_the_island_follows_until_it_is_made(said, signed_in, htmx):
    client = signed_in(said)
    answer = client.post(EXPORT, {"key": str(uuid4())}, headers=htmx("copy"))
    assert 'id="copy"' in words(answer)
    assert "<h1" not in words(answer)
    export = DataExport.objects.get()
    seen = f"{export.key}.waiting.0"
    assert client.get(URL, {"after": seen}, headers=htmx("copy")).status_code == 204
    job = actions.job_of(export)
    jobs.report(job, progress=3, total=9)
    island = words(client.get(URL, {"after": seen}, headers=htmx("copy")))
    assert "3 of 9" in island
    make(export)
    island = words(client.get(URL, {"after": seen}, headers=htmx("copy")))
    assert "Download" in island
    assert "every 1s" not in island


def test_a_copy_that_could_not_be_made_says_so(alice, taxonomy, signed_in):
    job = actions.job_of(ask(alice))
    Job.objects.filter(pk=job.pk).update(dead_at=timezone.now())
    page = words(signed_in(alice).get(URL))
    assert "could not be made" in page
    assert "Make a new copy" in page
    assert ask(alice).made_at is None
    assert Job.objects.open().count() == 1


@pytest.mark.parametrize("key", ["", "x", "\x00"])
def test_a_damaged_form_asks_for_nothing(alice, taxonomy, signed_in, key):
    assert signed_in(alice).post(EXPORT, {"key": key}).status_code == 422
    assert signed_in(alice).post("/me/data/erasure/", {"key": key}).status_code == 422
    assert not DataExport.objects.exists()
    assert not ErasureRequest.objects.exists()


# --- erasure ----------------------------------------------------------------------------------------


def test_a_wish_is_recorded_told_and_taken_back(alice, erin, bob, signed_in):
    client = signed_in(alice)
    assert "What will happen" in words(client.get("/me/data/erasure/"))
    key = str(uuid4())
    for _ in range(2):
        assert client.post("/me/data/erasure/", {"key": key}).status_code == 302
    assert ErasureRequest.objects.waiting().count() == 1
    assert [message.subject for message in Message.objects.of(erin)] == ["Alice Lindqvist asks to be erased"]
    assert not Message.objects.of(bob).exists()
    assert "You have asked to be erased." in words(client.get(URL))
    assert "You have asked already." in words(client.get("/me/data/erasure/"))
    organisation = f"/organisation/people/{alice.public_id}/"
    assert "that everything about them be erased" in words(signed_in(erin).get(organisation))
    assert client.post("/me/data/erasure/take-back/").status_code == 302
    assert not ErasureRequest.objects.waiting().exists()
    assert "no longer asks" in Message.objects.of(erin).first().subject
    assert "that everything about them be erased" not in words(signed_in(erin).get(organisation))
    client.post("/me/data/erasure/", {"key": key})
    assert not ErasureRequest.objects.waiting().exists(), "a repeat of the first"
    client.post("/me/data/erasure/", {"key": str(uuid4())})
    assert ErasureRequest.objects.waiting().count() == 1


def test_taking_back_nothing_changes_nothing(alice, erin, signed_in):
    assert signed_in(alice).post("/me/data/erasure/take-back/").status_code == 302
    assert not Message.objects.of(erin).exists()


def test_a_message_that_cannot_be_written_takes_the_wish_with_it(alice, erin, monkeypatch):
    monkeypatch.setattr("skillmatrix.people.inbox.tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.request_erasure(person=alice, key=uuid4(), by=alice)
    assert not ErasureRequest.objects.exists()


def test_nothing_is_erased_by_asking(said, taxonomy):
    actions.request_erasure(person=said, key=uuid4(), by=said)
    assert Rating.objects.filter(person=said).count() == 3
    assert Person.objects.get(pk=said.pk).is_active
