"""Pictures of a time series before any model has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.dataset import Drawing
from seqlab.plots.style import PALETTE, QUIET, drawing_style, spell_unit
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = 1500
"""Pieces that a long series is cut into: about one for each pixel of the width."""


def draw_series(drawings: Sequence[Drawing]) -> Figure:
    """Draw a series as a whole, and below it its beginning; or several, one below the other.

    Args:
        drawings: of each series: times, values, what they are, and the splits.

    Returns:
        Two panels for one series, a panel for each of several.
    """
    from matplotlib.figure import Figure

    panels = max(2, len(drawings))
    with drawing_style():
        figure = Figure(figsize=(8.4, 5.8 + 1.9 * (panels - 2)), layout="constrained")
        for axes, drawing in zip(figure.subplots(panels, 1), drawings, strict=False):
            axes.plot(*_envelope(_places(drawing), drawing.values), color=PALETTE[0], linewidth=0.6)
            _name_axes(axes, drawing)
            _shade_splits(axes, drawing)
        if len(drawings) == 1:
            figure.axes[0].set_title("all of it")
            _draw_beginning(figure.axes[1], drawings[0])
    return figure


def _draw_beginning(axes: Axes, drawing: Drawing) -> None:
    """The first ten days; where rows are further apart, or have no clock, the first 240 of them."""
    times, title = drawing.times, "the first ten days"
    stop = int(np.searchsorted(times, times[0] + np.timedelta64(10, "D")))
    if not drawing.has_clock or stop < 100:
        stop = min(len(times), 240)
        title = f"the first {stop} rows"
    axes.plot(_places(drawing)[:stop], drawing.values[:stop], color=PALETTE[0], linewidth=1.4)
    axes.set_title(title)
    _name_axes(axes, drawing)


def _name_axes(axes: Axes, drawing: Drawing) -> None:
    unit = f" ({spell_unit(drawing.unit)})" if drawing.unit else ""
    axes.set_ylabel(f"{printable(drawing.label)}{unit}", parse_math=False)
    axes.margins(x=0.01)
    if not drawing.has_clock:
        axes.set_xlabel("row")


def _places(drawing: Drawing) -> NDArray[Any]:
    """Where values stand: at their times, or at the numbers of their rows."""
    return drawing.times if drawing.has_clock else drawing.times.astype(np.int64)


def _envelope(times: NDArray[Any], values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Keep the lowest and the highest value of each piece: the same picture from fewer points."""
    starts = np.unique(np.linspace(0, len(values), _COLUMNS, endpoint=False).astype(int))
    low, high = np.fmin.reduceat(values, starts), np.fmax.reduceat(values, starts)
    return np.repeat(times[starts], 2), np.column_stack([low, high]).ravel()


def _shade_splits(axes: Axes, drawing: Drawing) -> None:
    times, splits = _places(drawing), drawing.splits
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
