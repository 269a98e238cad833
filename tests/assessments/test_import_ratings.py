"""/me/import/: past ratings from a file, looked at first and added all at once."""

import threading
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import actions
from assessments.levels import adding, folding
from assessments.levels.months import fold_months
from assessments.levels.reading import load
from assessments.models import Profile, Rating, RatingImport
from assessments.models.rating import NOT_APPLICABLE
from assessments.past_ratings import read
from roadmaps.verifying import verify
from skillmatrix.people.models import Person

URL = "/me/import/"
OLD = date(2024, 5, 31)
TEXT = "skill,level,date,source\nidempotency,3,2024-05-31,Old sheet\nidempotency,2,2023-05-31,\njuggling,2,2024-05-31,\ncode-reading,n/a,2024-05-31,\n"


def upload(client, text=TEXT, name="past.csv"):
    return client.post(
        URL, {"file": SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)}
    )


@pytest.fixture
def keep(alice, taxonomy):
    def make(text=TEXT, person=alice):
        return actions.keep_past_ratings(person=person, sheet=read(text.encode()), name="x.csv", by=person)

    return make


@pytest.fixture
def add(today):
    return lambda listed, by=None: actions.add_past_ratings(
        listed=listed, by=by or listed.person, today=today
    )


def own(person, today):
    return load([person.pk], today=today)[0].own.statements


def words(answer):
    return " ".join(unescape(answer.content.decode()).split())


# --- adding -----------------------------------------------------------------------------------------


def test_they_arrive_as_my_own_of_their_day_and_unshared(keep, add, alice, today):
    assert add(keep()) == 3
    rows = list(
        Rating.objects.order_by("revision").values_list(
            "skill__slug", "value", "day", "source", "reason", "by"
        )
    )
    assert rows == [
        ("idempotency", 2, date(2023, 5, 31), "imported", "", alice.pk),
        ("idempotency", 3, OLD, "imported", "Old sheet", alice.pk),
        ("code-reading", NOT_APPLICABLE, OLD, "imported", "", alice.pk),
    ]
    inputs = load([alice.pk], today=today)[0]
    assert (inputs.own.statements["idempotency"].level, inputs.own.statements["idempotency"].day) == (3, OLD)
    assert inputs.shared.statements == {}
    assert inputs.has_unshared_changes
    assert (inputs.revision, inputs.own_revision) == (3, 3)


def test_vectors_are_what_the_rows_state(keep, add, alice, rate, today):
    rate(alice, "kubernetes", 2)
    actions.share(person=alice, shown=1, changes=1, key=uuid4(), today=today)
    last_month = today.replace(day=1) - timedelta(days=1)
    before = fold_months([(alice.pk, last_month)])
    add(keep())
    rate(alice, "idempotency", 4, shown=3)
    actions.withdraw_rating(person=alice, skill="idempotency", shown=4, key=uuid4(), by=alice, today=today)
    profile = Profile.objects.get(person=alice)
    assert folding.differing([profile]) == []
    assert verify([alice.pk]).differences == []
    assert fold_months([(alice.pk, last_month)]) == before
    assert own(alice, today)["idempotency"].level == 3


def test_what_was_said_here_since_then_stays(keep, add, alice, rate, today):
    rate(alice, "idempotency", 4, day=OLD + timedelta(days=1))
    rate(alice, "code-reading", 1, day=OLD - timedelta(days=1))
    assert add(keep()) == 1
    held = own(alice, today)
    assert (held["idempotency"].level, held["code-reading"].state) == (4, "not_applicable")
    assert verify([alice.pk]).differences == []


def test_the_same_file_twice_doubles_nothing(keep, add, alice):
    first = keep()
    assert (add(first), add(first)) == (3, 3)
    assert add(keep()) == 0
    assert (Rating.objects.count(), Profile.objects.get().revision) == (3, 3)
    first.refresh_from_db()
    assert first.lines == []


def test_of_two_files_one_waits(keep):
    keep()
    second = keep()
    assert list(RatingImport.objects.all()) == [second]


