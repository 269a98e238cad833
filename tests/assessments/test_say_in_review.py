"""Two people, each signed in as themselves: a level is agreed when both confirm it, and never otherwise."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions
from assessments.levels import folding, reading
from assessments.levels.saving import KeyReused, Overtaken
from assessments.models import Profile, Rating, ReviewItem, ReviewSide
from assessments.models.rating import NOT_APPLICABLE
from assessments.reviews.agreement import About, Outcome
from assessments.reviews.desk import desk_of
from skillmatrix.people.models import Lead, Message
from tests import factories
from tests.assessments.reviewing import (
    READING,
    card_of,
    differ_form,
    judges,
    rating_form,
    says,
    shares,
    sides,
    the_review,
    word_form,
)


@pytest.fixture
def rated(mid, bob):
    """alice says 2, bob 3; the review is open."""
    shares(mid, code_reading=2)
    judges(bob, mid, value=3)
    return mid


def agreed(person):
    said = reading.load([person.pk], today=timezone.localdate())[0].shared.agreed.get(READING)
    return said.level if said else None


# Actions


def test_one_side_alone_agrees_on_nothing(rated, bob):
    assert says(bob, rated, value=3) is Outcome.OPEN
    assert agreed(rated) is None
    assert not Rating.objects.filter(source="agreed").exists()


@pytest.mark.parametrize("first", ["alice", "bob"])
def test_both_confirming_the_same_agree(rated, alice, bob, first):
    one, other = (alice, bob) if first == "alice" else (bob, alice)
    says(one, rated, value=3)
    assert says(other, rated, value=3) is Outcome.AGREED
    row = Rating.objects.get(source="agreed")
    assert (row.value, row.by, row.person) == (3, other, rated)
    item = ReviewItem.objects.get()
    assert (item.outcome, item.agreed_revision) == ("agreed", row.revision)
    assert agreed(rated) == 3
    assert not folding.differs(Profile.objects.get(person=rated))


def test_different_values_stay_open(rated, bob):
    says(bob, rated, value=3)
    assert says(rated, rated, value=2) is Outcome.OPEN
    assert agreed(rated) is None


def test_does_not_apply_can_be_agreed(rated, bob):
    says(bob, rated, value=NOT_APPLICABLE)
    assert says(rated, rated, value=NOT_APPLICABLE) is Outcome.AGREED
    assert Rating.objects.get(source="agreed").state == "not_applicable"


def test_the_same_request_again_agrees_once(rated, bob):
    says(bob, rated, value=3)
    key, about = uuid4(), desk_of(rated, today=timezone.localdate()).about(READING)
    for _ in range(3):
        assert says(rated, rated, value=3, key=key, shown=None, about=about) is Outcome.AGREED
    assert Rating.objects.filter(source="agreed").count() == 1
    with pytest.raises(KeyReused):
        says(rated, rated, value=2, key=key, shown=None, about=about)


def test_agreeing_again_after_a_change_is_another_rating(rated, bob):
    says(bob, rated, value=3)
    says(rated, rated, value=3)
    says(bob, rated, value=4)
    assert ReviewItem.objects.get().outcome == "open"
    assert agreed(rated) == 3, "what was agreed holds until something else is"
    says(rated, rated, value=4)
    assert [row.value for row in Rating.objects.filter(source="agreed").order_by("revision")] == [3, 4]
    assert agreed(rated) == 4


def test_a_confirmation_is_void_when_the_person_shares_another_level(rated, bob):
    says(bob, rated, value=3)
    shares(rated, code_reading=4)
    desk = desk_of(rated, today=timezone.localdate())
    assert desk.word(bob, READING).is_void(desk.about(READING))
    assert says(rated, rated, value=3) is Outcome.OPEN
    assert agreed(rated) is None
    assert says(bob, rated, value=3) is Outcome.AGREED


def test_a_confirmation_is_void_when_the_lead_rates_again(rated, bob):
    says(rated, rated, value=3)
    judges(bob, rated, value=4)
    assert says(bob, rated, value=3) is Outcome.OPEN
    assert says(rated, rated, value=3) is Outcome.AGREED


def test_what_is_not_shared_voids_nothing(rated, bob, rate):
    says(bob, rated, value=3)
    rate(rated, READING, 5, shown=2)
    assert says(rated, rated, value=3) is Outcome.AGREED


def test_whoever_shows_old_levels_is_overtaken(rated, bob):
    with pytest.raises(Overtaken):
        says(rated, rated, value=3, about=About(1, 0))
    says(bob, rated, value=3)
    with pytest.raises(Overtaken):
        says(bob, rated, value=4, shown=None)
    assert sides() == [("Bob Okafor", "confirms", 3)]


def test_seeing_it_differently_keeps_both_levels_and_changes_no_figure(rated, bob):
    before = reading.load([rated.pk], today=timezone.localdate())[0]
    assert says(bob, rated, sentence="I have seen two of your reviews.") is Outcome.DIFFER
    assert says(rated, rated, sentence="I read code every day.") is Outcome.DIFFER
    after = reading.load([rated.pk], today=timezone.localdate())[0]
    assert (after.own, after.shared, after.revision) == (before.own, before.shared, before.revision)
    assert set(ReviewSide.objects.values_list("by__name", "sentence")) == {
        ("Bob Okafor", "I have seen two of your reviews."),
        ("Alice Lindqvist", "I read code every day."),
    }


def test_nobody_speaks_for_another(rated, carol):
    with pytest.raises(actions.Unacceptable):
        says(carol, rated, value=3)
    assert not ReviewSide.objects.exists(), "nothing half saved"


def test_a_closed_review_takes_no_word(rated, bob):
    actions.close_review(subject=rated, review_id=the_review().pk, by=bob)
    with pytest.raises(actions.Unacceptable):
        says(rated, rated, value=3)


def test_without_a_lead_there_is_nobody_to_agree_with(rated, bob):
    Lead.objects.update(ends_on=timezone.localdate())
    with pytest.raises(actions.Unacceptable, match="Nobody leads"):
        says(rated, rated, value=3)


def test_the_next_lead_goes_on_and_the_word_of_the_last_one_stays_theirs(rated, bob, carol, payments):
    says(bob, rated, value=3)
    says(bob, rated, "test-design", sentence="Seen otherwise.")
    Lead.objects.update(ends_on=timezone.localdate())
    factories.LeadFactory(person=carol, team=payments, starts_on=timezone.localdate())
    assert says(rated, rated, value=3) is Outcome.OPEN, "bob no longer leads, so he confirms nothing"
    with pytest.raises(actions.Unacceptable):
        says(bob, rated, value=4)
    judges(carol, rated, value=3)
    assert says(carol, rated, value=3) is Outcome.OPEN, "alice had confirmed beside bob's level"
    assert says(rated, rated, value=3) is Outcome.AGREED
    assert ReviewSide.objects.get(by=bob, stance="differs").sentence == "Seen otherwise."
    assert Rating.objects.get(by=bob, source="manager").value == 3
    assert the_review().opened_by == bob


def test_the_inbox_tells_once_a_day_and_never_the_level(rated, bob):
    says(bob, rated, value=3)
    says(bob, rated, value=4)
    told = Message.objects.of(rated).filter(subject__contains="answered").get()
    assert "3" not in told.subject + told.body
    assert "4" not in told.subject + told.body
    says(rated, rated, value=4)
    assert Message.objects.of(bob).filter(subject__contains="answered").count() == 1


# Views


def lead_url(person):
    return f"/people/{person.public_id}/review/say/"


MINE = "/me/review/say/"


def test_two_sessions_agree(rated, bob, signed_in):
    response = signed_in(bob).post(lead_url(rated), word_form(rated, bob))
    assert response.status_code == 303
    assert response.url.startswith(f"/people/{rated.public_id}/review/areas/craft/#review-code-reading-")
    response = signed_in(rated).post(MINE, word_form(rated, rated))
    assert (response.status_code, response.url.partition("#")[0]) == (303, "/me/review/")
    assert agreed(rated) == 3
    assert "Agreed: 3" in card_of(signed_in(rated).get("/me/review/"))
    assert "Agreed: 3" in card_of(signed_in(bob).get(f"/people/{rated.public_id}/review/compare/"))


def test_htmx_answers_with_the_card(rated, bob, signed_in, htmx):
    response = signed_in(rated).post(MINE, word_form(rated, rated), headers=htmx("review-code-reading"))
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert "You have confirmed 3" in card_of(response)


def test_what_moved_meanwhile_is_shown_and_nothing_saved(rated, bob, signed_in, htmx):
    form = word_form(rated, rated)
    judges(bob, rated, value=5)
    for headers in ({}, htmx("x")):
        response = signed_in(rated).post(MINE, form, headers=headers)
        assert response.status_code == 409
        assert "nothing was saved" in card_of(response)
        assert 'class="level l5' in card_of(response)
    assert sides() == []


def test_a_void_confirmation_says_so(rated, bob, signed_in):
    says(bob, rated, value=3)
    shares(rated, code_reading=5)
    card = card_of(signed_in(bob).get(f"/people/{rated.public_id}/review/compare/"))
    assert "You had confirmed 3" in card
    assert "It no longer counts" in card
    assert 'class="level l5' in card
    assert "Bob had confirmed 3" in card_of(signed_in(rated).get("/me/review/"))


def test_the_other_side_cannot_change_a_sentence(rated, bob, signed_in):
    signed_in(bob).post(lead_url(rated), differ_form(rated, bob, "I saw it otherwise."))
    signed_in(rated).post(MINE, differ_form(rated, rated, "And I so."))
    assert dict(ReviewSide.objects.values_list("by__name", "sentence")) == {
        "Bob Okafor": "I saw it otherwise.", "Alice Lindqvist": "And I so.",
    }  # fmt: skip
    page = card_of(signed_in(rated).get("/me/review/"))
    assert "I saw it otherwise." in page
    assert 'value="I saw it otherwise."' not in page, "no field has it"
    assert "I saw it otherwise." in signed_in(bob).get(f"/people/{rated.public_id}/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"value": ""}, {"value": "6"}, {"value": "99"}, {"value": "٣"}, {"value": "-1"}, {"stance": "maybe"}, {"own": "x"},
        {"lead": ""}, {"shown": "nothing"}, {"key": "nothing"}, {"version": "7"}, {"stance": "differs", "sentence": " "},
        {"stance": "differs", "sentence": "\x00\u202e"}, {"stance": "differs", "sentence": "x" * 301},
        {"skill": "cobol"}, {"skill": ""}, {"skill": "a\x00"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_htmx", [False, True])
def test_a_wrong_form_saves_nothing(rated, signed_in, htmx, fields, by_htmx):
    headers = htmx("x") if by_htmx else {}
    response = signed_in(rated).post(MINE, {**word_form(rated, rated), **fields}, headers=headers)
    assert response.status_code == 422
    assert sides() == []


def test_a_sentence_is_one_clean_line_and_escaped(rated, bob, signed_in):
    sentence = "  <script>alert(1)</script>\x07\u202eevil\n\tmore  "
    signed_in(bob).post(lead_url(rated), differ_form(rated, bob, sentence))
    assert ReviewSide.objects.get(by=bob).sentence == "<script>alert(1)</script> evil more"
    page = signed_in(rated).get("/me/review/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; evil more" in page


@pytest.mark.parametrize(
    ("length", "status"), [(301, 422), (400_000, 422), (1_000_000, 422), (1_600_000, 400)]
)
def test_a_novel_is_refused_and_what_was_typed_comes_back_in_part(rated, signed_in, length, status):
    """From a megabyte and a half on no form is read at all."""
    response = signed_in(rated).post(MINE, differ_form(rated, rated, "y" * length))
    assert response.status_code == status
    assert len(response.content) < 200_000
    assert status == 400 or "y" * 300 in card_of(response)
    assert sides() == []


def test_a_lead_who_has_not_rated_cannot_confirm_what_they_have_not_seen(mid, bob, signed_in):
    shares(mid, code_reading=2)
    judges(bob, mid, "test-design", 3)
    form = word_form(mid, bob, value="2")
    response = signed_in(bob).post(lead_url(mid), form)
    assert response.status_code == 422
    assert "Rate the skill first" in response.content.decode()
    assert sides() == []


def test_the_lead_cannot_confirm_for_the_person_nor_the_person_for_the_lead(rated, bob, signed_in):
    assert signed_in(rated).post(lead_url(rated), word_form(rated, rated)).status_code == 403
    response = signed_in(bob).post(MINE, word_form(rated, bob))
    assert response.status_code == 422, "that is bob's own review, in which nothing goes on"
    assert sides() == []


def test_an_ex_lead_finds_nothing_with_the_next_request(rated, bob, signed_in):
    client = signed_in(bob)
    assert client.get(f"/people/{rated.public_id}/review/").status_code == 200
    form = word_form(rated, bob)
    Lead.objects.update(ends_on=timezone.localdate())
    assert client.post(lead_url(rated), form).status_code == 404
    assert client.post(f"/people/{rated.public_id}/review/rate/", rating_form()).status_code == 404
    assert client.get(f"/people/{rated.public_id}/review/compare/").status_code == 404
    assert sides() == []
