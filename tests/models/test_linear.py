"""Linear and NLinear against plain matrix products, whatever the targets and what is beside."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic_core import PydanticCustomError

from seqlab.models.linear import Linear
from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence
from tests.models.examples import TEMPERATURE

PRESSURE = Target("p (mbar)", "mbar", mean=989.0, scale=8.3, feature=0)
BOTH = (TEMPERATURE, PRESSURE)


def outputs_of(task: Forecast) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """What the model says of a random batch, what a plain product says, and the batch."""
    model = Linear().build(task)
    generator = np.random.default_rng(0)
    model.set_weights([generator.normal(size=w.shape) for w in model.get_weights()])
    batch = [
        generator.normal(size=(4, *part.shape)).astype(np.float32) for part in task.inputs.parts
    ]
    weights, bias = model.get_layer("output").get_weights()
    each = max(1, len(task.quantiles))
    expected = np.empty((4, task.horizon, len(task.targets), each))
    for number, target in enumerate(task.targets):
        past = batch[0][:, :, target.feature]
        if task.predict == "change":
            past = past - past[:, -1:]
        expected[:, :, number] = (past @ weights + bias).reshape(4, task.horizon, each)
    expected = expected.reshape(4, *task.output_shape)
    if batch[1:]:
        beside = np.concatenate([part.reshape(4, -1) for part in batch[1:]], axis=1)
        own, own_bias = model.get_layer("from_beside").get_weights()
        expected += (beside @ own + own_bias).reshape(expected.shape)
    found = np.asarray(model(batch if batch[1:] else batch[0]))
    assert found.shape == (4, *task.output_shape)
    return found, expected, batch


@pytest.mark.keras
@pytest.mark.parametrize(("targets", "horizon"), [((TEMPERATURE,), 1), (BOTH, 1), (BOTH, 3)])
def test_every_target_is_a_product_of_its_own_past_and_one_matrix(targets, horizon) -> None:
    found, expected, _ = outputs_of(Forecast(Sequence(5, 3), targets, horizon))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.keras
@pytest.mark.parametrize(("targets", "horizon"), [((TEMPERATURE,), 1), (BOTH, 3)])
def test_of_changes_the_newest_value_is_subtracted_before_and_added_behind(
    targets, horizon
) -> None:
    task = Forecast(Sequence(5, 3), targets, horizon, predict="change")
    found, expected, (window,) = outputs_of(task)
    newest = window[:, -1, [target.feature for target in targets]]
    whole = expected.reshape(4, horizon, len(targets)) + newest[:, None]
    np.testing.assert_allclose(found, whole.reshape(found.shape), atol=1e-5)


@pytest.mark.keras
def test_what_is_known_ahead_and_what_never_changes_have_a_part_of_their_own() -> None:
    inputs = Sequence(5, 3, known=(3, 2), static=4)
    found, expected, _ = outputs_of(Forecast(inputs, BOTH, 3))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.keras
def test_quantiles_lie_around_the_median_which_is_a_plain_product() -> None:
    inputs = Sequence(5, 3, known=(3, 2))
    found, expected, _ = outputs_of(Forecast(inputs, BOTH, 3, quantiles=(0.1, 0.5, 0.9)))
    apart = np.log1p(np.exp(expected))
    np.testing.assert_allclose(found[..., 1], expected[..., 1], atol=1e-5)
    np.testing.assert_allclose(found[..., 0], expected[..., 1] - apart[..., 0], atol=1e-4)
    np.testing.assert_allclose(found[..., 2], expected[..., 1] + apart[..., 2], atol=1e-4)


@pytest.mark.keras
@pytest.mark.parametrize("targets", [(TEMPERATURE,), BOTH], ids=["one", "two"])
def test_its_weights_are_as_many_for_any_number_of_targets(targets) -> None:
    model = Linear().build(Forecast(Sequence(336, 3), targets, 96))
    assert model.count_params() == 336 * 96 + 96


@pytest.mark.keras
def test_without_weights_changes_are_persistence_in_every_step() -> None:
    model = Linear().build(Forecast(Sequence(5, 3), BOTH, 3, predict="change"))
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    window = np.random.default_rng(0).normal(size=(4, 5, 3)).astype(np.float32)
    expected = np.repeat(window[:, -1:, [1, 0]], 3, axis=1)
    np.testing.assert_array_equal(np.asarray(model(window)), expected)


def test_a_text_has_no_past_to_continue() -> None:
    assert Linear().obstacle(Forecast) == ""
    assert "continues the past of a series" in Linear().obstacle(Classification)


@pytest.mark.keras
@pytest.mark.parametrize("rows", [2, 3, 4, 5])
@pytest.mark.parametrize("predict", ["level", "change"])
def test_dlinear_maps_the_moving_average_and_the_rest_each_by_itself(rows, predict) -> None:
    task = Forecast(Sequence(5, 3), BOTH, 3, predict)
    model = Linear(moving_average=rows).build(task)
    generator = np.random.default_rng(0)
    model.set_weights([generator.normal(size=w.shape) for w in model.get_weights()])
    window = generator.normal(size=(4, 5, 3)).astype(np.float32)
    found = np.asarray(model(window))
    (of_trend, trend_bias), (of_rest, rest_bias) = (
        model.get_layer(name).get_weights() for name in ("trend", "rest")
    )
    for number, target in enumerate(BOTH):
        past = window[:, :, target.feature].astype(np.float64)
        newest = past[:, -1:] * (predict == "change")
        past = past - newest
        padded = np.pad(past, ((0, 0), (rows // 2, (rows - 1) // 2)), mode="edge")
        trend = np.stack([padded[:, row : row + rows].mean(axis=1) for row in range(5)], axis=1)
        expected = trend @ of_trend + trend_bias + (past - trend) @ of_rest + rest_bias + newest
        np.testing.assert_allclose(found[:, :, number], expected, atol=1e-5)


@pytest.mark.keras
def test_the_parameters_are_those_of_the_paper() -> None:
    task = Forecast(Sequence(336, 7), BOTH, 96)
    assert Linear().build(task).count_params() == 336 * 96 + 96
    assert Linear(moving_average=25).build(task).count_params() == 2 * (336 * 96 + 96)


def test_a_moving_average_longer_than_the_input_is_refused() -> None:
    Linear(moving_average=25).check_length(25)
    with pytest.raises(PydanticCustomError, match="a moving average of 25 rows is longer"):
        Linear(moving_average=25).check_length(24)
