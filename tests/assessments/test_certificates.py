"""/me/certificates/: what I learned and have a paper for."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from assessments import actions
from assessments.models import Certificate

URL, ADD = "/me/certificates/", "/me/certificates/add/"


def sent(today, **fields):
    return {
        "key": str(uuid4()), "title": "A course", "issuer": "A school", "issued_on": (today - timedelta(days=9)).isoformat(),
        "expires_on": (today + timedelta(days=9)).isoformat(), "url": "https://example.com/verify",
        "skills": ["kubernetes"], **fields,
    }  # fmt: skip


def page(client, url=URL, **options):
    return unescape(client.get(url, **options).content.decode())


@pytest.fixture
def paper(alice, taxonomy, today):
    """A certificate of alice's."""
    fields = {"title": "A course", "issued_on": today - timedelta(days=9)}
    return actions.add_certificate(person=alice, fields=fields, skills=["kubernetes"], key=uuid4(), by=alice)


def test_one_is_added_and_listed(alice, taxonomy, signed_in, today):
    client = signed_in(alice)
    assert "No certificate yet" in page(client)
    assert client.post(ADD, sent(today)).status_code == 303
    html = page(client)
    for word in ("A course", "A school", "holds until", "Kubernetes", "level 2 at most"):
        assert word in html
    assert 'href="https://example.com/verify" rel="noopener' in html


def test_sent_twice_it_is_kept_once(alice, taxonomy, signed_in, htmx, today):
    client, form = signed_in(alice), sent(today)
    assert client.post(ADD, form, headers=htmx()).headers["HX-Redirect"] == URL
    client.post(ADD, form)
    assert Certificate.objects.count() == 1


def test_an_expired_one_is_marked(alice, paper, signed_in, today):
    Certificate.objects.update(expires_on=today)
    assert "expired" in page(signed_in(alice))


@pytest.mark.parametrize(
    ("field", "days", "says"),
    [
        ("expires_on", -9, "before it was issued"),
        ("expires_on", -10, "before it was issued"),
        ("issued_on", 1, "still to come"),
    ],
)
def test_days_have_to_make_sense(alice, taxonomy, signed_in, today, field, days, says):
    answer = signed_in(alice).post(ADD, sent(today, **{field: (today + timedelta(days=days)).isoformat()}))
    assert answer.status_code == 422
    assert says in unescape(answer.content.decode())
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://"])
def test_only_web_addresses(alice, taxonomy, signed_in, today, url):
    answer = signed_in(alice).post(ADD, sent(today, url=url))
    assert answer.status_code == 422
    assert "A school" in answer.content.decode()
    assert not Certificate.objects.exists()


def test_one_without_an_end(alice, taxonomy, signed_in, today):
    assert signed_in(alice).post(ADD, sent(today, expires_on="", url="", issuer="")).status_code == 303
    assert Certificate.objects.get().expires_on is None


def test_changing_deleting_and_putting_back(alice, paper, signed_in, today):
    client = signed_in(alice)
    assert "A course" in page(client, f"{URL}{paper.pk}/")
    assert client.post(f"{URL}{paper.pk}/", sent(today, title="Another", edition="1")).status_code == 303
    assert client.post(f"{URL}{paper.pk}/", sent(today, title="Third", edition="1")).status_code == 409
    assert Certificate.objects.get().title == "Another"
    answer = client.post(f"{URL}{paper.pk}/delete/")
    assert "Deleted: Another" in page(client, answer.url)
    client.post(f"{URL}{paper.pk}/restore/")
    assert "Another" in page(client)


def test_nobody_else_opens_it(paper, bob, signed_in, today):
    client = signed_in(bob)
    assert client.get(f"{URL}{paper.pk}/").status_code == 404
    for act in ("", "delete/", "restore/"):
        assert client.post(f"{URL}{paper.pk}/{act}", sent(today, edition="1")).status_code == 404
