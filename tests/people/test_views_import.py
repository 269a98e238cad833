"""Importing people: the preview tells everything, the yes does all of it once."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from skillmatrix.jobs.models import Job
from skillmatrix.people import actions
from skillmatrix.people.actions import importing
from skillmatrix.people.models import Change, Lead, Membership, PeopleImport, Person, Team
from tests.factories import PersonFactory

URL = "/organisation/import/"
LIST = (
    "name,email,team,lead\nBo Lind,bo@example.com,Core,yes\nMia,mia@example.com,Core,\nJo,jo@example.com,,\n"
)


@pytest.fixture
def admin(signed_in, erin):
    return signed_in(erin)


def look(client, text=LIST, **more):
    return client.post(URL, {"text": text, "creates_teams": "on", **more})


def key_in(answer):
    return re.search(r'name="key" value="([^"]+)"', answer.content.decode())[1]


def test_looking_adds_nobody_and_the_yes_adds_everybody(admin, erin, today):
    answer = look(admin)
    assert "3 people would be added" in answer.content.decode()
    assert Person.objects.count() == 1
    assert admin.post(URL, {"key": key_in(answer)}).url == "/organisation/"
    people = {person.email: person for person in Person.objects.exclude(pk=erin.pk)}
    assert set(people) == {"bo@example.com", "mia@example.com", "jo@example.com"}
    core = Team.objects.get(name="Core")
    assert Lead.objects.on(today).get(team=core).person == people["bo@example.com"]
    assert [row.person for row in Membership.objects.on(today)] == [people["mia@example.com"]]
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 3
    assert Change.objects.filter(by=erin, what__startswith="Added").count() == 3
    assert Job.objects.get(kind="invite").payload["people"] == sorted(person.pk for person in people.values())
    assert not any(person.has_usable_password() for person in people.values())
    assert PeopleImport.objects.get().rows == []


def test_saying_yes_twice_is_saying_it_once(admin):
    key = key_in(look(admin))
    for _ in range(2):
        answer = admin.post(URL, {"key": key}, follow=True)
    assert "3 people were added" in answer.content.decode()
    assert Person.objects.count() == 4
    assert Job.objects.filter(kind="invite").count() == 1


def test_the_same_list_again_has_nothing_to_add(admin):
    admin.post(URL, {"key": key_in(look(admin))})
    answer = look(admin)
    assert "Everybody on this list is here already" in answer.content.decode()
    assert 'name="key"' not in answer.content.decode()


def test_one_problem_and_nobody_is_added(admin):
    answer = look(admin, LIST + "X,bo@example.com,Core,\nY,y,,\n")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2 problems, nobody was added" in text
    assert re.search(r'class="number">5</td><td>email</td>', text)
    assert "Bo Lind,bo@example.com" in text, "what was pasted is still there"
    assert not PeopleImport.objects.exists()


def test_a_list_that_no_longer_fits_adds_nobody(admin):
    key = key_in(look(admin, "name,email,team\nA,a@example.com,Core\n"))
    PersonFactory(email="a@example.com", is_active=False)
    answer = admin.post(URL, {"key": key}, follow=True)
    assert "Something has changed since you looked" in answer.content.decode()
    assert not Team.objects.exists()


def test_failing_half_way_leaves_nothing(admin, erin, monkeypatch, today):
    key = key_in(look(admin))
    monkeypatch.setattr(importing, "name_lead", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.import_people(listed=PeopleImport.objects.get(key=key), by=erin, today=today)
    assert (Person.objects.count(), Team.objects.count(), Job.objects.count()) == (1, 0, 0)
    assert PeopleImport.objects.get().applied_at is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_files_in_other_encodings(admin, encoding):
    file = SimpleUploadedFile("people.csv", "name;email\nZoë;zoe@example.com\n".encode(encoding))
    answer = admin.post(URL, {"file": file})
    text = answer.content.decode()
    assert "Zoë" in text
    assert ("not in UTF-8" in text) is (encoding == "cp1252")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "  "},
        {"file": SimpleUploadedFile("a.csv", b"")},
        {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")},
        {"file": SimpleUploadedFile("a.csv", b"x" * (5 * 1024 * 1024 + 1))},
        {"text": "name,email\n", "file": SimpleUploadedFile("a.csv", b"name,email\nA,a@example.com\n")},
        {"text": "name,email\nA\0,a@example.com"},
    ],
)
def test_what_cannot_be_read_is_answered_in_words(admin, sent):
    answer = admin.post(URL, sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "errorlist" in text or "The list is empty." in text


def test_a_paste_beyond_what_a_form_may_hold_is_refused(admin):
    assert look(admin, "x" * 1_600_000).status_code in (400, 413)


@pytest.mark.parametrize("key", ["", "nonsense", "2959a840-ba1e-46d2-aba7-5e17617310ff"])
def test_a_key_that_nobody_gave_out(admin, key):
    assert admin.post(URL, {"key": key}).status_code == 404


def test_a_list_belongs_to_whoever_looked_at_it(admin, signed_in):
    key = key_in(look(admin))
    other = PersonFactory(is_people_admin=True)
    assert signed_in(other).post(URL, {"key": key}).status_code == 404


def test_admins_do_not_make_themselves_leads_by_a_list(admin, erin):
    text = "name,email,team,lead\nA,a@example.com,Core,erin@example.com\n"
    PersonFactory(is_people_admin=True)
    answer = look(admin, text)
    assert answer.status_code == 422
    assert "You cannot make yourself a lead" in answer.content.decode()


def test_lists_without_a_yes_are_forgotten_after_a_day(admin):
    look(admin)
    PeopleImport.objects.update(created_at=timezone.now() - timedelta(days=2))
    look(admin)
    assert PeopleImport.objects.count() == 1


def test_ten_thousand_people_take_a_bounded_number_of_queries(erin, today, django_assert_max_num_queries):
    rows = [
        importing.Row(n, f"P {n}", f"p{n}@example.com", f"Team {n % 40}", "yes" if n < 40 else "")
        for n in range(1000)
    ]
    listed = actions.keep_import(rows=rows, creates_teams=True, by=erin)
    with django_assert_max_num_queries(900):
        assert actions.import_people(listed=listed, by=erin, today=today) == 1000
    assert Job.objects.filter(kind="invite").count() == 5


class Roles:
    """Stands in for the room of roles."""

    given: list[tuple[str, str]] = []

    def names(self):
        return {"senior": "senior", "senior engineer": "senior"}

    def assign(self, roles, *, by, today):
        Roles.given = [(person.email, slug) for person, slug in roles]


def test_the_role_column_goes_to_whoever_reads_it(admin, settings):
    settings.PEOPLE_ROLE_COLUMN = "tests.people.test_views_import.Roles"
    assert look(admin, "name,email,role\nA,a@example.com,Wizard\n").status_code == 422
    admin.post(URL, {"key": key_in(look(admin, "name,email,role\nA,a@example.com,Senior Engineer\n"))})
    assert Roles.given == [("a@example.com", "senior")]


def test_a_file_arrives_whole_through_the_limit_on_uploads(admin):
    file = SimpleUploadedFile("people.csv", "name,email\nZoë Lind,zoe@example.com\n".encode())
    assert "Zoë Lind" in admin.post(URL, {"file": file}).content.decode()
