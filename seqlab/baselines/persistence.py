"""Nothing changes: the newest value, at every step ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from seqlab.baselines.of_series import SeriesBaseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.tasks.panel import Panel


class Persistence(SeriesBaseline):
    """The newest value of each target, at every step ahead (listing 6.35). Nothing to learn."""

    kind: Literal["persistence"] = "persistence"

    def forecasts(self, panel: Panel) -> Repeated:
        return Repeated(panel)


class Repeated:
    """Repeats the newest values.

    Args:
        panel: the series.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`, to the last bit what was read."""
        newest = self.panel.targets[self.panel.newest[split]]  # (windows, targets)
        return newest[:, None].repeat(len(self.panel.ahead), axis=1)
