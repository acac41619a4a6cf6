"""What forecasts of numbers are judged by: each metric is defined here and nowhere else.

With a value y, its forecast f and the error y - f, over windows, steps of the horizon and targets:

- `mae`, `mse`, `rmse`: the mean absolute error, the mean squared error and its root.
- `mase` (Hyndman and Koehler, 2006): the mean over windows of the window's mean absolute error,
  divided by the mean absolute difference at the lag of a season in its series, as M4 does.
- `rmsse` (the same; as the M5 competition does): the mean over windows of the root of the window's
  mean squared error, divided by the mean squared difference at that lag.
- `wape` (Kolassa and Schuetz, 2007): the sum of absolute errors as a share of the sum of |y|.
- `smape` (as M4 does; Makridakis, Spiliotis and Assimakopoulos, 2020): the mean of
  200 |y - f| / (|y| + |f|), in per cent, from 0 to 200.
- `wql`, the weighted quantile loss (Park et al., 2022): twice the sum of pinball losses (Koenker
  and Bassett, 1978), the mean over quantiles, as a share of the sum of |y|.
- `coverage`: the share of values in the outermost central interval of the quantiles, its ends
  included; `coverage_0.1`: the share at or below the quantile 0.1, which should be 0.1.

A window stands here for one of its targets. Values that were never measured (NaN) are left out.
What is not defined, such as a share of values that are all 0, is None with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from seqlab.series.forecast_scores import SCALED, ForecastScores, Sums

_Sums: TypeAlias = dict[str, NDArray[np.float64]]
_NUMBERS_AT_A_TIME = 2**20
_LOOSE = 1e-9
"""How far the sum of two quantiles may be from 1 by rounding."""


@dataclass(frozen=True, eq=False)
class SeasonalScales:
    """How much each series changes over a season: what errors are divided by.

    Args:
        absolute: the mean absolute change, `(series, targets)`; NaN where no two readings are a
            season apart, 0 for a series that repeats itself: both leave a metric undefined.
        squared: the mean squared change, `(series, targets)`.
    """

    absolute: NDArray[np.float64]
    squared: NDArray[np.float64]


def seasonal_scales(
    values: NDArray[np.float64], bounds: NDArray[np.int64], stops: NDArray[np.int64], season: int
) -> SeasonalScales:
    """Measure how much each series changes over a season before its first judged row.

    Worked example, rows 1, 5, 2, 9, 4 of one series, the last one judged (a stop of 4) and a season
    of 2: the changes are 2 - 1 and 9 - 5, their mean 2.5 and that of their squares 8.5.

    Args:
        values: series end to end, in original units, `(rows, targets)`; NaN where there is no
            reading, which leaves out the changes from and to it.
        bounds: the first row of each series, and the row after the last one, `(series + 1,)`.
        stops: the first judged row of each series, `(series,)`.
        season: rows in a season, at least 1.
    """
    shape = (len(stops), values.shape[1])
    absolute, squared = np.full(shape, np.nan), np.full(shape, np.nan)
    for number, (start, stop) in enumerate(zip(bounds[:-1], stops, strict=True)):
        # Column by column: the changes of all of them at once would be a copy of the series.
        for target, column in enumerate(values[start:stop].T):
            changes = column[season:] - column[:-season]
            changes = changes[np.isfinite(changes)]
            if len(changes):
                absolute[number, target] = np.abs(changes).mean()
                squared[number, target] = np.square(changes).mean()
    return SeasonalScales(absolute, squared)


def score_forecasts(
    y: NDArray[np.floating[Any]],
    f: NDArray[np.floating[Any]],
    names: Sequence[str],
    series: NDArray[np.int64],
    scales: SeasonalScales | None,
    levels: Sequence[float] = (),
    quantiles: NDArray[np.floating[Any]] | None = None,
) -> ForecastScores:
    """Compute every metric of some forecasts.

    Args:
        y: what came, in original units, `(windows, horizon, targets)`; NaN where nobody measured.
        f: what was forecast, of the same shape.
        names: of the targets.
        series: the number of each window's series, `(windows,)`.
        scales: what errors of each series are divided by; None where there is no season.
        levels: of the quantiles, such as 0.1, 0.5 and 0.9.
        quantiles: their forecasts, `(windows, horizon, targets, quantiles)`.
    """
    horizon, targets = y.shape[1:]
    values = _nothing(("mae", "mse", *SCALED, "wape", "smape"), (horizon, targets))
    windows, count = _nothing(SCALED, (targets,)), np.zeros(targets, np.int64)
    if quantiles is not None:
        values |= _nothing(("wql", "coverage", *map(_coverage, levels)), (horizon, targets))
    size = max(1, _NUMBERS_AT_A_TIME // max(1, horizon * targets * (1 + len(levels))))
    for first in range(0, len(y), size):  # all at once would be several copies of everything
        part = slice(first, first + size)
        truth, forecast = y[part].astype(np.float64), f[part].astype(np.float64)
        count += np.isfinite(truth).any(axis=1).sum(axis=0)
        with np.errstate(invalid="ignore", over="ignore"):
            _add_errors(values, truth, forecast)
            if scales is not None:
                _add_scaled(values, windows, truth, forecast, scales, series[part])
            if quantiles is not None:
                _add_quantiles(values, truth, quantiles[part].astype(np.float64), levels)
    sums = Sums(values, windows, count, y.size, scales is not None)
    ends = _central(levels)
    share = None if ends is None else round(levels[ends[1]] - levels[ends[0]], 9)
    return sums.scores(names, share)


def _nothing(names: Sequence[str], shape: tuple[int, ...]) -> _Sums:
    return {name: np.zeros((2, *shape)) for name in names}


def _add_errors(values: _Sums, y: NDArray[np.float64], f: NDArray[np.float64]) -> None:
    known = np.isfinite(y)
    error, size = np.abs(np.where(known, y - f, 0.0)), np.abs(np.where(known, y, 0.0))
    both = size + np.abs(np.where(known, f, 0.0))
    count, total = known.sum(axis=0), error.sum(axis=0)
    values["mae"] += (total, count)
    values["mse"] += (np.square(error).sum(axis=0), count)
    values["wape"] += (total, size.sum(axis=0))
    something = both != 0  # 0 forecast as 0 is 0 / 0
    terms = 200 * error / np.where(something, both, 1.0)
    values["smape"] += (terms.sum(axis=0), something.sum(axis=0))


def _add_scaled(
    values: _Sums,
    windows: _Sums,
    y: NDArray[np.float64],
    f: NDArray[np.float64],
    scales: SeasonalScales,
    series: NDArray[np.int64],
) -> None:
    known = np.isfinite(y)
    error = np.abs(np.where(known, y - f, 0.0))
    steps = known.sum(axis=1)  # (windows, targets)
    kinds = (("mase", error, scales.absolute), ("rmsse", np.square(error), scales.squared))
    for name, errors, scale in kinds:
        own = scale[series]
        counts = (own > 0) & (steps > 0)
        own = np.where(counts, own, 1.0)
        at_steps, over_steps = errors / own[:, np.newaxis], errors.sum(axis=1) / own
        over_steps /= np.maximum(steps, 1)
        if name == "rmsse":
            at_steps, over_steps = np.sqrt(at_steps), np.sqrt(over_steps)
        here = known & counts[:, np.newaxis]
        values[name] += (at_steps.sum(axis=0, where=here), here.sum(axis=0))
        windows[name] += (over_steps.sum(axis=0, where=counts), counts.sum(axis=0))


def _add_quantiles(
    values: _Sums, y: NDArray[np.float64], q: NDArray[np.float64], levels: Sequence[float]
) -> None:
    known = np.isfinite(y)
    count = known.sum(axis=0)
    losses = np.zeros(y.shape[1:])
    for number, level in enumerate(levels):
        error = np.where(known, y - q[..., number], 0.0)
        losses += np.maximum(level * error, (level - 1) * error).sum(axis=0)
        # A quantile that is no number covers nothing and leaves nothing uncovered.
        below = np.where(np.isfinite(error), known & (error <= 0), np.nan)
        values[_coverage(level)] += (below.sum(axis=0), count)
    size = np.abs(y).sum(axis=0, where=known)
    values["wql"] += (2 * losses / len(levels), size)
    if (ends := _central(levels)) is not None:
        low, high = q[..., ends[0]], q[..., ends[1]]
        inside = np.where(np.isfinite(low + high), (low <= y) & (y <= high), np.nan)
        values["coverage"] += (inside.sum(axis=0, where=known), count)


def _central(levels: Sequence[float]) -> tuple[int, int] | None:
    """The places of the two quantiles that are farthest apart and as far from 0 as from 1.

    Worked example, 0.05, 0.1, 0.5 and 0.9: 0.1 and 0.9 are the places 1 and 3.
    """
    ends = [
        (low, high)
        for low in range(len(levels))
        for high in range(len(levels))
        if levels[low] < levels[high] and abs(levels[low] + levels[high] - 1) < _LOOSE
    ]
    return min(ends, key=lambda pair: levels[pair[0]], default=None)


def _coverage(level: float) -> str:
    return f"coverage_{level:g}"
