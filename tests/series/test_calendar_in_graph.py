"""A graph finds the same numbers in the clock as pandas, in the precision of mobile formats too."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from seqlab.series.calendar import Field, calendar_features

pytestmark = pytest.mark.keras


@pytest.mark.parametrize(("precision", "apart"), [("float64", 1e-6), ("float32", 2e-5)])
def test_every_day_from_1700_to_2200_is_what_pandas_says(precision, apart) -> None:
    from seqlab.series.calendar_in_graph import calendar_in_graph

    days = np.arange("1700-01-01", "2200-01-01", dtype="datetime64[D]")
    seconds = np.random.default_rng(2).integers(0, 86_400, len(days))
    seconds[:2000] = np.tile([0, 86_399], 1000)
    clock = days.astype("datetime64[s]") + seconds
    fields = get_args(Field)
    found = calendar_in_graph(clock.astype(np.int64)[None], fields, precision)
    assert found.dtype == "float32"
    assert abs(np.asarray(found)[0] - calendar_features(clock, fields)).max() < apart
