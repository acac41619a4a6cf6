"""Small experiments, and runs of them that end in every way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqlab.baselines.persistence import Persistence
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.convolutional import Convolutional, ConvolutionBlock
from seqlab.models.dense import Dense, DenseLayer
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.recipes.train import train_experiment
from seqlab.runs.checkpoints import newest_checkpoint
from seqlab.runs.reader import Run
from seqlab.training.events import EpochBegins, Event, StepEnded, silence

CLIMATE = SyntheticClimate(
    lookback=72,
    step=6,
    days=400,
    training_rows=(0, 30_000),
    validation_rows=(30_001, 45_000),
    test_rows=(45_001, None),
)
SHORT = TrainingSettings(epochs=2, steps_per_epoch=4)
DROPOUT_GRU = Recurrent(layers=(RecurrentLayer(units=4, dropout=0.2, recurrent_dropout=0.2),))
DENSE = Dense(layers=(DenseLayer(units=4),))


def forecast(**changes: Any) -> Experiment:
    """A GRU with both dropouts; a `model=DENSE` where the model does not matter compiles sooner."""
    settings = {"name": "test/gru", "dataset": CLIMATE, "model": DROPOUT_GRU, "training": SHORT}
    return Experiment(**(settings | {"baselines": (Persistence(),)} | changes))


def reviews(**changes: Any) -> Experiment:
    """Convolutions over words."""
    model = Convolutional(
        embedding=Embedding(dimension=8), blocks=(ConvolutionBlock(filters=4, kernel_size=3),)
    )
    settings = {"name": "test/conv", "dataset": SyntheticReviews(), "model": model}
    return Experiment(**(settings | {"training": SHORT} | changes))


def run_of(experiment: Experiment, outputs: Path) -> Run:
    """The finished run of an experiment."""
    return train_experiment(experiment, outputs, silence)


def copy_of(run: Run, folder: Path) -> Run:
    """A run of its own in an existing folder, which a test may spoil."""
    return Run(shutil.copytree(run.path, folder / run.id))


def without_seconds(run: Run) -> list[dict[str, float]]:
    """The history, but for the times."""
    return [{k: v for k, v in row.items() if k != "seconds"} for row in run.epochs()]


class PulledPlugError(Exception):
    """Raised in the middle of an epoch, as nothing that seqlab expects."""


class At:
    """An observer that does something when a step of an epoch has ended.

    Args:
        epoch: which, counted from 1.
        step: which, counted from 1.
        act: what to do.
    """

    def __init__(self, epoch: int, step: int, act: Callable[[], object]) -> None:
        self._when = epoch, step
        self._act = act
        self._epoch = 0

    def __call__(self, event: Event) -> None:
        match event:
            case EpochBegins(epoch):
                self._epoch = epoch
            case StepEnded(step=step) if (self._epoch, step) == self._when:
                self._act()


def pull_the_plug() -> None:
    """End the process' part in a run before anything can be tidied up."""
    raise PulledPlugError


def interrupted(experiment: Experiment, outputs: Path, *, epoch: int, step: int = 2) -> Run:
    """A run that failed in a step of an epoch."""
    with pytest.raises(PulledPlugError):
        train_experiment(experiment, outputs, At(epoch, step, pull_the_plug))
    (status,) = outputs.rglob("status.json")
    return Run(status.parent)


def contents(run: Run) -> dict[str, object]:
    """Everything that must be equal, to the last bit: all but times."""
    rows = [{k: v for k, v in row.items() if k != "seconds"} for row in run.epochs()]
    metrics = run.results.outcome()
    weights = [weight.tobytes() for weight in run.model().get_weights()]
    checkpoint = newest_checkpoint(run.files.checkpoints)
    return {
        "history": rows,
        "metrics": metrics,
        "weights": weights,
        "last epoch": [np.asarray(value).tobytes() for value in checkpoint.variables],
        "model": run.files.model.read_bytes(),
    }


def assert_same(run: Run, straight: Run) -> None:
    """Fail unless two runs are the same to the last bit."""
    one, other = contents(run), contents(straight)
    for part in one:
        assert one[part] == other[part], part
