"""Sharded, compiled steps against Keras's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seqlab.models.convolutional import Convolutional, ConvolutionalRecurrent, ConvolutionBlock
from seqlab.models.dense import Dense, DenseLayer
from seqlab.models.embedding import Embedding
from seqlab.models.model import Model
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.tasks.task import Task
from tests.tasks.examples import series, some_batch, texts

pytestmark = pytest.mark.keras

SERIES, TEXT = series(12), texts(12)
BLOCKS = (ConvolutionBlock(filters=4, kernel_size=3, pool_size=2),)
VECTORS = Embedding(dimension=4)


def recurrent(*layers: RecurrentLayer, text: bool = False) -> Recurrent:
    return Recurrent(layers=layers, embedding=VECTORS if text else None)


PLAIN: dict[str, tuple[Task, Model]] = {
    "dense": (SERIES, Dense(layers=(DenseLayer(units=8),))),
    "gru": (SERIES, recurrent(RecurrentLayer(units=4))),
    "stacked": (SERIES, recurrent(RecurrentLayer(units=4), RecurrentLayer(units=3))),
    "bidirectional": (SERIES, recurrent(RecurrentLayer(cell="lstm", units=4, bidirectional=True))),
    "conv1d": (SERIES, Convolutional(blocks=BLOCKS)),
    "conv1d_recurrent": (
        SERIES,
        ConvolutionalRecurrent(blocks=BLOCKS, layers=(RecurrentLayer(units=4),)),
    ),
    "text lstm": (TEXT, recurrent(RecurrentLayer(cell="lstm", units=4), text=True)),
    "text masked": (
        TEXT,
        Recurrent(
            layers=(RecurrentLayer(units=4),), embedding=Embedding(dimension=4, mask_padding=True)
        ),
    ),
    "text attention": (
        TEXT,
        Recurrent(
            layers=(RecurrentLayer(units=4),),
            embedding=Embedding(dimension=4, mask_padding=True),
            summary="attention",
        ),
    ),
    "text conv1d": (TEXT, Convolutional(blocks=BLOCKS, embedding=VECTORS)),
}
DROPOUT: dict[str, tuple[Task, Model]] = {
    "gru": (
        SERIES,
        recurrent(RecurrentLayer(units=4, dropout=0.2, recurrent_dropout=0.3)),
    ),
    "stacked": (
        SERIES,
        recurrent(
            RecurrentLayer(units=4, dropout=0.2, recurrent_dropout=0.3),
            RecurrentLayer(units=3, dropout=0.1, recurrent_dropout=0.5),
        ),
    ),
    "dense": (SERIES, Dense(layers=(DenseLayer(units=8, dropout=0.5),))),
}
OTHER_PLANS = [(2, False), (1, True), (3, True)]
CASES = [(name, (2, True)) for name in PLAIN]
CASES += [(name, plan) for name in ("gru", "text conv1d") for plan in OTHER_PLANS]


def compiled(
    case: tuple[Task, Model], plan: tuple[int, bool] | None, optimizer: Any = "sgd"
) -> Any:
    """A model with the weights of seed 1, with Keras's own steps (None) or those of a plan."""
    import keras

    from seqlab.training.plan import Plan
    from seqlab.training.steps import install_steps

    keras.utils.set_random_seed(1)
    task, model = case
    built = model.build(task)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    built.compile(optimizer, loss, metrics=["mae"], jit_compile=False)
    if plan is not None:
        install_steps(built, Plan(*plan), seed=7)
    return built


def fit(model: Any, task: Task, *, samples: int = 16, epochs: int = 2) -> dict[str, list[float]]:
    """Batches of 8; a smaller last one would be compiled anew, which takes seconds."""
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices(some_batch(task, samples)).batch(8)
    history = model.fit(data, epochs=epochs, shuffle=False, verbose=0, validation_data=data)
    return dict(history.history)


