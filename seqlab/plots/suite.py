"""A suite in pictures: validation curves, and results beside published ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from seqlab.plots.style import BASELINE, INK, MARKERS, PALETTE, QUIET, drawing_style, spell_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Line:
    """One experiment in the picture.

    Args:
        name: the experiment's name.
        curve: the metric on the validation split after each epoch, of the first seed.
        value: its best value, the mean over seeds.
        margin: half the 95 % interval over seeds; 0 with one seed.
        published: the published best value, if there is one.
        baseline: the naive forecast's value for exactly these windows.
    """

    name: str
    curve: Sequence[float]
    value: float
    margin: float
    published: float | None
    baseline: float


def draw_suite(title: str, metric: str, lines: Sequence[Line], scale: float, unit: str) -> Figure:
    """Draw curves on the left and results on the right, sorted from the best to the worst.

    Args:
        title: what the picture shows.
        metric: `mae` or `accuracy`.
        lines: the experiments.
        scale: original units per standard deviation; for accuracy 1.
        unit: the original unit; empty for accuracy.

    Returns:
        Two panels that share the colours of the experiments.
    """
    from matplotlib.figure import Figure

    is_series = metric == "mae"
    ranked = sorted(lines, key=lambda line: line.value if is_series else -line.value)
    with drawing_style():
        height = max(4.8, 1.6 + 0.3 * len(ranked))
        figure = Figure(figsize=(12.5, height), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(1.1, 1))
        _draw_curves(left, ranked, is_series=is_series, scale=scale, unit=unit)
        _draw_results(right, ranked, is_series=is_series)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def _draw_curves(
    axes: Axes, lines: Sequence[Line], *, is_series: bool, scale: float, unit: str
) -> None:
    from matplotlib.ticker import MaxNLocator

    for number, line in enumerate(lines):
        colour, marker = _look(number)
        epochs = range(1, len(line.curve) + 1)
        axes.plot(epochs, line.curve, color=colour, marker=marker, markersize=3.5, linewidth=1.4)
    _draw_baselines(axes, lines, along_y=True)
    axes.set_title("validation split, after each epoch (first seed)", color=QUIET)
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel(_label(is_series=is_series))
    values = sorted(value for line in lines for value in line.curve)
    if is_series:  # one diverged epoch would flatten the rest
        axes.set_ylim(values[0] - 0.01, min(values[-1], 1.15 * values[int(0.97 * len(values))]))
        functions = partial(np.multiply, scale), partial(np.multiply, 1 / scale)
        to_units = axes.secondary_yaxis("right", functions=functions)
        to_units.set_ylabel(f"mean absolute error ({spell_unit(unit)})")


def _draw_results(axes: Axes, lines: Sequence[Line], *, is_series: bool) -> None:
    for number, line in enumerate(lines):
        colour, marker = _look(number)
        axes.errorbar(
            line.value,
            number,
            xerr=line.margin or None,
            color=colour,
            marker=marker,
            markersize=6,
            capsize=3,
            linestyle="none",
        )
        if line.published is not None:
            axes.plot(
                line.published,
                number,
                marker="|",
                markersize=15,
                markeredgewidth=2,
                color=INK,
                linestyle="none",
            )
    _draw_baselines(axes, lines, along_y=False)
    axes.set_yticks(range(len(lines)), [line.name for line in lines])
    axes.invert_yaxis()
    axes.grid(visible=True, axis="both")
    axes.set_xlabel(f"best epoch, {_label(is_series=is_series)}")
    title = "● here, 95 % over seeds    ┃ published    ┆ baseline"
    axes.set_title(title, color=QUIET)


def _draw_baselines(axes: Axes, lines: Sequence[Line], *, along_y: bool) -> None:
    for value in sorted({round(line.baseline, 4) for line in lines}):
        draw = axes.axhline if along_y else axes.axvline
        draw(value, color=BASELINE, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1.5)


def _look(number: int) -> tuple[str, str]:
    """A pair of colour and mark that no other of the first 72 experiments has."""
    return PALETTE[number % len(PALETTE)], MARKERS[number % len(MARKERS)]


def _label(*, is_series: bool) -> str:
    return "mean absolute error (standard deviations)" if is_series else "accuracy"
