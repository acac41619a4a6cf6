"""The pipelines that feed `fit`, against the data they come from."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.tasks.data import all_batches
from seqlab.tasks.inputs import sample_bytes
from tests.datasets.panels.examples import load, made_up

pytestmark = pytest.mark.keras

CLIMATE = SyntheticClimate(lookback=72)
REVIEWS = SyntheticReviews(reviews=300, batch_size=64)


@pytest.mark.parametrize("dataset", [CLIMATE, REVIEWS], ids=["climate", "reviews"])
def test_fit_sees_the_batches_of_every_epoch_in_order(dataset) -> None:
    from seqlab.training.batches import training_batches

    data = dataset.load()
    seen = list(training_batches(data, seed=3, steps=4, first_epoch=2).take(9))
    for number, (inputs, targets) in enumerate(seen):
        expected_inputs, expected_targets = data.training_batch(3, 2 + number // 4, number % 4)
        np.testing.assert_array_equal(inputs, expected_inputs)
        np.testing.assert_array_equal(targets, expected_targets)


@pytest.mark.parametrize("layer", ["dense", "gru"])
@pytest.mark.parametrize("dataset", [CLIMATE, REVIEWS], ids=["climate", "reviews"])
def test_a_split_is_seen_whole_and_in_order_each_time(dataset, layer) -> None:
    import keras

    from seqlab.training.batches import evaluation_batches

    data = dataset.load()
    inputs = keras.Input((None, 3))
    layers = {"dense": keras.layers.Dense(1), "gru": keras.layers.GRU(1)}
    pipeline = evaluation_batches(data, "validation", keras.Model(inputs, layers[layer](inputs)))
    for _ in range(2):
        seen = list(pipeline)
        inputs = np.concatenate([x for x, _ in seen])
        targets = np.concatenate([y for _, y in seen])
        expected = list(all_batches(data, "validation", 7))
        np.testing.assert_array_equal(inputs, np.concatenate([x for x, _ in expected]))
        np.testing.assert_array_equal(targets, np.concatenate([y for _, y in expected]))


@pytest.mark.parametrize("kind", ["dense", "gru"])
def test_big_and_small_validation_batches_give_the_same_number(kind) -> None:
    import keras

    from seqlab.models.dense import Dense
    from seqlab.models.recurrent import Recurrent, RecurrentLayer
    from seqlab.training.batches import evaluation_batches
    from seqlab.training.plan import Plan
    from seqlab.training.steps import install_steps

    data = CLIMATE.load()
    keras.utils.set_random_seed(1)
    families = {"dense": Dense(), "gru": Recurrent(layers=(RecurrentLayer(units=4),))}
    model = families[kind].build(data.task)
    model.compile("sgd", "mae", metrics=["mae"], jit_compile=False)
    small = [np.abs(model(x) - y).mean() for x, y in all_batches(data, "validation", 128)]
    install_steps(model, Plan(shards=2, jit=True), seed=1)
    pipeline = evaluation_batches(data, "validation", model)
    big = model.evaluate(pipeline, verbose=0, return_dict=True)
    assert big["loss"] == pytest.approx(np.mean(small, dtype=np.float64), abs=1e-6)
    assert big["mae"] == pytest.approx(big["loss"], abs=1e-6)


def test_evaluation_batches_are_bounded_in_bytes_whatever_a_sample_takes() -> None:
    import keras

    from seqlab.training.batches import LARGEST_BATCH, evaluation_batch_size

    inputs = keras.Input((3, 2))
    dense = keras.Model(inputs, keras.layers.Dense(1)(inputs))
    gru = keras.Model(inputs, keras.layers.GRU(1)(inputs))
    small = CLIMATE.load()
    assert evaluation_batch_size(dense, small) == 1024
    assert evaluation_batch_size(gru, small) == 512
    assert evaluation_batch_size(dense, REVIEWS.load()) == 512
    # Windows of 20,000 steps of 14 numbers take 1.12 MB each: 239 of them are 256 MB.
    long = SyntheticClimate(lookback=20_000, step=1).load()
    size = evaluation_batch_size(dense, long)
    assert size == 239
    assert size * sample_bytes(long.task.inputs) <= LARGEST_BATCH


def test_they_are_bounded_in_what_a_layer_makes_of_them_too() -> None:
    import keras

    from seqlab.training.batches import LARGEST_BATCH, evaluation_batch_size, numbers_of

    # 2,000 steps of 14 numbers take 112 KB, and 128 numbers in each step 1.02 MB: 262 of them fit.
    data = SyntheticClimate(lookback=2000, step=1).load()
    inputs = keras.Input((2000, 14))
    model = keras.Model(inputs, keras.layers.Dense(128)(inputs))
    assert [numbers_of(layer) for layer in model.layers] == [28_000, 256_000]
    assert evaluation_batch_size(model, data) == 262 == LARGEST_BATCH // 1_024_000
    assert evaluation_batch_size(keras.Model(inputs, inputs), data) == 1024


def test_what_is_seen_beside_the_windows_comes_with_them_as_a_tuple() -> None:
    import keras

    from seqlab.training.batches import evaluation_batches, training_batches

    data = load(made_up(120, 90), horizon=3)
    steps = data.steps_per_epoch()
    assert steps is not None
    shapes = [(None, *part.shape) for part in data.task.inputs.parts]
    pipeline = training_batches(data, seed=3, steps=steps, first_epoch=0)
    assert [tuple(spec.shape) for spec in pipeline.element_spec[0]] == shapes
    seen = list(pipeline.take(steps + 1))
    for number, (inputs, targets) in enumerate(seen):
        epoch, step = divmod(number, steps)
        expected, expected_targets = data.training_batch(3, epoch, step)
        assert isinstance(inputs, tuple) and len(inputs) == len(expected) == 3
        for one, other in zip(inputs, expected, strict=True):
            np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(targets, expected_targets)
    assert len(seen[steps - 1][1]) <= data.anchors["training"].batch_size  # the last may be smaller
    inputs = keras.Input((3,))
    (x, y), *more = evaluation_batches(data, "test", keras.Model(inputs, inputs))
    whole, whole_targets = data.evaluation_batch("test", 10_000, 0)
    assert not more
    for one, other in zip((*x, y), (*whole, whole_targets), strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_the_making_of_a_batch_raises_comes_out_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from seqlab.training.batches import own_errors_of_batches, training_batches

    def broken(*_: object) -> None:
        raise LookupError("no batch")

    data = CLIMATE.load()
    monkeypatch.setattr(type(data), "training_batch", broken)
    for _ in range(2):
        with pytest.raises(LookupError, match=r"^no batch$"), own_errors_of_batches():
            next(iter(training_batches(data, seed=3, steps=4, first_epoch=0)))
