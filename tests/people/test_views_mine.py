"""Inbox, settings and who looked: each person's own pages."""

import pytest
from django.utils import timezone

from skillmatrix.people import access, inbox
from skillmatrix.people.models import Message, Person
from skillmatrix.people.views.inbox import is_local

ACCOUNT = {"name": "Alice L", "timezone": "Europe/Paris", "language": "en", "theme": "dark"}


def tell(person, subject="Hello", **more):
    inbox.tell(person, kind=Message.Kind.SHARED, subject=subject, **more)
    return Message.objects.filter(recipient=person).latest("id")


def test_telling_twice_with_a_key_is_telling_once(alice):
    for _ in range(2):
        tell(alice, key="k")
    assert Message.objects.count() == 1


def test_new_messages_come_first(signed_in, alice):
    first, second, third = (tell(alice, f"Number {n}") for n in range(3))
    inbox.mark_read(alice, [third.pk])
    page = signed_in(alice).get("/inbox/").content.decode()
    assert page.index("Number 1") < page.index("Number 0") < page.index("Number 2")


def test_an_empty_inbox_says_so(signed_in, alice):
    assert "Nothing waits for you" in signed_in(alice).get("/inbox/").content.decode()


def test_opening_marks_as_read_and_goes_there(signed_in, alice):
    message = tell(alice, link="/people/x/#caching")
    answer = signed_in(alice).post(f"/inbox/{message.pk}/open/")
    assert answer.url == "/people/x/#caching"
    message.refresh_from_db()
    assert message.read_at


@pytest.mark.parametrize(
    "link", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:1", "", "x"]
)
def test_a_link_that_leaves_the_site_goes_nowhere(signed_in, alice, link):
    assert not is_local(link)
    assert signed_in(alice).post(f"/inbox/{tell(alice, link=link).pk}/open/").url == "/inbox/"


def test_messages_of_others_do_not_exist(signed_in, alice, bob):
    message = tell(bob)
    client = signed_in(alice)
    assert client.post(f"/inbox/{message.pk}/open/").status_code == 404
    assert client.post("/inbox/99999999999999999999999/open/").status_code == 404
    client.post("/inbox/read/", {"message": message.pk})
    client.post("/inbox/read/")
    message.refresh_from_db()
    assert message.read_at is None


def test_marking_one_and_all_as_read(signed_in, alice):
    messages = [tell(alice) for _ in range(3)]
    client = signed_in(alice)
    client.post("/inbox/read/", {"message": messages[0].pk})
    assert Message.objects.of(alice).unread().count() == 2
    client.post("/inbox/read/", {"message": "nonsense"})
    assert Message.objects.of(alice).unread().count() == 2
    client.post("/inbox/read/")
    assert Message.objects.of(alice).unread().count() == 0
    assert client.get("/inbox/read/").status_code == 405


def test_a_long_inbox_has_pages(signed_in, alice):
    for number in range(51):
        tell(alice, f"Number {number}")
    assert "page=2" in signed_in(alice).get("/inbox/").content.decode()
    assert "Number 0" in signed_in(alice).get("/inbox/?page=2").content.decode()


def test_settings_are_saved_and_the_browser_follows(signed_in, alice):
    client = signed_in(alice)
    answer = client.post("/account/", {**ACCOUNT, "shares_upward": "on"})
    assert answer.status_code == 302
    assert answer.cookies["theme"].value == "dark"
    alice.refresh_from_db()
    assert (alice.name, alice.timezone, alice.shares_upward) == ("Alice L", "Europe/Paris", True)
    client.post("/account/", ACCOUNT)
    assert not Person.objects.get(pk=alice.pk).shares_upward


@pytest.mark.parametrize(
    "wrong",
    [{"timezone": "Mars/Olympus"}, {"language": "xx"}, {"theme": "neon"}, {"name": " "}, {"name": "x" * 121}],
)
def test_settings_that_do_not_exist(signed_in, alice, wrong):
    assert signed_in(alice).post("/account/", {**ACCOUNT, **wrong}).status_code == 422
    assert Person.objects.get(pk=alice.pk).name == "Alice Lindqvist"


def test_rights_are_not_settings(signed_in, alice, bob):
    extra = {
        "is_people_admin": "on",
        "email": "x@example.com",
        "person": bob.pk,
        "public_id": str(bob.public_id),
    }
    signed_in(alice).post("/account/", {**ACCOUNT, **extra})
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.is_people_admin, alice.email, bob.name) == (False, "alice@example.com", "Bob Okafor")


def test_settings_say_who_sees_what(signed_in, alice, bob):
    page = signed_in(alice).get("/account/").content.decode()
    assert "<dt>Bob Okafor</dt>" in page
    assert "you belong to no team" in signed_in(bob).get("/account/").content.decode()


def test_who_looked_is_told_to_the_person_alone(signed_in, alice, bob, carol):
    access.note_access(bob, [alice], page="person", today=timezone.localdate())
    assert "on 1 day" in signed_in(alice).get("/me/data/").content.decode()
    assert "Nobody so far" in signed_in(carol).get("/me/data/").content.decode()


def test_own_pages_need_somebody_signed_in(client, db):
    assert {client.get(url).status_code for url in ("/inbox/", "/account/", "/me/data/")} == {302}
