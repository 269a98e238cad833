"""The graph of prerequisites, by examples and on random graphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmatrix.taxonomy.graph import circle_through, depth, find_cycle, topological_order

SLUGS = st.sampled_from("abcdefg")
GRAPHS = st.dictionaries(SLUGS, st.sets(SLUGS))
ACYCLIC = st.dictionaries(SLUGS, st.sets(SLUGS)).map(
    lambda edges: {slug: {need for need in needs if need < slug} for slug, needs in edges.items()}
)


@pytest.mark.parametrize(
    ("edges", "cycle"),
    [
        ({}, None),
        ({"a": []}, None),
        ({"b": ["a"], "c": ["a", "b"]}, None),
        ({"a": ["a"]}, ("a",)),
        ({"b": ["a"], "a": ["b"]}, ("a", "b")),
        ({"c": ["a"], "a": ["b"], "b": ["c"], "d": ["a"]}, ("a", "b", "c")),
        ({"b": ["c"], "c": ["d"], "d": ["b"], "a": ["b"]}, ("b", "c", "d")),
    ],
)
def test_names_the_cycle_in_the_direction_of_need(
    edges: dict[str, list[str]], cycle: tuple[str, ...] | None
) -> None:
    assert find_cycle(edges) == cycle


@given(GRAPHS)
def test_a_named_cycle_exists_and_is_the_same_in_any_order(edges: dict[str, set[str]]) -> None:
    cycle = find_cycle(edges)
    reversed_edges = {slug: sorted(edges[slug], reverse=True) for slug in sorted(edges, reverse=True)}
    assert cycle == find_cycle(reversed_edges)
    if cycle is not None:
        assert len(set(cycle)) == len(cycle)
        assert cycle[0] == min(cycle)
        assert all(need in edges[slug] for slug, need in zip(cycle, (*cycle[1:], cycle[0]), strict=True))


@given(ACYCLIC)
def test_order_puts_every_need_first_and_depth_counts_the_longest_chain(edges: dict[str, set[str]]) -> None:
    assert find_cycle(edges) is None
    order, depths = topological_order(edges), depth(edges)
    assert sorted(order) == sorted(depths)
    for slug, needs in edges.items():
        assert all(order.index(need) < order.index(slug) for need in needs)
        assert depths[slug] == max((depths[need] + 1 for need in needs), default=0)


def test_order_goes_by_depth_then_slug() -> None:
    assert topological_order({"a": ["z"], "z": [], "m": []}) == ("m", "z", "a")


def test_depth_refuses_a_cycle() -> None:
    with pytest.raises(ValueError, match="cycle"):
        depth({"a": ["b"], "b": ["a"]})


def test_long_chains_do_not_exhaust_the_stack() -> None:
    chain = {f"{place:05}": [f"{place - 1:05}"] for place in range(1, 5000)}
    assert depth(chain)["04999"] == 4999


@pytest.mark.parametrize(
    ("edges", "slug", "circle"),
    [
        ({"a": ["b"], "b": ["a"]}, "b", ("b", "a")),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, "a", None),
        ({"a": ["a"]}, "a", ("a",)),
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, "a", ("a", "c")),
        ({"a": ["gone"]}, "a", None),
    ],
)
def test_the_shortest_circle_through_a_skill(edges: dict[str, list[str]], slug: str, circle: object) -> None:
    assert circle_through(edges, slug) == circle
