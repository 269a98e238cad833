"""The order of questions and the time they take, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments import questions
from assessments.inputs import Said
from assessments.standing import Statement
from assessments.targets import MySkill, Why
from tests import taxonomies

TODAY = date(2026, 3, 2)


def small():
    skill = taxonomies.skill
    return taxonomies.taxonomy(
        [
            skill("a", area="one"),
            skill("b", area="one"),
            skill("c", area="two"),
            skill("d", area="two", overlooked=True),
        ]
    )


def said(**statements):
    return Said(statements=statements, agreed={}, next_role=None, extra_skills=frozenset())


def mine(*slugs):
    return {slug: MySkill(slug, None, Why.QUICK) for slug in slugs}


def order(assessment):
    return [question.skill.slug for section in assessment.sections for question in section.questions]


def test_overlooked_skills_come_first_and_all_else_keeps_the_order_of_the_document():
    found = questions.ask(small(), said(), mine("a", "b", "c", "d"), today=TODAY)
    assert order(found) == ["d", "c", "a", "b"]


def test_the_order_does_not_depend_on_what_is_rated():
    rated = said(d=Statement(3, TODAY), a=Statement(1, TODAY))
    assert order(questions.ask(small(), rated, mine("a", "b", "c", "d"), today=TODAY)) == ["d", "c", "a", "b"]


def test_an_area_without_a_skill_of_mine_is_not_asked():
    assert order(questions.ask(small(), said(), mine("b"), today=TODAY)) == ["b"]


@pytest.mark.parametrize(
    ("statement", "opens", "is_open"),
    [
        (None, 2, True),
        (Statement(4, TODAY), 4, False),
        (Statement(0, TODAY), 0, False),
        (Statement(None, TODAY, "not_applicable"), 2, False),
        (Statement(4, TODAY - timedelta(days=400)), 4, True),
    ],
)
def test_the_ladder_opens_at_my_last_level(statement, opens, is_open):
    question = questions.question(
        small(), "a", said(**({"a": statement} if statement else {})), mine("a"), today=TODAY
    )
    assert (question.opens_at, question.is_open) == (opens, is_open)


@pytest.mark.parametrize(("level", "opened"), [(0, (0, 1)), (2, (1, 2, 3)), (5, (4, 5))])
def test_the_neighbours_are_open_too(level, opened):
    question = questions.question(small(), "a", said(a=Statement(level, TODAY)), mine("a"), today=TODAY)
    assert question.opened == opened


def test_a_short_scale_opens_at_its_top():
    short = taxonomies.taxonomy([taxonomies.skill("a")], top=1)
    assert questions.question(short, "a", said(), mine("a"), today=TODAY).opens_at == 1


def test_minutes_count_words_of_new_skills_and_seconds_of_all_that_is_open():
    text = " ".join(["word"] * 109)
    wordy = replace(taxonomies.skill("a"), definition=text, descriptors=(text,) * 6)
    long = taxonomies.taxonomy([wordy])
    first = questions.ask(long, said(), mine("a"), today=TODAY)
    # 1 word of name + 4 × 109 words at 220 a minute, and 5 seconds: 2.07 minutes.
    assert first.minutes_left == 3
    again = questions.ask(long, said(a=Statement(2, date(2020, 1, 1))), mine("a"), today=TODAY)
    assert again.minutes_left == 1
    assert questions.ask(long, said(a=Statement(2, TODAY)), mine("a"), today=TODAY).minutes_left == 0


def test_after_the_last_area_comes_the_first_that_is_open():
    some = questions.ask(
        small(), said(a=Statement(2, TODAY), b=Statement(2, TODAY)), mine("a", "b", "c"), today=TODAY
    )
    one, two = some.sections
    assert some.starts_at() == two
    assert some.after(one) == two
    assert some.after(two) is None
    none_rated = questions.ask(small(), said(), mine("a", "c"), today=TODAY)
    assert none_rated.after(none_rated.sections[1]) == none_rated.sections[0]
    assert questions.ask(small(), said(), {}, today=TODAY).starts_at() is None


def test_a_script_without_spaces_takes_time_to_read_too():
    long = taxonomies.taxonomy([replace(taxonomies.skill("a"), definition="生地のつながりを手と目で" * 80)])

    # 960 letters are about 480 words.
    assert questions.ask(long, said(), mine("a"), today=TODAY).minutes_left == 3
