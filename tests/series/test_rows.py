"""Every row belongs to the series that it stands in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.rows import Rows


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_a_row_belongs_to_the_series_between_whose_bounds_it_lies(lengths: list[int]) -> None:
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    nothing = np.empty((len(lengths), 0), np.float32)
    rows = Rows(np.zeros((sum(lengths), 1)), bounds, tuple("abcde"), None, nothing, nothing)
    expected = [number for number, length in enumerate(lengths) for _ in range(length)]
    assert rows.series_of(np.arange(sum(lengths))).tolist() == expected
