"""What every model family can be asked before anything is built, and its own task's head."""

from __future__ import annotations

from typing import get_args

import pytest

import seqlab.models
from seqlab.advice import Surroundings
from seqlab.component import find_components
from seqlab.experiment.experiment import AdviceName
from seqlab.models.model import Model
from seqlab.tasks.classification import Classification
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence
from tests.models.examples import TEMPERATURE

FAMILIES = find_components(seqlab.models, base=Model)
SURROUNDINGS = Surroundings(may_use_gpu=True, learns=True, clips=False, pads_before=True)
BY_KIND = pytest.mark.parametrize(
    "family", FAMILIES, ids=lambda family: family.model_fields["kind"].default
)


@BY_KIND
def test_a_family_warns_only_of_what_it_names_and_what_a_config_can_silence(family) -> None:
    assert {found.name for found in family().warn(SURROUNDINGS)} <= set(family.warning_names)
    assert set(family.warning_names) <= set(get_args(AdviceName))


@BY_KIND
def test_a_family_answers_a_forecast_and_says_what_it_cannot_answer(family) -> None:
    model = family()
    assert model.obstacle(Forecast) == ""
    assert model.obstacle(Classification) == "" or model.kind in model.obstacle(Classification)
    model.check_length(1000)
    assert all(key.startswith("layers.") for key in model.cudnn_obstacles())


@pytest.mark.keras
@BY_KIND
def test_the_head_of_the_task_ends_every_family(family) -> None:
    pressure = Target("p (mbar)", "mbar", mean=989.0, scale=8.3, feature=0)
    task = Forecast(Sequence(40, 3), (TEMPERATURE, pressure), horizon=4)
    assert family().build(task).output.shape == (None, 4, 2)
