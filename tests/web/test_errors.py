"""Pages for when things go wrong: ours, useful, and free of hints."""

import pytest
from django.test import Client


def test_page_not_found_is_ours(client) -> None:
    answer = client.get("/no/such/thing/")
    assert answer.status_code == 404
    assert "There is nothing here for you" in answer.content.decode()


def test_page_not_found_is_the_same_wherever_it_comes_from(client) -> None:
    assert client.get("/no/such/thing/").content == client.get("/components/").content


def test_forbidden_is_ours(client) -> None:
    answer = client.get("/forbidden/")
    assert answer.status_code == 403
    assert "not yours to do" in answer.content.decode()


def test_our_mistakes_say_nothing_of_the_bug(client) -> None:
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "our mistake" in answer.content.decode()
    assert "a bug" not in answer.content.decode()


def test_old_form_explains_itself_and_wakes_the_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert answer.headers["HX-Trigger"] == "session-changed"
    assert "This form was too old" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_pages_need_neither_request_nor_database(code: str) -> None:
    from django.template.loader import render_to_string

    page = render_to_string(f"{code}.html")
    assert "<h1>" in page
    assert "tokens.css" in page
