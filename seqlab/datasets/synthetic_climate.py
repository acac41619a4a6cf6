"""A climate made from a seed, so that everything can be tried without a download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.datasets.book_windows import BookWindows
from seqlab.datasets.series_dataset import Row

if TYPE_CHECKING:
    from seqlab.series.table import Table


class SyntheticClimate(BookWindows):
    """Weather that was never measured: Jena's columns out of a yearly and a daily cycle and noise.

    It is not real, and a model that is good at it has shown nothing; it exists so that the
    quickstart and the tests run in seconds with no network.
    """

    kind: Literal["synthetic_climate"] = "synthetic_climate"
    days: int = Field(1_100, gt=1)
    """Days of 144 ten-minute rows."""
    data_seed: int = Field(2009, ge=0)
    """Seed of the weather; the experiment's own `seed` does not change it."""
    lookback: int = Field(720, gt=0)
    """Rows that a window reaches back from its anchor row."""
    training_rows: tuple[Row, Row] = Field((0, 105_000), strict=False)
    """First row of the split and the row after its last anchor; also what standardises."""
    validation_rows: tuple[Row, Row | None] = Field((105_001, 130_000), strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""
    test_rows: tuple[Row, Row | None] = Field((130_001, None), strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""

    def read(self) -> tuple[Table, dict[str, str]]:
        from seqlab.datasets.sources.weather import make_climate

        return make_climate(self.days, self.data_seed), {}
