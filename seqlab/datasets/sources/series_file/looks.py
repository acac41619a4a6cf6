"""A look at a file that nobody described: what it may be, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from seqlab.datasets.sources.series_file.columns import Columns, Missing
from seqlab.datasets.sources.series_file.frequency import Frequency
from seqlab.datasets.sources.series_file.guessing import Roles, guess_roles
from seqlab.datasets.sources.series_file.inferring import infer
from seqlab.datasets.sources.series_file.read import parse_series
from seqlab.datasets.sources.series_file.sampling import Sample, sample
from seqlab.datasets.sources.series_file.spans import SHARE, Spans, usual_spans
from seqlab.datasets.sources.series_file.timestamps import NAT
from seqlab.errors import ConfigError, DataError, did_you_mean
from seqlab.series.table import Table


@dataclass(frozen=True)
class Look:
    """What a file may be.

    Args:
        columns: its columns, and how they are written.
        spans: of windows.
        rows: all of them, missing ones included; 0 where the file could not be read.
        series: how many; 0 where the file could not be read.
        short: how many of them are too short for windows of these spans.
        left_out: columns that got no role.
        reasons: for the guesses, in words, by setting.
        problem: why the file could not be read like that; empty where it could.
    """

    columns: Columns
    spans: Spans
    rows: int
    series: int
    short: int
    left_out: tuple[str, ...]
    reasons: Mapping[str, str]
    problem: str


def look(path: Path, target: str | None = None) -> Look:
    """Guess what a file is, from its first rows; then read all of it to see whether that holds.

    Args:
        path: a CSV, TSV or Parquet file.
        target: the column to forecast, where that is known.

    Raises:
        DataError: the file holds no rows, or no numbers.
        ConfigError: it has no such target.
    """
    first = sample(path)
    if target is not None and target not in first.cells:
        raise ConfigError(
            f"{path} has no column {target!r}{did_you_mean(target, first.cells)}",
            remedy=f"Its columns: {', '.join(first.cells)}.",
        )
    roles = guess_roles(first, target)
    if not roles.target:
        raise DataError(
            f"{path}: expected a column of numbers to forecast, found none among "
            f"{', '.join(map(repr, first.cells))}.",
            remedy="For texts, name their columns: seqlab init FILE --text NAME --label NAME",
        )
    columns = _columns(first, roles)
    table, missing, problem = _try(path, columns)
    reasons = dict(roles.reasons)
    lengths, freq = np.array([len(first.cells[roles.target])]), "steps"
    if table is None:
        found = _usual_frequency(first, roles)
        if found is not None:
            freq = found.alias
            columns = replace(columns, freq=freq)
            reasons["freq"] = "of most steps among the first rows"
    else:
        lengths, freq = np.diff(table.series_bounds), table.freq
        reasons["freq"] = table.freq_from
        columns = replace(columns, freq=freq if table.has_clock else None, missing=missing)
        count = int(np.isnan(table.values).sum())
        reasons["missing"] = (
            f"a straight line across the {count:,} missing cells; or drop_windows"
            if count
            else "nothing is missing: stop if that changes; or interpolate, drop_windows"
        )
    if columns.timezone:
        reasons["timezone"] = "times have offsets; name your own zone for hours and weekdays there"
    spans = usual_spans(freq, int(np.median(lengths)))
    needed = np.ceil(max(spans.horizon / SHARE, (spans.lookback + spans.horizon) / 0.6)) + 1
    return Look(
        columns=columns,
        spans=spans,
        rows=0 if table is None else len(table),
        series=0 if table is None else len(table.ids),
        short=0 if table is None else int((lengths < needed).sum()),
        left_out=tuple(roles.left_out),
        reasons=reasons | spans.reasons,
        problem=problem,
    )


def _usual_frequency(first: Sample, roles: Roles) -> Frequency | None:
    """The frequency of most of the first rows, where it is certain."""
    if roles.way is None or roles.way.kind == "counts" or roles.timestamp is None:
        return None
    seconds, _ = roles.way.read(first.cells[roles.timestamp])
    times = np.unique(seconds[seconds != NAT])
    return infer(times, np.diff(times)).frequency if len(times) else None


def _columns(first: Sample, roles: Roles) -> Columns:
    has_offsets = roles.way is not None and roles.way.kind == "utc"
    return Columns(
        target=(roles.target,),
        id_column=roles.identity,
        timestamp_column=roles.timestamp,
        past=tuple(roles.past),
        known=tuple(roles.known),
        static=tuple(roles.static),
        timezone="UTC" if has_offsets else None,
        separator=first.separator if first.separator != "," else None,
        decimal=first.decimal,
        encoding=first.encoding,
    )


def _try(path: Path, columns: Columns) -> tuple[Table | None, Missing, str]:
    """The table, what to do about missing rows and cells, and why there is no table."""
    problem = ""
    ways: tuple[Missing, ...] = ("error", "interpolate")
    for missing in ways:
        try:
            return parse_series(path, replace(columns, missing=missing)), missing, ""
        except DataError as error:
            problem = problem or str(error)
    return None, "error", problem
