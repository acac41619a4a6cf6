"""What a model says of every sample of a split, by its own steps and by Keras's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from seqlab.tasks.data import Data
from tests.datasets.panels.examples import load, made_up
from tests.series.examples import SETTINGS

pytestmark = pytest.mark.keras


def of_several_parts() -> Data:
    return load(made_up(120, 90), horizon=3, quantiles=(0.1, 0.5, 0.9), predict="change")


@pytest.mark.parametrize("make", [SETTINGS.load, of_several_parts], ids=["one", "several"])
@pytest.mark.parametrize("split", ["validation", "test"])
def test_predictions_are_those_of_every_window_in_its_order_with_and_without_a_plan(
    make: Any, split: str
) -> None:
    from seqlab.models.linear import Linear
    from seqlab.training.plan import Plan
    from seqlab.training.predicting import predicted
    from seqlab.training.steps import install_steps

    data = make()
    model = Linear().build(data.task)
    model.compile("sgd", data.task.loss(None, from_logits=False), jit_compile=False)
    count = data.samples(split).count
    x, _ = data.evaluation_batch(split, count, 0)
    expected = np.asarray(model(x))
    assert expected.shape == (count, *data.task.output_shape)
    outputs = install_steps(model, Plan(shards=2, jit=False), seed=1)
    for own in (None, outputs):
        found = predicted(model, own, data, split)
        assert (found.shape, found.dtype) == (expected.shape, np.float32)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("make", [SETTINGS.load, of_several_parts], ids=["one", "several"])
def test_answers_to_inputs_that_were_cut_already_are_the_same(make: Any) -> None:
    from seqlab.models.linear import Linear
    from seqlab.training.predicting import AT_ONCE, answers

    data = make()
    model = Linear().build(data.task)
    count = data.samples("training").count
    x, _ = data.evaluation_batch("training", min(count, AT_ONCE + 3), 0)
    found = answers(model, x)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, np.asarray(model(x)), rtol=1e-5, atol=1e-6)


def test_the_mean_loss_is_that_of_keras_over_all_batches() -> None:
    from seqlab.models.linear import Linear
    from seqlab.tasks.data import targets_of
    from seqlab.training.batches import evaluation_batches
    from seqlab.training.predicting import mean_loss, predicted

    data = of_several_parts()
    model = Linear().build(data.task)
    model.compile("sgd", data.task.loss(None, from_logits=False), jit_compile=False)
    expected = model.evaluate(evaluation_batches(data, "validation", model), verbose=0)
    outputs = predicted(model, None, data, "validation")
    targets = targets_of(data, "validation").astype(np.float32)
    assert mean_loss(model, outputs, targets) == pytest.approx(expected, rel=1e-5)
