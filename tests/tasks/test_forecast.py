"""Forecasts of one number and of many: shapes, errors and units against plain NumPy."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.errors import ConfigError, SeqlabError
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence

if TYPE_CHECKING:
    import keras

T = Target("T (degC)", "degC", mean=9.4, scale=8.85, feature=1)
P = Target("p (mbar)", "mbar", mean=989.0, scale=8.3, feature=0)
NIGHT = Target("Tdew (degC)", "degC", mean=4.9, scale=6.8, feature=2)
WINDOW = Sequence(6, 3)


def forecast(*targets: Target, horizon: int = 1) -> Forecast:
    return Forecast(WINDOW, targets or (T,), horizon)


@pytest.mark.parametrize(
    ("targets", "horizon", "shape"),
    [((T,), 1, (1,)), ((T,), 14, (14, 1)), ((T, P), 1, (1, 2)), ((T, P, NIGHT), 7, (7, 3))],
)
def test_targets_have_a_row_for_each_step_ahead_and_one_number_stands_alone(
    targets, horizon, shape
) -> None:
    assert forecast(*targets, horizon=horizon).target_shape == shape


def test_units_and_scale_are_known_where_all_targets_agree() -> None:
    assert (forecast(T).unit, forecast(T, horizon=3).scale) == ("degC", 8.85)
    assert (forecast(T, P).unit, forecast(T, P).scale) == ("", None)
    assert (forecast(T, NIGHT).unit, forecast(T, NIGHT).scale) == ("degC", None)
    alike = replace(P, scale=T.scale)  # by chance, or because neither ever changes
    assert (forecast(T, alike).unit, forecast(T, alike).scale) == ("", None)


def test_scores_get_the_metric_in_original_units_where_there_are_some() -> None:
    scores = {"loss": 0.2, "mae": 0.3}
    assert forecast().in_original_units(scores) == {
        **scores, "mae_original": pytest.approx(2.655), "unit": "degC",
    }  # fmt: skip
    assert forecast(T, P).in_original_units(scores) == scores


@given(
    st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 4), st.integers(1, 3),
    st.booleans(),
)  # fmt: skip
def test_a_samples_error_is_its_mean_absolute_error_and_the_score_that_of_all_numbers(
    seed, samples, horizon, targets, from_logits
) -> None:
    task = forecast(*[T, P, NIGHT][:targets], horizon=horizon)
    generator = np.random.default_rng(seed)
    outputs, wanted = generator.normal(size=(2, samples, *task.target_shape))
    errors = task.errors(outputs, wanted, from_logits=from_logits)
    assert errors.shape == (samples,)
    for number in range(samples):
        assert errors[number] == pytest.approx(np.abs(outputs[number] - wanted[number]).mean())
    assert task.score(errors) == pytest.approx(np.abs(outputs - wanted).mean())


@pytest.mark.keras
@pytest.mark.parametrize(("targets", "horizon"), [((T,), 1), ((T,), 4), ((T, P), 1), ((T, P), 3)])
def test_the_head_puts_out_what_the_targets_are_and_its_loss_and_metric_take_them(
    targets, horizon
) -> None:
    import keras

    task = forecast(*targets, horizon=horizon)
    window = keras.Input(WINDOW.shape)
    outputs = task.head(keras.layers.Flatten()(window))
    assert outputs.shape == (None, *task.target_shape)
    model = keras.Model(window, outputs)
    model.compile(
        loss=task.loss(None, from_logits=True), metrics=[task.keras_metric(from_logits=True)]
    )
    generator = np.random.default_rng(0)
    x = generator.normal(size=(10, *WINDOW.shape)).astype(np.float32)
    y = generator.normal(size=(10, *task.target_shape)).astype(np.float32)
    found = model.evaluate(x, y, batch_size=4, verbose=0, return_dict=True)
    errors = task.errors(np.float64(model(x)), np.float64(y), from_logits=False)
    assert found == {
        "loss": pytest.approx(task.score(errors), rel=1e-5),
        "mae": pytest.approx(task.score(errors), rel=1e-5),
    }


@pytest.mark.keras
def test_the_head_of_one_number_is_a_single_layer_as_in_models_that_were_saved_before() -> None:
    import keras

    window = keras.Input(WINDOW.shape)
    model = keras.Model(window, forecast().head(keras.layers.Flatten()(window)))
    assert [layer.name for layer in model.layers][-1] == "output"
    assert model.layers[-1].compute_dtype == "float32"


@pytest.mark.keras
@pytest.mark.parametrize(
    ("name", "error"),
    [(None, np.abs), ("mae", np.abs), ("mse", np.square)],
)
def test_the_loss_is_the_one_that_was_named(name, error) -> None:
    generator = np.random.default_rng(0)
    wanted, outputs = generator.normal(size=(2, 9, 1)).astype(np.float32)
    loss = forecast().loss(name, from_logits=False)
    found = np.asarray(loss(wanted, outputs))  # of each sample
    np.testing.assert_allclose(found, error(wanted - outputs)[:, 0], rtol=1e-5)


@pytest.mark.keras
def test_the_newest_value_is_the_target_in_the_last_step() -> None:
    window = np.arange(36, dtype=np.float32).reshape(2, 6, 3)
    assert np.asarray(forecast(T).newest(window)).tolist() == [[16.0], [34.0]]


@pytest.mark.keras
def test_the_newest_values_of_several_targets_stand_in_every_step_ahead() -> None:
    window = np.arange(36, dtype=np.float32).reshape(2, 6, 3)
    found = np.asarray(forecast(T, P, horizon=3).newest(window))
    assert found.tolist() == [[[16.0, 15.0]] * 3, [[34.0, 33.0]] * 3]
    assert np.asarray(forecast(T, horizon=2).newest(window)).tolist() == [
        [[16.0]] * 2,
        [[34.0]] * 2,
    ]


BESIDE = Sequence(6, 3, known=(3, 2), static=4)
"""Windows of three features, two numbers known of each of three steps ahead, four static ones."""


def model_of(task: Forecast) -> keras.Model:
    """A head over the flat window."""
    import keras

    inputs = [keras.Input(part.shape, name=part.name) for part in task.inputs.parts]
    outputs = task.head(keras.layers.Flatten()(inputs[0]), inputs)
    return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs)


def batch_of(task: Forecast, samples: int = 5) -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    return [
        generator.normal(size=(samples, *part.shape)).astype(np.float32)
        for part in task.inputs.parts
    ]


@pytest.mark.keras
def test_what_is_seen_beside_the_window_joins_its_summary_before_the_last_layer() -> None:
    task = Forecast(BESIDE, (T, P), horizon=3)
    model, (window, known, static) = model_of(task), batch_of(task)
    weights, bias = model.get_layer("output").get_weights()
    joined = np.concatenate([part.reshape(5, -1) for part in (window, known, static)], axis=1)
    assert weights.shape == (18 + 6 + 4, 6)
    expected = (joined @ weights + bias).reshape(5, 3, 2)
    np.testing.assert_allclose(np.asarray(model([window, known, static])), expected, atol=1e-5)


@pytest.mark.keras
@pytest.mark.parametrize("beside", [{"known": (3, 2)}, {"static": 4}], ids=str)
def test_known_and_static_numbers_may_be_there_alone(beside) -> None:
    task = Forecast(Sequence(6, 3, **beside), (T,), horizon=3)
    assert np.asarray(model_of(task)(batch_of(task))).shape == (5, 3, 1)


@pytest.mark.keras
@pytest.mark.parametrize(("targets", "horizon"), [((T,), 1), ((T,), 4), ((T, P), 1), ((T, P), 3)])
def test_a_change_is_added_to_the_newest_values_and_none_is_persistence(targets, horizon) -> None:
    task = Forecast(WINDOW, targets, horizon, predict="change")
    model, level = model_of(task), model_of(Forecast(WINDOW, targets, horizon))
    (window,) = batch_of(task)
    newest = window[:, -1, [target.feature for target in targets]]
    persistence = np.broadcast_to(newest[:, None], (5, horizon, len(targets)))
    persistence = persistence.reshape(5, *task.target_shape)
    level.set_weights(model.get_weights())
    expected = persistence + np.asarray(level(window))
    np.testing.assert_allclose(np.asarray(model(window)), expected, rtol=1e-6, atol=1e-6)
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    np.testing.assert_array_equal(np.asarray(model(window)), persistence)


@pytest.mark.keras
@pytest.mark.parametrize("predict", ["level", "change"])
@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1e4))
def test_quantiles_cannot_cross_whatever_the_weights(predict, seed, size) -> None:
    task = Forecast(BESIDE, (T, P), 3, predict, quantiles=(0.1, 0.5, 0.9))
    model = model_with_quantiles(predict)
    generator = np.random.default_rng(seed)
    model.set_weights([size * generator.normal(size=w.shape) for w in model.get_weights()])
    outputs = np.asarray(model(batch_of(task)))
    assert outputs.shape == (5, *task.output_shape) == (5, 3, 2, 3)
    assert (np.diff(outputs, axis=-1) >= 0).all()


@lru_cache
def model_with_quantiles(predict: str) -> keras.Model:
    return model_of(Forecast(BESIDE, (T, P), 3, predict, quantiles=(0.1, 0.5, 0.9)))


@pytest.mark.keras
@pytest.mark.parametrize(("targets", "horizon"), [((T,), 1), ((T, P), 3)])
def test_of_quantiles_the_metric_and_the_errors_are_the_medians(targets, horizon) -> None:
    task = Forecast(WINDOW, targets, horizon, quantiles=(0.2, 0.5, 0.6, 0.9))
    model = model_of(task)
    model.compile(
        loss=task.loss(None, from_logits=True), metrics=[task.keras_metric(from_logits=True)]
    )
    (x,) = batch_of(task, 9)
    y = np.random.default_rng(1).normal(size=(9, *task.target_shape)).astype(np.float32)
    found = model.evaluate(x, y, verbose=0, return_dict=True)
    outputs = np.float64(model(x))
    assert outputs.shape == (9, *task.target_shape, 4)
    np.testing.assert_array_equal(task.points(outputs), outputs[..., 1])
    errors = task.errors(outputs, np.float64(y), from_logits=False)
    assert errors == pytest.approx(np.abs(outputs[..., 1] - y).reshape(9, -1).mean(axis=1))
    assert found["mae"] == pytest.approx(task.score(errors), rel=1e-5)
    # Baselines say one value of each target.
    np.testing.assert_array_equal(task.points(outputs[..., 1]), outputs[..., 1])


@pytest.mark.keras
def test_the_newest_values_stand_in_every_quantile() -> None:
    window = np.arange(36, dtype=np.float32).reshape(2, 6, 3)
    one = Forecast(WINDOW, (T,), quantiles=(0.1, 0.5))
    assert np.asarray(one.newest(window)).tolist() == [[[16.0, 16.0]], [[34.0, 34.0]]]
    two = Forecast(WINDOW, (T, P), 2, quantiles=(0.1, 0.5))
    assert np.asarray(two.newest(window))[0].tolist() == [[[16.0, 16.0], [15.0, 15.0]]] * 2


@pytest.mark.keras
@pytest.mark.parametrize(
    "task",
    [Forecast(WINDOW, (T,), predict="change"), Forecast(BESIDE, (T,), 3)],
    ids=["change", "beside"],
)
def test_a_head_that_needs_the_inputs_says_so_where_it_does_not_get_them(task) -> None:
    import keras

    with pytest.raises(SeqlabError, match="needs the model's inputs beside its last layer") as e:
        task.head(keras.Input((4,)))
    assert "task.head(x, inputs)" in e.value.remedy


@pytest.mark.keras
def test_losses_that_do_not_go_with_quantiles_are_refused_with_what_would() -> None:
    with pytest.raises(ConfigError, match="loss is pinball, which is for quantiles") as caught:
        forecast().loss("pinball", from_logits=False)
    assert "dataset.quantiles" in caught.value.remedy
    wide = Forecast(WINDOW, (T,), quantiles=(0.1, 0.5))
    with pytest.raises(ConfigError, match=r"loss is mse, but dataset\.quantiles needs the pin"):
        wide.loss("mse", from_logits=False)
    assert wide.loss("pinball", from_logits=False).name == "pinball"
