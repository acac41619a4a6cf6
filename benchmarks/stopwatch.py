"""Timing seqlab's training from the outside, through the events that it tells of.

The code that is timed is `train_experiment`, which is all that `seqlab train` runs: windows,
compiled step, validation pass, history on disk, the best model saved. Nothing of it is copied or
replaced. As each epoch ends, the stopwatch lets the other side have its turn before seqlab's next
epoch begins: A B A B.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.settings import EPOCH_STEPS, VALIDATION_STEPS
from seqlab.experiment.experiment import Experiment
from seqlab.training.events import EpochBegins, EpochEnded, Event, StepEnded


@dataclass
class EpochTimes:
    """When things happened in one epoch, by `time.perf_counter`.

    Args:
        begun: the epoch's begin.
        steps: the number of each training step, counted from 1, and when it ended.
        ended: the end of the validation pass and of all that belongs to the epoch.
    """

    begun: float = 0.0
    steps: list[tuple[int, float]] = field(default_factory=list)
    ended: float = 0.0

    def step_ended(self, step: int) -> None:
        """Note that a training step has just ended."""
        self.steps.append((step, time.perf_counter()))

    @property
    def first_step(self) -> float:
        """Seconds from the epoch's begin to the end of its first step."""
        return self.steps[0][1] - self.begun

    def seconds_per_step(self, skip: int = 0) -> float:
        """Seconds of one training step, without the first `skip` ends of steps."""
        (first, began), (last, ended) = self.steps[skip], self.steps[-1]
        return (ended - began) / (last - first)

    def whole_epoch(self, validation_steps: int) -> float:
        """Seconds of an epoch of 500 training steps and 769 validation batches.

        Exactly what was measured where the epoch had this size. Otherwise the steps that are
        missing count as much as the steps after the first did on average, and the validation pass
        is scaled. Worked example: an epoch of 40 steps and 160 batches whose training ended after
        0.5 s, 0.11 s of it in the first step, and its validation 0.2 s later: 0.01 s a step, so
        0.5 + 460 * 0.01 + 0.2 * 769 / 160 = 6.06 s.

        Args:
            validation_steps: batches of 128 windows that the validation pass of this epoch had.
        """
        last, trained = self.steps[-1]
        missing = EPOCH_STEPS - last
        training = trained - self.begun + (missing * self.seconds_per_step() if missing else 0.0)
        return training + (self.ended - trained) * VALIDATION_STEPS / validation_steps


class Stopwatch:
    """An observer that notes the times of every epoch.

    Args:
        between: called after each epoch, outside the measured time.
    """

    def __init__(self, between: Callable[[], None]) -> None:
        self._between = between
        self.epochs: list[EpochTimes] = []

    def __call__(self, event: Event) -> None:
        match event:
            case EpochBegins():
                self.epochs.append(EpochTimes(begun=time.perf_counter()))
            case StepEnded(step=step):
                self.epochs[-1].step_ended(step)
            case EpochEnded():
                self.epochs[-1].ended = time.perf_counter()
                self._between()


def train_in_turns(
    experiment: Experiment, turns: int, steps: int, between: Callable[[], None]
) -> list[EpochTimes]:
    """Run seqlab's training, with a turn of the other side after each epoch.

    Args:
        experiment: what to train.
        turns: epochs after the first one, which compiles everything and warms up.
        steps: training steps of an epoch.
        between: the other side.

    Returns:
        The times of all epochs; the first is the warm-up.
    """
    from seqlab.recipes.train import train_experiment

    training = experiment.training.model_copy(
        update={"epochs": turns + 1, "steps_per_epoch": steps}
    )
    stopwatch = Stopwatch(between)
    with TemporaryDirectory() as outputs:
        train_experiment(
            experiment.model_copy(update={"training": training}), Path(outputs), stopwatch
        )
    return stopwatch.epochs
