"""The picture of where a model errs shows every group, and of many series the worst."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from seqlab.plots.breakdown import draw_breakdown
from seqlab.plots.style import BASELINE, PALETTE, save_figure
from seqlab.tasks.breakdown import Breakdown, Group
from seqlab.tasks.by import By

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def breakdown(by: By, count: int, spread: float = 1.0) -> Breakdown:
    """Groups whose skill over ridge goes from 0.5 to below -0.5, in no order."""
    groups = []
    for number in np.random.default_rng(0).permutation(count):
        size = spread ** (number / count)
        baselines = {"persistence": 3 * size, "ridge": size}
        groups.append(Group(f"g{number}", 48, (0.5 + number / count) * size, baselines))
    overall = Group("all", 48 * count, 1.0, {"persistence": 3.0, "ridge": 1.0})
    return Breakdown(by, tuple(groups), overall)


def line(axes: Axes, label: str) -> list[float]:
    (found,) = [line for line in axes.lines if line.get_label() == label]
    return np.asarray(found.get_ydata(), float).tolist()


@pytest.mark.parametrize("by", ["step", "hour", "weekday", "month"])
def test_steps_and_times_have_lines_in_their_order_and_the_skill_below(by: By) -> None:
    drawn = breakdown(by, 7)
    figure = draw_breakdown(drawn, "jena/gru", "degC", "jena/gru: test")
    errors, skills = figure.axes
    assert line(errors, "jena/gru") == [group.model for group in drawn.groups]
    assert line(errors, "ridge") == [group.baselines["ridge"] for group in drawn.groups]
    assert errors.get_ylabel() == "mean absolute error (°C)"
    assert by in skills.get_xlabel()
    heights = [patch.get_height() for patch in skills.patches]
    assert heights == pytest.approx([100 * group.skill for group in drawn.groups])
    assert figure.get_suptitle() == "jena/gru: test"


def test_the_model_and_the_best_baseline_keep_their_colours() -> None:
    errors = draw_breakdown(breakdown("step", 5), "jena/gru", "", "title").axes[0]
    colours = {line.get_label(): line.get_color() for line in errors.lines}
    assert (colours["jena/gru"], colours["ridge"]) == (PALETTE[0], BASELINE)
    assert len(set(colours.values())) == 3


def test_of_many_series_the_worst_are_drawn_and_counted() -> None:
    figure = draw_breakdown(breakdown("id", 414), "m4/gru", "", "title")
    (axes,) = figure.axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert len(names) == 20
    assert names[0] == "g413  -50 %"
    assert axes.get_title("left").startswith("the 20 of 414 series with the lowest skill")
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first on top


def test_few_targets_are_all_drawn() -> None:
    (axes,) = draw_breakdown(breakdown("target", 7), "m4/gru", "", "title").axes
    assert len(axes.get_yticklabels()) == 7
    assert axes.get_title("left").startswith("7 targets, the lowest skill on top")
    assert axes.get_xscale() == "linear"


def test_series_of_very_different_size_have_a_logarithmic_axis() -> None:
    figure = draw_breakdown(breakdown("id", 30, spread=1e6), "m4/gru", "", "title")
    assert figure.axes[0].get_xscale() == "log"


def test_long_names_and_formulas_are_drawn_as_they_are(tmp_path: Path) -> None:
    group = Group(r"$\frac{$" + 60 * "x", 1, 1.0, {"_$": 2.0})
    figure = draw_breakdown(Breakdown("id", (group,), group), "$x", "", "$y")
    save_figure(figure, tmp_path / "breakdown.png")
    assert figure.axes[0].get_yticklabels()[0].get_text().endswith("x…  +50 %")


def test_nothing_hides_behind_the_legend() -> None:
    for by, count in (("step", 96), ("id", 3), ("id", 414)):
        figure = draw_breakdown(breakdown(by, count), "m4/gru", "", "title")
        figure.draw_without_rendering()
        box = figure.legends[0].get_window_extent()
        lowest = min(axes.get_tightbbox().y0 for axes in figure.axes)
        assert box.y1 <= lowest + 1
        assert box.x0 >= 0 and box.x1 <= figure.bbox.x1


def test_groups_without_skill_are_drawn_too() -> None:
    group = Group("1", 1, 1.0, {"ridge": 0.0})
    for by in ("step", "id"):
        drawn = Breakdown(by, (group,), group)
        figure = draw_breakdown(drawn, "m4/gru", "", "title")
        figure.draw_without_rendering()
        (legend,) = figure.legends
        assert {text.get_text() for text in legend.get_texts()} == {"m4/gru", "ridge"}
