"""What every answer has in common."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from skillmatrix.web.errors import is_database_away
from skillmatrix.web.middleware import PersonalLocaleMiddleware

HERE = {"HX-Current-URL": "http://testserver/assess/?area=a&b=1#skill"}


def test_browser_is_sent_to_login(client) -> None:
    answer = client.get("/private/")
    assert answer.headers["Location"] == "/accounts/login/?next=/private/"


def test_htmx_stays_on_its_page_when_signed_out(client, htmx) -> None:
    answer = client.post("/private/", headers={**htmx("rating-cell"), **HERE})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/assess/%3Farea%3Da%26b%3D1%23skill"
    assert answer.content == b""


def test_htmx_login_never_leads_to_another_site(client, htmx) -> None:
    answer = client.get("/private/", headers={**htmx(), "HX-Current-URL": "https://evil.test/x"})
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/"


def test_other_redirects_are_left_alone_for_htmx(client, htmx) -> None:
    assert client.get("/elsewhere/", headers=htmx()).status_code == 302


def test_caches_tell_fragments_from_pages(client) -> None:
    vary = client.get("/page/").headers["Vary"]
    assert "HX-Request" in vary
    assert "HX-Target" in vary


def test_signed_in_answers_are_never_stored(signed_in, alice) -> None:
    assert signed_in(alice).get("/private/").headers["Cache-Control"] == "no-store, private"


def test_permissions_policy_turns_everything_off(client) -> None:
    assert "camera=()" in client.get("/page/").headers["Permissions-Policy"]


def test_messages_travel_with_the_fragment(client, htmx) -> None:
    body = client.get("/told/", headers=htmx("x")).content.decode()
    assert body.startswith("<p>part</p>")
    assert 'hx-swap-oob="beforeend:#messages"' in body
    assert "Saved &lt;b&gt;it&lt;/b&gt;" in body


@pytest.mark.parametrize("status", [409, 422])
def test_messages_travel_with_errors_that_are_shown(client, htmx, status: int) -> None:
    assert "Saved" in client.get(f"/told/{status}/", headers=htmx("x")).content.decode()


@pytest.mark.parametrize("status", [204, 403, 500])
def test_messages_wait_when_nothing_is_shown(client, htmx, status: int) -> None:
    assert "Saved" not in client.get(f"/told/{status}/", headers=htmx("x")).content.decode()
    assert "Saved" in client.get("/told/", headers=htmx("x")).content.decode()


def test_messages_shown_already_are_not_repeated(client, htmx) -> None:
    assert client.get("/read/", headers=htmx("x")).content == b"Saved"


def test_messages_stay_out_of_ordinary_answers(client) -> None:
    assert "Saved" not in client.get("/told/").content.decode()


def test_database_away_says_come_back(client) -> None:
    answer = client.get("/away/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Back in a moment" in answer.content.decode()


def test_database_away_before_the_view_says_the_same(client, monkeypatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", refuse)
    client.raise_request_exception = False
    client.cookies["sid"] = "something"
    answer = client.get("/private/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_database_errors_are_found_behind_others() -> None:
    behind = RuntimeError()
    behind.__cause__ = InterfaceError()
    assert is_database_away(behind)
    assert not is_database_away(ValueError())


def test_time_and_language_follow_the_person(signed_in, alice) -> None:
    alice.timezone, alice.language = "Asia/Kolkata", "en"
    alice.save()
    assert signed_in(alice).get("/local/").content == b"Asia/Kolkata en"
    assert timezone.get_current_timezone_name() != "Asia/Kolkata"


@pytest.mark.parametrize("name", ["", "Atlantis/Sunken", "../../etc/passwd", "/etc/passwd"])
def test_unknown_timezone_falls_back(name: str) -> None:
    user = SimpleNamespace(is_authenticated=True, timezone=name, language="xx")
    request = RequestFactory().get("/")
    request.user = user
    with timezone.override("Asia/Tokyo"), translation.override("en"):
        PersonalLocaleMiddleware(lambda r: HttpResponse()).process_view(request, lambda r: None, (), {})
        assert timezone.get_current_timezone_name() == "UTC"


def test_anonymous_keeps_the_installation_timezone() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    PersonalLocaleMiddleware(lambda r: HttpResponse()).process_view(request, lambda r: None, (), {})
    assert timezone.get_current_timezone_name() == "UTC"
