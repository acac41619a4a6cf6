"""Where a model and its baselines err: by step ahead, time of the clock, series or target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError
from seqlab.tasks.breakdown import Breakdown, Group
from seqlab.tasks.by import By

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, eq=False)
class WindowErrors:
    """How wrong a model and its baselines are at every target of every window.

    Args:
        model: absolute errors in original units, `(windows, horizon, targets)`; NaN where nobody
            measured.
        baselines: the same of each baseline, by its name; at least one.
        targets: the names of the targets.
        clock: the local time of each target, `datetime64[s]`, `(windows, horizon)`; None where rows
            have no clock.
        series: the number of each window's series, `(windows,)`.
        ids: the names of all series.
    """

    model: NDArray[np.float64]
    baselines: Mapping[str, NDArray[np.float64]]
    targets: Sequence[str]
    clock: NDArray[np.datetime64] | None
    series: NDArray[np.int64]
    ids: Sequence[str]


def break_down(errors: WindowErrors, by: By) -> Breakdown:
    """Average the errors of each part: all values with the same step, hour, id and so on.

    Raises:
        ConfigError: rows have no clock, or there is only one series.
    """
    names, codes = _codes(errors, by)
    groups = tuple(group for group in _groups(errors, names, codes) if group.count)
    everything = np.zeros((1, 1, 1), np.int64)
    (overall,) = _groups(errors, ("all",), everything)
    return Breakdown(by, groups, overall)


def _codes(errors: WindowErrors, by: By) -> tuple[Sequence[str], NDArray[np.int64]]:
    """The names of all groups, and the number of each value's group, which broadcasts to errors.

    Worked example, 2 windows of a horizon of 3 and one target, by step: the names 1, 2 and 3, and
    the numbers 0, 1 and 2 with the shape `(1, 3, 1)`.
    """
    if by == "step":
        horizon = errors.model.shape[1]
        return [str(step + 1) for step in range(horizon)], np.arange(horizon)[None, :, None]
    if by == "target":
        return errors.targets, np.arange(len(errors.targets))[None, None, :]
    if by == "id":
        if len(errors.ids) < 2:
            raise _impossible(errors, by, "there is only one series")
        return errors.ids, errors.series[:, None, None]
    if errors.clock is None:
        raise _impossible(errors, by, "rows have no clock, only an order")
    numbers, names = _of_clock(errors.clock, by)
    return names, numbers[:, :, None]


def _of_clock(
    clock: NDArray[np.datetime64], by: Literal["hour", "weekday", "month"]
) -> tuple[NDArray[np.int64], Sequence[str]]:
    """The hour, the weekday or the month of each time, counted from 0, and what they are called.

    Worked example: 1970 began on a Thursday, so that day 0 is weekday (0 + 3) % 7 = 3.
    """
    if by == "hour":
        return clock.astype("datetime64[h]").astype(np.int64) % 24, [f"{h:02}" for h in range(24)]
    if by == "weekday":
        return (clock.astype("datetime64[D]").astype(np.int64) + 3) % 7, WEEKDAYS
    return clock.astype("datetime64[M]").astype(np.int64) % 12, MONTHS


def _impossible(errors: WindowErrors, by: By, why: str) -> ConfigError:
    possible = ["step", *(["hour", "weekday", "month"] if errors.clock is not None else [])]
    possible += (["id"] if len(errors.ids) > 1 else []) + ["target"]
    return ConfigError(
        f"These errors cannot be told by {by}: {why}.",
        remedy=f"Choose one of {', '.join(possible)}.",
    )


def _groups(
    errors: WindowErrors, names: Sequence[str], codes: NDArray[np.int64]
) -> tuple[Group, ...]:
    # A value that one of them has no error for counts for none: all are judged on the same ones.
    known = np.isfinite(errors.model)
    for baseline in errors.baselines.values():
        known &= np.isfinite(baseline)
    numbers = np.broadcast_to(codes, known.shape)[known]
    counts = np.bincount(numbers, minlength=len(names))

    def means(values: NDArray[np.float64]) -> list[float | None]:
        sums = np.bincount(numbers, values[known], len(names))
        return [float(s / n) if n else None for s, n in zip(sums, counts, strict=True)]

    model = means(errors.model)
    baselines = {name: means(values) for name, values in errors.baselines.items()}
    return tuple(
        Group(name, int(counts[n]), model[n], {key: own[n] for key, own in baselines.items()})
        for n, name in enumerate(names)
    )
