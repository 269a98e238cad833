"""The first run: a link that works once, a company, a taxonomy, people."""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from roadmaps.setup import actions
from skillmatrix.people.models import Organisation, Person, SetupLink, Team
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import DEFAULT, load_default
from skillmatrix.taxonomy.models import TaxonomyVersion
from tests.factories import PersonFactory

ME = {"company": "Ætna", "name": "Mia Roth", "email": "Mia@example.com", "password": "a long enough phrase"}
TODAY = timezone.localdate()


@pytest.fixture
def link(db):
    return actions.make_setup_link()


def token_of(path):
    return path.rstrip("/").rpartition("/")[2]


@pytest.fixture
def admin(client, link):
    """Somebody who has just made the first account."""
    client.get(link)
    client.post("/setup/", ME)
    return client


def test_the_whole_way(client, link):
    assert client.get(link).url == "/setup/"
    assert "Welcome" in client.get("/setup/").content.decode()
    assert client.post("/setup/", ME).url == "/setup/taxonomy/"
    person = Person.objects.get()
    assert (person.email, person.is_people_admin, person.is_taxonomy_admin) == ("mia@example.com", True, True)
    assert person.check_password(ME["password"])
    assert Organisation.objects.get().name == "Ætna"
    assert SetupLink.objects.get().used_at
    assert UserSession.objects.filter(user=person).count() == 1
    assert (
        client.post("/setup/taxonomy/", {"choice": "default", "areas": ["caching", "web"]}).url
        == "/setup/people/"
    )
    assert {skill.area for skill in versions.current().active} == {"caching", "web"}
    text = "name,email,team,lead\nBo,bo@example.com,Core,yes\n"
    page = client.post("/setup/people/", {"text": text, "creates_teams": "on"}).content.decode()
    assert (
        client.post("/setup/people/", {"key": re.search(r'name="key" value="([^"]+)"', page)[1]}).url == "/"
    )
    assert Team.objects.get().name == "Core"


def test_an_installation_without_people_says_how_to_begin(client, db):
    assert client.get("/accounts/login/").url == "/setup/"
    page = client.get("/setup/")
    assert page.status_code == 200
    assert "manage.py setup_link" in page.content.decode()
    assert client.post("/setup/", ME).status_code == 200
    assert not Person.objects.exists()


def test_with_people_the_login_page_is_the_login_page(client, db):
    PersonFactory()
    assert client.get("/accounts/login/").status_code == 200


@pytest.mark.parametrize("spoil", ["used", "old", "replaced", "forged", "cut", "unsigned", "set up"])
def test_a_link_that_does_not_work(client, link, spoil):
    if spoil == "used":
        SetupLink.objects.update(used_at=timezone.now())
    elif spoil == "old":
        SetupLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "replaced":
        actions.make_setup_link()
    elif spoil == "set up":
        Organisation.objects.create(name="X")
    else:
        link = {"forged": link[:-2] + "x/", "cut": link[:-9] + "/", "unsigned": "/setup/link/abc/"}[spoil]
    client.get(link)
    answer = client.get("/setup/")
    assert (answer.status_code, answer.get("Location")) == ((302, "/") if spoil == "set up" else (403, None))
    client.post("/setup/", ME)
    assert not Person.objects.exists()


def test_the_database_never_holds_the_token(link):
    assert token_of(link) not in str(list(SetupLink.objects.values()))
    assert SetupLink.objects.get().expires_at <= timezone.now() + timedelta(hours=1)


def test_guessing_never_reaches_the_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not actions.works("guess")


def test_opening_the_link_uses_nothing_up(client, link):
    for _ in range(3):
        client.get(link)
    assert SetupLink.objects.usable().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"password": "short"}, {"password": "password1234"}, {"email": "no"}, {"company": " "}, {"name": ""}],
)
def test_mistakes_in_the_first_form_keep_the_link(client, link, wrong):
    client.get(link)
    answer = client.post("/setup/", {**ME, **wrong})
    assert answer.status_code == 422
    assert 'value="a long enough phrase"' not in answer.content.decode()
    assert SetupLink.objects.usable().count() == 1
    assert not Organisation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_succeeds():
    token = token_of(actions.make_setup_link())
    ready, refused = threading.Barrier(2), []

    def begin(number):
        try:
            ready.wait(5)
            actions.begin(token=token, today=TODAY, **{**ME, "email": f"p{number}@example.com"})
        except actions.BadLink as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert (Person.objects.count(), Organisation.objects.count()) == (1, 1)


