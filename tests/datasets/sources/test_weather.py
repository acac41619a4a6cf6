"""The made-up weather looks like weather, and is the same for the same seed."""

from __future__ import annotations

import numpy as np

from seqlab.datasets.sources.jena_file import COLUMNS
from seqlab.datasets.sources.weather import ROWS_PER_DAY, make_climate


def test_the_same_seed_gives_the_same_weather_and_another_seed_another() -> None:
    np.testing.assert_array_equal(make_climate(30, 1).values, make_climate(30, 1).values)
    assert not np.array_equal(make_climate(30, 1).values, make_climate(30, 2).values)


def test_summer_is_warmer_than_winter_and_the_afternoon_than_the_night() -> None:
    table = make_climate(730, 3)
    celsius = table.values[:, COLUMNS.index("T (degC)")].reshape(-1, ROWS_PER_DAY)
    july, january = celsius[181:212].mean(), celsius[0:31].mean()
    assert july - january > 10
    by_time_of_day = celsius.mean(axis=0)
    assert by_time_of_day[12 * 6 : 16 * 6].mean() - by_time_of_day[0 : 4 * 6].mean() > 2


def test_columns_obey_the_physics_that_ties_them_together() -> None:
    values = dict(zip(COLUMNS, make_climate(365, 4).values.T, strict=True))
    assert np.isfinite(make_climate(365, 4).values).all()
    assert (values["Tdew (degC)"] <= values["T (degC)"] + 1e-9).all()
    difference = values["VPmax (mbar)"] - values["VPact (mbar)"]
    np.testing.assert_allclose(values["VPdef (mbar)"], difference)
    assert ((values["rh (%)"] > 0) & (values["rh (%)"] <= 100)).all()
    assert ((values["rho (g/m**3)"] > 1000) & (values["rho (g/m**3)"] < 1500)).all()
