"""The file of the Jena climate series, parsed and checked."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.cache import cached
from seqlab.datasets.sources.catalogue import JENA, fetch, file_digest
from seqlab.datasets.sources.members import DAMAGES, is_resource_fork, refuse_climbing
from seqlab.errors import DataError
from seqlab.series.table import Table

if TYPE_CHECKING:
    import pandas as pd

TIME_COLUMN = "Date Time"
TIME_FORMAT = "%d.%m.%Y %H:%M:%S"
COLUMNS = (
    "p (mbar)",
    "T (degC)",
    "Tpot (K)",
    "Tdew (degC)",
    "rh (%)",
    "VPmax (mbar)",
    "VPact (mbar)",
    "VPdef (mbar)",
    "sh (g/kg)",
    "H2OC (mmol/mol)",
    "rho (g/m**3)",
    "wv (m/s)",
    "max. wv (m/s)",
    "wd (deg)",
)
RANGES = {
    "p (mbar)": (850.0, 1100.0),
    "T (degC)": (-90.0, 60.0),
    "Tpot (K)": (180.0, 350.0),
    "Tdew (degC)": (-100.0, 45.0),
    "rh (%)": (0.0, 110.0),
    "VPmax (mbar)": (0.0, 250.0),
    "VPact (mbar)": (0.0, 250.0),
    "VPdef (mbar)": (-0.1, 250.0),  # a difference, rounded
    "sh (g/kg)": (0.0, 150.0),
    "H2OC (mmol/mol)": (0.0, 250.0),
    "rho (g/m**3)": (800.0, 1800.0),
    "wv (m/s)": (0.0, 115.0),
    "max. wv (m/s)": (0.0, 115.0),
    "wd (deg)": (0.0, 360.0),
}
"""Wider than any weather on record: what lies outside was not measured."""
SENTINEL = -9999.0
"""What the station writes where it has no reading."""
LARGEST_CSV = 200_000_000
"""Bytes; the real one has 43 million. A zip that unpacks to more is not it."""


def load_table() -> tuple[Table, dict[str, str]]:
    """The whole series, from the cache of parsed files where this file was parsed before.

    Returns:
        The series, and the SHA-256 of its contents under the source's name.

    Raises:
        DataError: the file cannot be had or read, or its contents are not those of the series.
    """
    path = fetch(JENA)

    def parse() -> dict[str, NDArray[Any]]:
        table = read_csv(path)
        JENA.check_content(content_digest(table), path)
        return {"times": table.times.astype(np.int64), "values": table.values}

    arrays = cached("jena", {"file": file_digest(path), "format": 1}, parse)
    table = Table(
        arrays["times"].astype("datetime64[s]"), arrays["values"], COLUMNS, RANGES, SENTINEL
    )
    return table, {JENA.name: JENA.content_digest}


def content_digest(table: Table) -> str:
    """SHA-256 of the parsed timestamps and values: the same for every faithful copy of the file."""
    digest = hashlib.sha256("\n".join(table.columns).encode())
    digest.update(np.ascontiguousarray(table.times.astype("<i8")).data)
    digest.update(np.ascontiguousarray(table.values.astype("<f8")).data)
    return digest.hexdigest()


def read_csv(path: Path) -> Table:
    """Parse the CSV, zipped or not.

    Args:
        path: `jena_climate_2009_2016.csv` or the zip with it inside.

    Raises:
        DataError: the file is damaged; the message names the line and the column.
    """
    import pandas as pd

    text = _read_bytes(path)
    try:
        # Without pandas' own words for "missing", a cell is named as it is written. In one piece: a
        # column with a word in one of several pieces makes pandas warn.
        frame = pd.read_csv(
            io.BytesIO(text), encoding="utf-8", keep_default_na=False, low_memory=False
        )
    except (ValueError, UnicodeDecodeError) as error:  # pandas' parser errors are ValueErrors
        raise DataError(f"{path} is not a CSV file: {error}.", remedy=JENA.remedy) from error
    missing = [name for name in (TIME_COLUMN, *COLUMNS) if name not in frame.columns]
    if missing:
        raise DataError(
            f"{path}: missing column {', '.join(map(repr, missing))} in line 1. "
            f"Found: {', '.join(map(repr, frame.columns[:20]))}.",
            remedy=JENA.remedy,
        )
    for name in COLUMNS:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        if numbers.isna().any():
            _refuse_cell(path, frame[name], numbers.isna().to_numpy(), "a number")
    times = pd.to_datetime(frame[TIME_COLUMN], format=TIME_FORMAT, errors="coerce")
    if times.isna().any():
        _refuse_cell(
            path, frame[TIME_COLUMN], times.isna().to_numpy(), "a time such as 31.12.2009 23:50:00"
        )
    values = frame[list(COLUMNS)].to_numpy(dtype=np.float64)
    return Table(times.to_numpy(dtype="datetime64[s]"), values, COLUMNS, RANGES, SENTINEL)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.suffix != ".zip":
            return path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            refuse_climbing(archive.namelist(), path)
            members = [
                info
                for info in archive.infolist()
                if info.filename.endswith(".csv") and not is_resource_fork(info.filename)
            ]
            if len(members) != 1 or members[0].file_size > LARGEST_CSV:
                raise DataError(
                    f"{path}: expected one CSV of at most {LARGEST_CSV:,} bytes in the zip, found "
                    f"{[(info.filename, info.file_size) for info in archive.infolist()[:5]]}.",
                    remedy=JENA.remedy,
                )
            return archive.read(members[0])
    except DAMAGES as error:
        raise DataError(f"{path} cannot be read: {error}.", remedy=JENA.remedy) from error


def _refuse_cell(
    path: Path, column: pd.Series[Any], bad: NDArray[np.bool_], expected: str
) -> NoReturn:
    row = int(bad.argmax())
    given = column.iloc[row]
    what = repr(str(given)) if str(given).strip() else "nothing"
    raise DataError(
        f"{path}: line {row + 2}, column {column.name!r}: expected {expected}, found {what} "
        f"({int(bad.sum()):,} such cells in this column).",
        remedy=JENA.remedy,
    )
