"""Everything that a run needs before it has a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import STEPS_PER_EPOCH, Experiment
from seqlab.tasks.data import Data

if TYPE_CHECKING:
    import keras

    from seqlab.training.plan import Plan
    from seqlab.training.steps import Outputs


@dataclass(frozen=True)
class Job:
    """An experiment with all that it takes to train it.

    Args:
        experiment: what to train.
        data: loaded.
        device: what is computed on.
        plan: how a step is computed; None is Keras's own way.
        model: compiled; when a run is gone on with, its variables are those of the checkpoint.
        steps: in one epoch.
        outputs: what the model says of a batch, computed by the plan; None where there is none.
    """

    experiment: Experiment
    data: Data
    device: str
    plan: Plan | None
    model: keras.Model
    steps: int
    outputs: Outputs | None


def steps_per_epoch(experiment: Experiment, data: Data) -> int:
    """Training batches in one epoch: as set, or one pass, or the book's 500.

    Raises:
        ConfigError: more are asked for than one pass over the data has, or there is not one.
    """
    wanted, one_pass = experiment.training.steps_per_epoch, data.steps_per_epoch()
    if one_pass == 0:
        count = data.samples("training").count
        raise ConfigError(
            f"The {count:,} training {data.noun} do not fill one batch.",
            remedy="Make the dataset's batches smaller.",
        )
    if wanted is not None and one_pass is not None and wanted > one_pass:
        raise ConfigError(
            f"training.steps_per_epoch is {wanted:,}, but one pass over the training {data.noun} "
            f"has {one_pass:,} batches.",
            remedy=f"Set it to {one_pass:,} or less, or to null for one full pass.",
        )
    return wanted or one_pass or STEPS_PER_EPOCH
