"""The windows of splits against a plain loop, and each of them once in an epoch."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.every_window import EveryWindow, SplitRows, every_window
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER


@st.composite
def split_series(draw: st.DrawFn) -> SplitRows:
    """Up to four series, each cut into three splits, of which any may be empty."""
    lengths = draw(st.lists(st.integers(0, 40), min_size=1, max_size=4))
    bounds = np.cumsum([0, *lengths])
    cuts = [sorted(draw(st.tuples(st.integers(0, n), st.integers(0, n)))) for n in lengths]
    starts = [[first, first + a, first + b] for first, (a, b) in zip(bounds, cuts, strict=False)]
    return SplitRows(bounds, dict(zip(ORDER, np.array(starts).T, strict=True)))


SHAPES = st.builds(
    lambda length, step, horizon: WindowShape(length * step, step, 1, "strict", horizon),
    st.integers(1, 5),
    st.integers(1, 4),
    st.integers(1, 5),
)


@given(split_series(), SHAPES, st.booleans())
def test_a_split_has_every_window_whose_targets_lie_in_it_and_no_other(
    rows, shape, reach_back
) -> None:
    for split in ORDER:
        expected = []
        for number, (first, stop) in enumerate(pairwise(rows.bounds.tolist())):
            start, end = int(rows.starts[split][number]), int(rows.stops(split)[number])
            oldest = first if reach_back else start
            for newest in range(first, stop):
                inputs = [newest - back * shape.step for back in range(shape.length)]
                targets = [newest + ahead for ahead in range(1, shape.horizon + 1)]
                if min(inputs) >= oldest and start <= targets[0] and targets[-1] < end:
                    expected.append(newest)
        found = every_window(rows, shape, split, 8, reach_back=reach_back)
        assert found.anchors.tolist() == expected
        assert (found.count, found.windows) == (len(expected), len(expected))


def test_worked_example_of_the_docstring() -> None:
    starts = {"training": np.array([0]), "validation": np.array([10]), "test": np.array([15])}
    rows = SplitRows(np.array([0, 20]), starts)
    shape = WindowShape(6, 2, 1, "strict", 2)
    own = every_window(rows, shape, "test", 8, reach_back=True)
    assert own.anchors.tolist() == [14, 15, 16, 17]
    assert shape.oldest_input(own.anchors).tolist() == [10, 11, 12, 13]
    assert not every_window(rows, shape, "test", 8, reach_back=False).count


@given(st.integers(1, 60), st.integers(1, 20), st.integers(0, 2**31 - 1), st.integers(0, 50))
def test_an_epoch_sees_every_window_once_whatever_the_batch(windows, batch, seed, epoch) -> None:
    own = EveryWindow(np.arange(windows) * 3, batch)
    drawn = [own.draw(seed, epoch, step).tolist() for step in range(own.steps_per_epoch)]
    assert sorted(anchor for batch in drawn for anchor in batch) == own.rows().tolist()
    assert [len(part) for part in drawn[:-1]] == [batch] * (len(drawn) - 1)
    assert 1 <= len(drawn[-1]) <= batch
    for step in reversed(range(own.steps_per_epoch)):  # nothing depends on what was drawn before
        assert own.draw(seed, epoch, step).tolist() == drawn[step]


def test_every_epoch_and_every_seed_has_an_order_of_its_own() -> None:
    own = EveryWindow(np.arange(50), 50)
    orders = [own.draw(*place, 0).tolist() for place in ((1, 0), (1, 1), (2, 0))]
    assert len({tuple(order) for order in orders}) == 3


@given(st.integers(0, 60), st.integers(1, 20), st.integers(1, 70))
def test_evaluation_sees_every_window_once_and_in_order(windows, batch, size) -> None:
    own = EveryWindow(np.arange(windows) + 5, batch)
    groups = [own.in_order(size, number) for number in range(-(-windows // size))]
    seen = [anchor for group in groups for anchor in group.tolist()]
    assert seen == list(range(5, windows + 5))


def test_windows_that_are_left_out_are_drawn_no_more() -> None:
    own = EveryWindow(np.arange(10), 4).without(np.arange(10) % 2 == 0)
    assert own.rows().tolist() == [1, 3, 5, 7, 9]
    assert (own.batches, own.batch_size) == (2, 4)


def test_splits_are_told_from_the_first_row_of_their_series() -> None:
    starts = {
        "training": np.array([0, 20]),
        "validation": np.array([12, 26]),
        "test": np.array([16, 28]),
    }
    rows = SplitRows(np.array([0, 20, 30]), starts)
    assert rows.of_series(1) == {"training": (0, 6), "validation": (6, 8), "test": (8, 10)}
    assert rows.stops("training").tolist() == [12, 26]
    assert rows.lengths("test").tolist() == [4, 2]
