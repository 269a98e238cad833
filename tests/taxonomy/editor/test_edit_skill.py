"""/taxonomy/draft/skills/<slug>/: a skill of the draft, saved as a whole or not at all."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange
from tests.factories import PersonFactory

from .forms import choice_of, fields_of

QUEUES, BROKERS = "/taxonomy/draft/skills/queues/", "/taxonomy/draft/skills/brokers/"
STATE = {"HX-Request": "true", "HX-Target": "part-state"}


def skill(slug: str) -> dict[str, Any]:
    part: dict[str, Any] = load().parts[f"skill:{slug}"]
    return part


def test_the_page_sent_back_as_it_is_changes_nothing(editor: Any, taxonomy: Taxonomy) -> None:
    for slug in list(taxonomy.skills)[::8]:
        address = f"/taxonomy/draft/skills/{slug}/"
        sent = editor.post(address, fields_of(editor.get(address)))
        assert sent.status_code == 302, (slug, sent.context and sent.context.get("field_errors"))
        assert load().is_empty, slug
    assert not DraftChange.objects.exists()


def test_every_field_is_saved(client: Any) -> None:
    page = client.get(QUEUES)
    assert load().id is None, "looking writes nothing"
    said = fields_of(
        page, name="Queueing", kind="practice", definition="Why\r\n wait", evidence="An example", watch_out="Beware",
        general=None, descriptor_0="zero", descriptor_1="", descriptor_2="two", prerequisites=[], effort="1.25",
        review_months="6", evidence_from="2", coverage="1", quick="on", overlooked="on", optional="on", off="on",
        interview=["Why?", " ", "How?"], resource_row=["0", "4"],
        **{"resource-0-title": "Book", "resource-0-by": "Ann", "resource-0-kind": "book", "resource-0-level": "2",
           "resource-0-url": "https://example.com/a", "resource-4-title": "", "resource-4-by": "", "resource-4-kind": "docs"},
    )  # fmt: skip

    sent = client.post(QUEUES, said)

    assert sent.status_code == 302
    assert sent.url == QUEUES
    assert skill("queues") == {
        "area": "one", "name": "Queueing", "kind": "practice", "definition": "Why\n wait", "evidence": "An example",
        "watch_out": "Beware", "descriptors": ["zero", "p1", "two"], "effort": 1.25, "review_months": 6,
        "evidence_from": 2, "coverage": 1, "quick": True, "overlooked": True, "optional": True, "off": True,
        "interview": ["Why?", "How?"], "prerequisites": [],
        "resources": [{"title": "Book", "by": "Ann", "kind": "book", "level": 2, "url": "https://example.com/a"}],
    }  # fmt: skip
    assert client.post(QUEUES, fields_of(client.get(QUEUES))).status_code == 302
    assert load().revision == 1


def test_the_general_sentences_come_back(client: Any) -> None:
    client.post(BROKERS, fields_of(client.get(BROKERS), general="on"))

    assert "descriptors" not in skill("brokers")


def test_a_change_is_named_in_the_bar(client: Any) -> None:
    client.post(BROKERS, fields_of(client.get(BROKERS), definition="Otherwise", descriptor_2="I rule them"))

    page = client.get(BROKERS).content.decode()

    assert "“Brokers”: definition, level 2" in page
    assert "1 change" in page
    assert "Dana Rossi" in page


def test_wrong_fields_save_nothing_and_keep_what_was_typed(client: Any) -> None:
    said = fields_of(client.get(QUEUES), name="", definition="Kept <b>", review_months="500", resource_row="0",
                     **{"resource-0-title": "Only a title"})  # fmt: skip

    answer = client.post(QUEUES, said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kept &lt;b&gt;" in page
    assert "Only a title" in page
    assert page.count('aria-invalid="true"') == 4, "name, months, author and kind of the resource"
    assert load().id is None


def test_an_autosave_answers_only_what_changes(client: Any) -> None:
    answer = client.post(BROKERS, fields_of(client.get(BROKERS), definition="Otherwise"), headers=STATE)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<div id="part-state"' in page
    assert 'id="draft-bar"' in page
    assert "<html" not in page
    assert "<textarea" not in page
    draft = load()
    assert f'value="{draft.shown("skill:brokers")}"' in page


def test_an_autosave_names_the_fields_that_are_wrong(client: Any) -> None:
    answer = client.post(QUEUES, fields_of(client.get(QUEUES), name=""), headers=STATE)

    assert answer.status_code == 422
    assert 'data-field-error="name"' in answer.content.decode()


def test_the_same_form_sent_twice_is_saved_once(client: Any) -> None:
    said = fields_of(client.get(QUEUES), definition="Otherwise")

    assert [client.post(QUEUES, said, headers=STATE).status_code for _ in range(2)] == [200, 200]
    assert DraftChange.objects.count() == 1


def test_two_admins_see_both_versions_and_choose(client: Any, signed_in: Any) -> None:
    other = signed_in(PersonFactory(name="Ines", is_taxonomy_admin=True))
    mine, theirs = fields_of(client.get(BROKERS)), fields_of(other.get(BROKERS))
    other.post(BROKERS, {**theirs, "definition": ["Their words"], "descriptor_1": ["their one"]})

    answer = client.post(BROKERS, {**mine, "definition": ["My words"], "evidence": ["Mine alone"]})

    page = answer.content.decode()
    assert answer.status_code == 409
    for words in (
        "Ines changed this meanwhile",
        "Their words",
        "My words",
        "their one",
        "I use one",
        "Mine alone",
    ):
        assert words in page
    assert "choice-descriptors.0" not in page, "what is the same on both sides is not asked"
    assert skill("brokers")["definition"] == "Their words"
    offered = choice_of(answer)
    assert client.post(BROKERS, fields_of(answer)).status_code == 409, "only a choice saves"
    assert skill("brokers")["definition"] == "Their words"
    assert offered["choice-descriptors.1"] == ["theirs"], "I had not touched it"
    assert offered["choice-definition"] == ["mine"]
    assert client.post(BROKERS, offered).status_code == 302
    saved = skill("brokers")
    assert (saved["definition"], saved["evidence"]) == ("My words", "Mine alone")
    assert saved["descriptors"] == ["I have none", "their one", "I run one"]


def test_theirs_can_be_kept(client: Any, small: None) -> None:
    mine = fields_of(client.get(BROKERS), definition="My words")
    part = {**skill("brokers"), "definition": "Their words"}
    actions.save_part(
        path="skill:brokers", content=part, shown=load().shown("skill:brokers"), summary="", by=None
    )

    offered = choice_of(client.post(BROKERS, mine), **{"choice-definition": "theirs"})
    client.post(BROKERS, offered)

    assert skill("brokers")["definition"] == "Their words"
    assert DraftChange.objects.count() == 1


def test_a_third_version_is_not_overwritten_by_the_choice(client: Any) -> None:
    mine = fields_of(client.get(BROKERS), definition="My words")
    for words in ("Their words", "Once more"):
        if words == "Once more":
            mine = choice_of(client.post(BROKERS, mine))
        part = {**skill("brokers"), "definition": words}
        actions.save_part(
            path="skill:brokers", content=part, shown=load().shown("skill:brokers"), summary="", by=None
        )

    assert client.post(BROKERS, mine).status_code == 409
    assert skill("brokers")["definition"] == "Once more"


def test_new_words_ask_whether_the_meaning_changed(client: Any) -> None:
    client.post(BROKERS, fields_of(client.get(BROKERS), definition="Otherwise"))
    page = client.get(BROKERS)
    assert "What changed?" in page.content.decode()
    assert "What changed?" not in client.get(QUEUES).content.decode()

    client.post(BROKERS, fields_of(page, meaning="wording"))
    assert load().wording_only("skill:brokers")
    assert load().unconfirmed == ()

    client.post(BROKERS, fields_of(client.get(BROKERS), meaning="changed"))
    assert skill("brokers")["meaning"] == 2

    client.post(BROKERS, fields_of(client.get(BROKERS), evidence="More"))
    assert skill("brokers")["meaning"] == 2


def test_an_answer_does_not_count_for_words_that_came_with_it(client: Any) -> None:
    client.post(BROKERS, fields_of(client.get(BROKERS), definition="Otherwise"))
    client.post(BROKERS, fields_of(client.get(BROKERS), meaning="wording"))

    client.post(BROKERS, fields_of(client.get(BROKERS), definition="Quite another thing"))

    assert load().unconfirmed == ("brokers",)


def test_a_circle_of_prerequisites_is_named_in_full(client: Any) -> None:
    answer = client.post(QUEUES, fields_of(client.get(QUEUES), prerequisites=["brokers"]), headers=STATE)

    page = answer.content.decode()
    assert "“Queues” → “Brokers” → “Queues”" in page
    assert page.count("in a circle") == 1
    assert "1 problem keeps this draft" in page
    assert "“Brokers” → “Queues” → “Brokers”" in client.get(BROKERS).content.decode()


def test_rows_are_added_and_removed_without_javascript(client: Any) -> None:
    added = client.post(QUEUES, fields_of(client.get(QUEUES), add_row="resource", definition="Saved too"))
    assert added.url.startswith(f"{QUEUES}?blank=resource")
    blank = fields_of(client.get(added.url.partition("#")[0]))
    assert blank["resource_row"] == ["0"]
    client.post(
        QUEUES, {**blank, "resource-0-title": ["T"], "resource-0-by": ["B"], "resource-0-kind": ["book"]}
    )
    assert skill("queues")["resources"][0]["title"] == "T"

    client.post(QUEUES, fields_of(client.get(QUEUES), remove_resource="0", interview=["One", "Two"]))
    assert "resources" not in skill("queues")
    client.post(QUEUES, fields_of(client.get(QUEUES), remove_question="0"))
    assert skill("queues")["interview"] == ["Two"]


def test_an_address_that_is_no_link_is_refused(client: Any) -> None:
    row = {
        "resource-0-title": "T",
        "resource-0-by": "B",
        "resource-0-kind": "k",
        "resource-0-url": "javascript:alert(1)",
    }

    assert client.post(QUEUES, fields_of(client.get(QUEUES), resource_row="0", **row)).status_code == 422


def test_words_of_the_author_are_escaped(client: Any) -> None:
    client.post(
        QUEUES, fields_of(client.get(QUEUES), name="<img src=x>", interview=["</textarea><img src=x>"])
    )

    for address in (
        QUEUES,
        BROKERS,
        "/taxonomy/draft/",
        "/taxonomy/draft/skills/queues/merge/?other=brokers",
    ):
        assert "<img src=x" not in client.get(address).content.decode()


def test_an_unknown_skill_is_not_found(client: Any) -> None:
    assert client.get("/taxonomy/draft/skills/juggling/").status_code == 404


def test_a_skill_that_is_gone_is_not_brought_back_by_saving(client: Any) -> None:
    client.post(
        "/taxonomy/draft/skills/new/", {"name": "Brief", "area": "one", "kind": "tool", "definition": "D"}
    )
    said = fields_of(client.get("/taxonomy/draft/skills/brief/"), definition="Mine")
    actions.undo_change(revision=1, by=None)

    assert client.post("/taxonomy/draft/skills/brief/", said, headers=STATE).status_code == 404
    assert "skill:brief" not in load().parts


def test_others_may_not(small: None, alice: Person, signed_in: Any) -> None:
    assert signed_in(alice).post(QUEUES, {"name": "x"}).status_code == 403
    assert load().id is None


def test_a_part_takes_as_many_queries_with_many_skills(
    editor: Any, taxonomy: Taxonomy, django_assert_max_num_queries: Any
) -> None:
    editor.get("/taxonomy/draft/skills/idempotency/")
    with django_assert_max_num_queries(8):
        assert escape("Idempotency") in editor.get("/taxonomy/draft/skills/idempotency/").content.decode()
