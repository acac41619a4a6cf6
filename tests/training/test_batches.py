"""The pipelines that feed `fit`, against the data they come from."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.tasks.data import all_batches

pytestmark = pytest.mark.keras

CLIMATE = SyntheticClimate(
    days=100, lookback=72, training_rows=(0, 8000), validation_rows=(8001, 11_000),
    test_rows=(11_001, None),
)  # fmt: skip
REVIEWS = SyntheticReviews(reviews=600, batch_size=64)


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
    inputs = keras.Input((None, 3))  # an axis without a length counts for one number
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


@pytest.mark.parametrize(
    ("lookback", "layers", "size"),
    [
        (72, [], 1024),  # as many as are quick
        (72, ["gru"], 512),  # whose states take more
        (5760, [], 832),  # 5,760 steps of 14 numbers: 322,560 bytes of 256 MiB each
        (5760, ["dense"], 364),  # and 32 numbers in each of them
    ],
)
def test_an_evaluation_batch_is_bounded_in_bytes_of_inputs_and_of_any_layer(
    lookback: int, layers: list[str], size: int
) -> None:
    import keras

    from seqlab.training.batches import LARGEST_BATCH, evaluation_batch_size, numbers_of

    dataset = CLIMATE.model_copy(update={"step": 1, "lookback": lookback})
    x = inputs = keras.Input((lookback, 14))
    made = {"dense": lambda: keras.layers.Dense(32), "gru": lambda: keras.layers.GRU(2)}
    for layer in layers:
        x = made[layer]()(x)
    model = keras.Model(inputs, x)
    data = dataset.model_copy(update={"validation_rows": (8001, None)})
    data = data.model_copy(update={"test_rows": (8001, None)}).load()
    assert evaluation_batch_size(model, data) == size
    assert size * 4 * max(map(numbers_of, model.layers)) <= LARGEST_BATCH
