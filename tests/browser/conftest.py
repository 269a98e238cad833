"""The demo organisation, served by real processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from tests.processes import Stack


@pytest.fixture
def site(stack: Stack, settings: Any) -> Iterator[str]:
    """The address of the demo: web, dispatcher and worker, all of them real."""
    settings.DEMO = True
    # The web process must be able to check the passwords.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    call_command("prepare", "--demo", verbosity=0)
    stack.extra = {"SKILLMATRIX_DEMO": "1"}
    stack.worker()
    stack.dispatcher()
    yield stack.web()
    connections.close_all()
