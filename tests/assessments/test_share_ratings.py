"""/assess/share/: the list of what will be released, and the release."""

from uuid import uuid4

import pytest

from assessments import actions
from assessments.models import Profile, Share
from skillmatrix.people.models import Message

URL = "/assess/share/"


def sent(whose, **more):
    profile = Profile.objects.filter(person=whose).first()
    return {"shown": str(profile.own_revision if profile else 0), "key": str(uuid4()), **more}


def test_it_lists_exactly_what_will_be_released(mid, bob, signed_in, rate, taxonomy):
    rate(mid, "code-reading", 3)
    client = signed_in(mid)
    client.post(URL, sent(mid))
    rate(mid, "test-design", 2)
    rate(mid, "code-reading", 4, shown=3)
    rate(mid, "cache-layers", 1)
    actions.choose_next_role(person=mid, role="senior", by=mid)
    html = client.get(URL).content.decode()
    assert "Share with Bob Okafor" in html
    assert "Share 4 changes with Bob Okafor" in html
    assert taxonomy.skills["test-design"].name in html
    assert taxonomy.skills["code-reading"].name in html
    assert taxonomy.skills["caching-fundamentals"].name not in html
    assert taxonomy.roles["senior"].name in html


def test_what_was_rated_and_undone_is_no_change(mid, signed_in, rate, today):
    rate(mid, "code-reading", 3)
    actions.withdraw_rating(person=mid, skill="code-reading", shown=3, key=uuid4(), by=mid, today=today)
    client = signed_in(mid)
    assert "Nothing waits to be shared" in client.get(URL).content.decode()
    assert client.post(URL, sent(mid)).status_code == 303
    assert not Share.objects.exists()


@pytest.mark.parametrize("htmx_on", [False, True])
def test_sharing_releases_and_tells_the_lead(mid, bob, signed_in, rate, htmx, htmx_on):
    rate(mid, "code-reading", 3)
    response = signed_in(mid).post(URL, sent(mid), headers=htmx("share-list") if htmx_on else {})
    assert (response.status_code, response.headers.get("HX-Redirect")) == (
        (200, "/assess/") if htmx_on else (303, None)
    )
    assert Share.objects.count() == 1
    assert Message.objects.of(bob).filter(kind="shared").count() == 1


@pytest.mark.parametrize("htmx_on", [False, True])
def test_it_is_refused_with_the_new_list_when_own_moved_on(mid, signed_in, rate, htmx, htmx_on, taxonomy):
    rate(mid, "code-reading", 3)
    form = sent(mid)
    rate(mid, "test-design", 3)
    response = signed_in(mid).post(URL, form, headers=htmx("share-list") if htmx_on else {})
    html = response.content.decode()
    assert response.status_code == 409
    assert "nothing was shared" in html
    assert taxonomy.skills["test-design"].name in html
    assert ("<html" in html) is not htmx_on
    assert not Share.objects.exists()


def test_sending_it_twice_shares_once(mid, bob, signed_in, rate):
    rate(mid, "code-reading", 3)
    client, form = signed_in(mid), sent(mid)
    assert [client.post(URL, form).status_code for _ in range(2)] == [303, 303]
    assert Share.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"shown": ""}, {"shown": "-1"}, {"shown": "x"}, {"key": ""}, {"key": "x"}])
def test_a_damaged_form_is_refused(mid, signed_in, rate, wrong):
    rate(mid, "code-reading", 3)
    assert signed_in(mid).post(URL, sent(mid, **wrong)).status_code == 422
    assert not Share.objects.exists()


def test_without_a_lead_it_says_so_and_shares(carol, taxonomy, signed_in, rate):
    rate(carol, "code-reading", 3)
    client = signed_in(carol)
    assert "Nobody leads your team" in client.get(URL).content.decode()
    assert client.post(URL, sent(carol)).status_code == 303
    assert Share.objects.count() == 1


def test_htmx_gets_the_list_alone(mid, signed_in, rate, htmx):
    rate(mid, "code-reading", 3)
    html = signed_in(mid).get(URL, headers=htmx("share-list")).content.decode()
    assert 'id="share-list"' in html
    assert "<html" not in html


def test_nobody_shares_for_another(mid, carol, signed_in, rate):
    rate(mid, "code-reading", 3)
    signed_in(carol).post(URL, sent(mid, person=mid.pk))
    assert not Share.objects.exists()


def test_a_skill_that_left_the_taxonomy_is_listed_too(mid, signed_in, rate, taxonomy):
    from tests.assessments.test_rate_skill import republish, retired

    rate(mid, "code-reading", 3)
    republish(retired)
    assert taxonomy.skills["code-reading"].name in signed_in(mid).get(URL).content.decode()


def test_anonymous_goes_to_the_login_page(client, db):
    assert client.get(URL).status_code == 302


def test_two_tabs_with_the_same_list_share_once_and_tell_once(mid, bob, rate, today):
    rate(mid, "code-reading", 3)
    shown = Profile.objects.get(person=mid).own_revision
    for _ in range(2):
        actions.share(person=mid, shown=shown, changes=1, key=uuid4(), today=today)
    assert Share.objects.count() == 1
    assert Message.objects.filter(recipient=bob).count() == 1
