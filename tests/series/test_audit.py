"""Findings in a series that was damaged on purpose."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from seqlab.series.audit import SplitAudit
from seqlab.series.audit import audit_split as audit_with
from seqlab.series.quality import bad_readings, bad_rows
from seqlab.series.splits import anchors
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from tests.series.examples import every

SHAPE = WindowShape(lookback=10, step=2, delay=5)


def series(rows: int = 300) -> Table:
    return every(10, rows, columns=2)


def splits(rows: int = 300) -> dict:
    ranges = {"training": (0, 100), "validation": (101, 200), "test": (201, None)}
    return {
        name: anchors(r, series_length=rows, lookback=10, delay=5, batch_size=8, split=name)
        for name, r in ranges.items()
    }


def audit_split(table: Table, shape: WindowShape, anchors: dict, split: str) -> SplitAudit:
    return audit_with(table, shape, anchors, split, bad_rows(bad_readings(table), 0))


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


def test_the_record_is_plain_json_and_has_every_finding() -> None:
    table = series()
    table.values[150, 1] = -9999.0
    record = audit_split(table, SHAPE, splits(), "validation").record()
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["sentinels"] == {"wv (m/s)": 1}
    assert (record["first_row"], record["last_row"]) == (101, 204)
    assert (record["first_time"], record["last_time"]) == (
        "2020-01-01T16:50:00",
        "2020-01-02T10:00:00",
    )
    assert record["constant_columns"] == ["T (degC)"]
    assert record["targets_in_next_split"] == 4  # anchors 196 to 199, as 201 is the next one's


def test_each_kind_of_bad_reading_is_counted_in_words_with_its_own_sentinel() -> None:
    table = replace(series(), sentinel=-1.5, ranges={"T (degC)": (-50.0, 60.0)})
    table.values[150:152, 1] = -1.5
    table.values[160, 0] = 99.0
    table.values[161, 1] = np.nan
    found = audit_split(table, SHAPE, splits(), "validation").bad_readings()
    assert found == ["2 x -1.5 in wv (m/s)", "1 implausible in T (degC)", "1 missing"]
    assert audit_split(replace(table, sentinel=None), SHAPE, splits(), "validation").sentinels == {}
