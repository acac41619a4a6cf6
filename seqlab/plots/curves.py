"""Loss curves: of one run with its baseline and its best epoch, or of several runs overlaid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from seqlab.plots.readings import Reading, agreed, common_measures, read_run
from seqlab.plots.style import BASELINE, INK, MARKERS, PALETTE, QUIET, drawing_style, spell_unit
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_Dashes = tuple[float, tuple[float, ...]]
_DASHES: _Dashes = (0, (4, 2))
_LETTERS_PER_INCH = 13
_INCHES_PER_ROW = 0.2
_MOST_MARKERS = 40
"""Epochs up to which every one gets a mark: beyond, the marks would hide the line."""


def draw_curves(runs: Sequence[Run], only: str | None = None) -> Figure:
    """Draw the training and validation curves of one run or of several.

    Args:
        runs: at least one run; several must measure the same things.
        only: a measure that is drawn alone, such as `loss`; None draws all.

    Returns:
        A panel for the loss, and one for every metric that is not the loss itself.

    Raises:
        DataError: a run has no finished epoch yet, or is damaged.
        ConfigError: the runs measure different things.
    """
    from matplotlib.figure import Figure

    readings = [read_run(run) for run in runs]
    measures = common_measures(readings) if only is None else (only,)
    with drawing_style():
        size = (7.2, 4.6) if len(measures) == 1 else (4.9 * len(measures), 4.6)
        figure = Figure(figsize=size, layout="constrained")
        panels = figure.subplots(1, len(measures), squeeze=False)[0]
        for axes, measure in zip(panels, measures, strict=True):
            if len(readings) == 1:
                _draw_one(axes, readings[0], measure)
            else:
                _draw_overlay(axes, readings, measure)
            _dress_axes(axes, readings, measure)
        _add_legend(figure, panels[-1], overlay=len(readings) > 1)
        title = readings[0].name if len(readings) == 1 else f"{len(readings)} runs compared"
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def _draw_one(axes: Axes, reading: Reading, measure: str) -> None:
    """Draw training, validation, the best epoch and the baseline of a run."""
    epochs, validation = reading.epochs, reading.columns[f"val_{measure}"]
    marked = len(epochs) <= _MOST_MARKERS
    axes.plot(
        epochs,
        reading.columns[measure],
        color=PALETTE[1],
        linestyle=_DASHES,
        linewidth=1.4,
        marker="s" if marked else "",
        markersize=3.2,
        label="training",
    )
    axes.plot(
        epochs,
        validation,
        color=PALETTE[0],
        linewidth=2.0,
        marker="o" if marked else "",
        markersize=4,
        label="validation",
    )
    best = reading.best
    if best is not None and not np.isnan(validation[best]):
        axes.plot(
            epochs[best],
            validation[best],
            linestyle="none",
            marker="o",
            markersize=10,
            markerfacecolor="none",
            markeredgecolor=INK,
            markeredgewidth=1.3,
        )
        axes.set_title(_describe_best(reading, measure, best), color=QUIET, parse_math=False)
    _draw_baselines(axes, [reading], measure)


def _draw_overlay(axes: Axes, readings: Sequence[Reading], measure: str) -> None:
    """Draw a colour per run: validation as a strong line, training as a thin dashed one."""
    names = [reading.name for reading in readings]
    for number, reading in enumerate(readings):
        colour = PALETTE[number % len(PALETTE)]
        # There is one more mark than there are colours: the ninth run repeats no pair.
        marker = MARKERS[number % len(MARKERS)]
        repeated = names.count(reading.name) > 1
        axes.plot(
            reading.epochs,
            reading.columns[f"val_{measure}"],
            color=colour,
            linewidth=2.0,
            marker=marker if len(reading.epochs) <= _MOST_MARKERS else "",
            markersize=4,
            label=f"{reading.name} ({reading.id})" if repeated else reading.name,
        )
        axes.plot(
            reading.epochs,
            reading.columns[measure],
            color=colour,
            linewidth=0.9,
            linestyle=_DASHES,
            marker="." if len(reading.epochs) == 1 else "",
            alpha=0.75,
        )
    _draw_baselines(axes, readings, measure)


def _draw_baselines(axes: Axes, readings: Sequence[Reading], measure: str) -> None:
    """Draw the first and the best baseline, named in the legend, if all runs have the same."""
    baseline = agreed([reading.baseline(measure) for reading in readings])
    if baseline is None:
        return
    known = next(reading for reading in readings if reading.baseline(measure) is not None)
    lines: list[tuple[str, float, _Dashes]] = [(known.baseline_name, baseline, (0, (7, 2, 1.5, 2)))]
    best = known.best_baseline(measure)
    others = [reading.best_baseline(measure) for reading in readings]
    if best is not None and agreed([one[1] if one else None for one in others]) is not None:
        lines.append((*best, (0, (1, 1.4))))
    for name, value, dashes in lines:
        axes.axhline(
            value,
            color=BASELINE,
            linewidth=1.4,
            linestyle=dashes,
            zorder=1.9,
            label=f"{name} baseline: {_in_units(known, measure, value)}",
        )


def _dress_axes(axes: Axes, readings: Sequence[Reading], measure: str) -> None:
    """Name the axes, tick whole epochs, keep outliers from flattening the rest."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    first = min(reading.epochs.min() for reading in readings)
    last = max(reading.epochs.max() for reading in readings)
    axes.set_xlim(first - 0.7, last + 0.7)
    _leave_out_outliers(axes, readings, measure)
    metric = readings[0].metric(measure)
    axes.set_ylabel(printable(readings[0].label(measure)), parse_math=False)
    if metric is not None and metric.is_share:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    factor = agreed([reading.original_scale(measure) for reading in readings])
    if factor is not None and metric is not None:
        unit = next(reading.unit for reading in readings if reading.original_scale(measure))
        scale = (partial(np.multiply, factor), partial(np.multiply, 1 / factor))
        right = axes.secondary_yaxis("right", functions=scale)
        right.set_ylabel(f"{metric.title} ({spell_unit(unit)})", parse_math=False)


