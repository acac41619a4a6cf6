"""A loaded series: standardisation, batches as pure functions, findings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqlab.task import all_batches

from seqlab.datasets.sources.weather import make_climate
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.series.data import SeriesData, Standardisation

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


def test_standardisation_is_that_of_training_rows_only(data) -> None:
    values = make_climate(60, SETTINGS.data_seed).values
    np.testing.assert_allclose(data.standardisation.mean, values[:4000].mean(axis=0))
    np.testing.assert_allclose(data.standardisation.std, values[:4000].std(axis=0))
    assert data.standardisation.rows == (0, 4000)


def test_standardisation_with_later_rows_is_refused(data) -> None:
    table = make_climate(60, SETTINGS.data_seed)
    peeking = Standardisation.fit(table.values, (0, 6000))
    with pytest.raises(AssertionError, match="training rows"):
        SeriesData(table, data.shape, data.anchors, data.target, peeking, {}, {}, data.bad)


def test_a_constant_column_becomes_zero_not_nan() -> None:
    fitted = Standardisation.fit(np.ones((10, 2)), (0, 10))
    np.testing.assert_array_equal(fitted.apply(np.ones((3, 2)), 1), np.zeros(3))


@given(seed=st.integers(0, 2**31 - 1), epoch=st.integers(0, 50), step=st.integers(0, 500))
def test_a_training_batch_is_a_pure_function_of_seed_epoch_and_step(
    data, seed, epoch, step
) -> None:
    inputs, targets = data.training_batch(seed, epoch, step)
    data.training_batch(seed, epoch, step + 1)  # what came in between must not matter
    again, targets_again = SETTINGS.load().training_batch(seed, epoch, step)
    np.testing.assert_array_equal(inputs, again)
    np.testing.assert_array_equal(targets, targets_again)
    assert inputs.shape == (16, 12, 14)
    assert targets.shape == (16, 1)


def test_batches_of_other_steps_epochs_and_seeds_differ(data) -> None:
    batches = [
        data.training_batch(*position)[0]
        for position in [(1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0)]
    ]
    for i, first in enumerate(batches):
        for second in batches[i + 1 :]:
            assert not np.array_equal(first, second)


@given(batch_size=st.integers(1, 3000))
def test_evaluation_is_the_same_windows_for_every_batch_size(data, batch_size) -> None:
    whole_inputs, whole_targets = next(all_batches(data, "validation", 10_000))
    parts = list(all_batches(data, "validation", batch_size))
    np.testing.assert_array_equal(np.concatenate([p[0] for p in parts]), whole_inputs)
    np.testing.assert_array_equal(np.concatenate([p[1] for p in parts]), whole_targets)
    assert len(whole_inputs) == data.samples("validation")


def test_targets_are_the_target_column_delay_rows_after_the_anchor(data) -> None:
    _, targets = next(all_batches(data, "validation", 5))
    start = data.anchors["validation"].start
    celsius = make_climate(60, SETTINGS.data_seed).values[start + 12 : start + 17, 1]
    mean, std = data.standardisation.mean[1], data.standardisation.std[1]
    np.testing.assert_allclose(targets[:, 0] * std + mean, celsius, rtol=1e-5)


def test_the_task_tells_the_shape_and_the_unit(data) -> None:
    assert (data.task.length, data.task.features, data.task.unit) == (12, 14, "degC")
    assert data.task.target_std == pytest.approx(
        make_climate(60, SETTINGS.data_seed).values[:4000, 1].std()
    )


def test_the_standardised_series_comes_back_row_after_row(data) -> None:
    values = make_climate(60, SETTINGS.data_seed).values
    expected = data.standardisation.apply(values).astype(np.float32)
    np.testing.assert_array_equal(data.series(), expected)


@pytest.mark.parametrize("split", ["training", "validation", "test"])
@pytest.mark.parametrize("alignment", ["book", "strict"])
def test_shared_rows_hold_the_evaluation_windows_of_a_split_bit_for_bit(split, alignment) -> None:
    data = SETTINGS.model_copy(update={"alignment": alignment}).load()
    shared = data.shared_rows(split)
    inputs, targets = data.evaluation_batch(split, data.samples(split), 0)
    pieces = np.stack([shared.rows[start : start + 12] for start in shared.starts])
    np.testing.assert_array_equal(pieces, inputs)
    np.testing.assert_array_equal(shared.targets, targets)
    own = data.anchors[split]
    assert len(shared.rows) <= own.stop - own.start + SETTINGS.lookback + SETTINGS.step
