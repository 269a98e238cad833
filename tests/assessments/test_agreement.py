"""What two words come to: tables, and properties over all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reviews.agreement import SILENCE, About, Outcome, Stance, Word, settle

NOW = About(own=4, lead=7)


def confirms(value, about=NOW, changed=False):
    return Word(Stance.CONFIRMS, value, about, changed)


def differs(about=NOW):
    return Word(Stance.DIFFERS, None, about)


@pytest.mark.parametrize(
    ("person", "lead", "outcome", "value"),
    [
        (SILENCE, SILENCE, "open", None),
        (confirms(3), SILENCE, "open", None),
        (SILENCE, confirms(3), "open", None),
        (confirms(3), confirms(4), "open", None),
        (confirms(3), confirms(3), "agreed", 3),
        (confirms(0), confirms(0), "agreed", 0),
        (confirms(254), confirms(254), "agreed", 254),
        (differs(), SILENCE, "differ", None),
        (confirms(3), differs(), "differ", None),
        (differs(), differs(), "differ", None),
        (confirms(3, About(3, 7)), confirms(3), "open", None),
        (confirms(3), confirms(3, About(4, 6)), "open", None),
        (confirms(3, changed=True), confirms(3), "open", None),
        (differs(About(4, 6)), confirms(3), "open", None),
    ],
)
def test_outcomes(person, lead, outcome, value):
    settled = settle(person, lead, NOW)
    assert (settled.outcome, settled.value) == (outcome, value)


abouts = st.builds(About, st.integers(0, 2), st.integers(0, 2))
words = st.one_of(
    st.just(SILENCE),
    st.builds(Word, st.just(Stance.CONFIRMS), st.integers(0, 5), abouts, st.booleans()),
    st.builds(Word, st.just(Stance.DIFFERS), st.none(), abouts, st.booleans()),
)


@given(words, words, abouts)
def test_nobody_agrees_alone(person, lead, now):
    settled = settle(person, lead, now)
    if settled.outcome is Outcome.AGREED:
        assert person.value == lead.value == settled.value
        assert person.stance is lead.stance is Stance.CONFIRMS
        assert person.about == lead.about == now
    else:
        assert settled.value is None


@given(words, words, abouts)
def test_it_does_not_matter_who_is_who(one, other, now):
    assert settle(one, other, now) == settle(other, one, now)


@given(words, words, abouts, abouts)
def test_whatever_moves_voids_both_words(person, lead, now, later):
    """Whatever was settled about two levels is open once one of them is another."""
    if later != now and settle(person, lead, now).outcome is Outcome.AGREED:
        assert settle(person, lead, later).outcome is Outcome.OPEN


@given(words, abouts)
def test_a_word_stands_or_is_void_or_was_never_said(word, now):
    assert [word.stands(now), word.is_void(now), word.stance is Stance.SILENT].count(True) == 1
