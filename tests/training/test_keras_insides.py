"""What Keras does not promise and training relies on: each test fails by its name when it changes.

A release of Keras that fails one of these needs a look at the function of `keras_insides.py` that
the test is about, before pyproject.toml admits it.
"""

from __future__ import annotations

import json
import tomllib
import zipfile
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.keras

LENGTH, FEATURES, UNITS = 5, 3, 2


def sequences() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(4, LENGTH, FEATURES)).astype(np.float32)


def recurrent(cell: str, **settings: Any) -> Any:
    """A built layer whose kernels and biases are all different."""
    import keras

    layer = {"gru": keras.layers.GRU, "lstm": keras.layers.LSTM}[cell](UNITS, **settings)
    layer.build((None, LENGTH, FEATURES))
    random = np.random.default_rng(4)
    layer.set_weights([random.normal(size=w.shape) for w in layer.get_weights()])
    return layer


def small(*layers: Any) -> Any:
    import keras

    inputs = x = keras.Input((LENGTH, FEATURES))
    for layer in layers:
        x = layer(x)
    return keras.Model(inputs, x)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def test_only_releases_of_keras_that_these_tests_have_passed_with_are_admitted() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "keras>=3.15,<3.16" in project["dependencies"]


def test_all_layers_are_found_inside_wrappers_and_the_model_comes_first() -> None:
    import keras

    from seqlab.training.keras_insides import all_layers

    model = small(keras.layers.Bidirectional(recurrent("gru")), keras.layers.Dense(1))
    found = all_layers(model)
    assert found[0] is model
    kinds = [type(layer).__name__ for layer in found[1:]]
    assert kinds.count("GRU") == 2
    assert kinds.count("GRUCell") == 2
    assert kinds[-1] == "Dense"


def test_operations_are_listed_after_those_whose_outputs_they_take() -> None:
    import keras

    from seqlab.training.keras_insides import operations

    inputs = keras.Input((LENGTH, FEATURES))
    states = keras.layers.GRU(UNITS, return_sequences=True)(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(states[:, -1]))
    names = [type(operation).__name__ for operation in operations(model)]
    assert names == ["InputLayer", "GRU", "GetItem", "Dense"]
    line = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    assert operations(line) == line.layers


@pytest.mark.parametrize("kind", ["Dropout", "GRU", "LSTM", "SimpleRNN"])
def test_layers_that_drop_out_keep_a_seed_generator(kind: str) -> None:
    import keras

    from seqlab.training.keras_insides import seed_generators

    layer = keras.layers.Dropout(0.5)
    if kind != "Dropout":
        layer = getattr(keras.layers, kind)(UNITS, dropout=0.1, recurrent_dropout=0.1)
    generators = seed_generators(small(layer))
    assert len(generators) == 1
    assert generators[0].state.shape == (2,)
    assert not generators[0].state.trainable


def test_a_seed_generators_state_is_a_seed_and_a_count_of_draws() -> None:
    import keras

    generator = keras.random.SeedGenerator(7)
    assert list(np.asarray(generator.state)) == [7, 0]
    keras.random.dropout(np.ones(3, np.float32), 0.5, seed=generator)
    assert list(np.asarray(generator.state)) == [7, 1]


def test_the_same_state_of_a_seed_generator_draws_the_same_mask() -> None:
    import keras
    import tensorflow as tf

    layer = keras.layers.Dropout(0.5, seed=1)
    layer.build((None, 100))

    def mask(counter: int) -> np.ndarray:
        state = [(layer.seed_generator.state, tf.constant([9, counter], tf.int64))]
        with keras.StatelessScope(state):
            return np.asarray(layer(np.ones((1, 100), np.float32), training=True))

    assert np.array_equal(mask(64), mask(64))
    assert not np.array_equal(mask(64), mask(128))
    assert list(np.asarray(layer.seed_generator.state)) == [1, 0]