def test_a_failure_half_way_keeps_the_link(link, monkeypatch):
    monkeypatch.setattr(actions, "add_person", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.begin(token=token_of(link), today=TODAY, **ME)
    assert SetupLink.objects.usable().count() == 1
    assert not Organisation.objects.exists()


def test_all_areas_is_the_default_word_for_word(admin):
    areas = [area.slug for area in actions.parse(DEFAULT.read_bytes()).areas]
    admin.post("/setup/taxonomy/", {"choice": "default", "areas": areas})
    assert TaxonomyVersion.objects.get().text == DEFAULT.read_text()


def test_a_blank_start(admin):
    assert admin.post("/setup/taxonomy/", {"choice": "blank"}).url == "/setup/people/"
    taxonomy = versions.current()
    assert (len(taxonomy.scale), taxonomy.areas, taxonomy.roles) == (6, (), {})


def test_a_file_with_mistakes_names_each_and_publishes_nothing(admin):
    file = SimpleUploadedFile("t.yaml", b"schema: 1\nname: X\nlanguage: en\nnonsense: 1\n")
    answer = admin.post("/setup/taxonomy/", {"choice": "file", "file": file})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "nothing was published" in text
    assert re.search(r'class="number">4</td>.*?nonsense', text, re.DOTALL)
    assert not TaxonomyVersion.objects.exists()


def test_a_spreadsheet_is_a_ladder_too(admin):
    sheet = "skill,area,0 Novice,1 Able,2 Master,Baker\nKneading,Dough,I watch,I knead,I teach it,1x2\n"
    file = SimpleUploadedFile("ladder.csv", sheet.encode())
    assert admin.post("/setup/taxonomy/", {"choice": "file", "file": file}).url == "/setup/people/"
    taxonomy = versions.current()
    assert [level.name for level in taxonomy.scale] == ["Novice", "Able", "Master"]
    assert taxonomy.roles["baker"].targets["kneading"].level == 1


def test_a_spreadsheet_with_mistakes_names_row_and_column(admin):
    file = SimpleUploadedFile(
        "ladder.csv", b"skill,area,0 Novice,1 Able,2 Master,Baker\nKneading,Dough,a,b,c,7\n"
    )
    answer = admin.post("/setup/taxonomy/", {"choice": "file", "file": file})
    assert answer.status_code == 422
    assert '<td class="number">2</td><td><code>F “Baker”</code></td>' in answer.content.decode()
    assert versions.current_number() == 0


def test_a_file_that_is_sound(admin):
    file = SimpleUploadedFile("t.yaml", DEFAULT.read_bytes())
    assert admin.post("/setup/taxonomy/", {"choice": "file", "file": file}).url == "/setup/people/"
    assert versions.current().skills


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"choice": "other"},
        {"choice": "default"},
        {"choice": "default", "areas": ["nowhere"]},
        {"choice": "file"},
        {"choice": "file", "file": SimpleUploadedFile("t", b"\xff\xfe\0")},
        {"choice": "file", "file": SimpleUploadedFile("t", b"")},
        {"choice": "file", "file": SimpleUploadedFile("t", b"x" * (5 * 1024 * 1024 + 1))},
    ],
)
def test_choices_that_do_not_exist(admin, sent):
    assert admin.post("/setup/taxonomy/", sent).status_code == 422
    assert not TaxonomyVersion.objects.exists()


def test_the_choice_is_made_once(admin):
    load_default()
    assert admin.get("/setup/taxonomy/").status_code == 200, "what a command loaded is nobody's choice"
    admin.post("/setup/taxonomy/", {"choice": "blank"})
    assert admin.get("/setup/taxonomy/").url == "/setup/people/"
    assert admin.post("/setup/taxonomy/", {"choice": "default", "areas": ["web"]}).url == "/setup/people/"
    assert versions.current_number() == 2


def test_coming_back_half_way_goes_on_where_it_stopped(admin):
    assert admin.get("/setup/").url == "/setup/taxonomy/"
    admin.post("/setup/taxonomy/", {"choice": "blank"})
    assert admin.get("/setup/").url == "/"


def test_the_steps_are_for_admins(client, signed_in, admin):
    assert signed_in(PersonFactory()).get("/setup/taxonomy/").status_code == 403
    assert signed_in(PersonFactory()).post("/setup/people/", {}).status_code == 403
    admin.post("/accounts/logout/")
    assert admin.get("/setup/taxonomy/").status_code == 302


def test_the_command_prints_a_link_that_works(client, db, settings):
    out = StringIO()
    call_command("setup_link", stdout=out)
    address = out.getvalue().strip()
    assert address.startswith(settings.SITE_URL)
    client.get(address.removeprefix(settings.SITE_URL))
    assert "Welcome" in client.get("/setup/").content.decode()
    Organisation.objects.create(name="X")
    with pytest.raises(CommandError):
        call_command("setup_link")
