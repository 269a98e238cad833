"""Adding a goal of one's own and changing its words, with and without sense."""

from __future__ import annotations

from typing import Any

import pytest

from roadmaps.development import actions
from roadmaps.models import Motive, PlanItem
from tests.roadmaps.plan.writing import form, goal, in_days, step

ADD = "/me/plan/add/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alice, taxonomy, signed_in):
    return signed_in(alice)


def change_form(item: PlanItem, **fields: Any) -> dict[str, Any]:
    return form(**{"title": item.title, "seen": str(item.revision), **fields})


def test_a_goal_with_everything(alice, client):
    sent = form(
        technical="yes", due_on=in_days(30).isoformat(), proof="Slides\r\n\r\n\r\n\r\nand a recording",
        links="https://example.com/a\nhttp://example.com/b", motive="scope", motive_words="A service of my own",
    )  # fmt: skip
    response = client.post(ADD, sent)
    item = PlanItem.objects.get()
    assert (response.status_code, response.url) == (303, f"/me/plan/#goal-{item.pk}")
    assert (item.title, item.technical, item.state, item.shared) == ("A talk", True, "planned", True)
    assert item.proof == "Slides\n\nand a recording"
    assert item.links == ["https://example.com/a", "http://example.com/b"]
    assert (item.motive.kind, item.motive.words) == ("scope", "A service of my own")
    assert client.post(ADD, sent).status_code == 303
    assert PlanItem.objects.count() == 1


def test_the_form_says_who_reads_it(client):
    page = client.get(ADD).content.decode()
    assert "Bob reads it and may comment" in page
    assert "Only you ever see these two" in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "required"),
        ("title", "\u202e\u200b\x07", "required"),
        ("title", "x" * 201, "at most 200"),
        ("due_on", "2020-01-01", "That day is over"),
        ("due_on", "31/12/2099", "Enter a valid date"),
        ("due_on", "0000-00-00", "Enter a valid date"),
        ("proof", "x" * 1001, "at most 1000"),
        ("links", "javascript:alert(1)", "is not the address of a page"),
        ("links", "https://example.com/ and more", "is not the address of a page"),
        ("links", "data:text/html,x", "is not the address of a page"),
        ("links", "https://example.com/" + "x" * 500, "longer than 500"),
        ("links", "\n".join(f"https://example.com/{n}" for n in range(11)), "At most 10 links"),
        ("motive", "fame", "not one of the available"),
        ("motive_words", "x" * 201, "at most 200"),
        ("key", "x", "damaged"),
    ],
)
def test_a_goal_that_cannot_be_stored_keeps_the_typing(client, field, value, says):
    response = client.post(ADD, form(**{"title": "A talk & more", field: value}))
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    if field != "title":
        assert 'value="A talk &amp; more"' in page
    assert not PlanItem.objects.exists()


def test_what_could_deceive_is_taken_out_and_markup_is_shown_as_it_is(alice, client):
    title = "Pay \u202eoot\u202c <script>alert(1)</script> \x00\x1b[31m"
    client.post(ADD, form(title=title, proof="**bold** <b>\u2066x\u2069</b>\x08"))
    item = PlanItem.objects.get()
    assert item.title == "Pay oot <script>alert(1)</script> [31m"
    assert item.proof == "**bold** <b>x</b>"
    page = client.get("/me/plan/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_changing_the_words(alice, client):
    item = goal(alice, motive=actions.MotiveContent("pay"))
    url = f"/me/plan/{item.pk}/change/"
    page = client.get(url).content.decode()
    assert '<option value="pay" selected>' in page
    response = client.post(url, change_form(item, proof="Slides", motive="", shared=""))
    assert (response.status_code, response.url) == (303, f"/people/{alice.public_id}/plan/{item.pk}/")
    item.refresh_from_db()
    assert (item.proof, item.shared, item.revision) == ("Slides", False, 2)
    assert not Motive.objects.exists()


def test_a_step_keeps_its_skill_and_level(alice, client):
    item = step(alice)
    url = f"/me/plan/{item.pk}/change/"
    assert 'name="title"' not in client.get(url).content.decode()
    client.post(url, change_form(item, title="Something else", proof="p"))
    item.refresh_from_db()
    assert (item.title, item.skill.slug, item.proof) == ("", "idempotency", "p")


def test_the_second_of_two_tabs_sees_both(alice, client):
    item = goal(alice)
    url = f"/me/plan/{item.pk}/change/"
    client.post(url, change_form(item, proof="from the first tab"))
    response = client.post(url, change_form(item, proof="from the second tab"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "from the first tab" in page
    assert "from the second tab" in page
    assert 'name="seen" value="2"' in page
    assert client.post(url, change_form(item, proof="both", seen="2")).status_code == 303


@pytest.mark.parametrize("seen", ["", "x", "٣", "9" * 30])
def test_a_damaged_form(alice, client, seen):
    item = goal(alice)
    assert client.post(f"/me/plan/{item.pk}/change/", change_form(item, seen=seen)).status_code == 422


def test_somebody_elses_goal(alice, bob, signed_in, taxonomy):
    item = goal(alice)
    assert signed_in(bob).get(f"/me/plan/{item.pk}/change/").status_code == 404