def test_fit_and_evaluate_call_the_functions_that_are_set() -> None:
    import keras
    import tensorflow as tf

    from seqlab.training.keras_insides import use_test_function, use_train_function

    model = small(keras.layers.GRU(1))
    model.compile("sgd", "mae")
    called = []

    def function(name: str) -> Any:
        def step(iterator: Any) -> dict[str, Any]:
            called.append((name, next(iterator)[0].shape))
            return {"loss": tf.constant(1.0)}

        return step

    use_train_function(model, function("train"))
    use_test_function(model, function("test"))
    data = tf.data.Dataset.from_tensor_slices((sequences(), np.ones((4, 1)))).batch(4)
    model.fit(data, validation_data=data, verbose=0)
    model.evaluate(data, verbose=0)
    assert called == [(name, (4, LENGTH, FEATURES)) for name in ("train", "test", "test")]


def test_compiling_again_forgets_the_functions_that_were_set() -> None:
    import keras

    from seqlab.training.keras_insides import use_test_function, use_train_function

    model = small(keras.layers.GRU(1))
    model.compile("sgd", "mae")
    use_train_function(model, lambda _: {})
    use_test_function(model, lambda _: {})
    model.compile("sgd", "mae")
    assert model.train_function is model.test_function is None


def test_keras_own_steps_hand_their_gradients_to_the_update_that_is_set() -> None:
    import keras

    from seqlab.training.keras_insides import use_update

    model = small(keras.layers.GRU(1))
    model.compile("sgd", "mae", jit_compile=False)
    shapes: list[Any] = []
    use_update(model, lambda gradients: shapes.extend(g.shape for g in gradients))
    before = model.get_weights()
    model.fit(sequences(), np.ones((4, 1)), verbose=0)
    assert shapes == [variable.shape for variable in model.trainable_variables]
    assert all(map(np.array_equal, before, model.get_weights()))


def test_the_loss_in_the_logs_is_a_mean_weighted_by_samples() -> None:
    import keras

    from seqlab.training.keras_insides import record_loss

    model = small(keras.layers.GRU(1))
    model.compile("sgd", "mae")
    record_loss(model, 1.0, 30)
    record_loss(model, 4.0, 10)
    assert float(model.get_metrics_result()["loss"]) == pytest.approx(1.75)
    model.reset_metrics()
    assert float(model.get_metrics_result()["loss"]) == 0


def test_a_mask_is_a_tensor_of_the_graph_that_later_recurrent_layers_get_too() -> None:
    """Keras 3.16 lets masks end at RNN and Bidirectional: later layers would see the padding."""
    import keras

    inputs = keras.Input((LENGTH,), dtype="int32")
    vectors = keras.layers.Embedding(9, FEATURES, mask_zero=True)(inputs)
    first = keras.layers.Bidirectional(keras.layers.GRU(UNITS, return_sequences=True))
    second = keras.layers.LSTM(UNITS, return_sequences=True)
    second(first(vectors))
    assert first.supports_masking
    assert second.supports_masking
    for layer, width in ((first, FEATURES), (second, 2 * UNITS)):
        sequence, mask = layer.input
        assert (sequence.shape, mask.shape) == ((None, LENGTH, width), (None, LENGTH))
        assert mask.dtype == "bool"