def same_bits(one: list[np.ndarray], two: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(("name", "plan"), CASES)
def test_weights_losses_and_metrics_are_those_of_whole_batches(name, plan) -> None:
    case = PLAIN[name]
    ours, keras_own = compiled(case, plan), compiled(case, None)
    assert same_bits(ours.get_weights(), keras_own.get_weights())
    history, expected = fit(ours, case[0]), fit(keras_own, case[0])
    assert history.keys() == expected.keys()
    for measure, values in expected.items():
        np.testing.assert_allclose(history[measure], values, atol=1e-5, err_msg=measure)
    for one, two in zip(ours.get_weights(), keras_own.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)


@pytest.mark.parametrize(("name", "optimizer"), [("gru", "adam"), ("text conv1d", "rmsprop")])
def test_optimizers_see_the_whole_batchs_gradient(name, optimizer) -> None:
    case = PLAIN[name]
    ours, keras_own = compiled(case, (2, True), optimizer), compiled(case, None, optimizer)
    history, expected = fit(ours, case[0]), fit(keras_own, case[0])
    np.testing.assert_allclose(history["loss"], expected["loss"], atol=1e-4)


@pytest.mark.parametrize("samples", [2, pytest.param(5, marks=pytest.mark.slow)])
def test_batches_that_do_not_divide_by_the_shards_count_once(samples) -> None:
    case = PLAIN["gru"]
    ours, keras_own = compiled(case, (3, True)), compiled(case, None)
    history = fit(ours, case[0], samples=samples)
    expected = fit(keras_own, case[0], samples=samples)
    np.testing.assert_allclose(history["loss"], expected["loss"], atol=1e-5)
    np.testing.assert_allclose(history["val_mae"], expected["val_mae"], atol=1e-5)


@pytest.mark.parametrize(
    ("name", "plan"),
    [pytest.param("stacked", (2, True), marks=pytest.mark.slow), ("dense", (2, False))],
)
def test_dropout_is_the_same_on_every_run_and_changes_with_every_step(name, plan) -> None:
    case = DROPOUT[name]
    first, second = compiled(case, plan), compiled(case, plan)
    history = fit(first, case[0])
    assert history == fit(second, case[0])
    assert same_bits(first.get_weights(), second.get_weights())
    frozen = compiled(case, plan, _standing_still())
    losses = fit(frozen, case[0], epochs=3)["loss"]
    assert len(set(losses)) == 3  # same weights, same data: only the masks differ


def _standing_still() -> Any:
    import keras

    return keras.optimizers.SGD(0.0)


@pytest.mark.parametrize("plan", [(2, True), pytest.param((1, True), marks=pytest.mark.slow)])
def test_weights_and_optimizer_are_all_that_a_resume_needs(plan) -> None:
    case = DROPOUT["gru"]
    straight = compiled(case, plan, "rmsprop")
    fit(straight, case[0], epochs=4)
    before = compiled(case, plan, "rmsprop")
    fit(before, case[0], epochs=2)
    after = compiled(case, plan, "rmsprop")
    after.set_weights(before.get_weights())
    for target, source in zip(after.optimizer.variables, before.optimizer.variables, strict=True):
        target.assign(source)
    fit(after, case[0], epochs=2)
    trained = [v.numpy() for v in after.trainable_variables]
    assert same_bits(trained, [v.numpy() for v in straight.trainable_variables])


def test_the_trained_model_is_saved_as_a_plain_keras_model(tmp_path) -> None:
    import keras

    case = PLAIN["gru"]
    model = compiled(case, (2, True))
    fit(model, case[0])
    model.save(tmp_path / "model.keras")
    x, _ = some_batch(case[0], 4)
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(x, verbose=0), model(x).numpy())


def test_a_recorded_plan_is_refused_by_a_model_that_it_cannot_be_of() -> None:
    import keras

    from seqlab.errors import DataError
    from seqlab.training.plan import Plan
    from seqlab.training.steps import install_steps

    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)]
    )
    model.compile("sgd", "mae")
    with pytest.raises(DataError, match=r"BatchNormalization\) updates variables of its own"):
        install_steps(model, Plan(2, True), seed=1)
    assert model.train_function is model.test_function is None


def normalised_text() -> Any:
    """A model whose batches cannot be split, with an embedding whose rows are added up."""
    import keras

    keras.utils.set_random_seed(3)
    tokens = keras.Input((100,), dtype="int32")
    x = keras.layers.BatchNormalization()(keras.layers.Embedding(50, 16)(tokens))
    x = keras.layers.GlobalAveragePooling1D()(keras.layers.Dropout(0.3)(x))
    model = keras.Model(tokens, keras.layers.Dense(1)(x))
    model.compile("rmsprop", "mae", jit_compile=False)
    return model


def fit_text(model: Any, epochs: int) -> list[np.ndarray]:
    tokens = np.random.default_rng(0).integers(0, 50, (128, 100)).astype(np.int32)
    model.fit(tokens, np.ones((128, 1)), batch_size=64, epochs=epochs, shuffle=False, verbose=0)
    return [np.asarray(variable) for variable in model.variables]


def test_keras_own_steps_learn_the_same_and_come_to_the_same_bits_again() -> None:
    from seqlab.training.steps import make_keras_steps_repeatable

    results = []
    for _ in range(4):
        model = normalised_text()
        make_keras_steps_repeatable(model)
        results.append(fit_text(model, epochs=3))
    assert all(same_bits(results[0], other) for other in results[1:])
    for one, other in zip(results[0], fit_text(normalised_text(), epochs=3), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_keras_own_steps_go_on_from_a_checkpoint_to_the_same_bits() -> None:
    from seqlab.training.resuming import state_of
    from seqlab.training.steps import make_keras_steps_repeatable

    straight, before, after = normalised_text(), normalised_text(), normalised_text()
    for model in (straight, before, after):
        make_keras_steps_repeatable(model)
    expected = fit_text(straight, epochs=4)
    fit_text(before, epochs=2)
    for target, source in zip(state_of(after), state_of(before), strict=True):
        target.assign(source)
    assert same_bits(fit_text(after, epochs=2), expected)
