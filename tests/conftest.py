"""The people every test knows, and what holds for all tests.

alice is an engineer in the team Payments, bob leads it, carol is an engineer in another team,
dana edits the taxonomy and erin edits people and teams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Browser

from skillmatrix.people.models import Person, Team
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import load_default
from skillmatrix.taxonomy.document import Taxonomy
from tests import browsers, factories, processes


@pytest.fixture(autouse=True)
def _plain_settings(settings: Any) -> None:
    """No demo, whatever the shell says; static files by plain names, quick hashes, mail in memory."""
    settings.DEMO = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Without it whitenoise warns that nothing was collected, and warnings are errors.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def taxonomy(db: None) -> Taxonomy:
    """The default taxonomy, published as version 1."""
    load_default()
    return versions.current()


@pytest.fixture
def payments(db: None) -> Team:
    """The team that alice is in and bob leads."""
    return factories.TeamFactory(name="Payments", slug="payments")


@pytest.fixture
def bob(payments: Team) -> Person:
    """alice's lead."""
    bob = factories.PersonFactory(name="Bob Okafor", email="bob@example.com")
    factories.LeadFactory(person=bob, team=payments)
    return bob


@pytest.fixture
def alice(payments: Team, bob: Person) -> Person:
    """An engineer in bob's team."""
    alice = factories.PersonFactory(name="Alice Lindqvist", email="alice@example.com")
    factories.MembershipFactory(person=alice, team=payments)
    return alice


@pytest.fixture
def carol(db: None) -> Person:
    """An engineer in another team."""
    carol = factories.PersonFactory(name="Carol Mbeki", email="carol@example.com")
    search = factories.TeamFactory(name="Search", slug="search")
    factories.MembershipFactory(person=carol, team=search)
    return carol


@pytest.fixture
def dana(db: None) -> Person:
    """Edits the taxonomy."""
    return factories.PersonFactory(name="Dana Rossi", email="dana@example.com", is_taxonomy_admin=True)


@pytest.fixture
def erin(db: None) -> Person:
    """Edits people and teams."""
    return factories.PersonFactory(name="Erin Novak", email="erin@example.com", is_people_admin=True)


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """Makes a client in which somebody is signed in: `signed_in(alice)`."""

    def make(person: Person, **headers: Any) -> Client:
        client = Client(**headers)
        client.force_login(person)
        return client

    return make


@pytest.fixture
def htmx() -> Callable[[str], dict[str, str]]:
    """Headers of a request by htmx: `client.get(url, headers=htmx("rating"))`."""
    return lambda target="": {"HX-Request": "true", "HX-Target": target}


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database with the default taxonomy published, to copy for tests that run real processes."""
    with django_db_blocker.unblock():
        original = connection.settings_dict["NAME"]
        name = f"{original}_template"
        connections.close_all()
        processes.copy_database(original, name)
        processes.point_at(name)
        load_default()
        # Web processes keep their rate limits in the database.
        call_command("createcachetable", "cache")
        processes.point_at(original)
        yield name
        processes.drop_database(name)


@pytest.fixture
def stack(
    transactional_db: None, template_database: str, django_db_blocker: Any
) -> Iterator[processes.Stack]:
    """Real processes on a database of their own, which this test's Django talks to as well."""
    with django_db_blocker.unblock():
        original = connection.settings_dict["NAME"]
        name = f"{template_database.removesuffix('_template')}_{uuid4().hex[:8]}"
        connections.close_all()
        processes.copy_database(template_database, name)
        processes.point_at(name)
        stack = processes.Stack(name)
        try:
            yield stack
        finally:
            stack.stop()
            processes.point_at(original)
            processes.drop_database(name)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A real Chromium for one test. Its event loop runs in this thread, which Django would mind."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with browsers.chromium() as running:
        yield running
