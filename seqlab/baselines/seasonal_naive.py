"""What it was a season ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.baselines.of_series import SeriesBaseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.tasks.panel import Panel


class SeasonalNaive(SeriesBaseline):
    """The newest known value that lies a whole number of seasons before the target.

    With hourly rows and a season of 24, the forecast for 18:00 is the newest reading of 18:00.
    """

    kind: Literal["seasonal_naive"] = "seasonal_naive"
    season: int | None = Field(None, gt=0)
    """Rows in a season; by default that of the data, which has one where its frequency has."""

    def lacks(self, panel: Panel) -> str:
        if self.season or panel.season:
            return ""
        return f"{self.kind} needs a season, and this data has none: set its `season` in rows"

    def forecasts(self, panel: Panel) -> SeasonAgo:
        season = self.season or panel.season
        assert season is not None  # else there is an obstacle
        return SeasonAgo(panel, season)


@dataclass(frozen=True, eq=False)
class SeasonAgo:
    """Looks up what was read whole seasons ago, in the window or before it.

    Args:
        panel: the series.
        season: in rows.
    """

    panel: Panel
    season: int

    def rows(self, newest: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows that are repeated: the newest known ones of the targets' phase.

        Worked example, a season of 24 rows: with the newest input at row 100, target 101 repeats
        row 77, target 124 row 100, and target 125 again row 77, two seasons before it.

        Args:
            newest: the row of each window's newest input, `(windows,)`.

        Returns:
            `(windows, horizon)`, never later than the newest input; perhaps before the series.
        """
        seasons = -(-self.panel.ahead // self.season)
        rows: NDArray[np.int64] = newest[:, None] + self.panel.ahead - seasons * self.season
        return rows

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`.

        Where there is no reading, the one a season before it is taken, and so on. A series that
        has none of that phase, being younger than a season, repeats its newest value.
        """
        import numpy as np

        newest = self.panel.newest[split]
        first = self.panel.bounds[self.panel.series_of(newest)][:, None]
        rows = self.rows(newest)
        forecasts = self._read(rows, rows >= first)
        missing = np.isnan(forecasts)
        while missing.any() and (rows >= first).any():
            rows = rows - self.season
            forecasts = np.where(missing, self._read(rows, rows >= first), forecasts)
            missing = np.isnan(forecasts)
        return np.where(missing, self.panel.targets[newest][:, None], forecasts)

    def _read(self, rows: NDArray[np.int64], is_there: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The targets of rows, `(windows, horizon, targets)`; NaN where there is no such row."""
        import numpy as np

        return np.where(
            is_there[:, :, None], self.panel.targets[np.where(is_there, rows, 0)], np.nan
        )
