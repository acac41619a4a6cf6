"""A suite in pictures: validation curves, and results beside published ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from seqlab.plots.style import BASELINE, INK, MARKERS, PALETTE, QUIET, drawing_style, spell_unit
from seqlab.tasks.metric import Metric

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Line:
    """One experiment in the picture.

    Args:
        name: the experiment's name.
        curve: the metric on the validation split after each epoch, of the first seed; empty where
            it is not drawn.
        value: its best value, the mean over seeds.
        margin: half the 95 % interval over seeds; 0 with one seed.
        published: the published best value, if there is one.
        baseline: the baseline's value for exactly these samples; None where it is not known.
    """

    name: str
    curve: Sequence[float]
    value: float
    margin: float
    published: float | None
    baseline: float | None


def draw_suite(
    title: str, metric: Metric, lines: Sequence[Line], scale: float | None, unit: str
) -> Figure:
    """Draw curves on the left and results on the right, sorted from the best to the worst.

    Args:
        title: what the picture shows.
        metric: what was measured.
        lines: the experiments.
        scale: original units per unit of the metric; None where there are none.
        unit: the original unit; empty where there is none.

    Returns:
        Two panels that share the colours of the experiments.
    """
    from matplotlib.figure import Figure

    ranked = sorted(lines, key=lambda line: metric.error(line.value))
    with drawing_style():
        height = max(4.8, 1.6 + 0.3 * len(ranked))
        figure = Figure(figsize=(12.5, height), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(1.1, 1))
        _draw_curves(left, ranked, metric, scale, unit)
        _draw_results(right, ranked, metric)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def draw_suite_curves(
    title: str, metric: Metric, lines: Sequence[Line], scale: float | None, unit: str
) -> Figure:
    """Draw the curves alone; arguments are those of `draw_suite`."""
    from matplotlib.figure import Figure

    with drawing_style():
        figure = Figure(figsize=(7.2, 5.2), layout="constrained")
        ranked = sorted(lines, key=lambda line: metric.error(line.value))
        _draw_curves(figure.subplots(), ranked, metric, scale, unit)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def draw_suite_results(title: str, metric: Metric, lines: Sequence[Line]) -> Figure:
    """Draw the results alone, with or without curves; arguments are those of `draw_suite`."""
    from matplotlib.figure import Figure

    ranked = sorted(lines, key=lambda line: metric.error(line.value))
    with drawing_style():
        figure = Figure(figsize=(7.2, 1.6 + 0.28 * len(ranked)), layout="constrained")
        _draw_results(figure.subplots(), ranked, metric)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def _draw_curves(
    axes: Axes, lines: Sequence[Line], metric: Metric, scale: float | None, unit: str
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
    axes.set_ylabel(_label(metric))
    values = sorted(value for line in lines for value in line.curve)
    if metric.lower_is_better:  # one diverged epoch would flatten the rest
        axes.set_ylim(values[0] - 0.01, min(values[-1], 1.15 * values[int(0.97 * len(values))]))
    if scale is not None:
        functions = partial(np.multiply, scale), partial(np.multiply, 1 / scale)
        to_units = axes.secondary_yaxis("right", functions=functions)
        to_units.set_ylabel(f"{metric.title} ({spell_unit(unit)})")


def _draw_results(axes: Axes, lines: Sequence[Line], metric: Metric) -> None:
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
    axes.set_yticks(range(len(lines)), [line.name for line in lines], parse_math=False)
    axes.invert_yaxis()
    axes.grid(visible=True, axis="both")
    axes.set_xlabel(f"best epoch, {_label(metric)}")
    title = "● here, 95 % over seeds    ┃ published    ┆ baseline"
    axes.set_title(title, color=QUIET)


def _draw_baselines(axes: Axes, lines: Sequence[Line], *, along_y: bool) -> None:
    known = {round(line.baseline, 4) for line in lines if line.baseline is not None}
    for value in sorted(known):
        draw = axes.axhline if along_y else axes.axvline
        draw(value, color=BASELINE, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1.5)


def _look(number: int) -> tuple[str, str]:
    """A pair of colour and mark that no other of the first 72 experiments has."""
    return PALETTE[number % len(PALETTE)], MARKERS[number % len(MARKERS)]


def _label(metric: Metric) -> str:
    """A share is drawn as one, not in per cent."""
    return metric.title if metric.is_share else metric.label
