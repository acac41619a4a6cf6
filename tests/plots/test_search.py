"""A search's pictures show every trial where it belongs."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.plots.search import Axis, Point, Scale, draw_history, draw_importance, draw_slices
from seqlab.plots.style import BASELINE

POINTS = [
    Point(number, value, is_complete=number != 3, settings={"rate": 10.0**-number, "cell": cell})
    for number, value, cell in ((1, 0.5, "gru"), (2, 0.6, "lstm"), (3, 0.9, "gru"), (4, 0.4, "gru"))
]
SCALE = Scale("validation mae", True, 0.7)


@pytest.mark.parametrize(
    ("lower_is_better", "best"), [(True, [0.5, 0.5, 0.4]), (False, [0.5, 0.6, 0.6])]
)
def test_the_best_so_far_goes_the_way_of_the_metric(
    lower_is_better: bool, best: list[float]
) -> None:
    (axes,) = draw_history(POINTS, 4, Scale("validation", lower_is_better, None)).axes
    steps = next(line for line in axes.lines if line.get_label() == "best so far")
    assert list(np.asarray(steps.get_ydata())) == best
    pruned = next(line for line in axes.lines if str(line.get_label()).startswith("pruned"))
    assert list(np.asarray(pruned.get_xdata())) == [3]


def test_the_baseline_is_in_the_picture_and_a_diverged_trial_does_not_flatten_it() -> None:
    (axes,) = draw_history([*POINTS, Point(5, 1e6, True, {})], 4, SCALE).axes
    baseline = next(line for line in axes.lines if line.get_color() == BASELINE)
    low, high = axes.get_ylim()
    assert low < 0.4 < baseline.get_ydata()[0] < high < 10


def test_choices_stand_side_by_side_in_their_order_and_ranges_as_numbers() -> None:
    settings = [Axis("rate", True, ()), Axis("cell", False, ("lstm", "gru", "rnn"))]
    rate, cell = draw_slices([p for p in POINTS if p.is_complete], settings, 4, SCALE).axes
    assert (rate.get_xscale(), cell.get_xscale()) == ("log", "linear")
    assert [label.get_text() for label in cell.get_xticklabels()] == ["lstm", "gru", "rnn"]
    trials = [line for line in cell.lines if len(line.get_xdata()) == 3]
    assert list(np.asarray(trials[0].get_xdata())) == [1, 0, 1]


def test_the_setting_that_matters_most_stands_at_the_top() -> None:
    (axes,) = draw_importance({"rate": 0.2, "cell": 0.8}).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["rate", "cell"]
