"""Each action: what it does, who did it, that the revision rose, and that a failure leaves nothing behind."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest

from assessments import actions
from assessments.levels import folding, reading
from assessments.levels.history import History, Stated
from assessments.levels.importing import load_histories
from assessments.levels.saving import KeyReused, Overtaken
from assessments.levels.sharing import MovedOn
from assessments.models import ExtraSkill, NextRole, Profile, Rating, RoleAssignment, Share, TargetOverride
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from skillmatrix.people.models import Lead, Message

READING = "code-reading"


def revision(person):
    return Profile.objects.filter(person=person).values_list("revision", flat=True).first() or 0


def own(person, today):
    return {
        slug: said.level for slug, said in reading.load([person.pk], today=today)[0].own.statements.items()
    }


def undo(person, shown, today, key=None, skill=READING):
    return actions.withdraw_rating(
        person=person, skill=skill, shown=shown, key=key or uuid4(), by=person, today=today
    )


def test_rating_stores_a_row_and_raises_the_revision(alice, rate, taxonomy, today):
    saved = rate(alice, READING, 3)
    row = Rating.objects.get(person=alice)
    assert (row.value, row.state, row.by, row.day, row.version) == (3, "level", alice, today, 1)
    assert saved.revision == row.revision == revision(alice) == 1
    assert own(alice, today) == {READING: 3}


def test_the_same_key_again_is_the_first_answer(alice, rate, taxonomy):
    key = uuid4()
    first = rate(alice, READING, 3, key=key)
    again = rate(alice, READING, 3, key=key)
    assert (again.revision, again.replayed) == (first.revision, True)
    assert Rating.objects.count() == 1


def test_an_old_key_is_replayed_after_newer_ratings(alice, rate, taxonomy, today):
    key = uuid4()
    first = rate(alice, READING, 3, key=key)
    rate(alice, READING, 4, shown=3)
    rate(alice, READING, UNRATED - 1, shown=4, reason="left the team")
    assert rate(alice, READING, 3, key=key).revision == first.revision
    assert own(alice, today) == {READING: None}


@pytest.mark.parametrize("other", [{"value": 4}, {"skill": "test-design"}])
def test_a_key_with_other_content_is_refused(alice, rate, taxonomy, other):
    key = uuid4()
    rate(alice, READING, 3, key=key)
    with pytest.raises(KeyReused):
        rate(alice, **{"skill": READING, "value": 3, **other}, key=key)
    assert Rating.objects.count() == 1


def test_two_people_may_have_the_same_key(alice, bob, rate, taxonomy):
    key = uuid4()
    rate(alice, READING, 3, key=key)
    rate(bob, READING, 4, key=key)
    assert Rating.objects.count() == 2


@pytest.mark.parametrize("shown", [UNRATED, 2, NOT_APPLICABLE])
def test_a_form_that_showed_something_else_is_overtaken(alice, rate, taxonomy, shown, today):
    rate(alice, READING, 3)
    with pytest.raises(Overtaken):
        rate(alice, READING, 5, shown=shown)
    assert own(alice, today) == {READING: 3}
    assert revision(alice) == 1


def test_the_first_rating_of_all_must_have_shown_nothing(alice, rate, taxonomy):
    with pytest.raises(Overtaken):
        rate(alice, READING, 3, shown=2)
    assert not Profile.objects.exists()


@pytest.mark.parametrize("value", [-1, 6, 9, 253, 255])
def test_a_level_outside_the_scale_is_refused(alice, rate, taxonomy, value):
    with pytest.raises(actions.Unacceptable):
        rate(alice, READING, value)
    assert revision(alice) == 0


def test_an_unknown_skill_is_refused(alice, rate, taxonomy):
    with pytest.raises(actions.Unacceptable):
        rate(alice, "cobol", 3)


def test_a_form_from_a_version_that_never_was_is_refused(alice, taxonomy, today):
    with pytest.raises(actions.MeaningChanged):
        actions.rate_skill(
            person=alice, skill=READING, value=3, shown=UNRATED, version=7, key=uuid4(), by=alice, today=today
        )


def test_undo_goes_back_one_statement_at_a_time(alice, rate, taxonomy, today):
    before = today - timedelta(days=40)
    rate(alice, READING, 2, day=before)
    rate(alice, READING, 4, shown=2)
    undo(alice, 4, today)
    (inputs,) = reading.load([alice.pk], today=today)
    assert (inputs.own.statements[READING].level, inputs.own.statements[READING].day) == (2, before)
    undo(alice, 2, today)
    assert own(alice, today) == {}
    with pytest.raises(actions.Unacceptable):
        undo(alice, UNRATED, today)
    assert Rating.objects.count() == 4
    assert revision(alice) == 4


def test_undo_twice_with_one_key_is_one_undo(alice, rate, taxonomy, today):
    rate(alice, READING, 2)
    rate(alice, READING, 4, shown=2)
    key = uuid4()
    assert undo(alice, 4, today, key).revision == undo(alice, 4, today, key).revision
    assert own(alice, today) == {READING: 2}


def test_undo_with_the_key_of_a_rating_is_refused(alice, rate, taxonomy, today):
    key = uuid4()
    rate(alice, READING, 2, key=key)
    with pytest.raises(KeyReused):
        undo(alice, 2, today, key)


def test_undo_goes_back_to_what_was_imported(alice, rate, taxonomy, today):
    load_histories([History(alice.pk, [Stated(today, READING, 2, "imported")])])
    rate(alice, READING, 4, shown=2)
    undo(alice, 4, today)
    assert own(alice, today) == {READING: 2}


def test_undo_of_another_tabs_rating_is_overtaken(alice, rate, taxonomy, today):
    rate(alice, READING, 2)
    with pytest.raises(Overtaken):
        undo(alice, 3, today)


def share(person, shown, today, key=None):
    return actions.share(person=person, shown=shown, changes=1, key=key or uuid4(), today=today)


def test_sharing_releases_and_tells_the_lead(alice, bob, rate, taxonomy, today):
    rate(alice, READING, 3)
    share(alice, 1, today)
    (inputs,) = reading.load([alice.pk], today=today)
    assert inputs.shared.statements == inputs.own.statements
    assert inputs.shared_on == today
    assert Message.objects.of(bob).get().subject == "Alice Lindqvist shared 1 change"
    assert revision(alice) == 2


def test_sharing_is_refused_when_more_was_said(alice, bob, rate, taxonomy, today):
    rate(alice, READING, 3)
    rate(alice, "test-design", 3)
    with pytest.raises(MovedOn):
        share(alice, 1, today)
    assert not Share.objects.exists()
    assert not Message.objects.exists()


def test_sharing_twice_with_one_key_tells_once(alice, bob, rate, taxonomy, today):
    rate(alice, READING, 3)
    key = uuid4()
    assert share(alice, 1, today, key) == share(alice, 1, today, key)
    assert Share.objects.count() == Message.objects.count() == 1


def test_a_key_that_released_something_else_releases_nothing(alice, rate, taxonomy, today):
    rate(alice, READING, 3)
    key = uuid4()
    share(alice, 1, today, key)
    rate(alice, "test-design", 3)
    with pytest.raises(MovedOn):
        share(alice, 3, today, key)
    assert Share.objects.count() == 1


def test_sharing_that_cannot_tell_the_lead_does_not_share(alice, bob, rate, taxonomy, today):
    rate(alice, READING, 3)
    with (
        mock.patch("assessments.actions.sharing.inbox.tell", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        share(alice, 1, today)
    assert not Share.objects.exists()
    assert revision(alice) == 1


def test_sharing_without_a_lead_shares(carol, rate, taxonomy, today):
    rate(carol, READING, 3)
    share(carol, 1, today)
    assert not Message.objects.exists()


def test_an_ex_lead_is_not_told(alice, bob, rate, taxonomy, today):
    Lead.objects.update(ends_on=today)
    rate(alice, READING, 3)
    share(alice, 1, today)
    assert not Message.objects.exists()


def test_the_next_role_is_private_until_shared(alice, taxonomy, today):
    actions.choose_next_role(person=alice, role="senior", by=alice)
    (inputs,) = reading.load([alice.pk], today=today)
    assert (inputs.own.next_role, inputs.shared.next_role) == ("senior", None)
    share(alice, 1, today)
    assert reading.load([alice.pk], today=today)[0].shared.next_role == "senior"


def test_choosing_the_same_role_again_changes_nothing(alice, taxonomy):
    for _ in range(2):
        actions.choose_next_role(person=alice, role="senior", by=alice)
    assert (NextRole.objects.count(), revision(alice)) == (1, 1)
    actions.choose_next_role(person=alice, role=None, by=alice)
    assert NextRole.objects.order_by("-revision").first().role is None


def test_an_unknown_role_is_refused(alice, taxonomy, today):
    with pytest.raises(actions.Unacceptable):
        actions.choose_next_role(person=alice, role="wizard", by=alice)
    with pytest.raises(actions.Unacceptable):
        actions.assign_role(person=alice, role="wizard", by=None, today=today)
    assert revision(alice) == 0


def test_listing_a_skill_and_taking_it_off(alice, taxonomy, today):
    for added in (True, True, False):
        actions.list_skill(person=alice, skill=READING, added=added, by=alice)
    assert list(ExtraSkill.objects.order_by("revision").values_list("added", flat=True)) == [True, False]
    assert reading.load([alice.pk], today=today)[0].own.extra_skills == frozenset()


def test_a_role_is_dated_and_told(alice, bob, taxonomy, today):
    actions.assign_role(person=alice, role="junior", by=bob, today=today - timedelta(days=9))
    actions.assign_role(person=alice, role="mid", by=bob, today=today)
    first, second = RoleAssignment.objects.order_by("starts_on")
    assert (first.ends_on, second.starts_on, second.by) == (today, today, bob)
    assert revision(alice) == 2
    assert Message.objects.of(alice).first().body == "Set by Bob Okafor."


def test_a_target_is_overridden_from_today_and_told_with_the_reason(alice, bob, taxonomy, today):
    override(alice, bob, today, 4)
    override(alice, bob, today, 4)
    row = TargetOverride.objects.get()
    assert (row.level, row.by, row.reason) == (4, bob, "You review all of it.")
    assert Message.objects.of(alice).get().body == "You review all of it."
    assert revision(alice) == 1
    override(alice, bob, today, None)
    assert reading.load([alice.pk], today=today)[0].overrides == {}
    override(alice, bob, today, None)
    assert revision(alice) == 2


def override(person, by, today, level):
    actions.override_target(
        person=person, skill=READING, level=level, reason="You review all of it.", by=by, today=today
    )


@pytest.mark.parametrize("wrong", [{"level": 6}, {"level": -1}, {"reason": "  "}, {"skill": "cobol"}])
def test_a_wrong_override_is_refused(alice, bob, taxonomy, today, wrong):
    given = {"level": 3, "reason": "why", "skill": READING, **wrong}
    with pytest.raises(actions.Unacceptable):
        actions.override_target(person=alice, by=bob, today=today, **given)
    assert revision(alice) == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda p, today: actions.choose_next_role(person=p, role="senior", by=p),
        lambda p, today: actions.list_skill(person=p, skill=READING, added=True, by=p),
        lambda p, today: actions.assign_role(person=p, role="mid", by=p, today=today),
        lambda p, today: override(p, p, today, 3),
    ],
)
def test_a_change_that_fails_leaves_no_revision_behind(alice, taxonomy, today, act):
    from assessments.guard import Input

    with (
        mock.patch("django.db.models.QuerySet.create", side_effect=RuntimeError),
        mock.patch.object(Input, "save", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        act(alice, today)
    assert revision(alice) == 0


def test_after_all_this_the_vector_is_the_fold(alice, bob, rate, taxonomy, today):
    rate(alice, READING, 3)
    override(alice, bob, today, 4)
    actions.choose_next_role(person=alice, role="senior", by=alice)
    share(alice, 3, today)
    assert not folding.differs(Profile.objects.get(person=alice))
