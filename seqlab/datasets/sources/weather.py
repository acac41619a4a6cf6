"""Weather made from a seed, in the columns of the Jena file."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.jena_file import COLUMNS, RANGES, SENTINEL
from seqlab.series.table import Table

ROWS_PER_DAY = 144


def make_climate(days: int, seed: int) -> Table:
    """Make `days` of ten-minute weather in the columns of the Jena file.

    Temperature is a yearly cycle, a daily cycle that is stronger in summer, and weather: a noise
    that decays over about a day. The other columns follow from it by the usual formulas (Magnus
    for vapour pressure, the ideal gas for density) or are noise of their own.

    Args:
        days: how many days, from 1 January 2009.
        seed: of the random numbers.

    Returns:
        A table of `144 * days` rows.
    """
    generator = np.random.default_rng(seed)
    rows = days * ROWS_PER_DAY
    day = np.arange(rows) / ROWS_PER_DAY
    summer = 0.5 - 0.5 * np.cos(2 * np.pi * (day - 20) / 365.25)
    daily = -np.cos(2 * np.pi * (day - 0.1)) * (1.5 + 3.5 * summer)
    temperature = -1 + 19 * summer + daily + 4.5 * _weather(generator, rows, days_of_memory=1.0)
    pressure = 989 + 8 * _weather(generator, rows, days_of_memory=3.0)
    humidity = np.clip(78 - 2.2 * daily + 9 * _weather(generator, rows, 0.7), 15, 100)
    wind = np.abs(2.1 + 1.4 * _weather(generator, rows, days_of_memory=0.3))
    direction = (180 + 90 * _weather(generator, rows, days_of_memory=1.0)) % 360

    saturation = 6.112 * np.exp(17.62 * temperature / (243.12 + temperature))
    vapour = saturation * humidity / 100
    logarithm = np.log(vapour / 6.112)
    dew_point = 243.12 * logarithm / (17.62 - logarithm)
    kelvin = temperature + 273.15
    columns: dict[str, NDArray[np.float64]] = {
        "p (mbar)": pressure,
        "T (degC)": temperature,
        "Tpot (K)": kelvin * (1000 / pressure) ** 0.2857,
        "Tdew (degC)": dew_point,
        "rh (%)": humidity,
        "VPmax (mbar)": saturation,
        "VPact (mbar)": vapour,
        "VPdef (mbar)": saturation - vapour,
        "sh (g/kg)": 622 * vapour / (pressure - 0.378 * vapour),
        "H2OC (mmol/mol)": 1000 * vapour / pressure,
        "rho (g/m**3)": 100_000 * (pressure - 0.378 * vapour) / (287.05 * kelvin),
        "wv (m/s)": wind,
        "max. wv (m/s)": wind * (1.6 + 0.2 * generator.random(rows)),
        "wd (deg)": direction,
    }
    start = np.datetime64("2009-01-01T00:00:00", "s")
    times = start + np.arange(rows) * np.timedelta64(600, "s")
    values = np.column_stack([columns[name] for name in COLUMNS])
    return Table(times, values, COLUMNS, RANGES, SENTINEL)


def _weather(
    generator: np.random.Generator, rows: int, days_of_memory: float
) -> NDArray[np.float64]:
    """Noise of unit variance whose correlation decays over `days_of_memory`, `(rows,)`.

    A first-order autoregression x[t] = keep * x[t-1] + noise, made in the frequency domain, where
    it is one product instead of a loop over the rows.
    """
    keep = np.exp(-1 / (days_of_memory * ROWS_PER_DAY))
    frequencies = np.fft.rfftfreq(rows)
    gain = np.sqrt(1 - keep**2) / np.abs(1 - keep * np.exp(-2j * np.pi * frequencies))
    return np.fft.irfft(np.fft.rfft(generator.standard_normal(rows)) * gain, rows)
