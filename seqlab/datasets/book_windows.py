"""The windows that the book cuts out of the weather of Jena."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from seqlab.datasets.series_dataset import Row, SeriesDataset

if TYPE_CHECKING:
    from seqlab.series.preprocessing import SeriesPreprocessing
    from seqlab.series.table import Table


class BookWindows(SeriesDataset):
    """From ten days of hourly readings, the temperature a day later (listings 6.28 to 6.34)."""

    titles: ClassVar[Mapping[str, str]] = {"T": "temperature"}

    lookback: int = Field(1440, gt=0)
    """Rows that a window reaches back from its anchor row."""
    step: int = Field(6, gt=0)
    """Rows between two inputs of a window."""
    delay: int = Field(144, gt=0)
    """Rows from the anchor row to the target."""
    target: str = "T (degC)"
    """The column to forecast."""
    training_rows: tuple[Row, Row] = Field((0, 200_000), strict=False)
    """First row of the split and the row after its last anchor; also what standardises."""
    validation_rows: tuple[Row, Row | None] = Field((200_001, 300_000), strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""
    test_rows: tuple[Row, Row | None] = Field((300_001, None), strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""

    def read_new(self, path: Path, prepared: SeriesPreprocessing) -> Table:
        from seqlab.datasets.sources.jena_file import RANGES, SENTINEL

        return replace(super().read_new(path, prepared), ranges=RANGES, sentinel=SENTINEL)
