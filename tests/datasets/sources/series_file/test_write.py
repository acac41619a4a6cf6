"""Tables as files: what is read again is what was written, to the last digit."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.read import parse_series
from seqlab.datasets.sources.series_file.write import series_csv, series_parquet
from seqlab.series.table import Table

COLUMNS = Columns(
    target=("y",), id_column="s", timestamp_column="t", known=("x",), static=("a", "b"), freq="h",
    timezone="Europe/Berlin", missing="drop_windows", constant_target="keep",
)  # fmt: skip


def table() -> Table:
    """Two series through the night in which clocks go back, with numbers of many digits."""
    hours = np.datetime64("2020-10-24T23:00:00", "s") + np.arange(4) * np.timedelta64(3600, "s")
    values = np.random.default_rng(1).normal(size=(8, 2))
    values[3, 0] = np.nan
    return Table(
        times=np.tile(hours, 2),
        values=values,
        columns=("y", "x"),
        ids=("1", "2"),
        bounds=(0, 4, 8),
        freq="h",
        timezone="Europe/Berlin",
        static={"a": ("u", "v"), "b": (0.1, 2.0)},
    )


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_is_read_as_what_was_written(suffix: str, tmp_path: Path) -> None:
    path, write = tmp_path / f"file{suffix}", series_csv if suffix == ".csv" else series_parquet
    path.write_bytes(write(table(), COLUMNS))
    found = parse_series(path, COLUMNS)
    np.testing.assert_array_equal(found.times, table().times)
    np.testing.assert_array_equal(found.values, table().values)
    assert (found.ids, found.bounds, found.static) == (("1", "2"), (0, 4, 8), table().static)


def test_text_has_local_times_with_their_offset_and_empty_cells() -> None:
    lines = series_csv(table(), COLUMNS).decode().splitlines()
    assert lines[0] == "s,t,y,x,a,b"
    assert lines[2].startswith("1,2020-10-25 02:00:00+02:00,")
    assert lines[3].startswith("1,2020-10-25 02:00:00+01:00,")
    assert lines[4].startswith("1,2020-10-25 03:00:00+01:00,,")


def test_parquet_has_text_where_settings_have_a_format() -> None:
    columns = Columns(("y",), timestamp_column="t", time_format="%d/%m/%Y %H h")
    frame = pd.read_parquet(BytesIO(series_parquet(table(), columns)))
    assert frame["t"][0] == "25/10/2020 01 h"
