"""What forecasts score: sums that become metrics, and reasons where they cannot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = Mapping[str, float | None]
"""A value for each metric by its name; None where it is not defined."""
Fractions: TypeAlias = Mapping[str, NDArray[np.float64]]
"""What each metric divides by what, by its name, `(2, ...)`."""

SCALED = ("mase", "rmsse")
"""The metrics that divide each window by the scale of its series."""


@dataclass(frozen=True)
class ForecastScores:
    """What forecasts score, all together and in parts.

    Args:
        overall: over all windows, steps and targets.
        targets: the same of each target, by its name.
        steps: the same of each step of the horizon, the nearest first.
        reasons: why a value is None or what it leaves out, by metric; `OT: mase` or `step 3: wape`
            where only a part has no value, and `values` for values that were never measured.
        interval: the share of values that the interval behind `coverage` should hold; None where
            there is none.
    """

    overall: Scores
    targets: Mapping[str, Scores]
    steps: tuple[Scores, ...]
    reasons: Mapping[str, str]
    interval: float | None = None

    def record(self) -> dict[str, Any]:
        """The scores as a JSON object: of parts only where there are several."""
        record: dict[str, Any] = dict(self.overall)
        if self.interval is not None:
            record["interval"] = self.interval
        if len(self.targets) > 1:
            record["targets"] = {name: dict(scores) for name, scores in self.targets.items()}
        if len(self.steps) > 1:
            record["steps"] = [dict(scores) for scores in self.steps]
        if self.reasons:
            record["reasons"] = dict(self.reasons)
        return record


@dataclass(frozen=True, eq=False)
class Sums:
    """What was added up over windows, and how much of it.

    Args:
        values: of single values, `(2, horizon, targets)`: a sum over windows and what to divide by.
        windows: of whole windows, `(2, targets)`, for the metrics in `SCALED`.
        count: windows of each target that have a value, `(targets,)`.
        seen: all values, with those that were never measured.
        has_season: whether there are scales of series.
    """

    values: Fractions
    windows: Fractions
    count: NDArray[np.int64]
    seen: int
    has_season: bool

    def scores(self, names: Sequence[str], interval: float | None) -> ForecastScores:
        """Divide: over everything, over the steps of a target, over the targets of a step.

        Args:
            names: of the targets.
            interval: the share of values that the interval behind `coverage` should hold.
        """
        whole = {name: pair.sum(axis=(1, 2)) for name, pair in self.values.items()}
        whole |= {name: pair.sum(axis=1) for name, pair in self.windows.items()}
        overall = _divided(whole)
        reasons = self._left_out(whole) | self._reasons(whole, overall)
        targets, steps = {}, []
        for number, name in enumerate(names):
            part = {key: pair[:, :, number].sum(axis=1) for key, pair in self.values.items()}
            part |= {key: pair[:, number] for key, pair in self.windows.items()}
            targets[name] = _divided(part)
            own = self._reasons(part, targets[name])
            reasons |= {f"{name}: {key}": why for key, why in own.items() if key not in reasons}
        for number in range(self.values["mae"].shape[1]):
            part = {key: pair[:, number].sum(axis=1) for key, pair in self.values.items()}
            steps.append(_divided(part))
            own = self._reasons(part, steps[-1])
            place = f"step {number + 1}"
            reasons |= {f"{place}: {key}": why for key, why in own.items() if key not in reasons}
        return ForecastScores(overall, targets, tuple(steps), reasons, interval)

    def _left_out(self, whole: Fractions) -> dict[str, str]:
        """What does not count although the metric is defined."""
        count, windows = int(whole["mae"][1]), int(self.count.sum())
        reasons = {}
        if count < self.seen:
            left = f"{self.seen - count:,} of {self.seen:,} values"
            reasons["values"] = f"{left} were never measured and are left out"
        if whole["smape"][1] < count:
            left = f"{count - int(whole['smape'][1]):,} of {count:,} values"
            reasons["smape"] = f"{left} are left out: they are 0 and forecast as 0"
        for name in SCALED if self.has_season else ():
            if whole[name][1] < windows:
                left = f"{windows - int(whole[name][1]):,} of {windows:,} windows"
                why = "their series shows no change over a season before what is judged"
                reasons[name] = f"{left} are left out: {why}"
        return reasons

    def _reasons(self, fractions: Fractions, scores: Scores) -> dict[str, str]:
        """Why each metric without a value has none."""
        missing = [name for name, value in scores.items() if value is None]
        return {name: self._reason(name, fractions) for name in missing}

    def _reason(self, name: str, fractions: Fractions) -> str:
        sums = fractions["mse" if name == "rmse" else name]
        if fractions["mae"][1] == 0:
            return "there are no values to judge"
        if sums[1] > 0:
            return "a forecast or its square is no finite number"
        if name in SCALED:
            no_change = "no series shows a change over a season before what is judged"
            return no_change if self.has_season else "there is no season"
        if name == "coverage":
            return "no two quantiles are the ends of a central interval"
        return "all values are 0" if name in ("wape", "wql") else "values and forecasts are all 0"


def _divided(fractions: Fractions) -> Scores:
    scores: dict[str, float | None] = {}
    for name, (total, count) in fractions.items():
        value = float(total / count) if count > 0 else math.nan
        scores[name] = value if math.isfinite(value) else None
        if name == "mse":
            mean = scores["mse"]
            scores["rmse"] = None if mean is None else math.sqrt(mean)
    return scores
