"""A small series of made-up weather, and damaged ones."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.datasets.sources.weather import make_climate
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.series.data import SeriesData
from seqlab.series.table import Table

SETTINGS = SyntheticClimate(
    days=60,
    lookback=36,
    step=3,
    delay=12,
    batch_size=16,
    training_rows=(0, 4000),
    validation_rows=(4001, 6000),
    test_rows=(6001, None),
)
T = 1
"""The column of the temperature."""


def weather() -> Table:
    """The series of `SETTINGS`, in original units."""
    return make_climate(SETTINGS.days, SETTINGS.data_seed)


def damaged(*cells: tuple[int, int, float]) -> Table:
    """The same with other readings at some rows and columns."""
    table = weather()
    for row, column, value in cells:
        table.values[row, column] = value
    return table


def every(minutes: int, rows: int, columns: int = 1) -> Table:
    """Ones, a row every so many minutes."""
    steps = np.arange(rows) * np.timedelta64(60 * minutes, "s")
    times = np.datetime64("2020-01-01T00:00:00", "s") + steps
    names = ("T (degC)", "wv (m/s)")[:columns]
    return Table(times, np.ones((rows, columns)), names, sentinel=-9999.0)


def load(table: Table, monkeypatch: pytest.MonkeyPatch, **settings: object) -> SeriesData:
    """A table in the place of the weather of `SETTINGS`, which may differ in some settings."""
    monkeypatch.setattr(SyntheticClimate, "read", lambda _: (table, {}))
    return SyntheticClimate(**{**SETTINGS.model_dump(), **settings}).load()
