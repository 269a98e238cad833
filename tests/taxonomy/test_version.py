"""One version: its change, what it did to ratings, and the matrix as it was."""

from __future__ import annotations

import re
from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import DEFAULT, undo
from skillmatrix.taxonomy.building import content_of
from tests.taxonomy.diff.documents import role
from tests.taxonomy.publishing import fewer_levels, publish_change, reword, split


def cells(page: str, skill: str) -> list[str]:
    """What the row of a skill shows, in short."""
    row = re.search(rf'<tr><th scope="row" title="{skill}">.*?</tr>', page)
    assert row
    return [re.sub(r"<[^>]*>", "", cell)[:1] for cell in re.findall(r"<td.*?</td>", row.group())]


def test_the_change_in_words_and_colour(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    publish_change(reword, note="Clearer")
    page = signed_in(alice).get("/taxonomy/versions/2/").content.decode()

    assert "<em>Idempotency</em>, definition reworded" in page
    assert "Target of <em>Senior backend engineer</em> for <em>Idempotency</em>: 4 → 5" in page
    assert re.search(r"<del>.*Recognises", page)
    assert re.search(r"<ins>.*Doing it twice", page)
    assert "Every rating stays as it is." in page
    assert "Clearer" in page


def test_the_matrix_is_that_of_the_version(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    asked = [r["targets"].get("idempotency", [0])[0] for r in content_of(taxonomy)["roles"]]
    publish_change(reword)
    publish_change(fewer_levels)
    client = signed_in(alice)
    pages = {n: client.get(f"/taxonomy/versions/{n}/").content.decode() for n in (1, 2, 3)}

    assert cells(pages[1], "Idempotency") == [str(level or "·") for level in asked]
    place = [r["slug"] for r in content_of(taxonomy)["roles"]].index(
        role(content_of(taxonomy), "senior")["slug"]
    )
    assert cells(pages[2], "Idempotency")[place] == "5"
    assert cells(pages[3], "Idempotency")[place] == "4"
    assert 'data-levels="5"' in pages[3]
    assert "It is the first version" in pages[1]


def test_names_are_escaped_everywhere(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    publish_change(split)
    page = signed_in(alice).get("/taxonomy/versions/2/").content.decode()
    assert "<outbox>" not in page
    assert "<em>Transactional &lt;outbox&gt;</em> split off <em>Idempotency</em>" in page
    assert 'title="Transactional &lt;outbox&gt;"' in page


def test_retired_and_switched_off_skills_are_not_in_the_matrix(
    taxonomy: Any, alice: Person, signed_in: Any
) -> None:
    def off(content: dict[str, Any]) -> None:
        split(content)
        content["areas"][-1]["skills"][-1]["off"] = True

    name = content_of(taxonomy)["areas"][-1]["skills"][-1]["name"].replace("&", "&amp;")
    publish_change(off)
    client = signed_in(alice)
    assert f'<th scope="row" title="{name}">' in client.get("/taxonomy/versions/1/").content.decode()
    assert f'<th scope="row" title="{name}">' not in client.get("/taxonomy/versions/2/").content.decode()


def test_only_admins_are_offered_to_take_the_current_one_back(
    taxonomy: Any, alice: Person, dana: Person, signed_in: Any
) -> None:
    publish_change(reword)
    offered = 'href="/taxonomy/versions/2/undo/"'
    assert offered in signed_in(dana).get("/taxonomy/versions/2/").content.decode()
    assert offered not in signed_in(alice).get("/taxonomy/versions/2/").content.decode()
    assert "/undo/" not in signed_in(dana).get("/taxonomy/versions/1/").content.decode()


def test_it_says_what_took_it_back(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    publish_change(reword)
    undo(number=2, note="", by=None)
    client = signed_in(alice)
    assert "taken back by version 3" in client.get("/taxonomy/versions/2/").content.decode()
    assert "takes back version 2" in client.get("/taxonomy/versions/3/").content.decode()


def test_no_such_version(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    client = signed_in(alice)
    for url in ("/taxonomy/versions/2/", "/taxonomy/versions/0/", "/taxonomy/versions/7/document/"):
        assert client.get(url).status_code == 404
    assert client.get(f"/taxonomy/versions/{10**30}/").status_code == 404


def test_document(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    """Byte for byte, as a file."""
    answer = signed_in(alice).get("/taxonomy/versions/1/document/")
    assert answer.content == DEFAULT.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="taxonomy-1.yaml"'
