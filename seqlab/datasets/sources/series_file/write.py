"""A table as a file of the form that settings describe, so that it is read as what it was."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from seqlab.datasets.sources.series_file.clocks import to_local
from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.timestamps import UNIX
from seqlab.series.table import Table

if TYPE_CHECKING:
    import pandas as pd


def series_csv(table: Table, columns: Columns) -> bytes:
    """A table as text: numbers with all their digits, times as the settings have them.

    Args:
        table: its columns are those of `columns.values`.
        columns: what the file calls them, and how it writes times and numbers.
    """
    separator = columns.separator or (";" if columns.decimal == "," else ",")
    text = _frame(table, columns).to_csv(sep=separator, decimal=columns.decimal, index=False)
    return text.encode(columns.encoding)


def series_parquet(table: Table, columns: Columns) -> bytes:
    """A table as Parquet; see `series_csv`."""
    content = BytesIO()
    _frame(table, columns).to_parquet(content, index=False)
    return content.getvalue()


def _frame(table: Table, columns: Columns) -> pd.DataFrame:
    import pandas as pd

    lengths = np.diff(table.series_bounds)
    found: dict[str, object] = {}
    if columns.id_column is not None:
        found[columns.id_column] = np.repeat(np.array(table.ids, object), lengths)
    if columns.timestamp_column is not None:
        found[columns.timestamp_column] = _written(table, columns.time_format)
    for name in columns.values:
        found[name] = table.values[:, table.columns.index(name)]
    for name in columns.static:
        values = [f"{v:.17g}" if isinstance(v, float) else v for v in table.static[name]]
        found[name] = np.repeat(np.array(values, object), lengths)
    return pd.DataFrame(found)


def _written(table: Table, time_format: str | None) -> object:
    """Times as a file has them: with their offset from UTC where no format says otherwise."""
    import pandas as pd

    seconds = table.times.astype(np.int64)
    if not table.has_clock:
        return seconds
    if time_format in UNIX:
        return seconds * UNIX[time_format]
    if time_format is not None and "%z" not in time_format:
        seconds = to_local(seconds, table.timezone) if table.timezone else seconds
        return pd.DatetimeIndex(seconds.astype("datetime64[s]")).strftime(time_format)
    times = pd.DatetimeIndex(table.times)
    if table.timezone:
        times = times.tz_localize("UTC").tz_convert(table.timezone)
    if time_format is not None:
        return times.strftime(time_format)
    return [time.isoformat(" ") for time in times]
