"""The appearance of this browser."""

import pytest


def test_theme_is_remembered_and_shown(client, settings) -> None:
    settings.DEMO = True
    answer = client.post("/theme/", {"theme": "dark"}, headers={"Referer": "http://testserver/page/"})
    assert answer.headers["Location"] == "http://testserver/page/"
    assert 'data-theme="dark"' in client.get("/components/").content.decode()


def test_theme_answers_the_script_with_nothing(client) -> None:
    assert (
        client.post("/theme/", {"theme": "light"}, headers={"X-Requested-With": "fetch"}).status_code == 204
    )


@pytest.mark.parametrize("nonsense", ["", "purple", '"><script>', "dark\r\nX: y"])
def test_theme_takes_nonsense_for_auto(client, nonsense: str) -> None:
    client.post("/theme/", {"theme": nonsense})
    assert client.cookies["theme"].value == "auto"


def test_forged_theme_cookie_is_ignored(client, settings) -> None:
    settings.DEMO = True
    client.cookies["theme"] = "x-onload"
    assert 'data-theme="auto"' in client.get("/components/").content.decode()


def test_theme_never_redirects_to_another_site(client) -> None:
    answer = client.post("/theme/", {"theme": "dark"}, headers={"Referer": "https://evil.test/"})
    assert answer.headers["Location"] == "/"
