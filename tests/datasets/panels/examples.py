"""Made-up series as a file of them is read, and settings that fit them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from seqlab.datasets.panels.load import load_panel
from seqlab.datasets.series import Series
from seqlab.series.data import SeriesData
from seqlab.series.table import Table

START = np.datetime64("2020-03-27T23:00:00", "s")
COLUMNS = ("sales (t)", "visits", "price")


def made_up(*lengths: int, seed: int = 0, **changes: Any) -> Table:
    """Series of random numbers, hour by hour, each beginning where it likes; `static` is drawn."""
    generator = np.random.default_rng(seed)
    rows = sum(lengths)
    begins = generator.integers(0, 5, len(lengths))
    hours = np.concatenate([np.arange(n) + b for n, b in zip(lengths, begins, strict=True)])
    several = len(lengths) > 1
    whole: dict[str, Any] = {
        "times": START + hours * np.timedelta64(3600, "s"),
        "values": generator.normal(50, 20, (rows, len(COLUMNS))),
        "columns": COLUMNS,
        "ids": tuple(f"shop {n + 1}" for n in range(len(lengths))) if several else ("",),
        "bounds": (0, *np.cumsum(lengths).tolist()),
        "freq": "h",
        "freq_from": "given",
        "static": {
            "city": tuple(("Bonn", "Aachen")[n % 2] for n in range(len(lengths))),
            "area": tuple(generator.integers(50, 900, len(lengths)).astype(float).tolist()),
        },
    }
    return Table(**(whole | changes))


def settings(**changes: Any) -> Series:
    """Two steps ahead from three inputs that are two rows apart, with columns of every role."""
    whole: dict[str, Any] = {
        "path": "sales.csv",
        "id_column": "shop",
        "timestamp_column": "time",
        "target": ("sales (t)",),
        "past_dynamic_columns": ("visits",),
        "known_dynamic_columns": ("price",),
        "static_columns": ("city", "area"),
        "lookback": 6,
        "step": 2,
        "horizon": 2,
        "batch_size": 8,
    }
    return Series(**(whole | changes))


def load(table: Table, **changes: Any) -> SeriesData:
    """A table as `settings` with some changes load it."""
    return load_panel(table, {"sales.csv": "ab" * 32}, settings(**changes))


def problem(**changes: Any) -> str:
    """What is said of settings that have one thing wrong."""
    with pytest.raises(ValidationError) as caught:
        settings(**changes)
    (error,) = caught.value.errors()
    return f"{error.get('ctx', {}).get('path', '')}: {error.get('ctx', {}).get('message', '')}"
