"""Windows a second: seqlab's input path, a tutorial's generator, Keras's own, and the limit.

All sides yield the same training windows of the Jena series, 128 x 240 x 14 and their targets, in
random order. Each lives in a process of its own (`worker.py` says why) and is run for about a
second a turn, after a rest and some batches that are not counted, so that none lives on what a
background thread had prepared.

- `seqlab, cut`: `SeriesData.training_batch`, NumPy arrays in float32.
- `seqlab, pipeline`: what `fit` iterates, with that at its source.
- `per-row generator`: listing 6.33, written anew in `tutorial.py`, NumPy arrays in float64.
- `generator, pipeline`: what `fit` iterates when it is given that generator.
- `timeseries_dataset_from_array`: of Keras, for the same windows, shuffled, tensors.
- `memory copy`: fresh copies of finished batches, out of a store as large as the series itself:
  the least that any side that hands out windows of its own must do.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np

from benchmarks.measure import Figure, Side, Target, alternate, ratios
from benchmarks.report import Part
from benchmarks.settings import BATCH, Settings
from benchmarks.tutorial import book_anchors, windows_of
from benchmarks.worker import Turn, Worker
from seqlab.backend import start_tensorflow
from seqlab.datasets.jena import Jena
from seqlab.series.data import SeriesData
from seqlab.tasks.data import Batch, SplitName

NOT_COUNTED = 20
"""Batches before the clock starts."""
CUT, PIPELINE = "seqlab, cut", "seqlab, pipeline"
GENERATOR, GENERATOR_PIPELINE = "per-row generator", "generator, pipeline"
KERAS, COPY = "timeseries_dataset_from_array", "memory copy"
TARGETS = {GENERATOR: 8.0, KERAS: 25.0, COPY: 0.5}
"""How many times a side's rate seqlab's cut should reach. Its pipeline has none: TensorFlow takes
0.16 ms to hand over a batch from Python, even an empty one, and does so while a step computes."""


def measure(settings: Settings) -> Part:
    """Windows a second of every side, and how seqlab compares with each."""
    seconds = "0.3" if settings.quick else "1.0"
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(Worker("benchmarks.input", "input_side", name, seconds))
            for name in (CUT, PIPELINE, GENERATOR, GENERATOR_PIPELINE, KERAS, COPY)
        }
        sides = {name: _first_of(worker) for name, worker in workers.items()}
        found = alternate(sides, settings.turns_or(9), pause=0.3)
    figures = [Figure(name, "windows", "1/s", tuple(rates)) for name, rates in found.items()]
    for name, limit in TARGETS.items():
        faster, target = ratios(found[CUT], found[name]), Target(limit, at_least=True)
        figures.append(Figure(name, f"{CUT} faster by", "x", faster, target))
    for name in (GENERATOR_PIPELINE, KERAS):
        faster = ratios(found[PIPELINE], found[name])
        figures.append(Figure(name, f"{PIPELINE} faster by", "x", faster))
    return Part("input", "Input: windows a second", figures)


def input_side(name: str, seconds: str) -> Turn:
    """One of the sides; each turn answers with its windows a second over about so many seconds."""
    data = Jena().load()
    batches: Iterator[Any]
    if name == CUT:
        batches = (data.training_batch(1, 0, step) for step in itertools.count())
    elif name == PIPELINE:
        batches = pipeline(data)
    elif name == GENERATOR:
        batches = windows_of(data, "training")
    elif name == GENERATOR_PIPELINE:
        batches = generator_pipeline(data)
    elif name == KERAS:
        batches = iter(keras_windows(data, "training", shuffle=True).repeat())
    else:
        batches = copies(data)

    def turn() -> list[float]:
        for _ in range(NOT_COUNTED):
            next(batches)
        count, began = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - began) < float(seconds):
            next(batches)
            count += 1
        return [count * BATCH / elapsed]

    return turn


def pipeline(data: SeriesData) -> Iterator[Any]:
    """What seqlab's `fit` iterates."""
    start_tensorflow()
    from seqlab.training.batches import training_batches

    return iter(training_batches(data, seed=1, steps=500, first_epoch=0))


def generator_pipeline(data: SeriesData) -> Iterator[Any]:
    """What `fit` makes of the per-row generator (Keras's GeneratorDataAdapter)."""
    start_tensorflow()
    import tensorflow as tf

    signature = (
        tf.TensorSpec((None, *data.task.inputs.shape), tf.float64),
        tf.TensorSpec((None,), tf.float64),
    )
    batches = tf.data.Dataset.from_generator(
        lambda: windows_of(data, "training"), output_signature=signature
    )
    return iter(batches.prefetch(tf.data.AUTOTUNE))


def keras_windows(data: SeriesData, split: SplitName, *, shuffle: bool) -> Any:
    """The windows of a split from `keras.utils.timeseries_dataset_from_array`.

    Its window number i starts at row i of the array that it is given, so an anchor row r is window
    r - lookback of the array that begins with the split. Worked example, the book's training split:
    anchors 1440 to 199999 are the windows 0 to 198559, and the target of window 0 is row 1584.

    Returns:
        A `tf.data.Dataset` of inputs `(128, 240, 14)` and targets `(128,)` in float32.
    """
    import keras

    shape, anchors, (target,) = data.shape, book_anchors(data, split), data.task.targets
    first = anchors.start - shape.lookback
    values = data.series()
    return keras.utils.timeseries_dataset_from_array(
        values[first : anchors.stop],
        values[anchors.start + shape.delay : anchors.stop + shape.delay, target.feature],
        sequence_length=shape.length,
        sampling_rate=shape.step,
        batch_size=anchors.batch_size,
        shuffle=shuffle,
        seed=1,
    )


def copies(data: SeriesData) -> Iterator[Batch]:
    """Copies of finished batches, without end, from a store as large as the series in float32."""
    series_bytes = data.series().nbytes
    one = np.asarray(data.training_batch(0, 0, 0)[0]).nbytes
    store = [data.training_batch(0, 0, step) for step in range(-(-series_bytes // one))]
    for inputs, targets in itertools.cycle(store):
        yield np.array(inputs), targets.copy()


def _first_of(worker: Worker) -> Side:
    return lambda: worker.measure()[0]
