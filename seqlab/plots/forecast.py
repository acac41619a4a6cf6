"""Forecasts of what nobody has seen yet, behind the last history of their series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from seqlab.plots.style import INK, PALETTE, QUIET, drawing_style, spell_unit
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from seqlab.tasks.questions import ForecastDrawing

MOST_PANELS = 6
"""Series that fit into a picture."""
_MOST_MARKERS = 40


def draw_forecasts(drawings: Sequence[ForecastDrawing], title: str) -> Figure:
    """Draw each series in a panel of its own, the first six where there are more.

    Args:
        drawings: at least one series.
        title: what the picture shows.
    """
    from matplotlib.figure import Figure

    drawn = drawings[:MOST_PANELS]
    columns = 1 if len(drawn) == 1 else 2
    rows = math.ceil(len(drawn) / columns)
    with drawing_style():
        size = (8.4, 4.2) if len(drawn) == 1 else (10.4, 1.4 + 2.3 * rows)
        figure = Figure(figsize=size, layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes, drawing in zip(panels, drawn, strict=False):
            _draw(axes, drawing)
        for axes in panels[len(drawn) :]:
            axes.remove()
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(handles))
        if len(drawings) > MOST_PANELS:
            title = f"{title} (the first {MOST_PANELS} of {len(drawings):,})"
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def describe(drawing: ForecastDrawing) -> str:
    """Which series is drawn, and how far the forecast is off where the truth is known."""
    parts = [printable(drawing.name)] if drawing.name else []
    if drawing.error is not None:
        error = f"mean absolute error {drawing.error:.4g} {spell_unit(drawing.unit)}"
        parts.append(error.strip())
    return ", ".join(parts)


def _draw(axes: Axes, drawing: ForecastDrawing) -> None:
    times, values, ahead = drawing.history_times, drawing.history_values, drawing.forecast_times
    measured, measurements = times, values
    if drawing.truth is not None:
        measured = np.concatenate([times, ahead])
        measurements = np.concatenate([values, drawing.truth])
    axes.plot(measured, measurements, color=INK, linewidth=1.2, label="measured")
    marked = len(ahead) <= _MOST_MARKERS
    if drawing.lower is not None and drawing.upper is not None:
        if len(ahead) == 1:  # a band over a single time would have no width
            axes.vlines(ahead, drawing.lower, drawing.upper, color=PALETTE[4], linewidth=3)
        axes.fill_between(
            ahead,
            drawing.lower,
            drawing.upper,
            color=PALETTE[4],
            alpha=0.35,
            linewidth=0,
            label=f"quantiles {drawing.band}",
        )
    axes.plot(
        ahead,
        drawing.forecast,
        color=PALETTE[0],
        linewidth=1.8,
        marker="o" if marked else "",
        markersize=3.2,
        zorder=3,
        label="forecast",
    )
    if len(times):
        axes.axvline(times[-1], color=QUIET, linewidth=0.8, linestyle=(0, (3, 3)), zorder=1)
    in_unit = f" ({spell_unit(drawing.unit)})" if drawing.unit else ""
    axes.set_ylabel(f"{printable(drawing.label)}{in_unit}", parse_math=False)
    has_clock = np.issubdtype(ahead.dtype, np.datetime64)
    axes.set_xlabel("local time" if has_clock else "row")
    axes.set_title(describe(drawing), color=QUIET, parse_math=False)
    axes.margins(x=0.01)
