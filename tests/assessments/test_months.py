"""The levels of a month are those of `matrices`, and what a later version has touched is read from the rows again."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels.months import stands
from assessments.levels.standings import Vectors, effective_shared
from assessments.levels.vectors import ASKS_AGAIN
from assessments.models.rating import NOT_APPLICABLE, UNRATED

VALUES = st.sampled_from([0, 1, 2, 3, 9, NOT_APPLICABLE, UNRATED])
DAYS = st.sampled_from([10, 11, 12, 13, 10 | ASKS_AGAIN, 11 | ASKS_AGAIN])
CELL = st.tuples(VALUES, DAYS, VALUES.filter(lambda value: value != UNRATED), DAYS)


@given(st.lists(CELL, min_size=1, max_size=40), st.sampled_from([9, 10, 11, 14]))
def test_an_agreed_level_stands_where_matrices_let_it_stand(
    cells: list[tuple[int, ...]], cutoff: int
) -> None:
    said_values, said_days, agreed_values, agreed_days = (
        np.array([column], dtype=kind)
        for column, kind in zip(
            zip(*cells, strict=True), (np.uint8, np.uint16, np.uint8, np.uint16), strict=True
        )
    )
    said, agreed = Vectors(said_values, said_days), Vectors(agreed_values, agreed_days)
    cutoffs = np.full(len(cells), cutoff, dtype=np.uint16)

    ours = np.where(stands(said, agreed, cutoffs), agreed.values, said.values)

    assert ours.tolist() == effective_shared(said, agreed, cutoffs).values.tolist()
