"""A search in pictures: how it went, which settings mattered, and how each of them did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seqlab.plots.style import BASELINE, INK, PALETTE, QUIET, drawing_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_COLUMNS = 3
LONGEST_VALUE = 18
WINNER = PALETTE[1]


@dataclass(frozen=True)
class Point:
    """A trial in the picture.

    Args:
        number: counted from 1.
        value: what it is ranked by.
        is_complete: and not ended early.
        settings: by dotted key, a number or the name of a choice.
    """

    number: int
    value: float
    is_complete: bool
    settings: Mapping[str, float | str]


@dataclass(frozen=True)
class Scale:
    """What trials are ranked by.

    Args:
        label: of the axis.
        lower_is_better: whether a smaller value is the better one.
        baseline: the best baseline's value; None where there is none to compare with.
    """

    label: str
    lower_is_better: bool
    baseline: float | None


@dataclass(frozen=True)
class Axis:
    """A setting in the picture.

    Args:
        key: dotted.
        is_logarithmic: whether a range of numbers is drawn so.
        choices: the names of the values to choose from; empty for a range.
    """

    key: str
    is_logarithmic: bool
    choices: Sequence[str]


def draw_history(points: Sequence[Point], winner: int | None, scale: Scale) -> Figure:
    """Draw every trial in its order, and the best value so far.

    Args:
        points: the trials that have a value, at least one.
        winner: the number of the trial that was chosen in the end; None where none was.
        scale: what the values are.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    done = [point for point in points if point.is_complete]
    early = [point for point in points if not point.is_complete]
    with drawing_style():
        figure = Figure(figsize=(8, 4.6), layout="constrained")
        axes = figure.subplots()
        axes.plot(
            [p.number for p in done], [p.value for p in done], "o", color=PALETTE[0],
            markersize=5, label="trial",
        )  # fmt: skip
        if early:
            axes.plot(
                [p.number for p in early], [p.value for p in early], "x", color=QUIET,
                markersize=5, label="pruned, at its last epoch",
            )  # fmt: skip
        if done:
            best = np.minimum if scale.lower_is_better else np.maximum
            so_far = best.accumulate([p.value for p in done])
            axes.step(
                [p.number for p in done], so_far, where="post", color=INK, linewidth=1.2,
                label="best so far",
            )  # fmt: skip
        for point in done:
            if point.number == winner:
                axes.plot(
                    point.number, point.value, "o", color=WINNER, markersize=10, zorder=1,
                    label="chosen",
                )  # fmt: skip
        _draw_baseline(axes, scale)
        _limit(axes, [p.value for p in points], scale)
        axes.set_xlabel("trial")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylabel(scale.label)
        axes.legend()
    return figure


def draw_importance(importance: Mapping[str, float]) -> Figure:
    """Draw how much of the differences between trials each setting explains.

    Args:
        importance: by dotted key, shares that add up to 1.
    """
    from matplotlib.figure import Figure

    ordered = sorted(importance.items(), key=lambda pair: pair[1])
    with drawing_style():
        figure = Figure(figsize=(8, 1.4 + 0.4 * len(ordered)), layout="constrained")
        axes = figure.subplots()
        axes.barh([key for key, _ in ordered], [share for _, share in ordered], color=PALETTE[0])
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")
        axes.set_xlim(0, 1)
        axes.set_xlabel("share of the differences between trials")
    return figure


def draw_slices(
    points: Sequence[Point], settings: Sequence[Axis], winner: int | None, scale: Scale
) -> Figure:
    """Draw every trial's value over each of its settings.

    Args:
        points: the completed trials, at least one.
        settings: what varied, at least one.
        winner: the number of the trial that was chosen in the end; None where none was.
        scale: what the values are.
    """
    from matplotlib.figure import Figure

    columns = min(MOST_COLUMNS, len(settings))
    rows = -(-len(settings) // columns)
    with drawing_style():
        size = (1.2 + 3.4 * columns, 0.6 + 3.2 * rows)
        figure = Figure(figsize=size, layout="constrained")
        grid = list(figure.subplots(rows, columns, squeeze=False, sharey=True).flat)
        for axes, setting in zip(grid, settings, strict=False):
            _draw_slice(axes, points, setting, winner)
            _draw_baseline(axes, scale)
            _limit(axes, [p.value for p in points], scale)
        for axes in grid[len(settings) :]:
            axes.set_visible(False)
        figure.supylabel(scale.label, fontsize=9.5)
    return figure


def _draw_slice(axes: Axes, points: Sequence[Point], setting: Axis, winner: int | None) -> None:
    drawn = [point.settings[setting.key] for point in points]
    if setting.choices:
        names = [name[:LONGEST_VALUE] for name in setting.choices]
        places = [float(setting.choices.index(str(value))) for value in drawn]
        is_long = sum(map(len, names)) > LONGEST_VALUE
        axes.set_xticks(range(len(names)), names, rotation=20 if is_long else 0)
        axes.set_xlim(-0.5, len(names) - 0.5)
    else:
        places = [float(value) for value in drawn]
    if setting.is_logarithmic:
        axes.set_xscale("log")
    for point, place in zip(points, places, strict=True):
        if point.number == winner:
            axes.plot(place, point.value, "o", color=WINNER, markersize=10, zorder=1)
    axes.plot(places, [p.value for p in points], "o", color=PALETTE[0], markersize=5)
    axes.set_xlabel(setting.key)


def _draw_baseline(axes: Axes, scale: Scale) -> None:
    if scale.baseline is not None:
        axes.axhline(
            scale.baseline,
            color=BASELINE,
            linewidth=1.2,
            linestyle=(0, (5, 3)),
            label="best baseline",
        )


def _limit(axes: Axes, values: Sequence[float], scale: Scale) -> None:
    """Keep a few trials that went wrong from flattening the rest; they lie beyond the edge."""
    if not scale.lower_is_better:
        return
    best, most = min(values), float(np.quantile(values, 0.75))
    top = max(most + 2 * (most - best), best if scale.baseline is None else scale.baseline)
    if max(values) > top > best:
        margin = 0.05 * (top - best)
        axes.set_ylim(best - margin, top + margin)
