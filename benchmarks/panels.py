"""Windows a second out of many series: 1,000 of them, three targets, the next 96 rows at once.

The series are made up: 1,000 hourly ones of 2,000 rows and six columns, in memory, and a calendar
that is known ahead, so that a batch has three arrays: windows, 128 x 336 x 10, what is known ahead,
128 x 96 x 4, and targets, 128 x 96 x 3. Both sides live in processes of their own.

- `seqlab, cut`: `SeriesData.training_batch`.
- `memory copy`: fresh copies of finished batches, out of a store as large as the series itself.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np

from benchmarks.measure import Figure, Side, Target, alternate, ratios
from benchmarks.report import Part
from benchmarks.settings import BATCH, Settings
from benchmarks.worker import Turn, Worker
from seqlab.datasets.panels.load import load_panel
from seqlab.datasets.series import Series
from seqlab.series.data import SeriesData
from seqlab.series.table import Table

SERIES, ROWS, COLUMNS = 1000, 2000, 6
CUT, COPY = "seqlab, cut", "memory copy"
NOT_COUNTED = 20
"""Batches before the clock starts."""


def measure(settings: Settings) -> Part:
    """Windows a second of both sides, and how they compare."""
    seconds = "0.3" if settings.quick else "1.0"
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(Worker("benchmarks.panels", "panel_side", name, seconds))
            for name in (CUT, COPY)
        }
        sides = {name: _first_of(worker) for name, worker in workers.items()}
        found = alternate(sides, settings.turns_or(9), pause=0.3)
    figures = [Figure(name, "windows", "1/s", tuple(rates)) for name, rates in found.items()]
    share = ratios(found[CUT], found[COPY])
    figures.append(Figure(COPY, f"{CUT} faster by", "x", share, Target(0.5, at_least=True)))
    return Part("panels", "Input: windows a second out of 1,000 series", figures)


def panel_side(name: str, seconds: str) -> Turn:
    """One of the sides; each turn answers with its windows a second over about so many seconds."""
    data = many_series()
    steps = itertools.cycle(range(data.anchors["training"].steps_per_epoch or 1))
    cut: Iterator[object] = (data.training_batch(1, 0, step) for step in steps)
    batches = cut if name == CUT else _copies(data)

    def turn() -> list[float]:
        for _ in range(NOT_COUNTED):
            next(batches)
        count, began = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - began) < float(seconds):
            next(batches)
            count += 1
        return [count * BATCH / elapsed]

    return turn


def many_series() -> SeriesData:
    """The series, loaded."""
    generator = np.random.default_rng(1)
    hours = np.arange(SERIES * ROWS) % ROWS * np.timedelta64(3600, "s")
    names = tuple("abcdef")
    table = Table(
        times=np.datetime64("2024-01-01", "s") + hours,
        values=generator.normal(size=(SERIES * ROWS, COLUMNS)),
        columns=names,
        ids=tuple(map(str, range(SERIES))),
        bounds=tuple(range(0, SERIES * ROWS + 1, ROWS)),
        freq="h",
    )
    settings = Series(
        path="in memory",
        id_column="id",
        timestamp_column="time",
        target=names[:3],
        past_dynamic_columns=names[3:],
        calendar=("hour", "day_of_week"),
        lookback=336,
        horizon=96,
        batch_size=BATCH,
    )
    return load_panel(table, {}, settings)


def _copies(data: SeriesData) -> Iterator[object]:
    """Copies of finished batches, without end, from a store as large as the series in float32."""
    one = np.asarray(data.training_batch(0, 0, 0)[0][0]).nbytes
    count = -(-data.series().nbytes // one)
    store = [data.training_batch(0, 0, step) for step in range(count)]
    for inputs, targets in itertools.cycle(store):
        yield [np.array(part) for part in inputs], targets.copy()


def _first_of(worker: Worker) -> Side:
    return lambda: worker.measure()[0]
