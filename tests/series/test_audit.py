"""Findings in a series that was damaged on purpose."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.series.audit import SplitAudit
from seqlab.series.audit import audit_split as audit_with
from seqlab.series.quality import bad_readings, bad_rows
from seqlab.series.splits import anchors
from seqlab.series.table import Table, split_unit
from seqlab.series.windows import WindowShape

SHAPE = WindowShape(lookback=10, step=2, delay=5)


def series(rows: int = 300) -> Table:
    times = np.datetime64("2020-01-01T00:00:00", "s") + np.arange(rows) * np.timedelta64(600, "s")
    return Table(times.copy(), np.ones((rows, 2)), ("T (degC)", "wv (m/s)"))


def splits(rows: int = 300) -> dict:
    ranges = {"training": (0, 100), "validation": (101, 200), "test": (201, None)}
    return {
        name: anchors(r, series_length=rows, lookback=10, delay=5, batch_size=8, split=name)
        for name, r in ranges.items()
    }


def audit_split(table: Table, shape: WindowShape, anchors: dict, split: str) -> SplitAudit:
    return audit_with(table, shape, anchors, split, bad_rows(bad_readings(table), target=0))


def test_a_sound_series_has_no_findings() -> None:
    audit = audit_split(series(), SHAPE, splits(), "training")
    assert (audit.sentinels, audit.missing, audit.repeated, audit.backwards, audit.gaps) == (
        {},
        0,
        0,
        0,
        0,
    )
    assert (audit.first_row, audit.last_row) == (0, 104)


def test_damage_is_found_in_the_split_whose_windows_touch_it_and_in_no_other() -> None:
    table = series()
    table.values[150, 1] = -9999.0
    table.values[151:153, 0] = np.nan
    table.times[160:] -= np.timedelta64(1200, "s")  # the clock goes back by two rows
    table.times[180:] += np.timedelta64(7200, "s")
    audit = audit_split(table, SHAPE, splits(), "validation")
    assert audit.sentinels == {"wv (m/s)": 1}
    assert audit.missing == 2
    assert audit.backwards == 1
    assert audit.repeated == 2
    assert audit.gaps == 1
    assert audit.longest_gap_hours == pytest.approx(7800 / 3600)
    assert audit.constant == []
    assert audit.touched_windows > 0
    for untouched in ("training", "test"):
        assert audit_split(table, SHAPE, splits(), untouched).sentinels == {}


def test_targets_in_the_next_split_are_counted_one_by_one() -> None:
    found = audit_split(series(), SHAPE, splits(), "training").targets_in_next
    assert found == sum(row + SHAPE.delay >= 101 for row in range(10, 100))
    assert audit_split(series(), SHAPE, splits(), "test").targets_in_next == 0


def test_units_are_split_from_names() -> None:
    assert split_unit("T (degC)") == ("T", "degC")
    assert split_unit("rho (g/m**3)") == ("rho", "g/m**3")
    assert split_unit("plain") == ("plain", "")
