"""Small files of series for tests, sound ones and faulty ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.read import parse_series
from seqlab.errors import SeqlabError
from seqlab.series.table import Table


def series(rows: int, start: str = "2020-01-01", unit: str = "D", header: str = "t,y") -> str:
    """A CSV of `rows` times and the numbers from 0."""
    times = np.datetime64(start) + np.arange(rows) * np.timedelta64(1, unit)
    lines = (f"{str(time).replace('T', ' ')},{n}\n" for n, time in enumerate(times))
    return f"{header}\n{''.join(lines)}"


def parse(folder: Path, text: str | bytes, name: str = "a.csv", **settings: Any) -> Table:
    """Write a file and read it, by default with the times `t` and the target `y`."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return parse_series(path, Columns(**{"target": ("y",), "timestamp_column": "t", **settings}))


def refusal(folder: Path, text: str | bytes, name: str = "a.csv", **settings: Any) -> list[str]:
    """The lines of the error that a faulty file is refused with."""
    try:
        table = parse(folder, text, name, **settings)
    except SeqlabError as error:
        return str(error).removeprefix(f"{folder}/").splitlines()
    raise AssertionError(f"not refused: {table}")
