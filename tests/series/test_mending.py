"""Each policy about bad readings does what it says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.errors import DataError
from seqlab.series.mending import mended
from seqlab.series.quality import bad_readings, bad_rows
from seqlab.series.splits import Anchors
from seqlab.series.windows import WindowShape
from tests.series.examples import T, damaged

SHAPE = WindowShape(36, 3, 12)
ROW = 5000


def after(policy: str, value: float):
    """What a policy makes of the weather with one bad temperature, and the table as it was."""
    table = damaged((ROW, T, value))
    readings = bad_readings(table)
    anchors = {"validation": Anchors(4037, 6000, 16)}
    bad = bad_rows(readings, T)
    return table, *mended(table, readings, anchors, bad, SHAPE, policy), anchors


def test_kept_readings_stay_unless_they_are_no_numbers() -> None:
    table, kept, left, anchors = after("keep", -9999.0)
    assert kept is table and left == anchors
    with pytest.raises(DataError, match="not a finite number"):
        after("keep", np.nan)


def test_an_interpolated_reading_lies_halfway_between_its_neighbours() -> None:
    table, kept, left, anchors = after("interpolate", -9999.0)
    assert left == anchors
    assert kept.values[ROW, T] == pytest.approx(table.values[[ROW - 1, ROW + 1], T].mean())


def test_windows_are_dropped_that_take_a_bad_reading_in() -> None:
    table, kept, left, _ = after("drop_windows", -9999.0)
    dropped = set(range(4037, 6000)) - set(left["validation"].rows().tolist())
    # An input of the anchors 5003 to 5036, three rows apart, and the target of 4988.
    assert kept is table and dropped == {4988, *range(5003, 5037, 3)}


def test_a_bad_reading_is_an_error_where_that_is_asked_for() -> None:
    with pytest.raises(DataError, match=r"Row 5,000 .* is no measurement"):
        after("error", -9999.0)
