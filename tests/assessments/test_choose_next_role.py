"""POST /assess/next-role/: the role I aim at."""

import pytest

from assessments.models import NextRole

URL = "/assess/next-role/"


def test_choosing_and_choosing_none(mid, signed_in):
    client = signed_in(mid)
    assert client.post(URL, {"role": "senior"}).status_code == 303
    html = client.get("/assess/").content.decode()
    assert '<option value="senior" selected>' in html
    assert "only you see this" in html
    assert client.post(URL, {"role": ""}).status_code == 303
    assert [row.role and row.role.slug for row in NextRole.objects.order_by("revision")] == ["senior", None]


def test_htmx_goes_to_the_page(mid, signed_in, htmx):
    response = signed_in(mid).post(URL, {"role": "senior"}, headers=htmx("assess"))
    assert response["HX-Redirect"] == "/assess/"


@pytest.mark.parametrize("role", ["wizard", "SENIOR ", "x" * 61, "a\x00b", "٣"])
def test_an_unknown_role_is_refused(mid, signed_in, role):
    response = signed_in(mid).post(URL, {"role": role})
    assert response.status_code == 422
    assert "There is no such role" in response.content.decode()
    assert not NextRole.objects.exists()


def test_only_for_myself(mid, carol, signed_in):
    signed_in(carol).post(URL, {"role": "senior", "person": mid.pk})
    assert NextRole.objects.get().person == carol


def test_reading_is_not_allowed(mid, signed_in):
    assert signed_in(mid).get(URL).status_code == 405
