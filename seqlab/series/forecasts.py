"""What a model forecasts, as a table that people and programs read: original units, local times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import local_clock
from seqlab.series.table import Table, split_unit
from seqlab.tasks.questions import ForecastDrawing

if TYPE_CHECKING:
    import pandas as pd

    from seqlab.series.outlook import Headings, Outlook

CUTOFF, STEP, TARGET, PREDICTION = "cutoff", "step", "target", "prediction"
ROW = "row"
"""The column of times where there are none: rows of each series counted from 0."""


def forecast_values(outlook: Outlook, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is forecast, in original units.

    Args:
        outlook: the windows.
        outputs: of the model for each, `(windows, ...)` as the task's head puts them out.

    Returns:
        One value of each target at each step, and behind it its quantiles, where there are some,
        `(windows, horizon, targets, 1 + quantiles)`.
    """
    task = outlook.task
    shape = len(outlook.newest), task.horizon, len(task.targets)
    points = task.points(outputs).reshape(*shape, 1)
    quantiles = outputs.reshape(*shape, -1) if task.quantiles else points[..., :0]
    centre, width = np.moveaxis(outlook.units[outlook.series][:, np.newaxis], -1, 0)
    values = np.concatenate([points, quantiles], axis=-1)
    scaled: NDArray[np.float64] = values * width[..., np.newaxis] + centre[..., np.newaxis]
    return scaled


def forecast_table(outlook: Outlook, outputs: NDArray[np.float64]) -> pd.DataFrame:
    """A row for each window, target and step, in this order.

    The columns: the series under the name that its file has for it, the time of the forecast under
    the name that the file has for times, `cutoff` (the time of the newest input), `step` (rows
    from there), `target`, `prediction`, and one for each quantile, named `0.1`.

    Args:
        outlook: the windows.
        outputs: of the model for each, `(windows, ...)` as the task's head puts them out.
    """
    import pandas as pd

    task, table = outlook.task, outlook.table
    windows, horizon, targets = len(outlook.newest), task.horizon, len(task.targets)
    values = forecast_values(outlook, outputs).swapaxes(1, 2)  # (windows, targets, horizon, ...)
    values = values.reshape(windows * targets * horizon, -1)
    # (windows, targets, horizon), row after row
    rows = np.repeat(outlook.rows_ahead[:, np.newaxis], targets, axis=1).ravel()
    names = np.array([target.name for target in task.targets], object)
    ids_heading, times_heading = free_headings(outlook.headings)
    columns: dict[str, object] = {}
    if ids_heading is not None:
        ids = np.array(table.ids, object)[outlook.series]
        columns[ids_heading] = np.repeat(ids, targets * horizon)
    columns |= {
        times_heading: moments(table, rows),
        CUTOFF: moments(table, np.repeat(outlook.newest, targets * horizon)),
        STEP: np.tile(outlook.ahead, windows * targets),
        TARGET: np.tile(np.repeat(names, horizon), windows),
        PREDICTION: values[:, 0],
    }
    columns |= {f"{q:g}": values[:, 1 + place] for place, q in enumerate(task.quantiles)}
    return pd.DataFrame(columns)


def forecast_drawings(outlook: Outlook, outputs: NDArray[np.float64]) -> list[ForecastDrawing]:
    """The last window of every series with its forecast, a picture for each target.

    Args:
        outlook: the windows.
        outputs: of the model for each, `(windows, ...)` as the task's head puts them out.
    """
    values = forecast_values(outlook, outputs)  # (windows, horizon, targets, ...)
    last = np.flatnonzero(np.diff(outlook.series, append=-1))
    return [drawing for window in last for drawing in _drawings(outlook, values, int(window))]


def _drawings(
    outlook: Outlook, values: NDArray[np.float64], window: int
) -> Iterator[ForecastDrawing]:
    newest = int(outlook.newest[window])
    table, task = outlook.table, outlook.task
    history = np.arange(newest + int(outlook.offsets[0]), newest + 1)
    clock = local_clock(table.times, table.timezone) if table.has_clock else table.times.astype(int)
    levels = task.quantiles
    for place, target in enumerate(task.targets):
        name, unit = split_unit(target.name)
        own = values[window, :, place]
        yield ForecastDrawing(
            history_times=clock[history],
            history_values=table.values[history, table.columns.index(target.name)],
            forecast_times=clock[newest + outlook.ahead],
            forecast=own[:, 0],
            label=name,
            unit=unit,
            name=table.ids[outlook.series[window]],
            lower=own[:, 1] if len(levels) > 1 else None,
            upper=own[:, -1] if len(levels) > 1 else None,
            band=f"{levels[0]:g} to {levels[-1]:g}" if len(levels) > 1 else "",
        )


def free_headings(headings: Headings) -> tuple[str | None, str]:
    """The headings of series and of times; one that means something else here gives way."""
    taken = {CUTOFF, STEP, TARGET, PREDICTION}
    ids, times = headings.ids, headings.times or ROW
    return ("id" if ids in taken else ids), ("timestamp" if times in taken else times)


def moments(table: Table, rows: NDArray[np.int64]) -> pd.DatetimeIndex | NDArray[np.int64]:
    """When rows were measured, on the clock of their time zone; counts where there is none."""
    import pandas as pd

    if not table.has_clock:
        counts: NDArray[np.int64] = table.times[rows].astype(np.int64)
        return counts
    times = pd.DatetimeIndex(table.times[rows])
    return times.tz_localize("UTC").tz_convert(table.timezone) if table.timezone else times


def with_texts(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with its times as text: with their offset from UTC where they have one.

    Where all are whole days without a time zone, days alone.
    """
    import pandas as pd

    times = table.select_dtypes(["datetime", "datetimetz"])
    length = 10 if all(_are_days(times[name]) for name in times) else None
    texts = table.copy()
    for name in times:
        places, different = pd.factorize(times[name])  # each occurs in many rows
        written = [pd.Timestamp(time).isoformat(" ")[:length] for time in different]
        texts[name] = np.array(written, object)[places]
    return texts


def _are_days(times: pd.Series[pd.Timestamp]) -> bool:
    return times.dt.tz is None and bool((times == times.dt.normalize()).all())
