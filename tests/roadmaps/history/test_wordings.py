"""The sentence of then beside the sentence of now."""

from __future__ import annotations

from dataclasses import replace

from roadmaps.history.wordings import Wording, wording
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Carry
from tests.taxonomies import skill, taxonomy


def document(*sentences: str, **more: object) -> Taxonomy:
    said = replace(skill("a", **more), descriptors=sentences)
    return taxonomy([said, skill("b")], top=len(sentences) - 1)


OLD = document("none", "some", "much")


def test_the_same_words() -> None:
    assert wording("a", 1, OLD, OLD, Carry()) == Wording("A", "1", "some", "", (), 1)


def test_other_words() -> None:
    found = wording("a", 2, OLD, document("none", "some", "a great deal"), Carry())

    assert (found.sentence, found.now, found.has_changed) == ("much", "a great deal", True)


def test_only_the_level_that_was_said_is_compared() -> None:
    assert not wording("a", 1, OLD, document("none", "some", "a great deal"), Carry()).has_changed


def test_a_level_that_went_elsewhere_is_compared_there() -> None:
    new = document("none", "a bit", "some", "much")

    found = wording("a", 1, OLD, new, Carry((0, 2, 3)))

    assert (found.rank, found.has_changed) == (2, False)


def test_a_statement_that_counts_in_another_skill() -> None:
    found = wording("a", 1, OLD, OLD, Carry(moves={"a": (("b", True),)}))

    assert (found.counts_in, found.now, found.has_changed) == (("B",), "", True)


def test_what_states_no_level_has_no_sentence() -> None:
    assert wording("a", None, OLD, document("other"), Carry()).sentence == ""
    assert wording("gone", 1, OLD, OLD, Carry()).skill == "gone"
