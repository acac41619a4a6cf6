"""Someone's file of series as a table: read, checked, on a full grid, and kept in the cache."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.cache import cached
from seqlab.datasets.sources.catalogue import file_digest
from seqlab.datasets.sources.own_file.faults import Faults
from seqlab.datasets.sources.series_file.cells import Cells, read_cells
from seqlab.datasets.sources.series_file.checking import Rows, check_numbers
from seqlab.datasets.sources.series_file.choosing import choose
from seqlab.datasets.sources.series_file.clocks import check_timezone
from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.constants import check_targets
from seqlab.datasets.sources.series_file.delimited import Delimited, open_delimited
from seqlab.datasets.sources.series_file.frequency import STEPS, named
from seqlab.datasets.sources.series_file.grid import Gridded, check_grid, put_on_grid
from seqlab.datasets.sources.series_file.ids import check_ids
from seqlab.datasets.sources.series_file.parquet import Parquet, open_parquet
from seqlab.datasets.sources.series_file.static import read_static
from seqlab.datasets.sources.series_file.times import check_times
from seqlab.datasets.sources.series_file.timestamps import NAT, Reading
from seqlab.errors import ConfigError, did_you_mean
from seqlab.series.table import Table

FORMAT = 2
"""Of the cached arrays: another one, and all files are read anew."""


def read_series(path: Path, columns: Columns) -> tuple[Table, dict[str, str]]:
    """Read a file of one series or several, from the cache where it was read before.

    Args:
        path: a CSV, TSV (each packed with gzip or not) or Parquet file, long: a row for each time
            of each series, the rows of a series in the order of their times.
        columns: what its columns are.

    Returns:
        The table, every series on the full grid of its frequency; its columns are those of
        `columns.values`. And the SHA-256 of the file's contents by its name.

    Raises:
        DataError: all that is wrong with the file, a line for each kind of fault.
        ConfigError: a setting is wrong whatever the file.
    """
    digest = file_digest(path)
    key: dict[str, str | int] = {
        "file": digest,
        "columns": json.dumps(asdict(columns)),
        "format": FORMAT,
    }
    arrays = cached("series", key, lambda: _to_arrays(parse_series(path, columns)))
    return _from_arrays(arrays, columns), {path.name: digest}


def parse_series(path: Path, columns: Columns) -> Table:
    """Read a file, whether it is in the cache or not: see `read_series`."""
    _check_settings(columns)
    faults = Faults(path)
    source = _open(path, columns)
    present = _present(source, columns, faults)
    cells = read_cells(source, columns, present) if present else None
    source.check(faults)
    if cells is None or not len(cells):
        if cells is not None:
            faults.add("expected rows below the names of the columns, found none.", "")
        faults.raise_any()
        raise AssertionError(columns)
    way, note = None, ""
    if cells.times and columns.timestamp_column is not None:
        word = source.word
        way, note = choose(
            cells.times,
            columns.timestamp_column,
            lambda row: f"{word} {int(source.lines(np.array([row]))[0]):,}",
            faults,
        )
    rows = _in_series(source, cells, way, columns, faults)
    static = read_static(rows, cells.static, faults)
    if cells.ids is not None:
        check_ids(rows, columns, faults)
    check_numbers(rows, cells, columns, faults)
    check_targets(rows, cells, columns, faults)
    table = _on_grid(rows, way, note, columns, static, faults)
    faults.raise_any()
    assert table is not None
    return table


def _check_settings(columns: Columns) -> None:
    if columns.timezone is not None:
        check_timezone(columns.timezone)
    if columns.freq is None:
        return
    named(columns.freq)
    if columns.timestamp_column is None and columns.freq != STEPS:
        raise ConfigError(
            f"dataset.freq is {columns.freq!r}, but without dataset.timestamp_column rows have no "
            "clock.",
            remedy="Name the column of times, or leave dataset.freq out and set dataset.season to "
            "the steps in a season.",
        )


def _open(path: Path, columns: Columns) -> Delimited | Parquet:
    if path.suffix.lower() in (".parquet", ".pq"):
        return open_parquet(path)
    wanted = [name for _, name in columns.roles()]
    return open_delimited(path, columns.separator, columns.encoding, wanted)


def _present(source: Delimited | Parquet, columns: Columns, faults: Faults) -> list[str]:
    """The columns with a role that the file has; a fault for each of the others."""
    roles = list(columns.roles())
    times_named = Counter(name for _, name in roles)
    for name in (name for name, count in times_named.items() if count > 1):
        settings = ", ".join(setting for setting, other in roles if other == name)
        faults.add(
            f"column {name!r}: expected one role, found {times_named[name]}: {settings}.",
            "Leave it in one of them.",
        )
    first = "line 1" if source.word == "line" else "the schema"
    found = ", ".join(map(repr, source.names[:20])) + (", ..." if len(source.names) > 20 else "")
    for setting, name in roles:
        count = source.names.count(name)
        if count == 0:
            faults.add(
                f"{first}: expected a column {name!r}, which {setting} names, found none"
                f"{did_you_mean(name, source.names)} Found: {found}.",
                f"{setting} decides{_header_hint(source)}.",
            )
        elif count > 1:
            faults.add(
                f"{first}: expected one column {name!r}, found {count} of that name.",
                "Give each column a name of its own.",
            )
    return [name for name in times_named if name in source.names]


def _header_hint(source: Delimited | Parquet) -> str:
    if isinstance(source, Parquet):
        return ""
    if all(name.replace(".", "", 1).lstrip("-").isdigit() for name in source.names):
        return "; the first line must hold the names of the columns, not numbers"
    if len(source.names) == 1:
        return "; set dataset.separator if cells are separated by another character"
    return ""


def _in_series(
    source: Delimited | Parquet,
    cells: Cells,
    way: Reading | None,
    columns: Columns,
    faults: Faults,
) -> Rows:
    """Rows with those of each series together, and of them the part that is used."""
    values, seconds, places = cells.values.array, None, None
    if way is not None:
        seconds = way.seconds.array
    ids: Sequence[str] = [""]
    bounds = np.array([0, len(values)])
    if cells.ids is not None:
        ids, codes = list(cells.ids.texts), cells.ids.codes.array
        bounds = np.concatenate([[0], np.cumsum(np.bincount(codes))])
        if (np.diff(codes) < 0).any():
            places = np.argsort(codes, kind="stable")
            for column in values.T:  # one by one: less memory than all at once
                column[:] = column[places]
            seconds = None if seconds is None else seconds[places]
    is_count = way is not None and way.kind == "counts"
    after = source.after_left_out(np.arange(len(values)) if places is None else places)
    rows = Rows(values, bounds, ids, seconds, is_count, places, source.lines, source.word)
    rows = replace(rows, after_others=after)
    if columns.rows is None:
        return rows
    first, stop = columns.rows
    numbers = np.arange(len(values)) - np.repeat(bounds[:-1], np.diff(bounds))
    wanted = (numbers >= first) & (numbers < (len(values) if stop is None else stop))
    if not wanted.any():
        faults.add(
            f"expected rows from {first:,} on in a series, found {int(np.diff(bounds).max()):,} "
            "in the longest.",
            "dataset.rows decides.",
        )
        return rows
    return rows.only(wanted)


def _on_grid(
    rows: Rows,
    way: Reading | None,
    note: str,
    columns: Columns,
    static: Mapping[str, tuple[float | str, ...]],
    faults: Faults,
) -> Table | None:
    """The table; None where a fault was noted."""
    if columns.timestamp_column is None:
        counts = np.arange(len(rows.values)) - np.repeat(rows.bounds[:-1], np.diff(rows.bounds))
        gridded = Gridded(counts, rows.values, rows.bounds)
        return _table(gridded, STEPS, "none: no timestamp column", "", rows, columns, static)
    if way is None or rows.seconds is None:
        return None
    timed = check_times(rows.only(rows.seconds != NAT), way, columns, faults)
    if timed is None:
        return None
    hint = way.kind == "local" and not timed.timezone
    steps = check_grid(timed, columns.missing, hint, faults)
    if steps is None or faults:
        return None
    gridded = put_on_grid(timed, steps)
    found = f"{timed.found}; {note}" if note else timed.found
    alias = timed.frequency.alias
    gridded = replace(gridded, seconds=timed.in_utc(gridded.seconds))
    return _table(gridded, alias, found, timed.timezone, rows, columns, static)


def _table(
    gridded: Gridded,
    alias: str,
    found: str,
    timezone: str,
    rows: Rows,
    columns: Columns,
    static: Mapping[str, tuple[float | str, ...]],
) -> Table:
    return Table(
        times=gridded.seconds.view("datetime64[s]"),
        values=gridded.values,
        columns=columns.values,
        ids=tuple(rows.ids),
        bounds=tuple(gridded.bounds.tolist()),
        freq=alias,
        freq_from=found,
        timezone=timezone,
        static=static,
    )


def _to_arrays(table: Table) -> dict[str, NDArray[Any]]:
    """A table as arrays of numbers: texts, in JSON, are bytes."""
    texts = {
        "ids": table.ids,
        "freq": table.freq,
        "freq_from": table.freq_from,
        "timezone": table.timezone,
        "static": dict(table.static),
    }
    return {
        "times": table.times.view(np.int64),
        "values": table.values,
        "bounds": np.array(table.bounds, np.int64),
        "texts": np.frombuffer(json.dumps(texts).encode(), np.uint8),
    }


def _from_arrays(arrays: Mapping[str, NDArray[Any]], columns: Columns) -> Table:
    texts = json.loads(arrays["texts"].tobytes())
    return Table(
        times=arrays["times"].view("datetime64[s]"),
        values=arrays["values"],
        columns=columns.values,
        ids=tuple(texts["ids"]),
        bounds=tuple(arrays["bounds"].tolist()),
        freq=texts["freq"],
        freq_from=texts["freq_from"],
        timezone=texts["timezone"],
        static={name: tuple(values) for name, values in texts["static"].items()},
    )
