"""POST /assess/evidence/ and what the card shows of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import actions
from assessments.actions import Given
from assessments.actions.evidence import MOST_PIECES
from assessments.evidence.reading import own_proofs
from assessments.models import Evidence, Profile, Rating
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill

URL, REMOVE, RESTORE = "/assess/evidence/", "/assess/evidence/remove/", "/assess/evidence/restore/"
CRAFT = "/assess/areas/craft/"


def sent(skill="code-reading", **fields):
    return {"skill": skill, "key": str(uuid4()), **fields}


def part(html, slug="code-reading"):
    return unescape(
        re.search(rf'<(section|div) class="evidence" id="evidence-{slug}".*?</\1>', html, re.S)[0]
    )


def card(client, slug="code-reading", url=CRAFT):
    return part(client.get(url).content.decode(), slug)


def proof(person, today, skill="code-reading"):
    return own_proofs(person.pk, versions.current(), today=today).get(skill)


@pytest.fixture
def win(mid, today):
    """Makes wins of alice's."""

    def make(what="The export is fast now", skills=("code-reading",), person=mid, **more):
        fields = {"what": what, "day": today, **more}
        return actions.add_win(person=person, fields=fields, skills=skills, key=uuid4(), by=person)

    return make


@pytest.fixture
def certificate(mid, today):
    """Makes certificates of alice's."""

    def make(expires_in=100, skills=("code-reading",), **more):
        fields = {"title": "A course", "issued_on": today - timedelta(days=200), **more}
        fields["expires_on"] = today + timedelta(days=expires_in)
        return actions.add_certificate(person=mid, fields=fields, skills=skills, key=uuid4(), by=mid)

    return make


def test_from_level_three_on_the_card_asks_for_an_example(mid, signed_in, rate, taxonomy):
    client = signed_in(mid)
    assert card(client) == '<div class="evidence" id="evidence-code-reading"></div>'
    rate(mid, "code-reading", 2)
    assert "example" not in card(client)
    rate(mid, "code-reading", 3, shown=2)
    asked = card(client)
    assert "data-asked" in asked
    assert "An example from real work?" in asked
    assert taxonomy.skills["code-reading"].evidence in asked
    assert "<details" in asked
    assert " open>" not in asked, "it never stands in the way"


def test_it_stands_on_the_card_and_counts_for_the_rating(mid, signed_in, rate, today):
    revision = rate(mid, "code-reading", 3).revision
    client = signed_in(mid)
    answer = client.post(URL, sent(text="Read the ledger\r\nin a week", url="https://example.com/ledger"))
    assert (answer.status_code, answer.url) == (303, f"{CRAFT}#skill-code-reading")
    row = Evidence.objects.get()
    assert (row.revision, row.level, row.kind, row.shared) == (revision, 3, "link", False)
    shown = card(client)
    assert "Read the ledger<br>in a week" in shown
    assert 'href="https://example.com/ledger" rel="noopener noreferrer nofollow ugc"' in shown
    assert "only you" in shown
    assert "data-asked" not in shown


