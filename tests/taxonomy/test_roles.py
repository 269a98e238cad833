"""/roles/: every role in a few words."""

from __future__ import annotations

from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomy.documents import SMALL


def test_every_role_is_there(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/roles/").content.decode()

    for role in taxonomy.roles.values():
        assert f'href="/roles/{role.slug}/"' in page
        assert role.summary.split(".")[0] in page
    assert "asks for 63 skills" in page


def test_a_taxonomy_without_roles(alice: Person, signed_in: Any, db: None):
    bare = SMALL[: SMALL.index("roles:")] + "roles: []\n"
    publish(text=bare, note="", by=None)

    assert "no roles yet" in signed_in(alice).get("/roles/").content.decode()


def test_a_taxonomy_without_areas(alice: Person, signed_in: Any, db: None):
    bare = SMALL[: SMALL.index("areas:")] + "areas: []\nroles: []\n"
    publish(text=bare, note="", by=None)

    assert signed_in(alice).get("/roles/").status_code == 200
    assert signed_in(alice).get("/taxonomy/").status_code == 200


def test_anonymous_people_sign_in_first(taxonomy: Taxonomy, client: Any):
    assert client.get("/roles/").status_code == 302
