"""Forecasts of one number and of many: shapes, errors and units against plain NumPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence

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
