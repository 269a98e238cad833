"""The small taxonomy, and somebody who edits it."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomy.documents import SMALL

# A second area and a third skill, so that there is something to move.
THREE = SMALL.replace(
    "roles:\n",
    """  - slug: two
    name: Two
    summary: The second
    skills:
      - {slug: speaking, name: Speaking, kind: behaviour, definition: Says it}
  - {slug: three, name: Three, summary: The third, skills: []}
roles:
""",
    1,
)


@pytest.fixture
def small(db: None) -> None:
    """The small taxonomy with three areas, published as version 1."""
    publish(text=THREE, note="", by=None)


@pytest.fixture
def client(dana: Person, small: None, signed_in: Any) -> Any:
    """Dana, who edits the small taxonomy."""
    return signed_in(dana)


@pytest.fixture
def editor(dana: Person, taxonomy: Taxonomy, signed_in: Any) -> Any:
    """Dana, who edits the default taxonomy."""
    return signed_in(dana)
