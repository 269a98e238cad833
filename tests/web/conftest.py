"""A site without the other rooms, and the door to its templates."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _site_of_its_own(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.web.urls"
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    processors = templates[0]["OPTIONS"]["context_processors"]
    templates[0]["OPTIONS"]["context_processors"] = [
        name for name in processors if name.startswith("django.")
    ]
    settings.TEMPLATES = templates
