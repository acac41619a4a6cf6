"""An array that grows keeps what it has."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.growing import Growing


@given(st.lists(st.integers(0, 50), max_size=8), st.sampled_from([None, 1, 3]))
def test_blocks_stand_one_after_the_other(sizes, columns) -> None:
    growing, blocks = Growing(np.float64, columns), []
    for size in sizes:
        block = np.random.default_rng(size).random((size,) if columns is None else (size, columns))
        growing.extend(size)[:] = block
        blocks.append(block)
    assert len(growing) == sum(sizes)
    if blocks:
        np.testing.assert_array_equal(growing.array, np.concatenate(blocks))
