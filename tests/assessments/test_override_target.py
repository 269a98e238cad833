"""/people/<id>/targets/<skill>/: a lead asks another level of one person."""

import pytest
from django.utils import timezone

from assessments.models import TargetOverride
from skillmatrix.people.models import Lead, Message
from tests import factories


@pytest.fixture
def url(mid):
    return f"/people/{mid.public_id}/targets/code-reading/"


def test_the_lead_sets_a_level_with_a_reason(mid, bob, signed_in, url):
    client = signed_in(bob)
    html = client.get(url).content.decode()
    assert "asks for" in html
    response = client.post(url, {"level": "4", "reason": "You review all of it."})
    assert (response.status_code, response.url) == (303, f"/people/{mid.public_id}/")
    row = TargetOverride.objects.get()
    assert (row.person, row.level, row.by) == (mid, 4, bob)
    assert Message.objects.of(mid).filter(kind="target").get().body == "You review all of it."
    assert "You review all of it." in client.get(url).content.decode()


def test_and_lifts_it_again(mid, bob, signed_in, url):
    client = signed_in(bob)
    client.post(url, {"level": "4", "reason": "why"})
    assert client.post(url, {"level": "", "reason": ""}).status_code == 303
    assert not TargetOverride.objects.on(timezone.localdate()).exists()


def test_htmx(bob, signed_in, url, htmx):
    client = signed_in(bob)
    assert "<html" not in client.get(url, headers=htmx("target-form")).content.decode()
    assert "HX-Redirect" in client.post(url, {"level": "4", "reason": "why"}, headers=htmx("target-form"))


@pytest.mark.parametrize(
    "sent",
    [
        {"level": "4", "reason": " "}, {"level": "6", "reason": "x"}, {"level": "٣", "reason": "x"},
        {"level": " 3", "reason": "x"}, {"level": "1e1", "reason": "x"}, {"level": "3", "reason": "x" * 301},
        {"level": "3", "reason": "a\x00"},
    ],
)  # fmt: skip
def test_a_wrong_form_comes_back_with_what_was_typed(bob, signed_in, url, sent):
    response = signed_in(bob).post(url, sent)
    assert response.status_code == 422
    assert not TargetOverride.objects.exists()


def test_an_unknown_skill_is_404(mid, bob, signed_in):
    assert signed_in(bob).get(f"/people/{mid.public_id}/targets/cobol/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_does_not_lead_the_person_finds_nothing(mid, carol, dana, erin, signed_in, url, method):
    for outsider in (carol, dana, erin):
        assert getattr(signed_in(outsider), method)(url, {"level": "3", "reason": "x"}).status_code == 404
    assert not TargetOverride.objects.exists()


def test_the_person_themselves_may_not(mid, signed_in, url):
    assert signed_in(mid).post(url, {"level": "1", "reason": "x"}).status_code == 403


def test_a_parent_lead_may_look_and_not_set(mid, payments, carol, signed_in, url):
    payments.parent = factories.TeamFactory()
    payments.save()
    factories.LeadFactory(person=carol, team=payments.parent)
    assert signed_in(carol).get(url).status_code == 404
    mid.shares_upward = True
    mid.save()
    assert signed_in(carol).get(url).status_code == 403


def test_an_ex_lead_finds_nothing(mid, bob, signed_in, url):
    client = signed_in(bob)
    assert client.get(url).status_code == 200
    Lead.objects.update(ends_on=timezone.localdate())
    assert client.post(url, {"level": "3", "reason": "x"}).status_code == 404


def test_anonymous_goes_to_the_login_page(client, url):
    assert client.get(url).status_code == 302
