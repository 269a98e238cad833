"""/taxonomy/draft/preview/skills/<slug>/: a skill of the draft as everybody would read it."""

from __future__ import annotations

from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomy.test_preview import OUTSIDE, change, inside

URL = "/taxonomy/draft/preview/skills/idempotency-keys/"


def test_the_skill_as_it_would_be(dana: Person, alice: Person, taxonomy: Taxonomy, signed_in: Any):
    change("skill:idempotency-keys", dana, definition="Says it twice, does it once")

    page = inside(signed_in(dana).get(URL).content.decode())

    assert "Says it twice, does it once" in page
    assert "Preview of the draft on version 1" in page
    assert 'href="/taxonomy/draft/preview/skills/idempotency/"' in page
    assert 'href="/taxonomy/draft/skills/idempotency-keys/"' in page
    assert OUTSIDE.findall(page) == []
    published = signed_in(alice).get("/taxonomy/skills/idempotency-keys/").content.decode()
    assert "Says it twice" not in published


def test_a_skill_that_the_draft_retires(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    change("skill:kubernetes", dana, off=True)

    page = signed_in(dana).get("/taxonomy/draft/preview/skills/kubernetes/").content.decode()

    assert "switched off here" in page


def test_words_of_the_author_are_escaped(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    change("skill:idempotency-keys", dana, name="<img src=x onerror=alert(1)>")

    for path in (URL, "/taxonomy/draft/preview/", "/taxonomy/draft/preview/roles/mid/?rate=queues"):
        assert "<img src=x" not in signed_in(dana).get(path).content.decode()


def test_an_unknown_skill_is_not_found(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    assert signed_in(dana).get("/taxonomy/draft/preview/skills/juggling/").status_code == 404
