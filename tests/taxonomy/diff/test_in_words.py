"""A difference as plain text."""

from __future__ import annotations

from skillmatrix.taxonomy.diff import diff
from skillmatrix.taxonomy.diff.in_words import in_words, size_in_words
from tests.taxonomy.diff.documents import area, skill
from tests.taxonomy.diff.test_diff import BASE, edited, full, taxonomy


def test_sections_signs_sentences_and_texts() -> None:
    content = full()
    skill(content, "brokers")["descriptors"][2] = "I run two"
    skill(content, "brokers")["meaning"] = 4
    area(content, "data")["skills"].append(
        {"slug": "keys", "name": "Keys", "kind": "tool", "definition": "Knowing\nthem"}
    )
    assert in_words(diff(BASE, taxonomy(content))) == (
        "Data\n"
        "  ~ *Brokers* means something else now (ratings ask to be confirmed)\n"
        "  ~ *Brokers*, level 2 reworded\n"
        "      I run [-one-]{+two+}\n"
        "  + *Keys* added\n"
        "      Kind: tool\n"
        "      Definition: Knowing\n"
        "      them\n"
        "\n"
        "3 changes: 1 added, 2 changed"
    )


def test_size() -> None:
    assert size_in_words(diff(BASE, BASE)) == "No difference."
    assert size_in_words(diff(BASE, edited("off"))) == "1 change"
    assert size_in_words(diff(BASE, edited("role added"))) == "1 added"
    assert (
        size_in_words(diff(BASE, edited("skills reordered", "role added", "target removed", "off")))
        == "4 changes: 1 added, 1 removed, 1 changed, 1 moved"
    )


def test_long_sentences_are_wrapped() -> None:
    content = full()
    skill(content, "queues")["definition"] = "word " * 100
    assert max(map(len, in_words(diff(BASE, taxonomy(content))).splitlines())) <= 100
