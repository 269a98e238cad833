"""/taxonomy/draft/preview/: the draft as everybody would read it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft import actions as drafting
from skillmatrix.taxonomy.draft import state
from skillmatrix.taxonomy.models import DraftPart, TaxonomyDraft

URL = "/taxonomy/draft/preview/"
OUTSIDE = re.compile(r'href="(/taxonomy/skills/[^"]*|/roles/[^"]*|/taxonomy/suggest/[^"]*)"')


def change(path: str, by: Person, **fields: Any) -> None:
    """Change some fields of one part of the draft."""
    draft = state.load()
    drafting.save_part(
        path=path, content={**draft.parts[path], **fields}, shown=draft.shown(path), summary="changed", by=by
    )


def inside(page: str) -> str:
    """The page without its header, whose links lead out of every page."""
    return page.split("<main", 1)[1]


def test_the_ladder_as_it_would_be(dana: Person, alice: Person, taxonomy: Taxonomy, signed_in: Any):
    change("skill:idempotency", dana, name="Doing it once")

    page = inside(signed_in(dana).get(URL).content.decode())

    assert "Preview of the draft on version 1: nobody else sees this." in page
    assert "Doing it once" in page
    assert 'href="/taxonomy/draft/preview/skills/idempotency/"' in page
    assert 'href="/taxonomy/draft/preview/roles/senior/"' in page
    assert OUTSIDE.findall(page) == []
    assert "Doing it once" not in signed_in(alice).get("/taxonomy/").content.decode()


def test_each_change_shows_at_once(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(dana)
    for name in ("Doing it once", "Doing it twice"):
        change("skill:idempotency", dana, name=name)
        assert name in client.get(URL).content.decode()


def test_without_a_draft_it_is_what_is_published(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(dana).get(URL).content.decode()

    assert "nobody else sees this" in page
    assert all(f"/preview/skills/{skill.slug}/" in page for skill in taxonomy.active)
    assert not TaxonomyDraft.objects.exists()


def test_search_stays_in_the_draft(dana: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    change("skill:idempotency", dana, name="Doing it once")
    client = signed_in(dana)

    page = client.get(f"{URL}?q=doing+it+once").content.decode()
    part = client.get(f"{URL}?q=doing+it+once", headers=htmx("ladder-skills")).content.decode()
    nothing = client.get(f"{URL}?q=juggling").content.decode()

    assert "<html" in page
    assert part.lstrip().startswith('<div id="ladder-skills">')
    for found in (page, part):
        assert "/taxonomy/draft/preview/skills/idempotency/" in found
        assert OUTSIDE.findall(found.partition("<main")[2] or found) == []
    assert "Nothing found" in nothing
    assert "/taxonomy/suggest/" not in nothing


def test_problems_come_first(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    change("skill:idempotency", dana, name="Doing it once")
    # As an import may leave it: a role that asks for a skill which is not there.
    part = DraftPart.objects.get(path="skill:idempotency")
    DraftPart.objects.filter(pk=part.pk).update(content={**part.content, "prerequisites": ["juggling"]})
    client = signed_in(dana)

    for url in (URL, f"{URL}roles/mid/", f"{URL}skills/idempotency/"):
        page = client.get(url).content.decode()
        assert "This draft cannot be shown as a whole yet." in page
        assert "juggling" in page
        assert 'href="/taxonomy/draft/skills/idempotency/"' in page


def test_before_anything_is_published(dana: Person, signed_in: Any):
    assert signed_in(dana).get(URL).status_code == 404


@pytest.mark.parametrize("path", ["", "roles/mid/", "skills/idempotency/"])
@pytest.mark.parametrize("who", ["alice", "bob", "erin"])
def test_for_those_who_edit_alone(
    request: pytest.FixtureRequest, taxonomy: Taxonomy, signed_in: Any, who: str, path: str
):
    assert signed_in(request.getfixturevalue(who)).get(f"{URL}{path}").status_code == 403
