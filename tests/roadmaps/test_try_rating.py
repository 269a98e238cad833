"""/assess/try/: what would follow, storing nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.roadmaps.saying import aim_at, give_role, rate

URL = "/assess/try/"


@pytest.fixture
def attempt(alice: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    give_role(alice)
    rate(alice, idempotency=1, caching_fundamentals=1)
    client = signed_in(alice)
    return lambda **sent: client.post(URL, sent, headers=htmx("consequences"))


def everything() -> dict[str, list[Any]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in {"assessments", "roadmaps", "jobs", "people", "taxonomy"}
    }


def test_try_is_not_taken_for_an_area():
    assert resolve(URL).view_name == "roadmaps:try-rating"


def test_a_trial_tells_what_would_follow_and_stores_nothing(attempt: Any):
    before = everything()
    with CaptureQueriesContext(connection) as captured:
        response = attempt(skill="idempotency", value="2")
    html = response.content.decode()
    assert response.status_code == 200
    assert "Tried, not saved" in html
    assert "Gap closed: Idempotency is at 2, Mid asks for 2." in html
    assert "report-awaited" not in html
    assert everything() == before
    written = [q["sql"] for q in captured if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


@pytest.mark.parametrize("separator", [":", "="])
def test_earlier_moves_of_the_trial_count(attempt: Any, separator: str):
    response = attempt(skill="idempotency", value="2", tried=[f"caching-fundamentals{separator}3"])
    html = response.content.decode()
    assert "Mid: 0 → 1 of 75" not in html
    assert "Targets met for Mid: 1 → 2 of 75." in html
    assert "Mid 0 → 2" in html


def test_not_applicable_and_taking_back(attempt: Any):
    assert "does not apply" in attempt(skill="idempotency", value="254").content.decode()
    assert "Not rated again" in attempt(skill="idempotency", value="255").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"skill": "idempotency"},
        {"skill": "idempotency", "value": ""},
        {"skill": "idempotency", "value": "6"},
        {"skill": "idempotency", "value": "-1"},
        {"skill": "idempotency", "value": " 3"},
        {"skill": "idempotency", "value": "٣"},
        {"skill": "idempotency", "value": "1e1"},
        {"skill": "idempotency", "value": "9" * 5000},
        {"skill": "nothing", "value": "3"},
        {"skill": "\0", "value": "3"},
        {"value": "3"},
        {"skill": "idempotency", "value": "3", "tried": ["idempotency"]},
        {"skill": "idempotency", "value": "3", "tried": ["nothing:2"]},
        {"skill": "idempotency", "value": "3", "tried": ["idempotency:9"]},
        {"skill": "idempotency", "value": "3", "tried": ["idempotency:2"] * 81},
    ],
)
def test_bad_input_is_refused_with_a_sentence(attempt: Any, sent: dict[str, Any]):
    response = attempt(**sent)
    assert response.status_code == 422
    assert response.content.decode().endswith(".")


def test_without_javascript_it_is_a_page(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    give_role(alice)
    html = signed_in(alice).post(URL, {"skill": "idempotency", "value": "1"}).content.decode()
    assert "<html" in html
    assert "Back to the assessment" in html


def test_without_a_role_nothing_changes(carol: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    response = signed_in(carol).post(URL, {"skill": "idempotency", "value": "1"}, headers=htmx())
    assert "Nothing changes in your gaps" in response.content.decode()


def test_it_tries_for_whoever_asks(attempt: Any, carol: Person, signed_in: Any, htmx: Any):
    aim_at(carol, "senior")
    html = signed_in(carol).post(URL, {"skill": "idempotency", "value": "1"}, headers=htmx()).content.decode()
    assert "Mid" not in html
    assert "Senior asks for 4" in html


def test_get_and_anonymous(alice: Person, taxonomy: Taxonomy, client: Any, signed_in: Any):
    assert signed_in(alice).get(URL).status_code == 405
    assert client.post(URL, {"skill": "idempotency", "value": "1"}).status_code == 302