def _leave_out_outliers(axes: Axes, readings: Sequence[Reading], measure: str) -> None:
    """Cut the axis below values that would flatten the curves, and say what was cut.

    The first training loss is often several times as large as all that follow.
    """
    values = np.concatenate(
        [reading.columns[name] for reading in readings for name in (measure, f"val_{measure}")]
    )
    values = values[np.isfinite(values)]
    if not values.size:
        return
    kept = values[values <= 2 * np.quantile(values, 0.9)]
    if kept.size == values.size or not kept.size:
        return
    baseline = agreed([reading.baseline(measure) for reading in readings])
    shown = kept if baseline is None else np.append(kept, baseline)
    low, high = shown.min(), shown.max()
    axes.set_ylim(low - 0.06 * (high - low), high + 0.14 * (high - low))
    cut = values[values > high]
    counted = f"{cut.size} values up to " if cut.size > 1 else ""
    axes.annotate(
        f"↑ off the scale: {counted}{cut.max():.3g}",
        xy=(0.99, 0.985),
        xycoords="axes fraction",
        ha="right",
        va="top",
        fontsize=8.5,
        color=QUIET,
    )


def _add_legend(figure: Figure, axes: Axes, *, overlay: bool) -> None:
    """Put the legend below the panels, where there is no curve to hide, in as few rows as fit."""
    from matplotlib.lines import Line2D

    lines, labels = axes.get_legend_handles_labels()
    if overlay:
        lines += [
            Line2D([], [], color=QUIET, linewidth=2.0),
            Line2D([], [], color=QUIET, linewidth=0.9, linestyle=_DASHES),
        ]
        labels += ["validation", "training"]
    letters = int(_LETTERS_PER_INCH * figure.get_figwidth())
    fitting = letters // (max(map(len, labels)) + 7)
    in_one_row = not overlay and sum(len(label) + 7 for label in labels) <= letters
    columns = len(lines) if in_one_row else max(1, min(len(lines), fitting))
    rows = math.ceil(len(lines) / columns)
    figure.set_figheight(figure.get_figheight() + _INCHES_PER_ROW * (rows - 1))
    legend = figure.legend(lines, labels, loc="outside lower center", ncols=columns)
    for text in legend.get_texts():
        text.set_parse_math(False)


def _describe_best(reading: Reading, measure: str, row: int) -> str:
    value = reading.columns[f"val_{measure}"][row]
    text = f"○ best epoch {reading.epochs[row]:g}: validation {_in_units(reading, measure, value)}"
    skill = reading.skill
    if skill is None or reading.baseline(measure) is None:
        return text
    return f"{text}, skill {skill:.3f}"


def _in_units(reading: Reading, measure: str, value: float) -> str:
    """Write a value as a reader wants it: `0.2659 (2.35 °C)`, `87.9 %`."""
    metric = reading.metric(measure)
    if metric is not None and metric.is_share:
        return f"{100 * value:.1f} %"
    factor = reading.original_scale(measure)
    if factor is None:
        return f"{value:.4f}"
    return f"{value:.4f} ({value * factor:.2f} {spell_unit(reading.unit)})"
