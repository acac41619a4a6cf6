"""Any list of layers is refused before training, or is a model like any other to every command."""

from __future__ import annotations

import copy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from benchmarks.soak.configs import VALUES, blocks
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.experiment.shipped import shipped_configs
from seqlab.experiment.training import TrainingSettings
from seqlab.models.convolutional import ConvolutionalRecurrent, ConvolutionBlock
from seqlab.models.layer_list import LayerList
from seqlab.models.model import Model
from seqlab.models.recurrent import RecurrentLayer
from seqlab.recipes.saved import open_saved
from seqlab.recipes.train import resume_run
from seqlab.recipes.verify import verify_run
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from tests.models.layers.examples import as_layers
from tests.models.layers.random_lists import layer_lists
from tests.recipes.examples import CLIMATE, assert_same, forecast, interrupted, reviews, run_of

pytestmark = pytest.mark.keras

TWO = TrainingSettings(epochs=2, steps_per_epoch=1)


def experiment_of(layers: Any) -> Experiment:
    return forecast(
        name="test/layers", model=LayerList.model_validate({"layers": layers}), training=TWO
    )


def trains_and_goes_on(experiment: Experiment, folder: Path) -> bool:
    """Whether a list is a model; one that is trains, resumes and predicts the same."""
    try:
        straight = run_of(experiment, folder / "straight")
    except ConfigError as error:
        assert error.message.startswith("model.layers."), error.message
        assert not list(folder.rglob("model.keras"))
        return False
    broken = interrupted(experiment, folder / "broken", epoch=2, step=1)
    assert_same(resume_run(broken, silence), straight)
    saved = open_saved(straight)
    scores = saved.scores("validation")
    assert scores.values["mae"] == pytest.approx(
        straight.results.outcome()["validation"]["mae"], rel=1e-5, nan_ok=True
    )
    return True


BATCH_NORMALIZED = [
    {"layer": "Conv1D", "filters": 4, "kernel_size": 3, "activation": "relu"},
    {"layer": "BatchNormalization", "momentum": 0.5},
    {"layer": "GaussianNoise", "stddev": 0.1},
    {"layer": "GlobalMaxPooling1D"},
    {"layer": "Dropout", "rate": 0.5},
]


def test_a_layer_that_updates_variables_of_its_own_trains_and_resumes_to_the_same_bits(
    tmp_path: Path,
) -> None:
    assert trains_and_goes_on(experiment_of(BATCH_NORMALIZED), tmp_path)
    (run,) = map(Run, (tmp_path / "straight/test/layers").iterdir())
    assert run.environment.plan is None
    moving = run.model().get_layer("batchnormalization_2").moving_mean
    assert np.abs(np.asarray(moving)).max() > 0.01
    assert not [problem for check in verify_run(run, silence) for problem in check.problems]


@settings(max_examples=4, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(layer_lists())
def test_any_list_trains_resumes_loads_and_predicts_or_names_a_layer(layers) -> None:
    with TemporaryDirectory() as folder:
        trains_and_goes_on(experiment_of(layers), Path(folder))


@pytest.mark.slow
@settings(max_examples=100, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(layer_lists())
def test_a_hundred_lists_train_resume_load_and_predict_or_name_a_layer(layers) -> None:
    with TemporaryDirectory() as folder:
        trains_and_goes_on(experiment_of(layers), Path(folder))


@settings(max_examples=500)
@given(st.data())
def test_a_mutated_list_is_a_model_or_an_error_with_a_place(data: st.DataObject) -> None:
    layers: Any = {"layers": copy.deepcopy(data.draw(layer_lists()))}
    for _ in range(data.draw(st.integers(1, 3))):
        block = data.draw(st.sampled_from(blocks(layers) or [layers]))
        keys = list(block) if isinstance(block, dict) else list(range(len(block)))
        if not keys:
            continue
        key = data.draw(st.sampled_from(keys))
        how = data.draw(st.sampled_from(["drop", "retype", "rename"]))
        value = block.pop(key)
        if how != "drop" and isinstance(block, dict):
            new = data.draw(st.text(max_size=8) | st.just(f"{key}s")) if how == "rename" else key
            block[new] = value if how == "rename" else data.draw(VALUES)
    try:
        model = LayerList.model_validate(layers)
    except ValidationError as error:
        assert all(problem["loc"] is not None for problem in error.errors())
        return
    try:
        model.build(forecast().dataset.load().task)
    except ConfigError as error:
        assert error.message.startswith("model.layers.")


LONGER = CLIMATE.model_copy(update={"lookback": 720})
FEW_STEPS = TrainingSettings(epochs=1, steps_per_epoch=2)


SMALL = ConvolutionalRecurrent(
    blocks=(ConvolutionBlock(filters=4, kernel_size=3, pool_size=2),),
    layers=(RecurrentLayer(units=4, dropout=0.2, recurrent_dropout=0.2, bidirectional=True),),
)


def test_a_family_written_as_layers_trains_to_the_same_bits(tmp_path: Path) -> None:
    check_same_bits(SMALL, tmp_path)


KINDS = {"recurrent", "conv1d", "conv1d_recurrent"}
MODELS = {name: load_experiment(path).model for name, path in shipped_configs().items()}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name, one in MODELS.items() if one.kind in KINDS and as_layers(one)]
)
def test_every_shipped_model_as_layers_trains_to_the_same_bits(name: str, tmp_path: Path) -> None:
    family = MODELS[name]
    if family.embedding is not None:  # made-up reviews have no vectors
        embedding = family.embedding.model_copy(update={"pretrained": False})
        family = family.model_copy(update={"embedding": embedding})
    check_same_bits(family, tmp_path)


def check_same_bits(family: Model, folder: Path) -> None:
    weights = []
    for model in (family, as_layers(family)):
        if family.embedding is None:
            experiment = forecast(dataset=LONGER, model=model, training=FEW_STEPS)
        else:
            experiment = reviews(model=model, training=FEW_STEPS)
        run = run_of(experiment, folder / model.kind)
        weights.append([array.tobytes() for array in run.model().get_weights()])
    assert weights[0] == weights[1]
