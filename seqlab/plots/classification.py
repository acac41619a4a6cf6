"""Which classes are taken for which, and whether confidence can be believed, in pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.plots.style import BASELINE, INK, PALETTE, QUIET, drawing_style
from seqlab.runs.untrusted import printable
from seqlab.text.scores import ReliabilityBin

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_WRITTEN = 30
"""Classes whose cells have numbers in them: those of more would be too small to read."""
_LONGEST_NAME = 22
_WIDEST = 12.5
"""Inches of all cells together at most."""
_DARK = 0.65
"""The share from which a cell is so dark that it is written on in white."""
_POINTS = 72
"""In an inch."""
_LETTER = 0.09
"""Inches of a letter of a name, about."""


def draw_confusion(confusion: NDArray[np.int64], classes: Sequence[str], title: str) -> Figure:
    """Draw how many texts of each class got each answer.

    Args:
        confusion: texts of each class (row) with each answer (column), `(classes, classes)`.
        classes: their names.
        title: what the picture shows.

    Returns:
        A cell for each pair, with the count and its share of the row, the darker the larger the
        share is.
    """
    from matplotlib.figure import Figure

    names = [_shortened(name) for name in classes]
    cell = min(1.15, max(0.5, 4.6 / len(names)), _WIDEST / len(names))
    room = _LETTER * max(map(len, names))
    is_turned = room > cell
    side = cell * len(names)
    width, height = max(4.6, side + room + 1.4), side + 1.7 + (room if is_turned else 0)
    with drawing_style():
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
        _draw_cells(axes, confusion, cell)
        size = min(9.5, 0.8 * cell * _POINTS)
        axes.set_xticks(range(len(names)), names, parse_math=False, fontsize=size)
        axes.set_yticks(range(len(names)), names, parse_math=False, fontsize=size)
        if is_turned:
            for label in axes.get_xticklabels():
                label.set(rotation=45, ha="right", rotation_mode="anchor")
        axes.set_xlabel("answer")
        axes.set_ylabel("class")
        total, right = int(confusion.sum()), int(confusion.trace())
        axes.set_title(f"{total:,} texts, {right:,} of them right", color=QUIET)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def _draw_cells(axes: Axes, confusion: NDArray[np.int64], cell: float) -> None:
    """Colour cells of `cell` inches by the share of their row, and write into them."""
    from matplotlib.colors import LinearSegmentedColormap

    shares = confusion / confusion.sum(axis=1, keepdims=True).clip(min=1)
    colours = LinearSegmentedColormap.from_list("shares", ["#ffffff", PALETTE[0]])
    axes.imshow(shares, cmap=colours, vmin=0, vmax=1, interpolation="nearest")
    edges = np.arange(len(confusion) + 1) - 0.5
    axes.set_xticks(edges, minor=True)
    axes.set_yticks(edges, minor=True)
    axes.grid(visible=False)
    axes.grid(visible=True, which="minor", axis="both", color="#e6e6e6")
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    if len(confusion) <= _MOST_WRITTEN:
        _write_cells(axes, confusion, shares, cell)


def _write_cells(
    axes: Axes, confusion: NDArray[np.int64], shares: NDArray[np.float64], cell: float
) -> None:
    """Write the count and the share of its row into each cell of `cell` inches."""
    longest = max(4, len(f"{confusion.max():,}"))
    size = min(10.0, 0.85 * cell * _POINTS / (0.62 * longest), 0.3 * cell * _POINTS)
    for (row, column), number in np.ndenumerate(confusion):
        share = float(shares[row, column])
        text = f"{number:,}\n{_percent(share)}" if number else "0"
        colour = "#ffffff" if share > _DARK else INK if number else "#b5b5b5"
        axes.text(column, row, text, ha="center", va="center", fontsize=size, color=colour)


def draw_reliability(bins: Sequence[ReliabilityBin], error: float, title: str) -> Figure:
    """Draw how many answers are right beside how confident they are.

    Args:
        bins: answers by their confidence, at least one bin, the lowest first.
        error: the expected calibration error.
        title: what the picture shows.

    Returns:
        The accuracy of each bin over its mean confidence, with the diagonal that they would lie on
        if confidence could be believed; below it how many answers are in each bin.
    """
    from matplotlib.figure import Figure

    confidence = [one.confidence for one in bins]
    accuracy = [one.accuracy for one in bins]
    with drawing_style():
        figure = Figure(figsize=(6.2, 6.2), layout="constrained")
        curve, counts = figure.subplots(2, 1, sharex=True, height_ratios=(2.6, 1))
        curve.plot([0, 1], [0, 1], color=BASELINE, linestyle=(0, (5, 2)), linewidth=1.2,
                   label="as confident as right")  # fmt: skip
        curve.plot(confidence, accuracy, color=PALETTE[0], linewidth=2, marker="o", markersize=5,
                   label="answers", clip_on=False, zorder=3)  # fmt: skip
        low = min(bins[0].low, *accuracy)
        curve.set_ylim(max(0, low - 0.05), 1.02)
        curve.set_ylabel("accuracy")
        curve.set_title(f"expected calibration error {error:.3f}", color=QUIET)
        figure.legend(*curve.get_legend_handles_labels(), loc="outside lower center", ncols=2)
        _draw_counts(counts, bins)
        figure.suptitle(title, x=0.012, ha="left", fontsize=13, fontweight="bold", parse_math=False)
    return figure


def _draw_counts(axes: Axes, bins: Sequence[ReliabilityBin]) -> None:
    """Draw a bar for the answers of each bin, with their number above it."""
    bars = axes.bar(
        [one.low for one in bins],
        [one.count for one in bins],
        width=[one.high - one.low for one in bins],
        align="edge",
        color=PALETTE[0],
        edgecolor="#ffffff",
    )
    axes.bar_label(bars, [f"{one.count:,}" for one in bins], fontsize=7.5, color=QUIET, padding=1)
    axes.margins(y=0.18)
    axes.set_xlim(bins[0].low - 0.02, 1.02)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.set_ylabel("answers")
    axes.set_xlabel("confidence: the probability of the answer")


def _percent(share: float) -> str:
    """A share in whole percent: `<1 %` where it is some, `>99 %` where it is not all."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def _shortened(name: str) -> str:
    """A name without its middle where it is long: names of classes often begin alike."""
    shown = printable(name)
    if len(shown) <= _LONGEST_NAME:
        return shown
    end = _LONGEST_NAME // 2
    return f"{shown[: _LONGEST_NAME - end - 1]}…{shown[-end:]}"
