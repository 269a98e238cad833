"""A question's card in each of its states, and what people and documents write in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import product

import pytest
from django.test import RequestFactory

from assessments.models.rating import NOT_APPLICABLE
from assessments.questions import Question
from assessments.standing import Basis, Standing, State, Statement
from assessments.targets import MySkill, TargetLine, Why
from assessments.views.card_html import write_cards
from assessments.views.cards import Feedback, card
from tests.taxonomies import role, skill, taxonomy

DAY = date(2026, 5, 14)
SLUG = "a"
TAXONOMY = taxonomy(
    [replace(skill(SLUG), descriptors=("none", "one", "two", "three", "four", "five"))], [role("mid", a=3)]
)
PLAIN = TAXONOMY.skills[SLUG]
UNRATED = (None, Standing(State.UNRATED, None, stale=False, basis=Basis.NONE, day=None))
SELF = (Statement(2, DAY), Standing(State.RATED, 2, stale=False, basis=Basis.SELF, day=DAY))
AGREED = (Statement(2, DAY), Standing(State.RATED, 2, stale=False, basis=Basis.AGREED, day=DAY))
STALE = (Statement(2, DAY), Standing(State.RATED, 2, stale=True, basis=Basis.SELF, day=DAY))
NOT_MINE = (
    Statement(None, DAY),
    Standing(State.NOT_APPLICABLE, None, stale=False, basis=Basis.SELF, day=DAY - timedelta(days=1)),
)
ASKED = MySkill(SLUG, TargetLine(3, 1, "mid"), Why.CURRENT)
EXCEPTION = MySkill(
    SLUG, TargetLine(2, 1, "mid", reason="<i>You</i> teach it.", is_override=True), Why.CURRENT
)
EXTRA = MySkill(SLUG, None, Why.EXTRA)


def written(said, mine=ASKED, *, of=PLAIN, quick=False, changed=False, **feedback):
    question = Question(of, mine, *said, TAXONOMY.top, has_changed=changed)
    one = card(TAXONOMY, question, Feedback(SLUG, **feedback))
    return str(write_cards(RequestFactory().get("/assess/"), [one], quick=quick))


@pytest.mark.parametrize(
    ("said", "mine", "says"),
    [
        (UNRATED, ASKED, ["is-open", 'data-value="255"', "not rated yet", "appears once you have answered"]),
        (SELF, ASKED, ['data-value="2"', "asks for 3", "−1", 'value="2" checked', "Still true", "Take back"]),
        (AGREED, EXCEPTION, ["agreed <time", "Asked of you: 2", "“<i>You</i> teach it.”", "delta met"]),
        (STALE, ASKED, ["is-open", "out of date, said <time", "appears once you have answered"]),
        (NOT_MINE, ASKED, ['data-value="254"', "n/a", 'value="" autocomplete="off">']),
        (SELF, EXTRA, ["added by you", "No role asks for this.", "You may leave this empty"]),
        (SELF, None, ["No role asks for this."]),
    ],
)
def test_where_i_stand_and_what_is_asked(said, mine, says):
    html = unescape(written(said, mine))
    assert [one for one in says if one not in html] == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"saved": True}, ['data-state="saved"', "data-card-state>Saved<"]),
        ({"undone": True}, ['data-state="saved"', "data-card-state>Taken back<"]),
        (
            {"problem": "Why?"},
            ['data-state="look"', ">Why?<", "Nothing was saved.", "Save again", "Not saved"],
        ),
        ({"problem": "Why?", "chosen": 4}, ["Saved: 2. Chosen here and not saved: 4.", 'value="4" checked']),
        (
            {"problem": "Why?", "chosen": NOT_APPLICABLE, "reason": "none"},
            ['disclosure" open', 'aria-invalid="true"', 'value="none"', "not saved: not applicable."],
        ),
        ({"overtaken": True}, ["changed elsewhere", "Saved there: <b>2</b>.", 'data-state="look"']),
        (
            {"overtaken": True, "chosen": 4},
            ["Saved there: <b>2</b>.", "not saved: <b>4</b>.", "primary asked"],
        ),
    ],
)
def test_what_came_of_an_answer(given, says):
    html, before = unescape(written(SELF, **given)), unescape(written(SELF))
    assert [one for one in says if one not in html or one in before] == []


def test_marks_and_hidden_fields():
    plain = written(SELF)
    assert "often overlooked" in written(SELF, of=replace(PLAIN, overlooked=True))
    assert "Optional here" in written(SELF, None, of=replace(PLAIN, optional=True))
    assert "changed since you rated it" in written(SELF, changed=True)
    assert "often overlooked" not in plain
    assert "Optional here" not in plain
    assert "chip" not in plain
    assert "aria-invalid" not in written(SELF, problem="Why?", chosen=4)
    assert 'disclosure" open' not in written(SELF, problem="Why?", chosen=4)
    assert written(SELF, quick=True).count('name="quick" value="1"') == 4
    assert 'name="quick"' not in plain
    assert plain.count('name="csrfmiddlewaretoken"') == plain.count("<form") == 4
    assert written(UNRATED).count("<form") == 3  # there is nothing to take back


def test_what_somebody_wrote_is_no_markup():
    evil = "<script>\"&'"
    nasty = replace(PLAIN, name=evil, definition=evil, descriptors=(evil,) * 6)
    mine = MySkill(SLUG, TargetLine(2, 1, "mid", reason=evil, is_override=True), Why.CURRENT)
    for said, refused in product((UNRATED, SELF), ({"problem": evil}, {"overtaken": True})):
        html = written(said, mine, of=nasty, chosen=NOT_APPLICABLE, reason=evil, **refused)
        assert "<script" not in html
        # the name three times, the definition, six sentences and the reason; the problem; the reason of the target and
        # the three sentences around the level
        places = 11 + ("problem" in refused) + 4 * (said is SELF)
        assert html.count("script&gt;") == html.count("&lt;script&gt;&quot;&amp;&#x27;") == places
