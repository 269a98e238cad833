"""/roles/<slug>/: what a role expects, in words, alone or beside another."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import escape

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy


def test_every_expectation_in_the_words_of_its_level(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    role = taxonomy.roles["mid"]

    page = signed_in(alice).get("/roles/mid/").content.decode()

    for slug, target in role.targets.items():
        assert escape(taxonomy.skills[slug].descriptors[target.level]) in page
    assert 'href="/me/gaps/?role=mid"' in page
    assert "Promotion rule" not in page


def test_the_promotion_rule_in_plain_words(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/roles/senior/").content.decode()

    assert "At least 2 of these 3 are met:" in page
    assert "Data modelling, Distributed-systems concepts: at least one at level 4 Enabling or above" in page
    assert "none of the 54 core skills" in page
    assert "It never decides" in page


def test_two_roles_side_by_side_without_javascript(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/roles/mid/?with=senior").content.decode()

    assert "<html" in page
    assert "Mid and Senior differ in 77 skills." in page
    skill = taxonomy.skills["system-design"]
    assert escape(skill.descriptors[2]) in page
    assert escape(skill.descriptors[4]) in page
    assert "The same in both:" in page


def test_the_comparison_by_htmx(alice: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    page = signed_in(alice).get("/roles/mid/?with=senior", headers=htmx("role-expectations")).content.decode()

    assert "<html" not in page
    assert page.lstrip().startswith('<div id="role-expectations"')


@pytest.mark.parametrize("other", ["mid", "nobody", "", "%00"])
def test_comparing_with_itself_or_nobody_shows_the_role_alone(
    alice: Person, taxonomy: Taxonomy, signed_in: Any, other: str
):
    page = signed_in(alice).get("/roles/mid/", {"with": other}).content.decode()

    assert "80 skills are asked for" in page


def test_an_unknown_role_is_not_found(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    assert signed_in(alice).get("/roles/emperor/").status_code == 404


def test_anonymous_people_sign_in_first(taxonomy: Taxonomy, client: Any):
    assert client.get("/roles/mid/").status_code == 302
