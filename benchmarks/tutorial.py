"""What seqlab is compared with: the windows and the training loop of a tutorial.

Written anew after the description of listing 6.33: a Python generator that fills a batch row by
row, picking the rows of each window by their numbers.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.stopwatch import EpochTimes
from benchmarks.worker import Turn
from seqlab.datasets.jena import Jena
from seqlab.experiment.experiment import load_experiment
from seqlab.series.data import SeriesData
from seqlab.series.inspection import BookReport
from seqlab.series.splits import Anchors
from seqlab.tasks.data import SplitName

AnchorRows = NDArray[np.int64]
Windows = tuple[NDArray[np.float64], NDArray[np.float64]]

WARM_UP = (10, 10)
"""Training steps and validation batches before the first turn."""


def windows(
    series: NDArray[np.float64], data: SeriesData, target: int, anchors: Iterator[AnchorRows]
) -> Iterator[Windows]:
    """Batches of windows, filled row by row.

    Args:
        series: the whole series, standardised, `(rows, columns)`.
        data: says how a window lies about its anchor row.
        target: the column to forecast.
        anchors: the anchor rows of each batch, `(batch,)`.

    Yields:
        Inputs `(batch, time, columns)` and targets `(batch,)`, in float64 as NumPy makes them.
    """
    shape = data.shape
    for rows in anchors:
        samples = np.zeros((len(rows), shape.length, series.shape[1]))
        targets = np.zeros(len(rows))
        for i, row in enumerate(rows):
            indices = range(row - shape.lookback, row, shape.step)
            samples[i] = series[indices]
            targets[i] = series[row + shape.delay, target]
        yield samples, targets


def windows_of(data: SeriesData, split: SplitName, seed: int = 0) -> Iterator[Windows]:
    """Windows without end: drawn at random for training, in order and round again otherwise."""
    series = data.series().astype(np.float64)
    (target,) = data.task.targets
    own = book_anchors(data, split)
    if split == "training":
        draws = drawn(own.start, own.stop, own.batch_size, np.random.default_rng(seed))
    else:
        draws = in_order(own.start, own.stop, own.batch_size)
    return windows(series, data, target.feature, draws)


def book_anchors(data: SeriesData, split: SplitName) -> Anchors:
    """The anchor rows of a split of the book's windows, which are a range."""
    report = data.report
    assert isinstance(report, BookReport)
    return report.anchors[split]


def drawn(start: int, stop: int, size: int, generator: np.random.Generator) -> Iterator[AnchorRows]:
    """Anchor rows at random, `size` at a time, without end."""
    while True:
        yield generator.integers(start, stop, size=size)


def in_order(start: int, stop: int, size: int) -> Iterator[AnchorRows]:
    """Anchor rows in order, `size` at a time, from the start again when the next would not fit."""
    row = start
    while True:
        if row + size >= stop:
            row = start
        yield np.arange(row, row + size)
        row += size


def tutorial_side(config: str, steps: str, validation_steps: str) -> Turn:
    """The experiment's model in the training loop of a tutorial.

    The same layers, compiled with RMSprop and the mean absolute error and otherwise Keras's
    defaults, fitted by `fit` from the generators above. In its favour: no progress bar, no metric
    beside the loss, no history on disk and no saved model, all of which seqlab's side has.

    Args:
        config: the experiment's file.
        steps: training steps of an epoch.
        validation_steps: batches of its validation pass.

    Returns:
        Trains an epoch more each time it is called (a short one the first time, to warm up) and
        answers with the seconds of a whole epoch and those of its first step.
    """
    import keras

    class Clock(keras.callbacks.Callback):
        """Notes when the epoch begins, each training step ends and the validation pass ends."""

        def __init__(self) -> None:
            super().__init__()
            self.epoch = EpochTimes()

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.epoch.begun = time.perf_counter()

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.epoch.step_ended(batch + 1)

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.epoch.ended = time.perf_counter()

    experiment, data = load_experiment(config), Jena().load()
    model = experiment.model.build(data.task)
    model.compile(optimizer=keras.optimizers.RMSprop(), loss="mae")
    training = windows_of(data, "training", experiment.seed)
    sizes = itertools.chain([WARM_UP], itertools.repeat((int(steps), int(validation_steps))))

    def turn() -> list[float]:
        clock = Clock()
        training_steps, validation_batches = next(sizes)
        model.fit(
            training,
            steps_per_epoch=training_steps,
            epochs=1,
            validation_data=windows_of(data, "validation"),
            validation_steps=validation_batches,
            callbacks=[clock],
            verbose=0,
        )
        return [clock.epoch.whole_epoch(validation_batches), clock.epoch.first_step]

    return turn
