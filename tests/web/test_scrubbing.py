"""What of an error may be shown."""

import pytest

from skillmatrix.web.scrubbing import LIMIT, in_words, scrub


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ValueError: Alice Lindqvist rated level4 as 3 in 'kafka' (a.l@example.com)", "ValueError: … rated level… as … in …"),
        ("KeyError: 3", "KeyError: …"),
        ('KeyError: "Independent"', "KeyError: …"),
        ("IntegrityError: new row violates check\nDETAIL:  Failing row contains (7, Alice).", "IntegrityError: new row violates check"),
        ("ValueError: Ångström müller 李雷 said so", "ValueError: … said so"),
        ("the worker was lost", "the worker was lost"),
        ("django.db.utils.OperationalError: the connection is closed", "django.db.utils.OperationalError: the connection is closed"),
        ("TimeoutError", "TimeoutError"),
        ("", ""),
        (" \n", ""),
    ],
)  # fmt: skip
def test_names_addresses_and_values_are_taken_out(text: str, shown: str) -> None:
    assert scrub(text) == shown


def test_the_kind_of_an_error_stays() -> None:
    assert in_words(LookupError("no Carol here")) == "LookupError: no … here"


def test_a_long_text_is_cut() -> None:
    assert len(scrub("ValueError: " + "word " * 500)) == LIMIT


def test_a_line_break_ends_it() -> None:
    assert "\n" not in scrub("ValueError: one\r\nERROR forged")
    assert "forged" not in scrub("ValueError: one\r\nERROR forged")
