"""POST /assess/undo/: taking back the newest answer."""

from html import unescape
from uuid import uuid4

import pytest

from assessments.models import Rating
from tests.assessments.test_assess import card

URL = "/assess/undo/"
READING = "code-reading"


def sent(holds, **more):
    return {"skill": READING, "shown": str(holds), "key": str(uuid4()), **more}


def test_without_javascript_it_answers_303(mid, signed_in, rate):
    rate(mid, READING, 3)
    response = signed_in(mid).post(URL, sent(3))
    assert (response.status_code, response.url) == (303, "/assess/areas/craft/#skill-code-reading")
    assert Rating.objects.order_by("-revision").first().state == "withdrawn"


def test_htmx_gets_the_card_as_it_was_before(mid, signed_in, rate, htmx):
    rate(mid, READING, 3)
    rate(mid, READING, 5, shown=3)
    response = signed_in(mid).post(URL, sent(5), headers=htmx("skill-code-reading"))
    html = unescape(response.content.decode())
    assert 'data-value="3"' in card(html, READING)
    assert "Taken back" in card(html, READING)
    assert "from 3 to 4" in html


def test_unrated_is_unrated_again(mid, signed_in, rate, htmx):
    rate(mid, READING, 3)
    html = signed_in(mid).post(URL, sent(3), headers=htmx("skill-code-reading")).content.decode()
    assert 'data-value="255"' in card(html, READING)
    assert "not rated yet" in card(html, READING)


def test_the_same_form_twice_is_one_undo(mid, signed_in, rate):
    rate(mid, READING, 2)
    rate(mid, READING, 3, shown=2)
    client, form = signed_in(mid), sent(3)
    assert [client.post(URL, form).status_code for _ in range(2)] == [303, 303]
    assert Rating.objects.count() == 3


def test_overtaken_by_another_tab(mid, signed_in, rate, htmx):
    rate(mid, READING, 3)
    response = signed_in(mid).post(URL, sent(2), headers=htmx("skill-code-reading"))
    assert response.status_code == 409
    assert "Saved there: <b>3</b>" in response.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"shown": "x"}, {"key": ""}, {"key": "nope"}, {"skill": "cobol"}, {"skill": ""}]
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "skill-code-reading"}])
def test_a_damaged_form_is_refused(mid, signed_in, rate, wrong, headers):
    rate(mid, READING, 3)
    assert signed_in(mid).post(URL, sent(3, **wrong), headers=headers).status_code == 422
    assert Rating.objects.count() == 1


def test_nothing_to_undo(mid, signed_in):
    response = signed_in(mid).post(URL, sent(255))
    assert response.status_code == 422
    assert "nothing to undo" in response.content.decode()


def test_a_key_used_for_a_rating_is_refused(mid, signed_in, rate):
    key = uuid4()
    rate(mid, READING, 3, key=key)
    assert signed_in(mid).post(URL, sent(3, key=str(key))).status_code == 422


def test_nobody_undoes_for_another(mid, carol, signed_in, rate):
    rate(mid, READING, 3)
    assert signed_in(carol).post(URL, sent(255, person=mid.pk)).status_code == 422
    assert Rating.objects.count() == 1
