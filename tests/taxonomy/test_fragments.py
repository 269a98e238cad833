"""What the process keeps of the published pages is the taxonomy's alone, in one language, of one version."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.views import fragments
from skillmatrix.web.caching import caches
from tests.taxonomy.documents import SMALL

CANARY = "Quetzalcoatlus"
PAGES = [
    "/taxonomy/",
    "/taxonomy/skills/idempotency/",
    "/roles/",
    "/roles/senior/",
    "/roles/senior/?with=mid",
]
kept = caches["taxonomy-pages"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    kept.clear()


def read(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_alice_reads_first_tells_bob_nothing_of_her(
    alice: Person, bob: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any
):
    alice.name, alice.email, alice.timezone = f"Alice {CANARY}", f"{CANARY}@example.com", "Asia/Kolkata"
    alice.is_taxonomy_admin = True
    alice.save()
    hers, his = signed_in(alice), signed_in(bob)
    for path in PAGES:
        assert CANARY in read(hers, path), "her name stands in the frame of her own page"
    hers.get("/roles/senior/?with=mid", headers=htmx("role-expectations"))
    made = kept.misses

    pages = [read(his, path) for path in PAGES]

    assert kept.misses == made, "he was served what was written for her"
    secrets = [CANARY, str(alice.public_id), hers.cookies["csrf"].value if "csrf" in hers.cookies else CANARY]
    for text in [*pages, *kept.values()]:
        assert not any(secret in text for secret in secrets)
        assert "csrf" not in text.split("<main", 1)[-1].split("</main", 1)[0]


def test_a_message_for_alice_is_not_kept(
    alice: Person, bob: Person, taxonomy: Taxonomy, signed_in: Any, monkeypatch: Any
):
    def tell(request: HttpRequest) -> str:
        messages.success(request, f"{CANARY} was saved.")
        return ""

    with monkeypatch.context() as patched:
        patched.setattr("skillmatrix.taxonomy.views.published.asked_words", tell)
        assert CANARY in read(signed_in(alice), "/taxonomy/")

    assert CANARY not in read(signed_in(bob), "/taxonomy/")


def test_a_writer_that_would_see_the_request_is_refused():
    def with_request(taxonomy: Taxonomy, request: HttpRequest) -> SafeString:
        return SafeString(f"{request.user}")

    def of_somebody(taxonomy: Taxonomy, person: Person) -> SafeString:
        return SafeString(person.name)

    def of_no_taxonomy(slug: str) -> SafeString:
        return SafeString(slug)

    for write in (with_request, of_somebody, of_no_taxonomy):
        with pytest.raises(TypeError, match=write.__name__):
            fragments.fragment(write)


def test_what_is_kept_does_not_depend_on_where_the_first_reader_is(
    alice: Person, bob: Person, taxonomy: Taxonomy, signed_in: Any
):
    written = []
    for person, place in ((alice, "Pacific/Kiritimati"), (bob, "Pacific/Pago_Pago")):
        person.timezone, person.theme = place, "dark" if person == alice else "light"
        person.save()
        kept.clear()
        for path in PAGES:
            read(signed_in(person), path)
        written.append(kept.values())
    timezone.deactivate()

    assert written[0] == written[1]
    assert len(written[0]) > len(PAGES)


def test_each_language_has_its_own(db: None):
    publish(
        text=SMALL + "translations:\n  de: {skills.queues.name: Schlangen}\n",
        note="",
        by=None,
    )
    with translation.override("de"):
        german = fragments.skill_html(versions.in_language(versions.current()), "queues")
        german_ladder = fragments.ladder_html(versions.in_language(versions.current()))
    with translation.override("en"):
        english_ladder = fragments.ladder_html(versions.in_language(versions.current()))

    assert "Schlangen" in german_ladder
    assert "Schlangen" not in english_ladder
    assert german in kept.values()


@pytest.mark.parametrize("path", ["/taxonomy/", "/taxonomy/skills/brokers/", "/roles/", "/roles/senior/"])
def test_a_publish_shows_at_once(alice: Person, signed_in: Any, db: None, path: str):
    client = signed_in(alice)
    publish(text=SMALL, note="", by=None)
    before = read(client, path)

    text = SMALL.replace("name: Queues", "name: Lines").replace("name: Senior", "name: Elder")
    publish(text=text, note="", by=None)

    after = read(client, path)
    assert ("Senior" in before, "Elder" in before) == (True, False)
    assert ("Senior" in after, "Elder" in after) == (False, True)


def test_a_version_that_is_gone_again_is_not_served(db: None):
    """The key is the fingerprint: a number that comes back with other words is another version."""
    with transaction.atomic():
        publish(text=SMALL, note="", by=None)
        first = fragments.ladder_html(versions.current())
        transaction.set_rollback(True)
    publish(text=SMALL.replace("name: Queues", "name: Lines"), note="", by=None)

    assert versions.current().number == 1
    assert fragments.ladder_html(versions.current()) != first


def test_a_draft_is_never_kept(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(dana)
    for path in ("", "skills/idempotency/", "roles/senior/"):
        read(client, f"/taxonomy/draft/preview/{path}")

    assert len(kept) == 0


def test_made_up_addresses_do_not_fill_it(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    read(client, "/roles/senior/")
    before = len(kept)
    for number in range(3):
        read(client, f"/roles/senior/?with=nobody-{number}")
        client.get(f"/taxonomy/skills/nothing-{number}/")

    assert len(kept) == before
