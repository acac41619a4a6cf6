"""What is usual for the hour and the time of year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from seqlab.baselines.of_series import SeriesBaseline

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.tasks.panel import Panel

DAYS = 10
"""Days of the year that are told apart; readings of the ten before and after count with them."""
PARTS = -(-366 // DAYS)


class Climatology(SeriesBaseline):
    """The median of the training readings of the same hour and time of year, for each series.

    The median, since no other number has a smaller mean absolute error, and no wild reading moves
    it. The time of year is a month around the target's date. Where training has none of the hour
    in that month it is the median of the hour, then that of the series.
    """

    kind: Literal["climatology"] = "climatology"

    def lacks(self, panel: Panel) -> str:
        if panel.clock is not None:
            return ""
        return f"{self.kind} needs the time of each row, and this data has none"

    def forecasts(self, panel: Panel) -> Usual:
        import pandas as pd

        rows = training_rows(panel)
        keys = _keys(panel, rows)
        readings = pd.DataFrame(panel.targets[rows])
        # Each reading counts for its own ten days, those before and those after.
        near = [keys.assign(part=(keys.part + shift) % PARTS) for shift in (-1, 0, 1)]
        around = pd.concat([readings] * 3, ignore_index=True)
        month = pd.concat(near, ignore_index=True)
        groups = (
            (around, month[["series", "hour", "part"]]),
            (readings, keys[["series", "hour"]]),
            (readings, keys[["series"]]),
        )
        medians = [
            values.groupby([by[name].to_numpy() for name in by]).median().rename_axis(list(by))
            for values, by in groups
        ]
        return Usual(panel, medians, readings.median().fillna(0.0).to_numpy())


@dataclass(frozen=True, eq=False)
class Usual:
    """Looks up medians.

    Args:
        panel: the series.
        medians: of each target, by some of series, hour and part of the year, the finest first.
        overall: of each target over all series, for a series that training has nothing of.
    """

    panel: Panel
    medians: list[pd.DataFrame]
    overall: NDArray[np.float64]

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`."""
        import numpy as np

        rows, places = np.unique(self.panel.target_rows(split), return_inverse=True)
        keys = _keys(self.panel, rows)
        found = np.full((len(rows), len(self.overall)), np.nan)
        for table in self.medians:
            by = [str(name) for name in table.index.names]
            own = keys[by].join(table, on=by).to_numpy(np.float64)[:, len(by) :]
            found = np.where(np.isnan(found), own, found)
        found = np.where(np.isnan(found), self.overall, found)
        return found[places.reshape(-1, len(self.panel.ahead))]


def training_rows(panel: Panel) -> NDArray[np.int64]:
    """Every row that a training window has among its inputs or targets, ascending, `(rows,)`."""
    import numpy as np

    seen = np.zeros(len(panel.targets), bool)
    for offset in (*panel.offsets, *panel.ahead):
        seen[panel.newest["training"] + offset] = True
    return np.flatnonzero(seen)


def _keys(panel: Panel, rows: NDArray[np.int64]) -> pd.DataFrame:
    """The series, the hour and the part of the year of each row, `(rows,)` each."""
    import pandas as pd

    assert panel.clock is not None  # else there is an obstacle
    times = pd.DatetimeIndex(panel.clock[rows])
    return pd.DataFrame(
        {
            "series": panel.series_of(rows),
            "hour": times.hour.to_numpy("int64"),
            "part": (times.day_of_year.to_numpy("int64") - 1) // DAYS,
        }
    )
