"""Two texts in one row: nothing is lost, and words stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skillmatrix.taxonomy.diff.inline import Piece, pieces

TEXTS = st.text(alphabet="ab .,\n猫ไ", max_size=40)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.sign != "+") == before
    assert "".join(piece.text for piece in found if piece.sign != "−") == after


@given(TEXTS)
def test_the_same_text_has_no_signs(text: str) -> None:
    assert all(not piece.sign for piece in pieces(text, text))


def test_words_are_whole_and_neighbours_are_one() -> None:
    assert pieces("I run one broker today.", "I run two brokers today.") == (
        Piece("", "I run "),
        Piece("−", "one broker"),
        Piece("+", "two brokers"),
        Piece("", " today."),
    )


def test_punctuation_is_no_part_of_a_word() -> None:
    assert pieces("All is good.", "All is good!") == (
        Piece("", "All is good"),
        Piece("−", "."),
        Piece("+", "!"),
    )


def test_scripts_without_spaces_go_by_characters() -> None:
    assert pieces("私は猫が好きです", "私は犬が好きです") == (
        Piece("", "私は"),
        Piece("−", "猫"),
        Piece("+", "犬"),
        Piece("", "が好きです"),
    )


def test_texts_with_little_in_common_stand_one_after_the_other() -> None:
    assert pieces("I know the name.", "Others learn it from me, unprompted") == (
        Piece("−", "I know the name."),
        Piece("+", "Others learn it from me, unprompted"),
    )
