"""POST /assess/rate/: one rating."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from assessments.models import Profile, Rating
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.exporting import export
from tests.assessments.test_assess import card

URL = "/assess/rate/"
READING = "code-reading"


def text(response):
    return unescape(response.content.decode())


def test_a_rating_without_javascript_answers_303_to_its_card(mid, signed_in, form):
    response = signed_in(mid).post(URL, form(READING, value="3"))
    assert (response.status_code, response.url) == (303, "/assess/areas/craft/#skill-code-reading")
    assert Rating.objects.get().value == 3


def test_htmx_gets_the_card_the_progress_and_the_consequences(mid, signed_in, form, htmx):
    response = signed_in(mid).post(URL, form(READING, value="3"), headers=htmx("skill-code-reading"))
    html = text(response)
    assert response.status_code == 200
    assert "<html" not in html
    assert 'data-value="3"' in card(html, READING)
    assert html.count("hx-swap-oob") == 3
    assert 'id="assess-progress"' in html
    assert 'id="assess-visibility"' in html
    assert '<div id="consequences" hx-swap-oob="true">from 1 to 2</div>' in html
    assert "asks for" in card(html, READING)


def test_without_a_strip_the_answer_is_the_card(mid, signed_in, form, htmx, settings):
    settings.AFTER_RATING = ""
    response = signed_in(mid).post(URL, form(READING, value="3"), headers=htmx("skill-code-reading"))
    assert response.status_code == 200
    assert "from 1" not in text(response)


def test_a_strip_that_is_not_there_is_not_silent(mid, signed_in, form, htmx, settings):
    settings.AFTER_RATING = "tests.assessments.nowhere.strip"
    with pytest.raises(ModuleNotFoundError):
        signed_in(mid).post(URL, form(READING, value="3"), headers=htmx("skill-code-reading"))


def test_the_same_form_twice_is_one_rating(mid, signed_in, form, htmx):
    client, sent = signed_in(mid), form(READING, value="3")
    for headers in (htmx("skill-code-reading"), htmx("skill-code-reading"), {}):
        assert client.post(URL, sent, headers=headers).status_code in (200, 303)
    assert Rating.objects.count() == 1


def test_still_true_confirms_the_level(mid, signed_in, form, rate, today):
    rate(mid, READING, 3, day=today - timedelta(days=30))
    assert signed_in(mid).post(URL, form(READING, shown=3, intent="confirm")).status_code == 303
    assert list(Rating.objects.order_by("revision").values_list("value", "day")) == [
        (3, today - timedelta(days=30)),
        (3, today),
    ]


def test_not_applicable_with_a_reason(mid, signed_in, form):
    assert signed_in(mid).post(URL, form(READING, intent="na", reason="We buy it")).status_code == 303
    row = Rating.objects.get()
    assert (row.value, row.state, row.reason) == (254, "not_applicable", "We buy it")


def test_not_applicable_on_a_target_asks_why(mid, signed_in, form, htmx):
    for headers in ({}, htmx("skill-code-reading")):
        response = signed_in(mid).post(URL, form(READING, intent="na", reason="  "), headers=headers)
        assert response.status_code == 422
        assert "Say in a few words" in card(text(response), READING)
    assert not Rating.objects.exists()


def test_not_applicable_without_a_target_needs_no_reason(alice, taxonomy, signed_in, form):
    assert signed_in(alice).post(URL, form(READING, intent="na")).status_code == 303
    assert Rating.objects.get().reason == ""


def test_not_applicable_again_keeps_its_reason(mid, signed_in, form, rate):
    rate(mid, READING, 254, reason="We buy it")
    assert signed_in(mid).post(URL, form(READING, shown=254, intent="confirm")).status_code == 303
    assert [row.reason for row in Rating.objects.all()] == ["We buy it", "We buy it"]


@pytest.mark.parametrize("htmx_on", [True, False])
def test_overtaken_shows_both_values_and_a_fresh_key(mid, signed_in, form, rate, htmx, htmx_on):
    rate(mid, READING, 4)
    sent = form(READING, value="2")
    response = signed_in(mid).post(URL, sent, headers=htmx("skill-code-reading") if htmx_on else {})
    html = card(text(response), READING)
    assert response.status_code == 409
    assert "Saved there: <b>4</b>" in html
    assert "Chosen here and not saved: <b>2</b>" in html
    assert sent["key"] not in html
    assert 'name="shown" value="4"' in html
    assert 'value="2" checked' in html
    assert Rating.objects.count() == 1


def test_the_same_key_with_another_answer_shows_both(mid, signed_in, form, rate, htmx):
    sent = form(READING, value="2")
    client = signed_in(mid)
    client.post(URL, sent)
    response = client.post(URL, {**sent, "value": "5"}, headers=htmx("skill-code-reading"))
    html = card(text(response), READING)
    assert response.status_code == 422
    assert "Saved: 2. Chosen here and not saved: 5." in html
    assert sent["key"] not in html
    assert Rating.objects.get().value == 2


@pytest.mark.parametrize(
    "value",
    [
        "6",
        "9",
        "10",
        "-1",
        "٣",
        " 3",
        "3 ",
        "1e1",
        "3.0",
        "three",
        "",
        "NaN",
        "0x3",
        "99999999999999999999",
        "3\x00",
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "skill-code-reading"}])
def test_what_is_not_a_level_is_refused(mid, signed_in, form, value, headers):
    response = signed_in(mid).post(URL, form(READING, value=value, reason="kept"), headers=headers)
    assert response.status_code == 422
    assert 'value="kept"' in card(text(response), READING)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": ""}, {"key": "7"}, {"key": "x" * 36}, {"key": None}, {"shown": ""}, {"shown": "256"}, {"shown": "abc"},
        {"shown": None}, {"version": ""}, {"version": "1.0"}, {"version": "99999999999"}, {"version": None},
        {"version": "0"}, {"reason": "x" * 301}, {"reason": "a\x00b"}, {"intent": "steal"}, {"intent": "confirm", "value": ""},
    ],
)  # fmt: skip
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "skill-code-reading"}])
def test_a_damaged_form_is_refused(mid, signed_in, form, wrong, headers):
    sent = {k: v for k, v in form(READING, **{"value": "3", **wrong}).items() if v is not None}
    response = signed_in(mid).post(URL, sent, headers=headers)
    assert response.status_code == 422
    assert card(text(response), READING)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("skill", ["", "cobol", "../etc", "CODE reading", "x" * 61, "code-reading\x00", "١"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "skill-x"}])
def test_an_unknown_skill_is_refused(mid, signed_in, form, skill, headers):
    response = signed_in(mid).post(URL, form(skill, value="3"), headers=headers)
    assert response.status_code == 422
    assert not Rating.objects.exists()


def test_another_persons_id_in_the_form_is_ignored(mid, carol, signed_in, form):
    extra = {"person": carol.pk, "person_id": carol.pk, "by": carol.pk, "public_id": str(carol.public_id)}
    signed_in(mid).post(URL, form(READING, value="3", **extra))
    assert Rating.objects.get().person == mid
    assert not Profile.objects.filter(person=carol).exists()


def republish(change):
    """Publish the current taxonomy after a change to it."""
    return publish(text=export(change(versions.current())), note="test", by=None)


def retired(taxonomy):
    """Without code-reading: retired, and neither asked for nor needed."""
    skills = {
        slug: replace(skill, prerequisites=tuple(p for p in skill.prerequisites if p != READING))
        for slug, skill in taxonomy.skills.items()
    }
    skills[READING] = replace(skills[READING], retired=True)
    roles = {
        slug: replace(role, targets={k: v for k, v in role.targets.items() if k != READING})
        for slug, role in taxonomy.roles.items()
    }
    return replace(taxonomy, skills=skills, roles=roles)


def reworded(taxonomy):
    """With another meaning of code-reading."""
    return replace(
        taxonomy, skills={**taxonomy.skills, READING: replace(taxonomy.skills[READING], meaning=2)}
    )


def test_a_form_from_before_a_publish_that_changed_nothing_here_is_saved(mid, signed_in, form):
    republish(lambda taxonomy: replace(taxonomy, name="Backend"))
    assert versions.current_number() == 2
    assert signed_in(mid).post(URL, form(READING, value="3")).status_code == 303
    assert Rating.objects.get().version == 2


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "skill-code-reading"}])
def test_a_form_from_before_its_meaning_changed_is_kept_and_not_saved(mid, signed_in, form, headers):
    republish(reworded)
    response = signed_in(mid).post(URL, form(READING, value="3", reason="typed"), headers=headers)
    html = card(text(response), READING)
    assert response.status_code == 422
    assert "have changed since you opened the page" in html
    assert 'value="3" checked' in html
    assert 'value="typed"' in html
    assert 'name="version" value="2"' in html
    assert not Rating.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "skill-code-reading"}])
def test_a_retired_skill_is_refused(mid, signed_in, form, headers):
    republish(retired)
    response = signed_in(mid).post(URL, form(READING, value="3"), headers=headers)
    assert response.status_code == 422
    assert "no longer rated" in text(response)
    assert not Rating.objects.exists()


def test_a_skill_beyond_my_list_can_be_rated(alice, taxonomy, signed_in, form, htmx):
    other = next(skill.slug for skill in taxonomy.active if not skill.quick)
    response = signed_in(alice).post(URL, form(other, value="3"), headers=htmx(f"skill-{other}"))
    assert response.status_code == 200
    assert card(text(response), other)


def test_expired_login_answers_401_to_htmx_and_the_login_page_otherwise(client, db, form, htmx):
    response = client.post(URL, form(READING, value="3"), headers=htmx("skill-code-reading"))
    assert response.status_code == 401
    assert "login" in response["HX-Redirect"]
    assert client.post(URL, form(READING, value="3")).status_code == 302


def test_reading_is_not_allowed(mid, signed_in):
    assert signed_in(mid).get(URL).status_code == 405


def test_a_forged_request_is_refused(mid, form):
    client = Client(enforce_csrf_checks=True)
    client.force_login(mid)
    assert client.post(URL, form(READING, value="3")).status_code == 403
    assert not Rating.objects.exists()


def test_a_later_area_keeps_its_place_when_an_earlier_answer_arrives(mid, signed_in, form, htmx):
    sent = form(READING, value="3", area="caching")
    html = text(signed_in(mid).post(URL, sent, headers=htmx("skill-code-reading")))
    assert 'href="/assess/areas/caching/"' in html.split('aria-current="page"')[0].rsplit("<a ", 1)[1]
