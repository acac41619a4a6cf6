"""The programs that seqlab is compared with yield the very same windows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from benchmarks.input import copies, keras_windows
from benchmarks.tutorial import drawn, windows, windows_of
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.series.data import SeriesData
from seqlab.tasks.data import all_batches

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


@pytest.fixture(scope="module")
def data() -> SeriesData:
    return SETTINGS.load()


def assert_equal_bits(one, two) -> None:
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(np.asarray(a, np.float32).reshape(np.shape(b)), b)


def test_the_generator_yields_the_training_windows_of_seqlab(data) -> None:
    series = data.series().astype(np.float64)
    own = data.anchors["training"]
    for step in range(5):
        draws = drawn(own.start, own.stop, own.batch_size, np.random.default_rng((7, 2, step)))
        theirs = next(windows(series, data, data.task.targets[0].feature, draws))
        assert_equal_bits(theirs, data.training_batch(7, 2, step))


def test_the_generator_draws_other_windows_each_time(data) -> None:
    first, second = itertools.islice(windows_of(data, "training"), 2)
    assert first[0].shape == second[0].shape == (16, 12, 14)
    assert not np.array_equal(first[0], second[0])


def test_the_generator_goes_through_the_validation_windows_in_order_and_round_again(data) -> None:
    ours = list(all_batches(data, "validation", 16))
    theirs = windows_of(data, "validation")
    for _ in range(2):
        for batch in ours:
            assert_equal_bits(next(theirs), batch)


@pytest.mark.keras
def test_the_dataset_of_keras_holds_the_same_windows(data) -> None:
    theirs = list(keras_windows(data, "validation", shuffle=False))
    ours = list(all_batches(data, "validation", 16))
    assert len(theirs) - len(ours) in (0, 1)  # the book leaves out a last batch that just fits
    for batch, our_batch in zip(theirs, ours, strict=False):
        assert_equal_bits(batch, our_batch)


@pytest.mark.keras
def test_the_dataset_of_keras_shuffles_all_training_windows(data) -> None:
    targets = np.concatenate([y for _, y in keras_windows(data, "training", shuffle=True)])
    own = data.anchors["training"]
    rows = data.shape.first_target(np.arange(own.start, own.stop))
    expected = data.rows.targets[rows, 0].astype(np.float32)
    assert not np.array_equal(targets, expected)
    np.testing.assert_array_equal(np.sort(targets), np.sort(expected))


def test_copies_are_batches_of_their_own(data) -> None:
    first = next(copies(data))
    assert_equal_bits(first, data.training_batch(0, 0, 0))
    assert not np.shares_memory(first[0], next(copies(data))[0])


def test_the_runs_that_start_up_is_measured_on_are_complete(tmp_path) -> None:
    from benchmarks.startup import EPOCHS, write_runs
    from seqlab.runs.search import list_runs
    from seqlab.runs.summary import summarise

    write_runs(tmp_path, 3)
    summaries = [summarise(run) for run in list_runs(tmp_path)]
    assert [(s.status, s.epochs, s.unit) for s in summaries] == [("completed", EPOCHS, "degC")] * 3
