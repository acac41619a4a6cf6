"""Pictures of a time series before any model has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.dataset import Drawing
from seqlab.plots.style import PALETTE, QUIET, drawing_style, spell_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = 1500
"""Pieces that a long series is cut into: about one for each pixel of the width."""


def draw_series(drawing: Drawing) -> Figure:
    """Draw a series over all its years, and below it the first ten days.

    Args:
        drawing: times, values, what they are, and the splits.

    Returns:
        Two panels, one above the other.
    """
    from matplotlib.figure import Figure

    times, values = drawing.times, drawing.values
    ten_days = int(np.searchsorted(times, times[0] + np.timedelta64(10, "D")))
    with drawing_style():
        figure = Figure(figsize=(8.4, 5.8), layout="constrained")
        whole, start = figure.subplots(2, 1)
        whole.plot(*_envelope(times, values), color=PALETTE[0], linewidth=0.6)
        whole.set_title("all years")
        _shade_splits(whole, drawing)
        start.plot(times[:ten_days], values[:ten_days], color=PALETTE[0], linewidth=1.4)
        start.set_title("the first ten days")
        for axes in (whole, start):
            axes.set_ylabel(f"{drawing.label} ({spell_unit(drawing.unit)})", parse_math=False)
            axes.margins(x=0.01)
    return figure


def _envelope(
    times: NDArray[np.datetime64], values: NDArray[Any]
) -> tuple[NDArray[np.datetime64], NDArray[Any]]:
    """Keep the lowest and the highest value of each piece: the same picture from fewer points."""
    starts = np.unique(np.linspace(0, len(values), _COLUMNS, endpoint=False).astype(int))
    low, high = np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)
    return np.repeat(times[starts], 2), np.column_stack([low, high]).ravel()


def _shade_splits(axes: Axes, drawing: Drawing) -> None:
    times, splits = drawing.times, drawing.splits
    colours = (PALETTE[4], PALETTE[1], PALETTE[3])
    for number, (name, (first, end)) in enumerate(splits.items()):
        left, right = times[first], times[min(end, len(times)) - 1]
        axes.axvspan(left, right, color=colours[number % len(colours)], alpha=0.16, linewidth=0)
        axes.annotate(
            name,
            xy=(left + (right - left) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            color=QUIET,
        )
