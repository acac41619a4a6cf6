"""Someone's own file: ten million rows of six columns, read the first time and from the cache.

The file is made up: 1,000 hourly series of 10,000 rows, an id, a time and six numbers of three
decimals, 0.7 GB of CSV. Each reading is a process of its own, with the file in the system's cache.

- `first reading`: `read_series` with an empty cache folder: the file's checksum, parsing, all
  checks, writing the cache.
- `cached reading`: the same with the cache that was just written: the checksums of both files.
- `memory`: the peak of a first reading above that of the imports. The values as float32 would take
  240 MB; the target is five times that.

The times begin after Python has started and the packages are imported.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.child import run_child
from benchmarks.measure import Figure, Target, alternate
from benchmarks.report import Part
from benchmarks.settings import Settings

SERIES, ROWS, COLUMNS = 1000, 10_000, 6
FIRST, CACHED, IMPORTS, MEMORY = "first reading", "cached reading", "imports", "memory"
MB = 1e6


def measure(settings: Settings) -> Part:
    """Seconds of both readings, and the memory of the first."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = ROWS // 10 if settings.quick else ROWS
        print(f"series_file: writing {SERIES * rows:,} rows", file=sys.stderr, flush=True)
        write_series(folder / "own.csv", SERIES, rows)
        print("series_file: reading", file=sys.stderr, flush=True)
        found = alternate(
            {
                FIRST: _anew(folder, "read-series"),
                CACHED: lambda: _child(folder, "read-series"),
                IMPORTS: lambda: _child(folder, "memory-series-imports") / MB,
                MEMORY: _anew(folder, "memory-series", MB),
            },
            settings.turns_or(3),
        )
    above = tuple(peak - bare for peak, bare in zip(found[MEMORY], found[IMPORTS], strict=True))
    return Part(
        "series_file",
        "Ten million rows of six columns",
        [
            Figure(FIRST, "time", "s", tuple(found[FIRST]), Target(30)),
            Figure(CACHED, "time", "s", tuple(found[CACHED]), Target(2)),
            Figure("above the imports", "peak memory", "MB", above, Target(1200)),
        ],
    )


def write_series(path: Path, series: int, rows: int) -> None:
    """Write a CSV of hourly series, the same one every time.

    Args:
        path: of the file.
        series: how many.
        rows: of each.
    """
    import pyarrow as pa
    from pyarrow import csv

    generator = np.random.default_rng(0)
    times = np.datetime64("2015-01-01T00:00:00", "s") + np.arange(rows) * np.timedelta64(3600, "s")
    with path.open("wb") as file:
        for number in range(series):
            columns = {"shop": pa.array([f"S{number}"] * rows), "date": pa.array(times)}
            for column in range(COLUMNS):
                columns[f"x{column}"] = pa.array(np.round(generator.normal(0, 100, rows), 3))
            is_first = number == 0
            csv.write_csv(pa.table(columns), file, csv.WriteOptions(include_header=is_first))


def _child(folder: Path, what: str) -> float:
    environment = {"XDG_CACHE_HOME": str(folder / "cache")}
    return run_child(what, str(folder / "own.csv"), environment=environment)


def _anew(folder: Path, what: str, unit: float = 1) -> Callable[[], float]:
    def run() -> float:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        return _child(folder, what) / unit

    return run
