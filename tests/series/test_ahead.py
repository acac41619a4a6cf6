"""Pieces of rows against rows picked one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.ahead import AheadCutter


@given(st.integers(1, 5), st.integers(1, 3), st.data())
def test_a_piece_is_the_rows_from_its_first_one_on(horizon, columns, data) -> None:
    values = np.random.default_rng(1).normal(size=(horizon + 20, columns))
    first = np.array(data.draw(st.lists(st.integers(0, 20), min_size=1, max_size=9)))
    expected = values[first[:, None] + np.arange(horizon)].astype(np.float32)
    np.testing.assert_array_equal(AheadCutter(values, horizon).cut(first), expected)
