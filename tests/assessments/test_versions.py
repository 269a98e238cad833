"""What was said under one version of the taxonomy, read and continued under the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.actions import MeaningChanged
from assessments.changes import unshared
from assessments.inputs import Audience, Inputs
from assessments.levels import batches, encoding, folding, matrices, reading
from assessments.levels.marking import marking
from assessments.levels.saving import KeyReused, Overtaken
from assessments.models import ExtraSkill, Profile, Rating, TargetOverride
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import Statement
from assessments.targets import Override, targets_of
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import change_from
from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.models import Skill, TaxonomyVersion
from skillmatrix.taxonomy.transition import Transition
from tests import factories
from tests.assessments import ladders
from tests.assessments.ladders import ladder, publish, undo

TODAY = timezone.localdate()
LAST_WEEK = TODAY - timedelta(days=7)
FOUR = ("None", "Some", "Good", "Great")
TO_FOUR = (0, 1, 1, 2, 3, 3)
EIGHT = tuple(f"E{rank}" for rank in range(8))
TO_EIGHT = (0, 1, 3, 4, 6, 7)


@pytest.fixture
def base(db: None) -> dict[str, Any]:
    """The skills a, b and c, published as version 1."""
    content = ladder("a", "b", "c")
    publish(content)
    return content


def inputs(person: Person, today: date = TODAY) -> Inputs:
    return reading.load([person.pk], today=today)[0]


def own(person: Person) -> dict[str, tuple[int | None, bool]]:
    """What the person said, by skill: (level, asks again)."""
    return {slug: (said.level, said.asks_again) for slug, said in inputs(person).own.statements.items()}


def shared(person: Person) -> dict[str, tuple[int | None, bool]]:
    return {slug: (said.level, said.asks_again) for slug, said in inputs(person).shared.statements.items()}


def rate(person: Person, skill: str, value: int, *, shown: int | None = None, **more: Any) -> Any:
    said = inputs(person).own.statements.get(skill)
    held = UNRATED if said is None else NOT_APPLICABLE if said.level is None else said.level
    return actions.rate_skill(
        person=person, skill=skill, value=value, shown=held if shown is None else shown,
        **{"version": versions.current_number(), "key": uuid4(), "by": person, "today": TODAY, **more},
    )  # fmt: skip


def agree(person: Person, skill: str, value: int, **more: Any) -> Any:
    said = inputs(person).own.agreed.get(skill)
    return rate(person, skill, value, source="agreed", shown=UNRATED if said is None else said.level, **more)


def withdraw(person: Person, skill: str, shown: int) -> Any:
    return actions.withdraw_rating(
        person=person, skill=skill, shown=shown, key=uuid4(), by=person, today=TODAY
    )


def share(person: Person) -> None:
    actions.share(
        person=person,
        shown=Profile.objects.get(person=person).own_revision,
        changes=1,
        key=uuid4(),
        today=TODAY,
    )


def assert_sound(*people: Person) -> None:
    """Vectors are what the rows state, for every way to read them; versions of rows never go back."""
    for profile in Profile.objects.filter(person__in=people):
        assert not folding.differs(profile)
    for person in people:
        made_under = list(
            Rating.objects.filter(person=person).order_by("revision").values_list("version", flat=True)
        )
        assert made_under == sorted(made_under)


# Reading


def test_a_merge_keeps_the_newest_statement_and_asks_again(alice, bob, base):
    rate(alice, "b", 4)
    rate(alice, "a", 2, today=LAST_WEEK)
    rate(bob, "a", 3)
    rate(bob, "b", NOT_APPLICABLE)
    rate(bob, "c", 1)
    publish(ladders.merge(base, "a", "b"))
    assert own(alice) == {"b": (2, True)}, "said last, whatever its day"
    assert inputs(alice).own.statements["b"].day == LAST_WEEK
    assert own(bob) == {"b": (None, True), "c": (1, False)}
    assert_sound(alice, bob)


def test_a_merge_is_made_of_what_was_shared_for_others(alice, base):
    rate(alice, "b", 4)
    agree(alice, "a", 5)
    share(alice)
    rate(alice, "a", 2)
    publish(ladders.merge(base, "a", "b"))
    assert (own(alice), shared(alice)) == ({"b": (2, True)}, {"b": (4, True)})
    assert inputs(alice).shared.agreed == {"b": Statement(5, TODAY, asks_again=True)}
    assert [change.skill for change in unshared(inputs(alice), versions.current()).ratings] == ["b"]
    share(alice)
    assert shared(alice) == {"b": (2, True)}
    assert unshared(inputs(alice), versions.current()).count == 0
    assert_sound(alice)


def test_what_was_all_shared_still_is(alice, base):
    rate(alice, "a", 2)
    rate(alice, "b", 3)
    share(alice)
    publish(ladders.split(ladders.merge(base, "a", "b"), "c", "d"))
    assert unshared(inputs(alice), versions.current()).count == 0


def test_a_split_gives_the_statement_to_both_and_both_ask_again(alice, base):
    rate(alice, "a", 3)
    agree(alice, "a", 4)
    rate(alice, "b", 1)
    publish(ladders.split(base, "a", "d"))
    assert own(alice) == {"a": (3, True), "d": (3, True), "b": (1, False)}
    assert set(inputs(alice).own.agreed) == {"a", "d"}
    rate(alice, "d", 5)
    assert own(alice) == {"a": (3, True), "d": (5, False), "b": (1, False)}
    assert_sound(alice)


def test_another_meaning_asks_again_and_another_wording_does_not(alice, base):
    rate(alice, "a", 3)
    rate(alice, "b", 3)
    publish(ladders.reword(ladders.reword(base, "a", "Other", meaning=True), "b", "In other words"))
    assert own(alice) == {"a": (3, True), "b": (3, False)}
    rate(alice, "a", 3)
    assert own(alice) == {"a": (3, False), "b": (3, False)}, "said again"
    assert_sound(alice)


@pytest.mark.parametrize(("levels", "ranks"), [(FOUR, TO_FOUR), (EIGHT, TO_EIGHT)])
def test_a_rescale_takes_each_level_where_the_admin_said(alice, bob, carol, base, levels, ranks):
    people = [alice, bob, carol]
    for person, (first, second) in zip(people, [(0, 1), (2, 3), (4, 5)], strict=True):
        rate(person, "a", first)
        rate(person, "b", second)
        rate(person, "c", NOT_APPLICABLE)
        agree(person, "a", second)
    publish(ladders.rescale(base, levels, ranks))
    for person, (first, second) in zip(people, [(0, 1), (2, 3), (4, 5)], strict=True):
        assert own(person) == {"a": (ranks[first], False), "b": (ranks[second], False), "c": (None, False)}
        assert inputs(person).own.agreed["a"].level == ranks[second]
    assert_sound(*people)


def test_retired_and_brought_back_it_says_what_it_said(alice, base):
    rate(alice, "a", 3)
    rate(alice, "b", 2)
    publish(ladders.retire(base, "a", "b"))
    assert own(alice)["b"] == (2, False)
    rate(alice, "b", 4)
    publish(base)
    assert own(alice) == {"a": (3, False), "b": (4, False)}
    assert_sound(alice)


def test_what_left_the_document_and_comes_back_asks_again(alice, base):
    rate(alice, "a", 3)
    publish(ladders.drop(base, "a"))
    rate(alice, "b", 3)
    publish(ladders.add(ladders.drop(base, "a"), "a"))
    assert own(alice) == {"a": (3, True), "b": (3, False)}


EDITS = {
    "merge": lambda base: ladders.merge(base, "a", "b"),
    "split": lambda base: ladders.split(base, "a", "d"),
    "fewer levels": lambda base: ladders.rescale(base, FOUR, TO_FOUR),
    "more levels": lambda base: ladders.rescale(base, EIGHT, TO_EIGHT),
    "meaning": lambda base: ladders.reword(base, "a", "Other", meaning=True),
    "retire": lambda base: ladders.retire(base, "a"),
    "drop": lambda base: ladders.drop(base, "a"),
    "all": lambda base: ladders.rescale(
        ladders.merge(ladders.split(base, "b", "d"), "c", "a"), FOUR, TO_FOUR
    ),
}


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("edit", EDITS)
def test_undone_it_says_just_what_it_said(alice, bob, base, edit, stored):
    for person in (alice, bob):
        rate(person, "a", 5, today=LAST_WEEK)
        rate(person, "b", 1)
        agree(person, "a", 3)
        actions.override_target(person=person, skill="a", level=5, reason="why", by=bob, today=TODAY)
        actions.list_skill(person=person, skill="c", added=True, by=person)
        share(person)
        rate(person, "c", 4)
        rate(person, "a", 2)
    withdraw(bob, "a", 2)
    before = [said(inputs(person)) for person in (alice, bob)]
    publish(EDITS[edit](base))
    if stored:
        batches.keep(batches.load([alice.pk, bob.pk], today=TODAY))
        assert {profile.version for profile in Profile.objects.all()} == {2}
    undo()
    assert [said(inputs(person)) for person in (alice, bob)] == before
    if stored:
        batches.keep(batches.load([alice.pk, bob.pk], today=TODAY))
        assert [said(inputs(person)) for person in (alice, bob)] == before
    assert_sound(alice, bob)


def said(found: Inputs) -> tuple[Any, ...]:
    """Everything about a person but the taxonomy."""
    return (
        found.revision, found.own_revision, found.shared_revision, found.own, found.shared, found.role,
        found.overrides, found.changes_on,
    )  # fmt: skip


def test_undone_what_was_said_meanwhile_goes_through_the_inverse(alice, base):
    rate(alice, "a", 5)
    rate(alice, "b", 1)
    publish(ladders.rescale(ladders.merge(base, "a", "b"), FOUR, TO_FOUR))
    assert own(alice) == {"b": (1, True)}
    rate(alice, "b", 2)
    rate(alice, "c", 3)
    undo(levels=[0, 1, 3, 5])
    assert own(alice) == {"a": (5, False), "b": (3, True), "c": (5, False)}
    assert_sound(alice)


def test_undone_what_was_said_of_a_part_goes_where_the_admin_says(alice, bob, base):
    rate(alice, "a", 5)
    publish(ladders.split(base, "a", "d"))
    rate(alice, "d", 2)
    rate(bob, "d", 3)
    undo(moves={"d": ("a",)})
    assert own(alice)["a"] == (2, True)
    assert own(bob)["a"] == (3, True)
    assert_sound(alice, bob)
    undo(moves={})
    assert own(alice) == {"a": (5, True), "d": (2, False)}, "the split again, and what was said of the part"


def test_undone_what_was_said_of_a_part_may_stay_in_the_history(alice, base):
    rate(alice, "a", 5)
    publish(ladders.split(base, "a", "d"))
    rate(alice, "d", 2)
    undo(moves={})
    assert own(alice)["a"] == (5, False)
    assert "d" not in versions.current().skills
    assert Rating.objects.filter(skill__slug="d", value=2).exists()
    assert_sound(alice)


@pytest.mark.parametrize("stored", [False, True])
def test_what_was_handed_to_nobody_comes_back_with_the_undo_of_the_undo(alice, base, stored):
    """In between nothing in the vectors tells that there ever was a rating."""
    publish(ladders.split(base, "a", "d"))
    rate(alice, "d", 2)
    undo(moves={"d": ()})
    assert own(alice) == {}
    if stored:
        batches.keep(batches.load([alice.pk], today=TODAY))
        assert Profile.objects.get(person=alice).own_values == b""
    undo(moves={})
    assert own(alice) == {"d": (2, False)}
    assert_sound(alice)


def test_only_those_who_said_something_about_it_are_folded_again(
    alice, bob, base, django_assert_num_queries: Any
):
    rate(alice, "c", 3)
    rate(bob, "a", 3)
    publish(ladders.merge(base, "a", "b"))
    inputs(alice)  # this process meets the version
    with django_assert_num_queries(1):
        assert own_of(reading.load([alice.pk], today=TODAY)[0]) == {"c": 3}
    with django_assert_num_queries(2) as queries:
        reading.load([alice.pk, bob.pk], today=TODAY)
    assert "assessments_rating" in queries[1]["sql"]


def own_of(found: Inputs) -> dict[str, int | None]:
    return {slug: said.level for slug, said in found.own.statements.items()}


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("audience", list(Audience))
def test_a_department_right_after_a_rescale_is_one_query_more(base, audience, count):
    people = factories.PersonFactory.create_batch(count)
    for person in people:
        rate(person, "a", 5)
        agree(person, "b", 4)
        share(person)
        rate(person, "a", 2)
    publish(ladders.split(ladders.rescale(base, FOUR, TO_FOUR), "a", "d"))
    ids = [person.pk for person in people]
    matrices.load(ids, audience, today=TODAY)  # this process meets the version
    with CaptureQueriesContext(connection) as queries:
        crowd = matrices.load(ids, audience, today=TODAY)
    assert len(queries) == 2
    expected = 1 if audience is Audience.OWN else 3
    assert [crowd.skills.index(slug) for slug in "abcd"] == [0, 1, 2, 3]
    assert crowd.said.values.tolist() == [[expected, UNRATED, UNRATED, expected]] * count
    assert crowd.said.again.tolist() == [[True, False, False, True]] * count
    assert crowd.agreed.values.tolist() == [[UNRATED, 3, UNRATED, UNRATED]] * count


def test_a_reader_of_shared_levels_reads_no_row_that_was_not_shared(alice, base):
    rate(alice, "a", 5)
    share(alice)
    rate(alice, "a", 1)
    publish(ladders.rescale(base, FOUR, TO_FOUR))
    profile = encoding.read(Profile.objects.get(person=alice))
    seen = encoding.rating_rows([replace(profile, own_up_to=0)])[alice.pk]
    assert [row.value for row in seen] == [5]


# Saving


def test_the_first_rating_after_a_publish_catches_up_and_the_next_is_one_statement(alice, base):
    rate(alice, "a", 5)
    rate(alice, "b", 1)
    publish(ladders.rescale(base, FOUR, TO_FOUR))
    taxonomy = versions.current()
    assert rate(alice, "b", 3).revision == 3
    assert Profile.objects.get(person=alice).version == taxonomy.number == 2
    assert own(alice) == {"a": (3, False), "b": (3, False)}
    with CaptureQueriesContext(connection) as queries:
        rate(alice, "b", 2, shown=3)
    saves = [query["sql"] for query in queries if "assessments_" in query["sql"]]
    assert len([sql for sql in saves if "INSERT" in sql]) == 1
    assert not [sql for sql in saves if "FOR UPDATE" in sql]
    assert list(Rating.objects.order_by("revision").values_list("version", flat=True)) == [1, 1, 2, 2]
    assert_sound(alice)


def test_a_save_is_one_statement_beside_the_version(alice, base, django_assert_num_queries):
    rate(alice, "a", 5)
    with django_assert_num_queries(4):  # the version, and the statement in its savepoint
        actions.rate_skill(
            person=alice, skill="a", value=4, shown=5, version=1, key=uuid4(), by=alice, today=TODAY
        )


def test_catching_up_says_nothing(alice, base):
    rate(alice, "a", 5)
    publish(ladders.rescale(base, FOUR, TO_FOUR))
    before = inputs(alice)
    assert encoding.catch_up(alice.pk) == 2
    after = inputs(alice)
    assert (after.encoded_in, said(after)) == (2, said(before))
    assert encoding.catch_up(factories.PersonFactory().pk) == 0


def test_a_form_of_an_untouched_skill_is_saved_across_a_publish(alice, base):
    rate(alice, "c", 1)
    publish(ladders.merge(base, "a", "b"))
    rate(alice, "c", 2, version=1)
    assert own(alice) == {"c": (2, False)}
    assert Rating.objects.latest("revision").version == 2


def test_a_value_saved_elsewhere_is_still_a_conflict_after_a_publish(alice, base):
    rate(alice, "c", 1)
    publish(ladders.merge(base, "a", "b"))
    with pytest.raises(Overtaken):
        rate(alice, "c", 2, shown=4)


@pytest.mark.parametrize("edit", ["merge", "fewer levels", "more levels", "split"])
def test_a_form_of_a_touched_skill_is_refused(alice, base, edit):
    publish(EDITS[edit](base))
    with pytest.raises(MeaningChanged):
        rate(alice, "b" if edit == "merge" else "a", 1, version=1)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("version", [0, 3, 99])
def test_a_form_of_a_version_that_does_not_exist_is_refused(alice, base, version):
    publish(ladders.rename(base, "a", "Another"))
    with pytest.raises(MeaningChanged):
        rate(alice, "a", 1, version=version)


def test_a_number_of_meaning_that_came_back_with_other_words_is_told(alice, base):
    publish(ladders.reword(base, "a", "Second", meaning=True))
    undo()
    publish(ladders.reword(base, "a", "Third", meaning=True))
    with pytest.raises(MeaningChanged):
        rate(alice, "a", 1, version=2)


def test_a_form_from_before_an_undone_publish_is_refused_while_it_may_say_something_else(alice, base):
    publish(ladders.reword(base, "a", "Second", meaning=True))
    undo()
    with pytest.raises(MeaningChanged):
        rate(alice, "a", 1, version=1)


@pytest.mark.parametrize("edit", ["merge", "fewer levels", "meaning", "retire", "drop"])
def test_a_rating_sent_again_after_a_publish_gets_the_first_answer(alice, base, edit):
    key = uuid4()
    first = rate(alice, "a", 5, key=key)
    publish(EDITS[edit](base))
    again = rate(alice, "a", 5, key=key, shown=UNRATED, version=1)
    assert (again.revision, again.replayed) == (first.revision, True)
    with pytest.raises(KeyReused):
        rate(alice, "a", 4, key=key, shown=UNRATED, version=1)
    assert Rating.objects.count() == 1


def test_a_profile_without_ratings_takes_the_version_of_the_first(alice, base):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    assert Profile.objects.get(person=alice).version == 0
    publish(ladders.rescale(base, FOUR, TO_FOUR))
    assert inputs(alice).own.statements == {}
    rate(alice, "a", 2)
    assert Profile.objects.get(person=alice).version == 2
    assert_sound(alice)


def test_repairing_folds_under_the_current_version(alice, base):
    rate(alice, "a", 5)
    publish(ladders.rescale(base, FOUR, TO_FOUR))
    folding.refold(alice.pk)
    profile = Profile.objects.get(person=alice)
    assert (profile.version, profile.revision, profile.own_values[0]) == (2, 2, 3)
    assert_sound(alice)


def test_a_profile_that_speaks_another_version_than_it_says_differs(alice, base):
    rate(alice, "a", 5)
    publish(ladders.rescale(base, FOUR, TO_FOUR))
    assert not folding.differs(Profile.objects.get(person=alice))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_profile SET version = 2")
    assert folding.differs(Profile.objects.get(person=alice))


# Taking back


def test_taking_back_after_a_merge_brings_the_other_statement(alice, base):
    rate(alice, "b", 4, today=LAST_WEEK)
    rate(alice, "a", 2)
    publish(ladders.merge(base, "a", "b"))
    withdraw(alice, "b", 2)
    assert own(alice) == {"b": (4, True)}, "said before the merge, so it asks again"
    assert inputs(alice).own.statements["b"].day == LAST_WEEK
    assert_sound(alice)
    withdraw(alice, "b", 4)
    assert own(alice) == {}
    with pytest.raises(actions.Unacceptable, match="nothing to undo"):
        withdraw(alice, "b", UNRATED)
    assert_sound(alice)
    undo()
    assert own(alice) == {}, "taken back is taken back"


def test_taking_back_what_was_said_after_a_merge_brings_the_newest_before(alice, base):
    rate(alice, "b", 4)
    rate(alice, "a", 2)
    publish(ladders.rescale(ladders.merge(base, "a", "b"), FOUR, TO_FOUR))
    rate(alice, "b", 3)
    withdraw(alice, "b", 3)
    assert own(alice) == {"b": (1, True)}
    assert Rating.objects.latest("revision").value == 1
    undo()
    assert own(alice) == {"a": (2, False), "b": (4, False)}
    assert_sound(alice)


def test_taking_back_a_statement_takes_it_from_every_part(alice, base):
    rate(alice, "a", 1)
    rate(alice, "a", 3)
    publish(ladders.split(base, "a", "d"))
    withdraw(alice, "a", 3)
    assert own(alice) == {"a": (1, True), "d": (1, True)}
    assert_sound(alice)
    rate(alice, "d", 5)
    withdraw(alice, "a", 1)
    assert own(alice) == {"d": (5, False)}
    assert_sound(alice)


# What is asked of somebody


def exception(person: Person, by: Person, skill: str, level: int | None, today: date = TODAY) -> None:
    actions.override_target(
        person=person, skill=skill, level=level, reason=f"{skill} {level}", by=by, today=today
    )


def overrides(person: Person, today: date = TODAY) -> dict[str, Override]:
    """As one person is read, which is how many are."""
    (found,) = reading.load([person.pk], today=today)
    crowd = matrices.load([person.pk], Audience.SHARED, today=today)
    assert dict(crowd.rows[0].overrides) == found.overrides
    return dict(found.overrides)


def test_an_exception_goes_where_its_skill_and_level_go(alice, bob, base):
    exception(alice, bob, "a", 5)
    publish(ladders.rescale(ladders.split(ladders.merge(base, "a", "b"), "b", "d"), FOUR, TO_FOUR))
    assert overrides(alice) == {"b": Override(3, "a 5")}
    undo()
    assert overrides(alice) == {"a": Override(5, "a 5")}


def test_of_two_exceptions_that_meet_the_later_holds(alice, bob, base):
    exception(alice, bob, "b", 5, LAST_WEEK)
    exception(alice, bob, "a", 1)
    publish(ladders.merge(base, "b", "a"))
    assert overrides(alice) == {"a": Override(1, "a 1")}
    publish(base)
    publish(ladders.merge(base, "a", "b"))
    assert overrides(alice) == {"b": Override(1, "a 1")}


def test_an_exception_made_before_a_merge_can_be_lifted(alice, bob, base):
    exception(alice, bob, "a", 5, LAST_WEEK)
    exception(alice, bob, "b", 4, LAST_WEEK)
    publish(ladders.merge(base, "a", "b"))
    exception(alice, bob, "b", None)
    assert overrides(alice) == {}
    assert not TargetOverride.objects.on(TODAY).exists()


def test_an_exception_made_before_a_merge_is_replaced_and_the_same_again_is_nothing(alice, bob, base):
    exception(alice, bob, "a", 5, LAST_WEEK)
    publish(ladders.merge(base, "a", "b"))
    actions.override_target(person=alice, skill="b", level=5, reason="a 5", by=bob, today=TODAY)
    assert TargetOverride.objects.count() == 1, "it holds already"
    exception(alice, bob, "b", 2)
    assert overrides(alice) == {"b": Override(2, "b 2")}


def test_lifting_an_exception_from_one_part_leaves_it_to_the_other(alice, bob, base):
    exception(alice, bob, "a", 5, LAST_WEEK)
    publish(ladders.rescale(ladders.split(base, "a", "d"), FOUR, TO_FOUR))
    assert overrides(alice) == {"a": Override(3, "a 5"), "d": Override(3, "a 5")}
    exception(alice, bob, "a", None)
    assert overrides(alice) == {"d": Override(3, "a 5")}
    exception(alice, bob, "d", None)
    assert overrides(alice) == {}


def test_an_exception_to_a_part_of_its_own_stays_when_the_other_is_lifted(alice, bob, base):
    exception(alice, bob, "a", 5, LAST_WEEK)
    publish(ladders.split(base, "a", "d"))
    exception(alice, bob, "d", 1)
    assert overrides(alice) == {"a": Override(5, "a 5"), "d": Override(1, "d 1")}
    exception(alice, bob, "a", None)
    assert overrides(alice) == {"d": Override(1, "d 1")}


def test_an_exception_to_a_retired_skill_asks_for_nothing(alice, bob, base):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    exception(alice, bob, "a", 5)
    publish(ladders.retire(base, "a"))
    found = inputs(alice)
    assert set(targets_of(found.taxonomy, found.role, found.overrides)) == {"b", "c"}


def test_a_listed_skill_is_the_one_that_took_its_place(alice, base):
    actions.list_skill(person=alice, skill="a", added=True, by=alice)
    publish(ladders.split(ladders.merge(base, "a", "b"), "c", "d"))
    assert inputs(alice).own.extra_skills == {"b"}
    actions.list_skill(person=alice, skill="b", added=True, by=alice)
    assert ExtraSkill.objects.count() == 1, "it is on the list already"
    actions.list_skill(person=alice, skill="b", added=False, by=alice)
    assert inputs(alice).own.extra_skills == frozenset()


def test_of_two_listed_skills_that_meet_the_newer_word_counts(alice, base):
    actions.list_skill(person=alice, skill="b", added=True, by=alice)
    actions.list_skill(person=alice, skill="a", added=True, by=alice)
    actions.list_skill(person=alice, skill="a", added=False, by=alice)
    publish(ladders.merge(base, "a", "b"))
    assert inputs(alice).own.extra_skills == frozenset()


def test_a_part_of_a_listed_skill_can_be_taken_off_alone(alice, base):
    actions.list_skill(person=alice, skill="a", added=True, by=alice)
    publish(ladders.split(base, "a", "d"))
    assert inputs(alice).own.extra_skills == {"a", "d"}
    actions.list_skill(person=alice, skill="a", added=False, by=alice)
    assert inputs(alice).own.extra_skills == {"d"}


# What others say


def test_a_lead_reads_their_own_rating_in_the_words_of_today(alice, bob, base):
    for slug, value in {"a": 5, "b": 2, "c": 4}.items():
        with marking(alice.pk, own=False) as revision:
            Rating.objects.create(
                person=alice, skill=Skill.objects.get(slug=slug), revision=revision, key=uuid4(),
                source="manager", state="level", value=value, day=TODAY, version=1, by=bob,
            )  # fmt: skip
    publish(ladders.rescale(ladders.merge(base, "a", "b"), FOUR, TO_FOUR))
    found = reading.manager_ratings(alice.pk, bob.pk, versions.current())
    assert {slug: one.level for slug, one in found.items()} == {"b": 1, "c": 3}
    assert reading.manager_ratings(alice.pk, alice.pk, versions.current()) == {}


# Drafts


@pytest.mark.parametrize("edit", EDITS)
def test_load_under_says_what_publishing_would_make(alice, bob, base, edit):
    for person in (alice, bob):
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
        rate(person, "a", 5)
        rate(person, "b", 1)
        agree(person, "c", 4)
        exception(person, bob, "a", 4)
        actions.list_skill(person=person, skill="c", added=True, by=person)
    content = ladders.add(EDITS[edit](base), "new")
    draft = build(content)
    step = change_from(TaxonomyVersion.objects.get(), draft)
    before = Profile.objects.values().get(person=alice)
    foreseen = reading.load_under([bob.pk, alice.pk], draft, step, today=TODAY)
    assert Profile.objects.values().get(person=alice) == before, "nothing of it is ever stored"
    publish(content)
    found = reading.load([bob.pk, alice.pk], today=TODAY)
    assert [one.person_id for one in foreseen] == [bob.pk, alice.pk]
    assert [said(one) for one in foreseen] == [said(one) for one in found]
    assert foreseen[0].taxonomy.slots == versions.current().slots
    assert foreseen[0].version == 2


def test_load_under_foresees_an_undo(alice, base):
    rate(alice, "a", 5)
    publish(ladders.merge(base, "a", "b"))
    rate(alice, "b", 2)
    (foreseen,) = reading.load_under(
        [alice.pk], versions.by_number(1), Transition(asks_again=frozenset("b")), today=TODAY, undoes=True
    )
    undo()
    assert said(foreseen) == said(inputs(alice))


def test_load_under_before_anything_is_published(db):
    assert reading.load_under([1], build(ladder("a")), Transition(), today=TODAY) == []


# What the page says


def test_the_card_says_why_it_asks_again(alice, base, signed_in):
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    rate(alice, "a", 3)
    rate(alice, "b", 3)
    publish(ladders.reword(base, "a", "Other", meaning=True))
    html = signed_in(alice).get("/assess/").content.decode()
    assert html.count("This skill has changed since you rated it") == 1
    rate(alice, "a", 3)
    assert "has changed since" not in signed_in(alice).get("/assess/").content.decode()