def test_nobody_brings_along_for_others(keep, add, bob, alice):
    listed = keep()
    for act in (
        lambda: add(listed, by=bob),
        lambda: actions.map_levels(listed=listed, levels={}, by=bob),
        lambda: actions.keep_past_ratings(person=alice, sheet=read(TEXT.encode()), name="", by=bob),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Rating.objects.exists()


def test_a_level_without_a_meaning_adds_nothing(keep, add):
    with pytest.raises(actions.Unacceptable):
        add(keep(TEXT + "kubernetes,expert,2024-05-31,\n"))
    assert not Rating.objects.exists()
    assert not Profile.objects.filter(revision__gt=0).exists()


def test_all_or_nothing(keep, add, monkeypatch):
    monkeypatch.setattr(folding, "settle", lambda person_id: 1 / 0)
    listed = keep()
    with pytest.raises(ZeroDivisionError):
        add(listed)
    assert not Rating.objects.exists()
    listed.refresh_from_db()
    assert listed.added is None


def test_as_many_queries_for_one_as_for_many(keep, add, taxonomy, alice, today):
    def count(text):
        listed = keep(text)
        with CaptureQueriesContext(connection) as queries:
            add(listed)
        return len(queries)

    some = list(taxonomy.active)[:20]
    one = count(f"skill,level,date\n{some[0].slug},1,2023-01-01\n")
    many = count("skill,level,date\n" + "".join(f"{skill.slug},2,2024-01-01\n" for skill in some))
    assert one == many
    assert len(own(alice, today)) == 20


@pytest.mark.django_db(transaction=True)
def test_two_at_once_add_once(taxonomy, alice, today):
    listed = actions.keep_past_ratings(person=alice, sheet=read(TEXT.encode()), name="", by=alice)
    ready, added = threading.Barrier(2), []

    def go():
        ready.wait()
        added.append(actions.add_past_ratings(listed=listed, by=alice, today=today))
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert added == [3, 3]
    assert Rating.objects.count() == 3


# --- the card ---------------------------------------------------------------------------------------


def test_a_card_says_imported_until_it_is_said_here(keep, add, mid, rate, signed_in, today, taxonomy, form):
    assert adding.imported(mid.pk, taxonomy) == frozenset()
    add(keep())
    assert adding.imported(mid.pk, taxonomy) == {"idempotency", "code-reading"}
    client = signed_in(mid)
    page = f"/assess/areas/{taxonomy.skills['idempotency'].area}/"
    assert "imported" in words(client.get(page))
    answer = client.post("/assess/rate/", form("idempotency", shown=3, intent="confirm", value="3"))
    assert answer.status_code in {200, 302, 303}
    assert own(mid, today)["idempotency"].day == today
    assert adding.imported(mid.pk, taxonomy) == {"code-reading"}
    actions.withdraw_rating(person=mid, skill="idempotency", shown=3, key=uuid4(), by=mid, today=today)
    assert adding.imported(mid.pk, taxonomy) == {"idempotency", "code-reading"}


# --- the pages --------------------------------------------------------------------------------------


def test_from_a_file_to_ratings_without_javascript(signed_in, mid, today):
    client = signed_in(mid)
    assert "What the file looks like" in words(client.get(URL))
    answer = upload(client)
    assert answer.status_code == 303
    check = words(client.get(answer.url))
    assert "3 ratings would be added" in check
    assert "There is no such skill here." in check
    assert not Rating.objects.exists()
    done = client.post(answer.url, {"level-0": "2", "level-1": "3", "level-2": "254", "add": "1"})
    assert (done.status_code, done.url) == (303, "/assess/")
    assert "3 past ratings were added" in words(client.get("/assess/"))
    assert "3 ratings were added" in words(client.get(answer.url))
    again = client.post(answer.url, {"add": "1"})
    assert again.status_code == 303
    assert Rating.objects.count() == 3


def test_their_levels_become_ours(signed_in, mid, today):
    client = signed_in(mid)
    here = upload(
        client, "skill,level,date\nidempotency,expert,2024-05-31\ncode-reading,novice,2024-05-31\n"
    ).url
    page = words(client.get(here))
    assert "Say first what these levels mean" in page
    assert client.post(here, {"level-0": "", "level-1": "", "add": "1"}).status_code == 422
    assert client.post(here, {"level-0": "4", "level-1": ""}).status_code == 303
    assert "1 rating would be added" in words(client.get(here))
    client.post(here, {"level-0": "4", "level-1": "-1", "add": "1"})
    assert {slug: held.level for slug, held in own(mid, today).items()} == {"idempotency": 4}


@pytest.mark.parametrize("level", ["9", "٣", "x", "253", "1e0"])
def test_a_level_that_was_not_offered(signed_in, mid, level):
    client = signed_in(mid)
    here = upload(client).url
    answer = client.post(here, {"level-0": level, "level-1": "3", "level-2": "254", "add": "1"})
    assert answer.status_code == 422
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "file", [b"", b"x", b"PK\x03\x04", "skill,level,date\n" + "".join(f"a,l{n},b\n" for n in range(99))]
)
def test_a_file_that_is_no_table_is_refused_on_the_page(signed_in, alice, taxonomy, file):
    answer = upload(signed_in(alice), file)
    assert answer.status_code == 422
    assert "What the file looks like" in words(answer)
    assert not RatingImport.objects.exists()


def test_by_htmx_it_goes_the_same_way(signed_in, mid, htmx):
    client = signed_in(mid)
    here = upload(client).url
    answer = client.post(here, {"level-0": "2", "level-1": "3", "level-2": "254"}, headers=htmx("preview"))
    assert answer.headers["HX-Redirect"] == here


def test_markup_stays_text(signed_in, alice, taxonomy):
    client = signed_in(alice)
    here = upload(
        client,
        'skill,level,date,source\n<script>alert(1)</script>,"<b>3",2024-05-31,\nidempotency,3,2024-05-31,<i>x\n',
    ).url
    page = client.get(here).content.decode()
    assert "<script>alert" not in page
    assert "<b>3" not in page
    assert "<i>x" not in page


def test_nobody_else_finds_it(signed_in, alice, bob, erin, taxonomy):
    here = upload(signed_in(alice)).url
    for person in (bob, erin):
        assert signed_in(person).get(here).status_code == 404
        assert signed_in(person).post(here, {"add": "1"}).status_code == 404
    assert not Rating.objects.exists()


def test_without_a_taxonomy_there_is_nothing_to_bring(signed_in, alice):
    assert signed_in(alice).get(URL).status_code == 404


def test_the_page_has_as_many_queries_for_one_line_as_for_many(signed_in, mid, taxonomy):
    def count(text):
        client = signed_in(Person.objects.get(pk=mid.pk))
        here = upload(client, text).url
        with CaptureQueriesContext(connection) as queries:
            client.get(here)
        return len(queries)

    many = "".join(f"{skill.slug},2,2024-01-01\n" for skill in list(taxonomy.active)[:20])
    assert count("skill,level,date\nidempotency,2,2024-01-01\n") == count("skill,level,date\n" + many)
