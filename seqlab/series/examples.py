"""Forecasts beside what came: good ones, typical ones and the worst, of windows that are over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import local_clock
from seqlab.series.forecasts import forecast_values
from seqlab.series.table import split_unit
from seqlab.tasks.questions import ForecastDrawing

if TYPE_CHECKING:
    from seqlab.series.outlook import Outlook

RANKS = {"good: one in ten is better": 0.1, "typical: half are better": 0.5, "the worst": 1.0}
"""Where examples stand among all, from the smallest error to the largest."""
MOST_TARGETS = 2
"""Targets that are drawn of each example, the first ones."""
_LEAST_STRETCH, _LONGEST_STRETCH = 48, 1100
"""Windows of a single step that are drawn together: a week of ten minutes are 1008."""
_HISTORY = 4
"""How many times as long as the horizon the history is that is drawn before it."""
_LEAST_HISTORY = 24


def forecast_examples(
    outlook: Outlook, outputs: NDArray[np.float64], errors: NDArray[np.float64], dependent: int
) -> dict[str, list[ForecastDrawing]]:
    """Choose windows by their errors and draw them.

    A window of several steps is drawn with its history. Windows of a single step are drawn as a
    stretch of consecutive ones, chosen by their mean error.

    Args:
        outlook: windows whose targets were measured.
        outputs: of the model for each, `(windows, ...)` as the task's head puts them out.
        errors: how wrong each is, `(windows,)`; windows without a number are never chosen.
        dependent: windows in a stretch.

    Returns:
        A drawing for each of the first targets, by the rank among `RANKS`; without ranks that a
        lower one has taken.
    """
    values = forecast_values(outlook, outputs)  # (windows, horizon, targets, ...)
    if outlook.task.horizon == 1:
        length = int(np.clip(dependent, _LEAST_STRETCH, _LONGEST_STRETCH))
        parts = list(_stretches(outlook.series, length))
    else:
        parts = [slice(window, window + 1) for window in range(len(errors))]
    means = np.array([errors[part].mean() for part in parts])
    order = np.argsort(means, kind="stable")
    order = order[np.isfinite(means[order])]
    found: dict[str, list[ForecastDrawing]] = {}
    taken: set[int] = set()
    for rank, share in RANKS.items():
        chosen = int(order[round(share * (len(order) - 1))]) if len(order) else -1
        if chosen >= 0 and chosen not in taken:
            taken.add(chosen)
            found[rank] = list(_drawings(outlook, values, parts[chosen]))
    return found


def _stretches(series: NDArray[np.int64], length: int) -> Iterator[slice]:
    """Runs of `length` windows of one series, and what is left of it where that is all there is.

    Worked example, windows of the series [0, 0, 0, 0, 0, 1] in stretches of 2: 0 to 1, 2 to 3, and
    window 5, which is all of series 1; window 4 is left over.
    """
    edges = [0, *(np.flatnonzero(np.diff(series)) + 1).tolist(), len(series)]
    for first, stop in itertools.pairwise(edges):
        if stop - first < length:
            yield slice(first, stop)
        for start in range(first, stop - length + 1, length):
            yield slice(start, start + length)


def _drawings(
    outlook: Outlook, values: NDArray[np.float64], part: slice
) -> Iterator[ForecastDrawing]:
    """A drawing of each target of some windows that stand one after the other."""
    table, task = outlook.table, outlook.task
    newest = int(outlook.newest[part.start])
    rows = outlook.rows_ahead[part].ravel()
    history = np.arange(0)
    if task.horizon > 1:
        reach = min(-int(outlook.offsets[0]), max(_LEAST_HISTORY, _HISTORY * task.horizon))
        history = np.arange(newest - reach, newest + 1)
    clock = local_clock(table.times, table.timezone) if table.has_clock else table.times.astype(int)
    levels = task.quantiles
    for place, target in enumerate(task.targets[:MOST_TARGETS]):
        label, unit = split_unit(target.name)
        measured = table.values[:, table.columns.index(target.name)]
        own = values[part, :, place].reshape(len(rows), -1)  # (rows, 1 + quantiles)
        yield ForecastDrawing(
            history_times=clock[history],
            history_values=measured[history],
            forecast_times=clock[rows],
            forecast=own[:, 0],
            label=label,
            unit=unit,
            name=table.ids[outlook.series[part.start]] if len(table.ids) > 1 else "",
            lower=own[:, 1] if len(levels) > 1 else None,
            upper=own[:, -1] if len(levels) > 1 else None,
            band=f"{levels[0]:g} to {levels[-1]:g}" if len(levels) > 1 else "",
            truth=measured[rows],
        )
