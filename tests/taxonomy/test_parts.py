"""A document falls into parts and comes together again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.parsing import examine, parse
from skillmatrix.taxonomy.parts import ORDER, join, kind_and_slug, of_kind, order_of, split
from tests.taxonomy.documents import SMALL

slugs = st.lists(st.from_regex(r"\A[a-z]{1,6}\Z"), unique=True, max_size=5)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """Documents of any shape; what they say need not make sense."""
    skills = iter(draw(st.lists(st.from_regex(r"\A[a-z]{1,6}\Z"), unique=True, max_size=12)))
    areas = [
        {
            "slug": area,
            "name": draw(st.text(min_size=1)),
            "summary": "s",
            "skills": [
                {"slug": slug, "name": slug, "kind": "tool", "definition": draw(st.text(min_size=1))}
                for slug, _more in zip(skills, range(draw(st.integers(0, 4))), strict=False)
            ],
        }
        for area in draw(slugs)
    ]
    roles = [
        {"slug": role, "name": role, "summary": "s", "targets": {"x": [1, 1]} if draw(st.booleans()) else {}}
        for role in draw(slugs)
    ]
    content = {**content_of(parse(SMALL)), "areas": areas, "roles": roles}
    for key, value in {
        "rating_rules": [{"rule": "r", "why": "w"}],
        "translations": {"de": {"scale.0.name": "Neu"}},
        "rescale": {"Low": 0},
    }.items():
        if draw(st.booleans()):
            content[key] = value
    return content


@given(contents())
def test_any_document_comes_together_again(content: dict[str, Any]):
    assert join(split(content)) == content
    assert split(join(split(content))) == split(content)


def test_the_default_comes_together_again():
    content = content_of(parse(DEFAULT.read_text()))

    parts = split(content)

    assert join(parts) == content
    assert len(of_kind(parts, "skill")) == 80
    assert parts["skill:ci-cd"]["area"] in of_kind(parts, "area")
    assert all("slug" not in part for path, part in parts.items() if kind_and_slug(path)[1])


def test_what_the_order_does_not_name_comes_last():
    parts = split(content_of(parse(SMALL)))
    parts["skill:streams"] = {**parts["skill:queues"], "name": "Streams"}
    parts["area:two"] = {"name": "Two", "summary": "Second"}
    parts["role:staff"] = parts["role:senior"]
    parts[ORDER]["skills"] = ["brokers", "gone", "queues"]

    assert order_of(parts) == {
        "areas": ["one", "two"],
        "skills": ["brokers", "queues", "streams"],
        "roles": ["junior", "senior", "staff"],
    }


def test_a_skill_is_never_lost_with_its_area():
    parts = split(content_of(parse(SMALL)))
    del parts["area:one"]

    content = join(parts)

    assert [skill["slug"] for skill in content["areas"][0]["skills"]] == ["queues", "brokers"]
    assert {problem.path for problem in examine(content)[1]} == {"areas.one"}


@pytest.mark.parametrize(
    ("path", "halves"),
    [("scale", ("scale", "")), ("skill:ci-cd", ("skill", "ci-cd")), ("role:x", ("role", "x"))],
)
def test_a_path_says_what_it_is_of(path: str, halves: tuple[str, str]):
    assert kind_and_slug(path) == halves
