"""What every model family can be asked before anything is built, and its own task's head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest

from seqlab.advice import Surroundings
from seqlab.experiment.experiment import MODELS, warning_names
from seqlab.models.embedding import Embedding
from seqlab.models.model import Network
from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence
from tests.models.examples import TEMPERATURE, two_classes

if TYPE_CHECKING:
    import keras

NEEDED = {"layers": {"layers": [{"layer": "GRU", "units": 4}]}}
FAMILIES = [kind.model_validate(NEEDED.get(kind.name(), {})) for kind in MODELS.every]
SURROUNDINGS = Surroundings(may_use_gpu=True, learns=True, clips=False, pads_before=True)
BY_KIND = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.kind)


@BY_KIND
def test_a_family_warns_only_of_what_it_names_and_what_a_config_can_silence(family) -> None:
    assert {found.name for found in family.warn(SURROUNDINGS)} <= set(family.warning_names)
    assert set(family.warning_names) <= set(warning_names())


@BY_KIND
def test_a_family_answers_a_forecast_and_says_what_it_cannot_answer(family) -> None:
    assert family.obstacle(Forecast) == ""
    assert family.obstacle(Classification) == "" or family.kind in family.obstacle(Classification)
    family.check_length(1000)
    assert all(key.startswith("layers.") for key in family.cudnn_obstacles())


@pytest.mark.keras
@BY_KIND
def test_the_head_of_the_task_ends_every_family(family) -> None:
    pressure = Target("p (mbar)", "mbar", mean=989.0, scale=8.3, feature=0)
    task = Forecast(Sequence(40, 3), (TEMPERATURE, pressure), horizon=4)
    assert family.build(task).output.shape == (None, 4, 2)


@pytest.mark.keras
@BY_KIND
@pytest.mark.parametrize("predict", ["level", "change"])
@pytest.mark.parametrize("quantiles", [(), (0.1, 0.5, 0.9)], ids=["points", "quantiles"])
def test_every_family_sees_what_is_known_ahead_and_what_never_changes(
    family, predict, quantiles
) -> None:
    window = Sequence(40, 3, known=(4, 2), static=5)
    task = Forecast(window, (TEMPERATURE,), 4, predict, quantiles)
    model = family.build(task)
    assert [part.shape[1:] for part in model.inputs] == [(40, 3), (4, 2), (5,)]
    assert model.output.shape == (None, *task.output_shape)
    generator = np.random.default_rng(0)
    if family.learns:  # some begin with zeros
        model.set_weights([w + 0.1 * generator.normal(size=w.shape) for w in model.get_weights()])
    batch = [generator.normal(size=(6, *part.shape)).astype(np.float32) for part in window.parts]
    outputs = np.asarray(model(batch))
    for number in (1, 2):
        other = [*batch]
        other[number] = other[number] + 1
        assert np.array_equal(model(other), outputs) == (not family.learns)
    if quantiles and family.learns:
        assert (np.diff(outputs, axis=-1) >= 0).all()  # of outputs far from 0 float32 tells less


class Mean(Network):
    """The mean over time: the least that a family of layers must say of itself."""

    kind: Literal["mean"] = "mean"

    def summarise(self, x: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        return keras.layers.GlobalAveragePooling1D()(x)


@pytest.mark.keras
def test_a_network_is_its_layers_between_the_inputs_and_the_head() -> None:
    task = Forecast(Sequence(5, 3, known=(2, 1), static=4), (TEMPERATURE,), horizon=2)
    model = Mean().build(task)
    assert (model.name, [tensor.name for tensor in model.inputs]) == (
        "mean",
        ["series", "known", "static"],
    )
    generator = np.random.default_rng(0)
    window, known, static = (
        generator.normal(size=(6, *part.shape)).astype(np.float32) for part in task.inputs.parts
    )
    weights, bias = model.get_layer("output").get_weights()
    seen = np.concatenate([window.mean(axis=1), known[:, :, 0], static], axis=1)
    expected = (seen @ weights + bias).reshape(6, 2, 1)
    np.testing.assert_allclose(np.asarray(model([window, known, static])), expected, atol=1e-5)


@pytest.mark.keras
def test_a_network_of_one_input_takes_an_array_and_no_list() -> None:
    model = Mean().build(Forecast(Sequence(5, 3), (TEMPERATURE,)))
    assert not isinstance(model.input, (list, tuple))
    assert [layer.name for layer in model.layers][-1] == "output"


@pytest.mark.keras
def test_a_network_reads_tokens_through_its_embedding() -> None:
    model = Mean(embedding=Embedding(dimension=6)).build(two_classes(20, vocabulary=50))
    assert model.output.shape == (None, 1)
