"""/assess/skills/: skills beyond my roles."""

import pytest

from assessments.models import ExtraSkill

URL = "/assess/skills/"


@pytest.fixture
def other(taxonomy):
    """A skill outside the quick set."""
    return next(skill.slug for skill in taxonomy.active if not skill.quick)


def test_adding_a_skill_asks_for_it_and_taking_it_off_does_not(alice, other, signed_in, taxonomy):
    client = signed_in(alice)
    assert client.post(URL, {"skill": other, "added": "1"}).status_code == 303
    area = taxonomy.area_of[other].slug
    assert "added by you" in client.get(f"/assess/areas/{area}/").content.decode()
    assert "Take off" in client.get(URL).content.decode()
    assert client.post(URL, {"skill": other, "added": "0"}).status_code == 303
    assert "Take off" not in client.get(URL).content.decode()


def test_it_lists_what_is_not_asked_already(alice, other, signed_in, taxonomy):
    html = signed_in(alice).get(URL).content.decode()
    assert f'id="skill-{other}"' in html
    quick = next(skill.slug for skill in taxonomy.active if skill.quick)
    assert f'id="skill-{quick}"' not in html


def test_htmx_gets_the_list_alone(alice, taxonomy, signed_in, htmx):
    html = signed_in(alice).get(URL, headers=htmx("skill-list")).content.decode()
    assert 'id="skill-list"' in html
    assert "<html" not in html


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"skill": "cobol", "added": "1"},
        {"skill": "", "added": "1"},
        {"skill": "git", "added": "yes"},
        {"skill": "a\x00", "added": "1"},
    ],
)
def test_a_damaged_form_is_refused(alice, taxonomy, signed_in, sent):
    assert signed_in(alice).post(URL, sent).status_code == 422
    assert not ExtraSkill.objects.exists()


def test_anonymous_goes_to_the_login_page(client, db):
    assert client.get(URL).status_code == 302
