"""Who reads which piece of evidence, and what becomes of it when skills change."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions, tidying
from assessments.actions import Given
from assessments.evidence.reading import own_proofs, shared_proofs
from assessments.models import Certificate, Evidence, Profile, Win
from skillmatrix.taxonomy import versions
from tests.assessments import ladders
from tests.assessments.ladders import ladder, publish


def give(person, skill="code-reading", **given):
    given.setdefault("shared", True)
    return actions.give_evidence(person=person, skill=skill, given=Given(**given), key=uuid4(), by=person)


def win(person, what, today, skills=("code-reading",), *, shared=True):
    fields = {"what": what, "day": today, "shared": shared}
    return actions.add_win(person=person, fields=fields, skills=skills, key=uuid4(), by=person)


def share(person, today):
    shown = Profile.objects.get(person=person).own_revision
    actions.share(person=person, shown=shown, changes=1, key=uuid4(), today=today)


def read(person, today, skill="code-reading"):
    """What the lead reads."""
    revision = Profile.objects.get(person=person).shared_revision
    found = shared_proofs(person.pk, versions.current(), shared_revision=revision, today=today).get(skill)
    return [] if found is None else [one.text for one in (*found.pieces, *found.offers)]


def own(person, today, skill="code-reading"):
    found = own_proofs(person.pk, versions.current(), today=today).get(skill)
    return [] if found is None else [one.text for one in (*found.pieces, *found.offers)]


def test_shared_evidence_is_read_once_the_rating_is_shared(mid, rate, today):
    rate(mid, "code-reading", 3)
    give(mid, text="For them")
    give(mid, text="For me", shared=False)
    assert read(mid, today) == []
    share(mid, today)
    assert read(mid, today) == ["For them"]
    assert own(mid, today) == ["For me", "For them"]


def test_what_belongs_to_a_newer_rating_waits_for_it(mid, rate, today):
    rate(mid, "code-reading", 3)
    share(mid, today)
    rate(mid, "code-reading", 4, shown=3)
    give(mid, text="For the new level")
    assert read(mid, today) == []
    share(mid, today)
    assert read(mid, today) == ["For the new level"]


def test_what_was_taken_back_takes_its_evidence_along(mid, rate, today):
    rate(mid, "code-reading", 3)
    give(mid, text="For the first")
    share(mid, today)
    actions.withdraw_rating(person=mid, skill="code-reading", shown=3, key=uuid4(), by=mid, today=today)
    assert read(mid, today) == ["For the first"], "nobody else knows yet"
    share(mid, today)
    assert read(mid, today) == []


def test_a_win_is_read_only_where_it_is_shared_itself(mid, rate, today):
    rate(mid, "code-reading", 3)
    share(mid, today)
    give(mid, win=win(mid, "Private win", today, shared=False))
    give(mid, win=win(mid, "Given win", today))
    win(mid, "Noted win", today)
    win(mid, "Secret win", today, shared=False)
    assert read(mid, today) == ["Given win", "Noted win"]


def test_removed_and_deleted_things_are_read_by_nobody(mid, rate, today):
    rate(mid, "code-reading", 3)
    share(mid, today)
    piece, noted, used = give(mid, text="Piece"), win(mid, "Noted", today), win(mid, "Used", today)
    give(mid, win=used)
    actions.remove_evidence(evidence=piece, by=mid)
    actions.delete_win(win=noted, by=mid)
    actions.delete_win(win=used, by=mid)
    assert (read(mid, today), own(mid, today)) == ([], [])
    actions.restore_win(win=used, by=mid)
    assert read(mid, today) == ["Used"]


def test_evidence_goes_with_the_skill(alice, db, today):
    base = ladder("a", "b", "c")
    publish(base)
    give(alice, "a", text="Of a")
    give(alice, "c", text="Of c")
    win(alice, "Win of a", today, ["a", "b"])
    publish(ladders.split(ladders.merge(base, "a", "b"), "c", "d"))
    assert own(alice, today, "b") == ["Of a", "Win of a"], "the win of both is offered once"
    assert own(alice, today, "c") == own(alice, today, "d") == ["Of c"]
    assert own(alice, today, "a") == []
    with pytest.raises(actions.Unacceptable):
        give(alice, "a", text="Too late")


def test_what_was_deleted_goes_for_good_after_a_day(mid, rate, today):
    rate(mid, "code-reading", 3)
    kept, gone, late = give(mid, text="Kept"), give(mid, text="Gone"), win(mid, "Late", today)
    give(mid, win=late)
    fresh = win(mid, "Fresh", today)
    for row in (gone, late, fresh):
        type(row).objects.filter(pk=row.pk).update(removed_at=timezone.now() - timedelta(hours=25))
    Win.objects.filter(pk=fresh.pk).update(removed_at=timezone.now() - timedelta(hours=23))
    tidying.removed_evidence()
    assert list(Evidence.objects.all()) == [kept]
    assert list(Win.objects.all()) == [fresh]
    assert not Certificate.objects.exists()
