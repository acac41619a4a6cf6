"""Windows against a plain Python loop."""

from __future__ import annotations

import tracemalloc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.windows import WindowCutter, WindowShape


@st.composite
def shapes_and_series(draw: st.DrawFn) -> tuple[WindowShape, np.ndarray, np.ndarray]:
    """A window shape, a series long enough for it, and anchors whose windows exist."""
    step = draw(st.integers(1, 7))
    length = draw(st.integers(1, 9))
    delay = draw(st.integers(1, 12))
    alignment = draw(st.sampled_from(["book", "strict"]))
    horizon = draw(st.integers(1, 5))
    shape = WindowShape(length * step, step, delay, alignment, horizon)
    least = shape.lookback + delay + horizon
    rows = draw(st.integers(least, least + 59))
    features = draw(st.integers(1, 3))
    series = np.arange(rows * features, dtype=np.float32).reshape(rows, features)
    possible = st.integers(shape.lookback, rows - delay - horizon)
    anchors = np.array(draw(st.lists(possible, min_size=1, max_size=20)))
    return shape, series, anchors


def loop(shape: WindowShape, series: np.ndarray, anchor: int) -> np.ndarray:
    """One window as a tutorial would write it, row by row."""
    if shape.alignment == "book":
        rows = range(anchor - shape.lookback, anchor, shape.step)
    else:
        rows = range(anchor - shape.lookback + shape.step, anchor + 1, shape.step)
    return np.stack([series[row] for row in rows])


@given(shapes_and_series())
def test_cut_windows_equal_a_plain_loop_bit_for_bit(case) -> None:
    shape, series, anchors = case
    expected = np.stack([loop(shape, series, anchor) for anchor in anchors])
    np.testing.assert_array_equal(WindowCutter(series, shape).cut(anchors), expected)


@given(shapes_and_series())
def test_newest_input_and_targets_are_rows_of_the_loop(case) -> None:
    shape, series, anchors = case
    newest, targets = shape.newest_input(anchors), shape.targets(anchors)
    for anchor, row, asked in zip(anchors, newest, targets, strict=True):
        window = loop(shape, series, anchor)
        np.testing.assert_array_equal(window[-1], series[row])
        np.testing.assert_array_equal(window[0], series[shape.oldest_input(anchor)])
        first = anchor + shape.delay
        assert asked.tolist() == list(range(first, first + shape.horizon))
    np.testing.assert_array_equal(targets[:, 0], shape.first_target(anchors))
    np.testing.assert_array_equal(targets, newest[:, np.newaxis] + shape.ahead)
    np.testing.assert_array_equal(targets[:, -1] - newest, shape.distance)


@given(shapes_and_series())
def test_the_rows_of_a_range_of_anchors_are_those_that_their_windows_touch(case) -> None:
    shape, _, anchors = case
    rows = shape.rows(anchors.min(), anchors.max() + 1)
    whole = np.arange(anchors.min(), anchors.max() + 1)
    # `strict` has its oldest input a step later; the range is the same for both.
    assert rows.start == anchors.min() - shape.lookback <= shape.oldest_input(whole).min()
    assert rows.stop == shape.targets(whole).max() + 1


def test_book_windows_look_25_hours_ahead_and_strict_ones_24() -> None:
    assert WindowShape(1440, 6, 144, "book").distance * 10 == 1500
    assert WindowShape(1440, 6, 144, "strict").distance * 10 == 1440


def test_worked_example_of_the_docstring() -> None:
    series = np.arange(10, dtype=np.float32)[:, np.newaxis]
    cut = WindowCutter(series, WindowShape(lookback=6, step=3, delay=1)).cut(np.array([8]))
    assert cut[0, :, 0].tolist() == [2, 5]


def test_worked_example_of_a_horizon_of_two() -> None:
    for alignment, oldest, newest in (("book", 4, 8), ("strict", 6, 10)):
        shape = WindowShape(6, 2, 3, alignment, 2)
        anchor = np.array([10])
        assert shape.oldest_input(anchor).tolist() == [oldest]
        assert shape.newest_input(anchor).tolist() == [newest]
        assert shape.targets(anchor).tolist() == [[13, 14]]


def test_memory_grows_with_the_series_and_not_with_the_number_of_windows() -> None:
    series = np.zeros((20_000, 14), np.float32)  # 18,560 windows of 240 x 14: 249 MB if stored
    tracemalloc.start()
    try:
        WindowCutter(series, WindowShape(1440, 6, 144)).cut(np.array([1440]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * series.nbytes
