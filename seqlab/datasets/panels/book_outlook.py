"""From the rows of the book's windows to the one that lies ahead of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.read import parse_series
from seqlab.errors import DataError
from seqlab.series.laying_out import described_targets
from seqlab.series.outlook import (
    Headings,
    Outlook,
    last_measured,
    refuse_short,
    with_rows_ahead,
)
from seqlab.series.preprocessing import SeriesPreprocessing
from seqlab.series.quality import bad_readings, interpolated
from seqlab.series.table import Table
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.inputs import Sequence

if TYPE_CHECKING:
    from seqlab.datasets.series_dataset import SeriesDataset


def book_outlook(settings: SeriesDataset, prepared: SeriesPreprocessing, table: Table) -> Outlook:
    """The last window of a series, and the row ahead of it.

    Args:
        settings: of the dataset that a model was trained on.
        prepared: what that model is fed by.
        table: with the columns of training.

    Raises:
        DataError: there are too few rows.
    """
    table, shape = prepared.fitting(_mended(table, settings)), prepared.shape
    reach = (shape.length - 1) * shape.step
    newest = last_measured(table, [prepared.target])
    refuse_short(table, newest, reach)
    table, newest = with_rows_ahead(table, newest, reach, shape.distance, frequency(prepared))
    targets, units = described_targets(table, prepared.scaling, [prepared.target])
    turns = 2 * len(prepared.calendar)
    window = Sequence(shape.length, len(prepared.columns) + turns, known=(1, turns))
    return Outlook(
        table=table,
        newest=newest,
        offsets=shape.step * np.arange(1 - shape.length, 1),
        ahead=shape.ahead,
        asked=Forecast(inputs=window, targets=targets, predict=settings.predict),
        units=units,
        known=(),
        headings=Headings(times=settings.time_column),
    )


def read_rows(path: Path, prepared: SeriesPreprocessing, time_column: str) -> Table:
    """Rows of a file that has the columns of training and one of times.

    Raises:
        DataError: the file cannot be read, or lacks one of them.
    """
    if not path.is_file():
        raise DataError(
            f"There is no file {path}.",
            remedy="--data names a CSV, TSV or Parquet file, relative to this folder.",
        )
    past = tuple(name for name in prepared.columns if name != prepared.target)
    columns = Columns(
        target=(prepared.target,),
        timestamp_column=time_column,
        past=past,
        freq=frequency(prepared),
        missing="drop_windows",
        constant_target="keep",
    )
    return parse_series(path, columns)


def frequency(prepared: SeriesPreprocessing) -> str:
    """How far rows are apart, as a pandas alias: 10 minutes are `600s`."""
    return f"{round(60 * prepared.interval_minutes)}s"


def _mended(table: Table, settings: SeriesDataset) -> Table:
    """What is no measurement treated as in training; no reading where windows were left out."""
    if settings.bad_rows == "keep":
        return table
    bad = bad_readings(table)
    if settings.bad_rows == "interpolate":
        return interpolated(table, bad)
    return replace(table, values=np.where(bad, np.nan, table.values))
