"""Whole pages and partials."""

import pytest
from django.test import Client


def test_page_is_whole_for_a_browser(client: Client) -> None:
    assert "Whole page" in client.get("/page/").content.decode()


def test_partial_is_chosen_by_target(client, htmx) -> None:
    body = client.get("/page/", headers=htmx("rating-cell")).content.decode()
    assert body == '<td id="rating-cell">3</td>'


@pytest.mark.parametrize("target", ["secret-part", "", "nothing", "rating-cell#x", "../base"])
def test_partial_outside_the_list_gets_the_whole_page(client, htmx, target: str) -> None:
    assert "Whole page" in client.get("/page/", headers=htmx(target)).content.decode()


def test_target_without_htmx_means_nothing(client) -> None:
    assert "Whole page" in client.get("/page/", headers={"HX-Target": "rating-cell"}).content.decode()


def test_redirect_to_moves_a_browser_and_htmx(client, htmx) -> None:
    assert client.get("/moved/").headers["Location"] == "/page/"
    answer = client.get("/moved/", headers=htmx("x"))
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/page/")
