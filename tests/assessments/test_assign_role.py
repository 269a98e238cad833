"""/people/<id>/role/: the role a person has."""

import pytest

from assessments.models import RoleAssignment
from skillmatrix.people.models import Message


@pytest.fixture
def url(alice, taxonomy):
    return f"/people/{alice.public_id}/role/"


def test_the_lead_assigns_a_role(alice, bob, signed_in, url):
    client = signed_in(bob)
    assert "No role yet" in client.get(url).content.decode()
    response = client.post(url, {"role": "mid"})
    assert (response.status_code, response.url) == (303, f"/people/{alice.public_id}/")
    assert (RoleAssignment.objects.get().by, RoleAssignment.objects.get().role.slug) == (bob, "mid")
    assert Message.objects.of(alice).filter(kind="role").count() == 1


def test_somebody_who_edits_people_assigns_a_role(erin, signed_in, url):
    response = signed_in(erin).post(url, {"role": "mid"})
    assert (response.status_code, response.url) == (303, "/organisation/")


def test_and_takes_it_away(alice, bob, signed_in, url):
    client = signed_in(bob)
    client.post(url, {"role": "mid"})
    assert client.post(url, {"role": ""}).status_code == 303
    assert RoleAssignment.objects.get().ends_on is not None


def test_htmx(bob, signed_in, url, htmx):
    client = signed_in(bob)
    assert "<html" not in client.get(url, headers=htmx("role-form")).content.decode()
    assert "HX-Redirect" in client.post(url, {"role": "mid"}, headers=htmx("role-form"))


@pytest.mark.parametrize("sent", [{}, {"role": "wizard"}, {"role": "mid\x00"}])
def test_a_wrong_form_is_refused(bob, signed_in, url, sent):
    assert signed_in(bob).post(url, sent).status_code == 422
    assert not RoleAssignment.objects.exists()


def test_outsiders_find_nothing_and_the_person_may_not(alice, carol, dana, signed_in, url):
    assert [signed_in(who).post(url, {"role": "mid"}).status_code for who in (carol, dana, alice)] == [
        404,
        404,
        403,
    ]
    assert not RoleAssignment.objects.exists()


def test_nobody_who_edits_people_sets_their_own_unless_they_are_the_only_one(
    erin, carol, taxonomy, signed_in
):
    url = f"/people/{erin.public_id}/role/"
    assert signed_in(erin).post(url, {"role": "mid"}).status_code == 303
    carol.is_people_admin = True
    carol.save()
    assert signed_in(erin).post(url, {"role": "senior"}).status_code == 403


def test_an_unknown_person_is_404(erin, bob, taxonomy, signed_in):
    url = "/people/00000000-0000-4000-8000-000000000000/role/"
    assert [signed_in(who).get(url).status_code for who in (erin, bob)] == [404, 404]
