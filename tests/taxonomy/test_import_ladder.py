"""Importing a ladder: a dry run that writes nothing, then exactly that into the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.draft.actions import DraftMoved, replace_all, save_part
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, DraftPart, TaxonomyDraft
from tests.taxonomy.documents import SMALL

URL = "/taxonomy/draft/import/"
SHEET = "skill,area,0 Low,1 Middle,2 High,Senior\nQueues,One,,I see it,,1x2\nTopics,Two,a,b,c,2\n"


@pytest.fixture
def client(dana: Person, signed_in: Callable[..., Client]) -> Client:
    """dana, with the small ladder published."""
    publish(text=SMALL, note="", by=None)
    return signed_in(dana)


def send(client: Client, content: str | bytes, file: str = "ladder.csv", **fields: Any) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(URL, {"file": SimpleUploadedFile(file, raw), "mode": "add", **fields})


def kept(response: Any) -> str:
    run = response.context["run"]
    assert run.kept, response.content.decode()
    assert f'name="kept" value="{run.kept}"' in response.content.decode()
    return str(run.kept)


def nothing_is_written() -> bool:
    return not (TaxonomyDraft.objects.exists() or DraftPart.objects.exists())


def test_the_page_says_what_a_sheet_looks_like(client: Client):
    response = client.get(URL)

    assert response.status_code == 200
    assert "/taxonomy/draft/import/template.csv" in response.content.decode()
    assert nothing_is_written()


def test_only_taxonomy_admins(client: Client, alice: Person, signed_in: Callable[..., Client]):
    other = signed_in(alice)

    assert other.get(URL).status_code == 403
    assert send(other, SHEET).status_code == 403
    assert other.get(f"{URL}template.csv").status_code == 403


def test_a_dry_run_shows_what_would_change_and_writes_nothing(client: Client):
    response = send(client, SHEET)

    text = response.content.decode()
    assert response.status_code == 200
    assert "1 new skill" in text
    assert "Topics" in text
    assert "“Two” becomes a new area." in text
    assert kept(response)
    assert nothing_is_written()


def test_saying_yes_puts_exactly_that_into_the_draft(client: Client, dana: Person):
    answer = client.post(URL, {"kept": kept(send(client, SHEET))})

    assert (answer.status_code, answer.url) == (302, "/taxonomy/draft/changes/")
    draft = load()
    assert draft.parts["skill:topics"]["name"] == "Topics"
    assert draft.parts["skill:queues"]["descriptors"] == ["c0", "I see it", "c2"]
    assert draft.parts["role:senior"]["targets"]["queues"] == [1, 2]
    change = DraftChange.objects.get()
    assert (change.by, change.summary) == (dana, "Import of ladder.csv")


def test_pasted_cells(client: Client):
    response = client.post(URL, {"text": SHEET.replace(",", "\t"), "mode": "add"})

    client.post(URL, {"kept": kept(response)})
    assert "skill:topics" in load().parts
    assert DraftChange.objects.get().summary == "Import of pasted text"


def test_each_problem_by_row_and_column(client: Client):
    response = send(client, SHEET.replace("1x2", "9").replace("Topics,Two", "queues,Two"))

    text = response.content.decode()
    assert response.status_code == 422
    assert "2 problems, nothing was imported" in text
    assert '<td class="number">2</td><td>F “Senior”</td>' in text
    assert '<td class="number">3</td><td>A “skill”</td>' in text
    assert "kept" not in text.partition("</main>")[0].split("<form")[-1]


def test_a_document_replaces_the_whole_draft(client: Client):
    text = SMALL.replace("name: Queues", "name: Message queues").replace("name: Small", "name: Other")

    response = send(client, text, "ladder.yaml")

    assert response.status_code == 200
    client.post(URL, {"kept": kept(response)})
    assert load().parts["skill:queues"]["name"] == "Message queues"
    assert load().content["name"] == "Other"


def test_a_pasted_document_is_told_from_a_sheet(client: Client):
    response = client.post(URL, {"text": SMALL.replace("name: Queues", "name: Q"), "mode": "add"})

    assert response.context["run"].incoming.is_document
    assert kept(response)


def test_problems_of_a_document_have_lines(client: Client):
    response = send(client, SMALL.replace("kind: tool", "kind: gadget"), "ladder.yml")

    text = response.content.decode()
    assert response.status_code == 422
    assert '<th scope="col" class="number">Line</th>' in text
    assert "skills.brokers.kind" in text


def test_what_the_draft_says_already(client: Client):
    template = client.get(f"{URL}template.csv")
    assert template["Content-Disposition"] == 'attachment; filename="ladder.csv"'
    assert template.content.startswith(b"\xef\xbb\xbfskill,slug,area")

    response = send(client, template.content)

    assert "says this already" in response.content.decode()
    assert not response.context["run"].kept


def test_the_download_has_what_the_draft_has(client: Client, dana: Person):
    rename(dana, "Message queues")

    assert "Message queues" in client.get(f"{URL}template.csv").content.decode()


def rename(by: Person, name: str) -> None:
    draft = load()
    part = {**draft.parts["skill:queues"], "name": name}
    save_part(path="skill:queues", content=part, shown=draft.shown("skill:queues"), summary="renamed", by=by)


def test_edits_by_others_between_the_two_steps_are_not_overwritten(client: Client, dana: Person):
    page = kept(send(client, SHEET))
    rename(dana, "Message queues")

    answer = client.post(URL, {"kept": page})

    assert answer.status_code == 409
    assert "The draft was changed meanwhile" in answer.content.decode()
    assert "skill:topics" not in load().parts
    client.post(URL, {"kept": kept(answer)})
    assert load().parts["skill:queues"]["name"] == "Message queues"
    assert "skill:topics" in load().parts


def test_other_edits_are_named(client: Client, dana: Person):
    rename(dana, "Message queues")

    assert "1 other change, which stays" in send(client, SHEET).content.decode()
    whole = send(client, SHEET, mode="new").content.decode()
    assert "A whole ladder takes its place" in whole


def test_a_whole_ladder_and_its_name(client: Client):
    text = "skill,area,0 Low,1 Middle,2 High,Senior\nTopics,Two,a,b,c,2\n"

    response = send(client, text, mode="new", name="Streams", language="el")
    client.post(URL, {"kept": kept(response)})

    content = load().content
    assert (content["name"], content["language"]) == ("Streams", "el")
    assert [skill["slug"] for area in content["areas"] for skill in area["skills"]] == ["topics"]


def test_missing_skills_are_retired_when_asked(client: Client):
    text = "skill,area\nQueues,One\nTopics,One\n"

    response = send(client, text, retire_missing="on")
    # The rule asks for two of two skills.
    assert "1 retired" in response.content.decode()
    client.post(URL, {"kept": kept(response)})
    assert load().parts["skill:brokers"]["retired"] is True


@pytest.mark.parametrize("forged", ["", "nonsense", "a:b:c", "é"])
def test_a_forged_form_does_nothing(client: Client, forged: str):
    answer = client.post(URL, {"kept": forged}, follow=True)

    assert "Choose the file again" in answer.content.decode()
    assert nothing_is_written()


@pytest.mark.parametrize(("name", "raw", "told"), [
    ("x.csv", b"PK\x03\x04", "spreadsheet file"),
    ("x.yaml", SMALL.encode("utf-16") + b"\xd8", "damaged"),
    ("x.yaml", SMALL.replace("Queues", "Größe").encode("cp1252"), "Save the file with the encoding UTF-8"),
    ("x.csv", b"skill,area\nA\0,B\n", "not a text file"),
    ("x.csv", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
])  # fmt: skip
def test_what_cannot_be_read(client: Client, name: str, raw: bytes, told: str):
    response = send(client, raw, name)

    assert response.status_code == 422
    assert told in response.content.decode()


def test_ten_megabytes_are_refused(client: Client):
    assert send(client, b"skill,area\n" + b"x" * 10_000_000).status_code in {400, 413}


def test_neither_or_both(client: Client):
    assert client.post(URL, {"mode": "add"}).status_code == 422
    assert send(client, SHEET, text=SHEET).status_code == 422
    assert send(client, SHEET, mode="odd").status_code == 422
    assert send(client, SHEET, language="not a language").status_code == 422


def test_what_is_too_large_to_wait_in_a_page(client: Client):
    import random

    noise = random.Random(4)
    rows = "\n".join(f"S{n},One,{noise.randbytes(1500).hex()}" for n in range(490))

    response = send(client, f"skill,area,definition\n{rows}\n")

    assert "too large to wait in a page" in response.content.decode()
    assert not response.context["run"].kept


def test_before_the_first_version(dana: Person, signed_in: Callable[..., Client]):
    assert signed_in(dana).get(URL).status_code == 404


def test_the_draft_is_compared_under_its_lock(client: Client, dana: Person):
    """Between the page's own look and the writing somebody may still be faster."""
    shown = load().shown_whole
    rename(dana, "Message queues")

    with pytest.raises(DraftMoved):
        replace_all(content=load().base_content, summary="x", by=dana, shown=shown)

    assert load().parts["skill:queues"]["name"] == "Message queues"
