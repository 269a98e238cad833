"""/taxonomy/<slug>/: one skill, linkable to a level."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import escape

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.parsing import Invalid
from tests.taxonomy.documents import SMALL


def test_everything_about_a_skill(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    skill = taxonomy.skills["idempotency-keys"]

    page = signed_in(alice).get("/taxonomy/skills/idempotency-keys/").content.decode()

    for rank, sentence in enumerate(skill.descriptors):
        assert f'id="level-{rank}"' in page
        assert escape(sentence) in page
    assert escape(skill.evidence) in page
    assert escape(skill.watch_out) in page
    for resource in skill.resources:
        assert escape(resource.title) in page
    for other in skill.prerequisites:
        assert f'href="/taxonomy/skills/{other}/"' in page
    assert "12 months" in page


def test_what_needs_it_is_linked(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/taxonomy/skills/idempotency/").content.decode()

    assert 'href="/taxonomy/skills/idempotency-keys/"' in page
    assert 'href="/taxonomy/skills/retries-dead-letters/"' in page


def test_anonymous_people_sign_in_first(taxonomy: Taxonomy, client: Any):
    assert client.get("/taxonomy/skills/ci-cd/").status_code == 302


def test_an_unknown_skill_is_not_found(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    assert signed_in(alice).get("/taxonomy/skills/juggling/").status_code == 404


def test_a_retired_skill_names_its_successor(alice: Person, signed_in: Any, db: None):
    retired = SMALL.replace("kind: tool", "kind: tool\n        retired: true\n        replaced_by: queues")
    publish(text=retired.replace(", brokers: {level: 2, weight: 2}", ""), note="", by=None)

    page = signed_in(alice).get("/taxonomy/skills/brokers/").content.decode()

    assert "This skill is retired" in page
    assert "It was replaced by" in page
    assert "/taxonomy/skills/brokers/" not in signed_in(alice).get("/taxonomy/").content.decode()


def test_a_skill_that_left_is_shown_as_it_was(alice: Person, signed_in: Any, db: None):
    publish(text=SMALL, note="", by=None)
    publish(
        text=SMALL.replace("slug: brokers", "slug: dealers").replace("brokers", "dealers"), note="", by=None
    )

    page = signed_in(alice).get("/taxonomy/skills/brokers/").content.decode()

    assert "as it stood in version 1" in page
    assert "I run one" in page


def test_a_skill_that_is_switched_off_says_so(alice: Person, signed_in: Any, db: None):
    publish(text=SMALL.replace("kind: tool", "kind: tool\n        off: true"), note="", by=None)

    assert "switched off here" in signed_in(alice).get("/taxonomy/skills/brokers/").content.decode()


def test_words_of_the_author_are_escaped(alice: Person, signed_in: Any, db: None):
    publish(text=SMALL.replace("name: Queues", 'name: "<img src=x onerror=alert(1)>"'), note="", by=None)

    for path in ("/taxonomy/", "/taxonomy/skills/queues/", "/roles/senior/", "/roles/senior/?with=junior"):
        assert "<img src=x" not in signed_in(alice).get(path).content.decode()


def test_no_link_but_to_the_web_is_made(db: None):
    resource = "\n        resources: [{title: T, by: B, kind: book, level: 1, url: 'javascript:alert(1)'}]"

    with pytest.raises(Invalid, match="no web address"):
        publish(text=SMALL.replace("kind: tool", f"kind: tool{resource}"), note="", by=None)
