"""Steps up and down: to the ends, across areas, and there and back again."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from skillmatrix.taxonomy.draft.placing import Place, area_step, by_area, position, skill_step

AREAS = st.lists(st.integers(0, 4), min_size=1, max_size=5)


def parts(sizes: list[int]) -> dict[str, Any]:
    """Areas with so many skills each."""
    areas = [f"area-{n}" for n in range(len(sizes))]
    skills = [(area, f"{area}-{n}") for area, size in zip(areas, sizes, strict=True) for n in range(size)]
    return {
        "document": {}, "scale": {"levels": []}, "kinds": {}, "rules": [], "promotion": [], "translations": {},
        "order": {"areas": areas, "skills": [slug for _area, slug in skills], "roles": []},
        **{f"area:{area}": {"name": area} for area in areas},
        **{f"skill:{slug}": {"area": area, "name": slug} for area, slug in skills},
    }  # fmt: skip


def moved(order: dict[str, list[str]], slug: str, place: Place) -> dict[str, list[str]]:
    """What the place means."""
    found = {area: [other for other in slugs if other != slug] for area, slugs in order.items()}
    line = found[str(place.area)]
    line.insert(line.index(place.before) if place.before else len(line), slug)
    return found


def flat(order: dict[str, list[str]]) -> list[str]:
    """Areas and skills in the order of reading."""
    return [name for area, slugs in order.items() for name in (f"# {area}", *slugs)]


@given(AREAS)
def test_a_step_changes_places_with_the_line_above_or_below(sizes: list[int]) -> None:
    before = parts(sizes)
    order = by_area(before)
    lines = flat(order)
    for slug in [name for name in lines if not name.startswith("#")]:
        at = lines.index(slug)
        for up in (True, False):
            place = skill_step(before, slug, up)
            beside = at - 1 if up else at + 1
            if place is None:
                # Above the first area there is nothing, and below the last line neither.
                assert beside == (0 if up else len(lines))
                continue
            swapped = lines.copy()
            swapped[at], swapped[beside] = swapped[beside], swapped[at]
            assert flat(moved(order, slug, place)) == swapped


def test_areas_step_too() -> None:
    three = parts([1, 1, 1])

    assert area_step(three, "area-0", up=True) is None
    assert area_step(three, "area-1", up=True) == Place("area-0")
    assert area_step(three, "area-0", up=False) == Place("area-2")
    assert area_step(three, "area-1", up=False) == Place(None)
    assert area_step(three, "area-2", up=False) is None


def test_what_is_gone_goes_nowhere() -> None:
    assert skill_step(parts([1]), "juggling", up=True) is None
    assert area_step(parts([1]), "juggling", up=True) is None


def test_position() -> None:
    assert position(parts([2, 3]), "area-1-1") == (2, 3, "area-1")
