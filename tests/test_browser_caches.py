"""What a browser may keep: files whose name says what is in them, for ever; what a person saw, never."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy

STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: Any) -> Path:
    """A folder for the static files of this release."""
    return Path(tmp_path_factory.mktemp("static"))


@pytest.fixture
def released(settings: Any, collected: Path) -> Client:
    """A browser of an installation whose static files were collected, as in the image."""
    settings.STATIC_ROOT = str(collected)
    settings.STORAGES = {"staticfiles": {"BACKEND": "skillmatrix.web.storage.CollectedFiles"}}
    settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return Client()


def test_static_files_carry_a_hash_and_are_kept_for_ever(
    released: Client, alice: Person, taxonomy: Taxonomy
) -> None:
    released.force_login(alice)
    pages = [released.get(path).content.decode() for path in ("/", "/taxonomy/", "/assess/")]
    urls = {url for page in pages for url in STATIC.findall(page)}

    assert len(urls) > 10
    for url in urls:
        assert HASHED.search(url), url
        answer = released.get(url)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (
            200,
            "max-age=315360000, public, immutable",
        )
        answer.close()


def test_a_plain_name_is_not_kept_for_ever(released: Client, db: None) -> None:
    answer = released.get("/static/css/base.css")

    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]
    answer.close()


@pytest.mark.parametrize(
    "path",
    ["/", "/taxonomy/", "/taxonomy/skills/idempotency/", "/roles/senior/", "/assess/", "/me/gaps/", "/gone/"],
)
def test_what_a_person_saw_is_kept_nowhere(
    alice: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any, path: str
) -> None:
    client = signed_in(alice)

    for headers in ({}, htmx("role-expectations")):
        assert client.get(path, headers=headers).headers["Cache-Control"] == "no-store, private"