def test_htmx_gets_the_part_of_the_card(mid, signed_in, rate, htmx):
    rate(mid, "code-reading", 3)
    answer = signed_in(mid).post(URL, sent(text="I did", shared="1"), headers=htmx("evidence-code-reading"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.startswith('<section class="evidence" id="evidence-code-reading"')
    assert "Bob reads it once you share this rating" in html
    assert "<article" not in html


def test_saving_a_level_never_waits_for_an_example(mid, signed_in, form):
    assert signed_in(mid).post("/assess/rate/", form("code-reading", value="5")).status_code == 303


def test_last_times_evidence_is_in_view_and_confirming_carries_it_on(mid, signed_in, rate, form, today):
    rate(mid, "code-reading", 4, day=today - timedelta(days=900))
    client = signed_in(mid)
    client.post(URL, sent(text="Took the service over"))
    assert "Took the service over" in card(client)
    assert "out of date" in client.get(CRAFT).content.decode()
    client.post("/assess/rate/", form("code-reading", shown=4, intent="confirm"))
    assert Rating.objects.count() == 2
    assert [piece.text for piece in proof(mid, today).pieces] == ["Took the service over"]
    assert "Took the service over" in card(client)


def test_changing_it_replaces_it_under_the_newest_rating(mid, signed_in, rate, today):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    client.post(URL, sent(text="Old words"))
    newest = rate(mid, "code-reading", 4, shown=3).revision
    client.post(URL, sent(text="New words", replaces=Evidence.objects.get().pk))
    (piece,) = proof(mid, today).pieces
    assert (piece.text, piece.level) == ("New words", 4)
    assert Evidence.objects.kept().get().revision == newest


def test_sent_twice_it_is_kept_once_and_a_key_serves_one_text(mid, signed_in, rate):
    rate(mid, "code-reading", 3)
    client, form = signed_in(mid), sent(text="Once")
    assert [client.post(URL, form).status_code for _ in range(2)] == [303, 303]
    assert client.post(URL, form | {"text": "Twice"}).status_code == 422
    assert [row.text for row in Evidence.objects.all()] == ["Once"]


@pytest.mark.parametrize("htmx_on", [False, True])
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Write a sentence"),
        ({"text": " \u202e\u200b\n "}, "Write a sentence"),
        ({"text": "x" * 2001}, "at most 2000 characters"),
        ({"text": "x" * 900_000}, "at most 2000 characters"),
        ({"text": "I did", "url": "javascript:alert(1)"}, "https://"),
        ({"text": "I did", "url": "JaVaScRiPt://example.com/%0aalert(1)"}, "https://"),
        ({"text": "I did", "url": "data:text/html,<script>"}, "https://"),
        ({"text": "I did", "url": "ftp://example.com/"}, "https://"),
        ({"text": "I did", "url": "https://exa mple.com/"}, "https://"),
        ({"text": "I did", "url": "https://example.com/" + "x" * 500}, "at most 500 characters"),
        ({"text": "I did", "key": "no key"}, "damaged"),
        ({"text": "I did", "replaces": "٣"}, "damaged"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(
    mid, signed_in, rate, htmx, fields, says, htmx_on
):
    rate(mid, "code-reading", 3)
    headers = htmx("evidence-code-reading") if htmx_on else {}
    answer = signed_in(mid).post(URL, sent(**{"shared": "1", **fields}), headers=headers)
    html = part(answer.content.decode())
    assert answer.status_code == 422
    assert says in html
    assert (fields.get("text", "").strip(" \n\u202e\u200b")[:2000] in html) is True
    assert ' name="shared" value="1" checked' in html
    assert "data-give open>" in html
    assert not Evidence.objects.exists()


def test_a_megabyte_is_refused_before_anybody_reads_it(mid, signed_in):
    assert signed_in(mid).post(URL, sent(text="x" * 1_600_000)).status_code == 400
    assert not Evidence.objects.exists()


def test_control_and_direction_marks_are_taken_out_and_markup_is_text(mid, signed_in, rate):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    client.post(
        URL,
        sent(
            text="a\u202eb\x07c\n\n\n\n<script>alert(1)</script>", url='https://example.com/\u202e"><script>'
        ),
    )
    assert not Evidence.objects.exists(), "quotes and angles are no part of an address"
    client.post(URL, sent(text="a\u202eb\x07c\n\n\n\n<script>alert(1)</script>", url="example.com/a\u202eb"))
    row = Evidence.objects.get()
    assert (row.text, row.url) == ("ab c\n\n<script>alert(1)</script>", "https://example.com/ab")
    html = client.get(CRAFT).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("htmx_on", [False, True])
def test_a_skill_that_was_retired_since_takes_none(mid, signed_in, rate, htmx, htmx_on):
    headers = htmx("evidence-nothing") if htmx_on else {}
    answer = signed_in(mid).post(URL, sent("nothing", text="I did"), headers=headers)
    assert answer.status_code == 422
    assert "no longer rated" in answer.content.decode()


def test_only_so_many_pieces(mid, signed_in, rate):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    for number in range(MOST_PIECES):
        client.post(URL, sent(text=f"Piece {number}"))
    answer = client.post(URL, sent(text="One more"))
    assert answer.status_code == 422
    assert "Remove one first" in answer.content.decode()
    assert Evidence.objects.count() == MOST_PIECES


def test_removing_can_be_undone_with_and_without_scripts(mid, signed_in, rate, htmx, today):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    client.post(URL, sent(text="Gone and back"))
    piece = Evidence.objects.get()
    form = {"evidence": piece.pk, "skill": "code-reading"}
    answer = client.post(REMOVE, form)
    assert answer.url == f"{CRAFT}?removed={piece.pk}#skill-code-reading"
    shown = card(client, url=answer.url.partition("#")[0])
    assert "Removed." in shown
    assert "Gone and back" not in shown
    assert proof(mid, today) is None
    answer = client.post(RESTORE, {"evidence": piece.pk}, headers=htmx("evidence-code-reading"))
    assert "Gone and back" in answer.content.decode()
    assert [one.text for one in proof(mid, today).pieces] == ["Gone and back"]


@pytest.mark.parametrize("url", [REMOVE, RESTORE])
def test_nobody_touches_what_somebody_else_gave(mid, bob, signed_in, rate, url, today):
    rate(mid, "code-reading", 3)
    piece = actions.give_evidence(
        person=mid, skill="code-reading", given=Given("Mine", shared=True), key=uuid4(), by=mid
    )
    client = signed_in(bob)
    assert client.post(url, {"evidence": piece.pk}).status_code == 404
    assert client.post(url, {"evidence": "x"}).status_code == 404
    assert client.post(url, {"evidence": 2**62}).status_code == 404
    assert client.post(URL, sent(text="Other", replaces=piece.pk)).status_code == 404
    assert proof(mid, today).pieces[0].text == "Mine"


def test_wins_of_the_skill_are_offered_until_they_are_used(mid, signed_in, rate, win, today):
    rate(mid, "code-reading", 3)
    mine = win(my_part="All of it")
    client = signed_in(mid)
    offered = card(client)
    assert "The export is fast now" in offered
    assert "Use as evidence" in offered
    assert client.post(URL, sent(win=mine.pk)).status_code == 303
    used = card(client)
    assert "All of it" in used
    assert "Use as evidence" not in used
    assert "data-asked" not in used
    assert client.post(URL, sent(win=mine.pk)).status_code == 422


def test_somebody_elses_win_is_not_there(mid, bob, signed_in, rate, win):
    rate(mid, "code-reading", 3)
    theirs = win(person=bob)
    assert signed_in(mid).post(URL, sent(win=theirs.pk)).status_code == 404
    assert "Use as evidence" not in card(signed_in(mid))


def test_a_win_that_was_deleted_meanwhile_is_no_evidence(mid, signed_in, rate, win):
    rate(mid, "code-reading", 3)
    mine = win()
    actions.delete_win(win=mine, by=mid)
    answer = signed_in(mid).post(URL, sent(win=mine.pk))
    assert answer.status_code == 422
    assert "Put it back first" in answer.content.decode()


def test_a_certificate_speaks_for_two_at_most_and_says_so(mid, signed_in, rate, certificate):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    client.post(URL, sent(certificate=certificate().pk))
    shown = card(client)
    assert "A course" in shown
    assert "holds until" in shown
    assert "A certificate speaks for level 2 at most" in shown
    assert "data-asked" in shown, "it is no example of work"
    rate(mid, "code-reading", 2, shown=3)
    assert "at most" not in card(client)


def test_a_certificate_is_offered_where_it_can_speak_for_the_level(mid, signed_in, rate, certificate):
    certificate()
    client = signed_in(mid)
    assert "A course" not in card(client), "nothing is rated yet"
    rate(mid, "code-reading", 2)
    shown = card(client)
    assert "Add what speaks for it" in shown
    assert "A course" in shown


def test_an_expired_certificate_is_marked_and_offered_no_more(mid, signed_in, rate, certificate):
    rate(mid, "code-reading", 3)
    client, old = signed_in(mid), certificate(expires_in=0)
    assert "A course" not in card(client)
    client.post(URL, sent(certificate=old.pk))
    assert "expired" in card(client)


def test_a_tool_above_its_concept_brings_one_sentence(mid, signed_in, rate, taxonomy):
    tool = next(
        skill for skill in taxonomy.active
        if skill.kind == "tool" and any(taxonomy.skills[need].kind == "concept" for need in skill.prerequisites)
    )  # fmt: skip
    concept = next(need for need in tool.prerequisites if taxonomy.skills[need].kind == "concept")
    rate(mid, tool.slug, 4)
    client = signed_in(mid)
    url = f"/assess/areas/{tool.area}/"
    assert "on which it rests" not in client.get(url).content.decode()
    rate(mid, concept, 2)
    html = unescape(client.get(url).content.decode())
    assert html.count("Is one of the two off?") == 1
    assert f"#skill-{concept}" in html


def test_why_this_level_opens_the_neighbours_in_place(mid, signed_in, rate, taxonomy):
    rate(mid, "code-reading", 3)
    html = unescape(signed_in(mid).get(CRAFT).content.decode())
    (why,) = re.findall(r'<details class="why-level.*?</details>', html, re.S)
    descriptors = taxonomy.skills["code-reading"].descriptors
    assert [sentence in why for sentence in descriptors] == [False, False, True, True, True, False]
    assert taxonomy.skills["code-reading"].watch_out in why


def test_queries_do_not_grow_with_evidence(mid, signed_in, rate, win, taxonomy):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    client.get(CRAFT)
    with CaptureQueriesContext(connection) as few:
        client.get(CRAFT)
    for number in range(6):
        client.post(URL, sent(text=f"Piece {number}"))
        win(f"Win {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(CRAFT)
    assert len(few) == len(many)


def test_giving_evidence_raises_no_revision(mid, rate, signed_in):
    rate(mid, "code-reading", 3)
    before = Profile.objects.get(person=mid).revision
    signed_in(mid).post(URL, sent(text="I did"))
    assert Profile.objects.get(person=mid).revision == before


def test_a_skill_without_a_rating_can_have_some_too(mid, signed_in, today):
    signed_in(mid).post(URL, sent(text="Before I rate it"))
    row = Evidence.objects.get()
    assert (row.revision, row.level, row.skill) == (None, None, Skill.objects.get(slug="code-reading"))


def test_what_goes_wrong_leaves_everything_as_it_was(mid, rate, win, today):
    rate(mid, "code-reading", 3)
    old = actions.give_evidence(person=mid, skill="code-reading", given=Given("Old"), key=uuid4(), by=mid)
    mine = win()
    actions.give_evidence(person=mid, skill="code-reading", given=Given(win=mine), key=uuid4(), by=mid)
    with pytest.raises(actions.Unacceptable):
        actions.give_evidence(
            person=mid, skill="code-reading", given=Given(win=mine), key=uuid4(), by=mid, replaces=old
        )
    assert Evidence.objects.kept().count() == 2


def test_anonymous_goes_to_the_login_page(client, db):
    assert client.post(URL, sent(text="I did")).status_code == 302
