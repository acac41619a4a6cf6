"""From a file of one's own series to what lies ahead of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.datasets.sources.own_file.find import find_own_file
from seqlab.datasets.sources.series_file.read import parse_series, read_series
from seqlab.errors import DataError
from seqlab.series.frequency import STEPS
from seqlab.series.laying_out import described_targets
from seqlab.series.outlook import Outlook, last_measured, refuse_short, with_rows_ahead
from seqlab.series.quality import interpolated
from seqlab.series.table import Table
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.inputs import Sequence

if TYPE_CHECKING:
    from seqlab.datasets.series import Series


def panel_outlook(settings: Series, prepared: PanelPreprocessing, path: Path | None) -> Outlook:
    """The last window of every series of a file, and the rows ahead of it.

    Args:
        settings: of the dataset that a model was trained on.
        prepared: what that model is fed by.
        path: the file; None for that of the settings, as it is now.

    Raises:
        DataError: the file cannot be had or read, has other columns or series, or too few rows.
    """
    read = _own(settings, prepared) if path is None else _new(settings, prepared, path)
    table = prepared.fitting(read)
    _check_clock(table, prepared)
    shape = prepared.shape
    reach = (shape.length - 1) * shape.step
    newest = last_measured(table, prepared.target)
    refuse_short(table, newest, reach)
    if settings.missing == "interpolate":
        table = _without_gaps(table, newest)
    table, newest = with_rows_ahead(table, newest, reach, prepared.horizon, prepared.freq)
    targets, units = described_targets(table, prepared.scaling(table), prepared.target)
    turns = 2 * len(prepared.calendar)
    task = Forecast(
        inputs=Sequence(
            shape.length,
            len(prepared.columns) + turns,
            known=(prepared.horizon, len(prepared.known) + turns),
            static=sum(column.width for column in prepared.static),
        ),
        targets=targets,
        horizon=prepared.horizon,
        predict=settings.predict,
        quantiles=settings.quantiles,
    )
    return Outlook(
        table=table,
        newest=newest,
        offsets=shape.step * np.arange(1 - shape.length, 1),
        ahead=shape.ahead,
        asked=task,
        units=units,
        known=prepared.known,
        headings=settings.headings,
    )


def _own(settings: Series, prepared: PanelPreprocessing) -> Table:
    """The file that a model was trained on, or what has become of it since then."""
    try:
        path = find_own_file(settings.path, None)
    except DataError as error:
        raise DataError(
            error.message, remedy="Name a file with the history of these series with --data."
        ) from error
    columns = replace(settings.columns, missing="drop_windows", constant_target="keep")
    table, _ = read_series(path, columns)
    if settings.short_series == "error":
        return table
    known = [n for n, name in enumerate(table.ids) if name in prepared.ids]
    return table.only(np.array(known)) if known else table


def _new(settings: Series, prepared: PanelPreprocessing, path: Path) -> Table:
    """Another file, in the same form; all that was found out about the first holds for it."""
    if not path.is_file():
        raise DataError(
            f"There is no file {path}.",
            remedy="--data names a CSV, TSV or Parquet file, relative to this folder.",
        )
    columns = replace(
        settings.columns,
        freq=settings.freq if prepared.freq == STEPS else prepared.freq,
        timezone=settings.timezone or prepared.timezone or None,
        missing="drop_windows",
        rows=None,
        mixed_ids="keep",
        constant_target="keep",
    )
    return parse_series(path, columns)


def _check_clock(table: Table, prepared: PanelPreprocessing) -> None:
    wanted = "counts" if prepared.freq == STEPS else f"times {prepared.timezone}".strip()
    found = f"times {table.timezone}".strip() if table.has_clock else "counts"
    if wanted != found:
        raise DataError(
            f"The model was trained on rows with {wanted}; those of this file have {found}.",
            remedy="Write the times of the file as they were written in training.",
        )


def _without_gaps(table: Table, newest: NDArray[np.int64]) -> Table:
    """Straight lines across what is missing up to the last measured row of each series."""
    values = table.values.copy()
    for start, row in zip(table.series_bounds[:-1], newest, strict=True):
        rows = slice(int(start), int(row) + 1)
        part = replace(table, times=table.times[rows], values=values[rows], bounds=(), ids=("",))
        missing = ~np.isfinite(part.values)
        if missing.any():
            values[rows] = interpolated(part, missing).values
    return replace(table, values=values)
