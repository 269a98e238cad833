"""Pages without counting."""

import pytest

from skillmatrix.web.paging import LAST_PAGE, page_of


@pytest.mark.parametrize(
    ("number", "rows", "before", "after"),
    [
        (1, [0, 1, 2], None, 2),
        ("2", [3, 4, 5], 1, 3),
        ("3", [6], 2, None),
        ("9", [], 8, None),
        ("0", [0, 1, 2], None, 2),
        ("-1", [0, 1, 2], None, 2),
        ("two", [0, 1, 2], None, 2),
        ("²", [0, 1, 2], None, 2),
        (None, [0, 1, 2], None, 2),
        ("9" * 5000, [0, 1, 2], None, 2),
    ],
)
def test_page_of(number, rows, before, after) -> None:
    page = page_of(list(range(7)), number, size=3)
    assert (list(page), page.previous, page.next) == (rows, before, after)


def test_page_of_exactly_one_page_has_no_next() -> None:
    assert page_of([1, 2, 3], 1, size=3).next is None


def test_page_of_stops_at_the_limit() -> None:
    assert page_of(range(LAST_PAGE + 5), LAST_PAGE + 1, size=1).number == LAST_PAGE
    assert page_of(range(LAST_PAGE + 5), LAST_PAGE, size=1).next is None
