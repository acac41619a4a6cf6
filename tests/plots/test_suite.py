"""A suite's picture ranks its experiments the way their metric goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqlab.plots.style import BASELINE, save_figure
from seqlab.plots.suite import Line, draw_suite, draw_suite_curves, draw_suite_results
from seqlab.tasks.metric import ACCURACY, MAE

LINES = [
    Line("middle", [0.5, 0.3], 0.3, 0.0, 0.31, 0.4),
    Line("high", [0.6, 0.6, 0.5], 0.5, 0.02, None, 0.4),
    Line("low", [0.2], 0.2, 0.0, 0.2, 0.4),
]


def names(figure) -> list[str]:
    """From top to bottom."""
    axes = figure.axes[1]
    assert axes.yaxis_inverted()
    return [label.get_text() for label in axes.get_yticklabels()]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [(MAE, ["low", "middle", "high"]), (ACCURACY, ["high", "middle", "low"])],
)
def test_the_best_one_stands_at_the_top(metric, expected) -> None:
    figure = draw_suite("a title", metric, LINES, None, "")
    assert names(figure) == expected
    assert figure.get_suptitle() == "a title"


def test_curves_baseline_and_units_are_those_of_the_lines() -> None:
    left, right = draw_suite("t", MAE, LINES, 8.0, "degC").axes
    curves = [line for line in left.lines if line.get_color() != BASELINE]
    assert [list(np.asarray(c.get_ydata())) for c in curves] == [[0.2], [0.5, 0.3], [0.6, 0.6, 0.5]]
    (baseline,) = [line for line in left.lines if line.get_color() == BASELINE]
    assert baseline.get_ydata()[0] == 0.4
    assert left.get_ylabel() == "mean absolute error (standard deviations)"
    assert left.child_axes[0].get_ylabel() == "mean absolute error (°C)"
    assert right.get_xlabel() == "best epoch, mean absolute error (standard deviations)"


def test_a_share_is_named_as_one_and_has_no_other_units() -> None:
    left, right = draw_suite("t", ACCURACY, LINES, None, "").axes
    assert (left.get_ylabel(), right.get_xlabel()) == ("accuracy", "best epoch, accuracy")
    assert not left.child_axes


@pytest.mark.parametrize("metric", [MAE, ACCURACY])
def test_a_perfect_baseline_is_a_line_like_any_other(metric, tmp_path: Path) -> None:
    lines = [Line("only", [0.5], 0.5, 0.0, None, metric.best)]
    figure = draw_suite("t", metric, lines, None, "")
    save_figure(figure, tmp_path / "suite.svg")
    bars = figure.axes[1]
    low, high = bars.get_xlim()
    assert low <= metric.best <= high


def test_each_half_alone_is_the_same_as_beside_the_other() -> None:
    left, right, *_ = draw_suite("t", MAE, LINES, None, "").axes
    for half, (alone,) in (
        (left, draw_suite_curves("t", MAE, LINES, None, "").axes),
        (right, draw_suite_results("t", MAE, LINES).axes),
    ):
        assert [list(line.get_ydata()) for line in alone.lines] == [
            list(line.get_ydata()) for line in half.lines
        ]
        assert [line.get_color() for line in alone.lines] == [
            line.get_color() for line in half.lines
        ]


def test_results_without_curves_or_baselines_are_drawn() -> None:
    (axes,) = draw_suite_results("t", MAE, [Line("$x$", (), 0.3, 0.0, None, None)]).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["$x$"]
    assert not [line for line in axes.lines if line.get_color() == BASELINE]
