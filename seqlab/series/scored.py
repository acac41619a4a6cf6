"""What forecasts of windows score in original units, beside the metric that they are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.series.metrics import SeasonalScales, score_forecasts, seasonal_scales
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.panel import Panel

IN_UNITS = ("mae", "mse", "rmse")
"""The metrics whose unit is that of the target, or its square."""


def more_scores(
    task: Forecast,
    panel: Panel,
    newest: NDArray[np.int64],
    units: NDArray[np.float64],
    outputs: NDArray[np.float64],
) -> dict[str, Any]:
    """Every other metric of some forecasts, overall, of each target and of each step.

    `mse` is in standard deviations, like the metric itself; those that end in `_original` are in
    original units; the others have none.

    Args:
        task: what was asked.
        panel: what lies behind the windows.
        newest: the row of each window's newest input, `(windows,)`.
        units: what each target was centred by and divided by, `(series, targets, 2)`.
        outputs: `(windows, ...)` as the task's head puts them out, or as its targets are.
    """
    shape = len(newest), task.horizon, len(task.targets)
    points = task.points(outputs).reshape(shape)
    rows = newest[:, np.newaxis] + panel.ahead
    targets = panel.targets[rows]
    centre, width = np.moveaxis(units[panel.series_of(newest)][:, np.newaxis], -1, 0)
    quantiles = None
    if task.quantiles and outputs.ndim > 1 + len(task.target_shape):
        wide = outputs.reshape(*shape, -1)
        quantiles = wide * width[..., np.newaxis] + centre[..., np.newaxis]
    found = score_forecasts(
        targets * width + centre,
        points * width + centre,
        [target.name for target in task.targets],
        panel.series_of(newest),
        _scales(panel, units, rows),
        levels=task.quantiles if quantiles is not None else (),
        quantiles=quantiles,
    ).record()
    record = {"mse": float(np.nanmean((points - targets) ** 2)), **_named(found)}
    if len(task.targets) > 1:  # which may have different units
        del record["mae_original"]
    if "targets" in found:
        record["targets"] = {name: _named(own) for name, own in found["targets"].items()}
    if "steps" in found:
        record["steps"] = [_named(step) for step in found["steps"]]
    return record


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """Metrics by the names that say which unit they have; parts are left out."""
    return {
        f"{name}_original" if name in IN_UNITS else name: value
        for name, value in values.items()
        if name not in ("targets", "steps")
    }


def _scales(
    panel: Panel, units: NDArray[np.float64], rows: NDArray[np.int64]
) -> SeasonalScales | None:
    """How much each series changes over a season before its first judged row."""
    if panel.season is None:
        return None
    series = panel.series_of(np.arange(len(panel.targets)))
    stops = panel.bounds[1:].copy()
    np.minimum.at(stops, panel.series_of(rows[:, 0]), rows[:, 0])
    values = panel.targets * units[series, :, 1] + units[series, :, 0]
    return seasonal_scales(values, panel.bounds, stops, panel.season)
