"""/me/wins/: what went well, found again."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import actions
from assessments.models import Win
from tests.assessments import ladders
from tests.assessments.ladders import ladder, publish

URL, ADD = "/me/wins/", "/me/wins/add/"


def sent(today, **fields):
    return {
        "key": str(uuid4()), "what": "Fixed the export", "day": today.isoformat(), "difficulty": "3",
        "my_part": "Found it", "outcome": "Fast", "skills": ["query-optimization"], **fields,
    }  # fmt: skip


def add(person, what, today, skills=(), days_ago=0, **more):
    fields = {"what": what, "day": today - timedelta(days=days_ago), **more}
    return actions.add_win(person=person, fields=fields, skills=skills, key=uuid4(), by=person)


def page(client, url=URL, **options):
    return unescape(client.get(url, **options).content.decode())


def test_a_win_is_written_down_and_listed(alice, taxonomy, signed_in, today):
    client = signed_in(alice)
    assert "No win yet" in page(client)
    assert 'value="query-optimization" checked' in page(client, f"{ADD}?skill=query-optimization")
    answer = client.post(ADD, sent(today))
    assert (answer.status_code, answer.url) == (303, URL)
    html = page(client)
    for word in (
        "Fixed the export",
        "Found it",
        "Fast",
        "very hard",
        taxonomy.skills["query-optimization"].name,
        "only you",
    ):
        assert word in html
    assert [one.slug for one in Win.objects.get().skills.all()] == ["query-optimization"]


def test_htmx_and_double_clicks(alice, taxonomy, signed_in, htmx, today):
    client, form = signed_in(alice), sent(today)
    assert client.post(ADD, form, headers=htmx()).headers["HX-Redirect"] == URL
    client.post(ADD, form)
    assert Win.objects.count() == 1
    assert client.post(ADD, form | {"what": "Else"}).status_code == 422
    html = page(client, headers=htmx("win-list"))
    assert html.strip().startswith('<div class="panel" id="win-list">')


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("what", "", "required"),
        ("what", "\u202e\u200b", "required"),
        ("what", "x" * 201, "at most 200"),
        ("my_part", "x" * 900_000, "at most 2000"),
        ("day", "2999-01-01", "still to come"),
        ("day", "1066-10-14", "1970"),
        ("day", "yesterday", "valid date"),
        ("difficulty", "4", "valid choice"),
        ("skills", ["nothing"], "no longer rated"),
        ("key", "x", "damaged"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(
    alice, taxonomy, signed_in, today, field, value, says
):
    answer = signed_in(alice).post(ADD, sent(today, **{field: value}))
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert says in html
    assert ("Found it" in html) is (field != "my_part")
    assert ('value="query-optimization" checked' in html) is (field != "skills")
    assert not Win.objects.exists()


def test_eleven_skills_say_nothing(alice, taxonomy, signed_in, today):
    answer = signed_in(alice).post(ADD, sent(today, skills=[one.slug for one in taxonomy.active[:11]]))
    assert answer.status_code == 422


def test_words_are_tidied_and_are_no_markup(alice, taxonomy, signed_in, today):
    client = signed_in(alice)
    client.post(ADD, sent(today, what="a\u202eb\x07 <b>c</b>", outcome="<script>\n\n\n\nx"))
    win = Win.objects.get()
    assert (win.what, win.outcome) == ("ab <b>c</b>", "<script>\n\nx")
    html = client.get(URL).content.decode()
    assert "<b>c" not in html
    assert "&lt;script&gt;" in html


def test_searching_and_filtering(alice, taxonomy, signed_in, today):
    add(alice, "Faster export", today, ["query-optimization"])
    add(alice, "Calm incident", today, ["alert-design"], outcome="Nobody was woken")
    client = signed_in(alice)
    assert "Calm incident" not in page(client, f"{URL}?q=EXPORT")
    assert "Calm incident" in page(client, f"{URL}?q=woken")
    html = page(client, f"{URL}?skill=alert-design")
    assert "Calm incident" in html
    assert "Faster export" not in html
    assert "No win fits" in page(client, f"{URL}?q=nothing+like+it")
    assert "Faster export" in page(client, f"{URL}?skill=unknown")


def test_twenty_a_page_newest_first(alice, taxonomy, signed_in, today):
    for number in range(21):
        add(alice, f"Win {number:02}", today, days_ago=number)
    client = signed_in(alice)
    first, second = page(client), page(client, f"{URL}?page=2")
    assert "Win 00" in first
    assert "Win 20" not in first
    assert "Win 20" in second
    assert "Win 19" not in second


def test_changing_one(alice, taxonomy, signed_in, today):
    win = add(alice, "First words", today, ["query-optimization"])
    client = signed_in(alice)
    assert "First words" in page(client, f"{URL}{win.pk}/")
    form = sent(today, what="Second words", skills=["alert-design"], shared="on", edition="1")
    assert client.post(f"{URL}{win.pk}/", form).status_code == 303
    win.refresh_from_db()
    assert (win.what, win.shared, win.edition) == ("Second words", True, 2)
    assert [one.slug for one in win.skills.all()] == ["alert-design"]


def test_two_tabs_never_overwrite_silently(alice, taxonomy, signed_in, today):
    win = add(alice, "First words", today)
    client, url = signed_in(alice), f"{URL}{win.pk}/"
    client.post(url, sent(today, what="From one tab", edition="1"))
    answer = client.post(url, sent(today, what="From another", edition="1"))
    html = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "From one tab" in html
    assert "From another" in html
    assert 'name="edition" value="2"' in html
    win.refresh_from_db()
    assert win.what == "From one tab"
    assert client.post(url, sent(today, what="From another", edition="2")).status_code == 303


def test_deleting_can_be_undone(alice, taxonomy, signed_in, today):
    win = add(alice, "Here and gone", today)
    client = signed_in(alice)
    answer = client.post(f"{URL}{win.pk}/delete/")
    assert answer.url == f"{URL}?removed={win.pk}"
    html = page(client, answer.url)
    assert "Deleted: Here and gone" in html
    assert f'action="{URL}{win.pk}/restore/"' in html
    assert client.get(f"{URL}{win.pk}/").status_code == 404
    assert client.post(f"{URL}{win.pk}/restore/").status_code == 303
    assert "Here and gone" in page(client)


@pytest.mark.parametrize("who", ["bob", "carol", "dana"])
def test_nobody_else_opens_one(alice, taxonomy, signed_in, today, who, request):
    win = add(alice, "Mine", today, shared=True)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(f"{URL}{win.pk}/").status_code == 404
    for act in ("", "delete/", "restore/"):
        assert client.post(f"{URL}{win.pk}/{act}", sent(today, edition="1")).status_code == 404
    assert "Mine" not in page(client, f"{URL}?removed={win.pk}")


def test_tags_follow_the_skills(alice, db, signed_in, today):
    base = ladder("a", "b", "c")
    publish(base)
    add(alice, "Of a", today, ["a"])
    add(alice, "Of c", today, ["c"])
    gone = ladders.merge(base, "a", "b")
    publish(gone)
    client = signed_in(alice)
    html = page(client)
    assert "/taxonomy/skills/b/" in html
    assert "/taxonomy/skills/a/" not in html
    filtered = page(client, f"{URL}?skill=b")
    assert "Of a" in filtered
    assert "Of c" not in filtered


def test_queries_do_not_grow(alice, taxonomy, signed_in, today):
    add(alice, "One", today, ["query-optimization"])
    client = signed_in(alice)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(19):
        add(alice, f"Win {number}", today, ["alert-design", "query-optimization"])
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(few) == len(many)


def test_an_installation_without_a_taxonomy_has_no_such_page(alice, signed_in):
    assert [signed_in(alice).get(url).status_code for url in (URL, ADD, "/me/certificates/")] == [404] * 3
