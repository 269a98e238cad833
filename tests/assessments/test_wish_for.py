"""POST /assess/wish/: learn a skill, use it, or neither."""

from __future__ import annotations

import re
from html import unescape
from uuid import uuid4

import pytest

from assessments import actions
from assessments.inputs import Wish
from assessments.levels.reading import load
from assessments.models import Interest, Profile
from skillmatrix.taxonomy.models import Skill
from tests.assessments import ladders
from tests.assessments.ladders import ladder, publish

URL = "/assess/wish/"


def wishes(person, today):
    (inputs,) = load([person.pk], today=today)
    return inputs.own.wishes, inputs.shared.wishes


def pressed(html, slug="code-reading"):
    form = re.search(rf'<form id="wish-{slug}".*?</form>', html, re.S)[0]
    return re.findall(r'value="([a-z]*)" id="wish-[\w-]+-([a-z]+)" aria-pressed="(true|false)"', form)


def test_a_wish_is_kept_and_shown_on_the_card(mid, signed_in, today):
    client = signed_in(mid)
    answer = client.post(URL, {"skill": "code-reading", "wish": "learn"})
    assert (answer.status_code, answer.url) == (303, "/assess/areas/craft/#skill-code-reading")
    assert wishes(mid, today) == ({"code-reading": Wish.LEARN}, {})
    html = client.get("/assess/areas/craft/").content.decode()
    assert pressed(html) == [("", "learn", "true"), ("use", "use", "false"), ("neither", "neither", "false")]
    assert pressed(html, "test-design")[0] == ("learn", "learn", "false")


def test_htmx_gets_the_buttons_and_what_waits_to_be_shared(mid, signed_in, htmx):
    sent = {"skill": "code-reading", "wish": "use"}
    html = signed_in(mid).post(URL, sent, headers=htmx("wish-code-reading")).content.decode()
    assert pressed(html)[1] == ("", "use", "true")
    assert 'id="assess-visibility"' in html
    assert "Share 1 change with Bob" in html
    assert "<article" not in html
    assert "<html" not in html


def test_choosing_again_changes_it_and_the_pressed_one_takes_it_back(mid, signed_in, today):
    client = signed_in(mid)
    for wish in ("learn", "neither", "neither", ""):
        client.post(URL, {"skill": "code-reading", "wish": wish})
    assert wishes(mid, today) == ({}, {})
    assert list(Interest.objects.order_by("revision").values_list("wish", flat=True)) == [
        "learn",
        "neither",
        "",
    ]


def test_it_raises_the_own_revision_and_follows_what_is_shared(mid, signed_in, today, taxonomy):
    before = Profile.objects.get(person=mid).own_revision
    client = signed_in(mid)
    client.post(URL, {"skill": "code-reading", "wish": "learn"})
    shown = Profile.objects.get(person=mid).own_revision
    assert shown > before
    page = unescape(client.get("/assess/share/").content.decode())
    assert taxonomy.skills["code-reading"].name in page
    assert "you want to learn it" in page
    actions.share(person=mid, shown=shown, changes=1, key=uuid4(), today=today)
    actions.wish_for(person=mid, skill="code-reading", wish=Wish.NEITHER, by=mid)
    assert wishes(mid, today) == ({"code-reading": Wish.NEITHER}, {"code-reading": Wish.LEARN})


@pytest.mark.parametrize("htmx_on", [False, True])
@pytest.mark.parametrize(
    "sent",
    [
        {"skill": "code-reading", "wish": "love"},
        {"skill": "nothing", "wish": "learn"},
        {"skill": "a b", "wish": "learn"},
        {"wish": "learn"},
        {"skill": "code-reading\x00", "wish": "learn"},
    ],
)
def test_what_is_no_wish_is_refused(mid, signed_in, htmx, sent, htmx_on):
    answer = signed_in(mid).post(URL, sent, headers=htmx("wish-code-reading") if htmx_on else {})
    assert answer.status_code == 422
    assert "notice" in answer.content.decode()
    assert not Interest.objects.exists()


def test_a_retired_skill_takes_no_wish(mid, signed_in):
    Skill.objects.filter(slug="code-reading").update(retired=True)
    assert signed_in(mid).post(URL, {"skill": "code-reading", "wish": "learn"}).status_code == 422
    assert not Interest.objects.exists()


def test_a_wish_goes_to_the_skill_that_took_the_place(alice, db, today):
    base = ladder("a", "b", "c")
    publish(base)
    actions.wish_for(person=alice, skill="a", wish=Wish.LEARN, by=alice)
    actions.wish_for(person=alice, skill="c", wish=Wish.USE, by=alice)
    publish(ladders.split(ladders.merge(base, "a", "b"), "c", "d"))
    assert wishes(alice, today)[0] == {"b": Wish.LEARN, "c": Wish.USE, "d": Wish.USE}
    actions.wish_for(person=alice, skill="b", wish=None, by=alice)
    assert wishes(alice, today)[0] == {"c": Wish.USE, "d": Wish.USE}


def test_anonymous_goes_to_the_login_page(client, db):
    assert client.post(URL, {"skill": "code-reading", "wish": "learn"}).status_code == 302