def test_padding_behind_a_recurrent_layer_weighs_nothing_in_attention() -> None:
    import keras

    inputs = keras.Input((LENGTH,), dtype="int32")
    vectors = keras.layers.Embedding(9, FEATURES, mask_zero=True)(inputs)
    states = keras.layers.GRU(UNITS, return_sequences=True)(vectors)
    answer = keras.layers.AdditiveAttention()([states[:, -1:], states])
    model = keras.Model(inputs, answer)
    short = model(np.array([[0, 0, 0, 0, 7]]))
    np.testing.assert_allclose(
        short, keras.Model(inputs, states[:, -1:])(np.array([[0] * 4 + [7]]))
    )


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_rnn_calls_the_inner_loop_of_the_instance(cell: str) -> None:
    from seqlab.training.keras_insides import own_inner_loop, replaced_inner_loops

    layer = recurrent(cell, return_sequences=True)
    own = np.asarray(layer(sequences()))
    calls = []

    def inner_loop(
        layer: Any, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> Any:
        calls.append((sequences.shape, len(initial_state), mask, training))
        return own_inner_loop(layer, sequences, initial_state, mask, training=training)

    with replaced_inner_loops([layer], inner_loop):
        np.testing.assert_array_equal(layer(sequences()), own)
    assert calls == [((4, LENGTH, FEATURES), 1 if cell == "gru" else 2, None, False)]
    layer(sequences())
    assert len(calls) == 1


def test_gru_gates_are_update_reset_candidate() -> None:
    from seqlab.training.keras_insides import GRU_GATES, is_gru, resets_after_product

    layer = recurrent("gru")
    assert is_gru(layer.cell)
    assert resets_after_product(layer.cell)
    kernel, recurrent_kernel, biases = layer.get_weights()
    state = np.zeros((4, UNITS))
    for x in sequences().transpose(1, 0, 2):
        parts = np.split(x @ kernel + biases[0], 3, axis=-1)
        others = np.split(state @ recurrent_kernel + biases[1], 3, axis=-1)
        x_gates = dict(zip(GRU_GATES, parts, strict=True))
        h_gates = dict(zip(GRU_GATES, others, strict=True))
        update = sigmoid(x_gates["update"] + h_gates["update"])
        reset = sigmoid(x_gates["reset"] + h_gates["reset"])
        candidate = np.tanh(x_gates["candidate"] + reset * h_gates["candidate"])
        state = update * state + (1 - update) * candidate
    np.testing.assert_allclose(layer(sequences()), state, rtol=1e-4, atol=1e-6)


def test_lstm_gates_are_input_forget_candidate_output() -> None:
    from seqlab.training.keras_insides import LSTM_GATES, is_gru

    layer = recurrent("lstm")
    assert not is_gru(layer.cell)
    kernel, recurrent_kernel, bias = layer.get_weights()
    state = carry = np.zeros((4, UNITS))
    for x in sequences().transpose(1, 0, 2):
        parts = np.split(x @ kernel + state @ recurrent_kernel + bias, 4, axis=-1)
        gates = dict(zip(LSTM_GATES, parts, strict=True))
        candidate = np.tanh(gates["candidate"])
        carry = sigmoid(gates["forget"]) * carry + sigmoid(gates["input"]) * candidate
        state = sigmoid(gates["output"]) * np.tanh(carry)
    np.testing.assert_allclose(layer(sequences()), state, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("cell", "gates"), [("gru", 3), ("lstm", 4)])
def test_masks_are_drawn_once_a_call_and_forgotten_after_it(cell: str, gates: int) -> None:
    from seqlab.training.keras_insides import dropout_masks, replaced_inner_loops

    layer = recurrent(cell, dropout=0.5, recurrent_dropout=0.5, seed=1)
    seen = []

    def inner_loop(layer: Any, sequences: Any, initial_state: Any, **_: Any) -> Any:
        seen.extend(dropout_masks(layer.cell, sequences[:, 0], initial_state[0]) for _ in "ab")
        return initial_state[0], initial_state[0][:, None], initial_state

    with replaced_inner_loops([layer], inner_loop):
        layer(sequences(), training=True)
        layer(sequences(), training=True)
    first, again, other, _ = seen
    for one, same, new in zip(first, again, other, strict=True):
        assert one is same
        assert one is not new
    inputs, states = (mask if isinstance(mask, list) else [mask] for mask in first)
    assert {mask.shape for mask in inputs} == {(4, FEATURES)}
    assert {mask.shape for mask in states} == {(4, UNITS)}
    assert len(states) in (1, gates)


def scheduled(*losses: float) -> dict[str, Any]:
    """Early stopping and a falling learning rate after epochs with these losses."""
    import keras

    model = small(keras.layers.GRU(1))
    model.compile("sgd", "mae")
    schedules = {
        "EarlyStopping": keras.callbacks.EarlyStopping("loss", patience=9),
        "ReduceLROnPlateau": keras.callbacks.ReduceLROnPlateau("loss", patience=9, cooldown=2),
    }
    for schedule in schedules.values():
        schedule.set_model(model)
        schedule.on_train_begin()
        for epoch, loss in enumerate(losses):
            schedule.on_epoch_end(epoch, {"loss": loss})
    return schedules


def test_schedules_keep_their_state_in_known_fields() -> None:
    from seqlab.training.keras_insides import CALLBACK_STATE, callback_state

    schedules = scheduled(3.0, 1.0, 2.0)
    assert callback_state(schedules["EarlyStopping"]) == {
        "wait": 1, "best": 1.0, "best_epoch": 1, "stopped_epoch": 0
    }  # fmt: skip
    assert callback_state(schedules["ReduceLROnPlateau"]) == {
        "wait": 1, "best": 1.0, "cooldown_counter": 0
    }  # fmt: skip
    # What else changes while they watch is made anew from their settings.
    made_anew = {"monitor_op", "min_delta"}
    for name, fresh in scheduled().items():
        before, after = vars(fresh), vars(schedules[name])
        changed = {
            field
            for field in after
            if field not in {"_model", "model"} and before.get(field) != after[field]
        }
        assert changed <= {*CALLBACK_STATE[name], *made_anew}, name


def test_a_schedule_with_its_state_put_back_goes_on_where_it_was() -> None:
    from seqlab.training.keras_insides import callback_state, set_callback_state

    for name, straight in scheduled(3.0, 1.0, 2.0, 2.0).items():
        resumed = scheduled()[name]
        set_callback_state(resumed, callback_state(scheduled(3.0, 1.0, 2.0)[name]))
        resumed.on_epoch_end(3, {"loss": 2.0})
        assert callback_state(resumed) == callback_state(straight)


def test_a_field_that_a_schedule_lost_is_an_error_and_not_left_out() -> None:
    from seqlab.training.keras_insides import callback_state

    schedule = scheduled(3.0)["EarlyStopping"]
    del schedule.wait
    with pytest.raises(AttributeError, match="wait"):
        callback_state(schedule)


def test_a_saved_model_is_three_members_and_numbers_its_shared_objects(tmp_path) -> None:
    import keras

    model = small(keras.layers.Bidirectional(keras.layers.GRU(1)))
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert set(members) == {"metadata.json", "config.json", "model.weights.h5"}
    assert "shared_object_id" in json.dumps(json.loads(members["config.json"]))


def test_without_weights_leaves_shapes_and_nothing_to_be_drawn_or_counted_later() -> None:
    import keras
    from keras.src.backend.common import global_state

    from seqlab.training.keras_insides import without_weights

    def built() -> keras.Model:
        inputs = keras.Input((5, 3))
        states = keras.layers.GRU(4, return_sequences=True)(inputs)
        return keras.Model(inputs, keras.layers.Dense(10**7)(states[:, -1]))

    def names() -> dict[str, int]:
        return dict(global_state.get_global_attribute("object_name_uids") or {})

    before = names()
    with without_weights():
        model = built()
    assert model.count_params() == 3 * (3 * 4 + 4 * 4 + 2 * 4) + 5 * 10**7
    assert [weight._value for weight in model.weights] == [None] * 5
    assert names() == before
    assert not global_state.get_global_attribute("uninitialized_variables")
    with pytest.raises(ZeroDivisionError), without_weights():
        built()
        raise ZeroDivisionError
    assert not global_state.get_global_attribute("uninitialized_variables")
    keras.layers.Dense(2)(keras.Input((3,)))  # and what is built afterwards has its weights
    assert keras.layers.Dense(2).build((None, 3)) is None


def test_names_are_counted_anew_and_none_is_given_twice_afterwards() -> None:
    import keras

    from seqlab.training.keras_insides import names_counted_anew, operations

    def build() -> Any:
        inputs = keras.Input((LENGTH, FEATURES))
        return keras.Model(inputs, keras.ops.softplus(keras.ops.softplus(inputs)))

    def names(model: Any) -> list[str]:
        return [operation.name for operation in operations(model)]

    build()
    with names_counted_anew():
        one = build()
    with names_counted_anew():
        other = build()
    assert names(one) == names(other) == ["input_layer", "softplus", "softplus_1"]
    assert not set(names(build())) & set(names(one))
