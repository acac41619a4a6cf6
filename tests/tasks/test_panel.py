"""What lies behind windows: rows of series and targets, and a digest that any change changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.tasks.panel import Panel


def some_panel() -> Panel:
    """The worked example of the docstring: two series of 5 and 4 rows, two targets."""
    generator = np.random.default_rng(0)
    newest = {"training": [1, 2], "validation": [6], "test": [6]}
    inputs = generator.normal(size=(9, 3)).astype(np.float32)
    return Panel(
        read_inputs=lambda: inputs,
        targets=generator.normal(size=(9, 2)),
        bounds=np.array([0, 5, 9]),
        offsets=np.array([-1, 0]),
        ahead=np.array([1, 2]),
        newest={split: np.array(rows) for split, rows in newest.items()},
        target_features=np.array([0, 2]),
        season=2,
        clock=np.datetime64("2020-01-01T00:00:00", "s") + np.arange(9).astype("timedelta64[h]"),
        known=generator.normal(size=(9, 1)).astype(np.float32),
        static=generator.normal(size=(2, 1)).astype(np.float32),
    )


def test_rows_belong_to_the_series_that_they_stand_in() -> None:
    panel = some_panel()
    assert panel.series_of(np.arange(9)).tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert panel.series_of(np.array([[4, 5], [0, 8]])).tolist() == [[0, 1], [0, 1]]


def test_targets_are_the_rows_ahead_of_the_newest_input() -> None:
    panel = some_panel()
    assert panel.target_rows("training").tolist() == [[2, 3], [3, 4]]
    assert panel.target_rows("validation").tolist() == [[7, 8]]
    found = panel.targets_of("training")
    assert found.shape == (2, 2, 2)
    np.testing.assert_array_equal(found[1], panel.targets[3:5])


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_the_series_of_every_row_is_that_of_a_plain_loop(lengths) -> None:
    panel = replace(some_panel(), bounds=np.cumsum([0, *lengths]))
    expected = [number for number, length in enumerate(lengths) for _ in range(length)]
    assert panel.series_of(np.arange(sum(lengths))).tolist() == expected


def test_the_same_panel_has_the_same_digest() -> None:
    one, other = some_panel(), some_panel()
    assert one.digest() == other.digest()
    turned = replace(one, newest=dict(reversed(one.newest.items())))
    assert turned.digest() == one.digest()


@pytest.mark.parametrize("name", ["inputs", "targets", "bounds", "offsets", "ahead", "known",
                                  "static", "clock", "target_features"])  # fmt: skip
def test_another_number_anywhere_is_another_digest(name) -> None:
    panel = some_panel()
    other = getattr(panel, name).copy()
    other.ravel()[-1] += 1
    change = {"read_inputs": lambda: other} if name == "inputs" else {name: other}
    assert replace(panel, **change).digest() != panel.digest()


def test_other_windows_another_season_and_no_clock_are_other_digests() -> None:
    panel = some_panel()
    moved = {**panel.newest, "training": np.array([1, 3])}
    swapped = {**panel.newest, "validation": panel.newest["training"], "training": np.array([6])}
    found = {panel.digest()}
    for change in ({"newest": moved}, {"newest": swapped}, {"season": None}, {"clock": None}):
        found.add(replace(panel, **change).digest())
    assert len(found) == 5
