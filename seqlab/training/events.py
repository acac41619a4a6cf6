"""What happens in a run, as it is told to who watches: a terminal, another process, a tracker.

An observer is a function that takes an event. Events are small and plain, so that they can go
through a pipe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from seqlab.runs.asked import Asked
from seqlab.runs.status import Status


@dataclass(frozen=True)
class Noticed:
    """There is something to know, in a sentence or two."""

    text: str


@dataclass(frozen=True)
class RunBegins:
    """Training begins, or goes on.

    Args:
        name: the experiment's name.
        seed: its seed.
        folder: the run folder.
        epochs: to train, those included that an earlier beginning has finished.
        first_epoch: the one that training begins with, counted from 1.
        steps: in one epoch.
        device: what is computed on.
        asked: how the metric is to be read.
    """

    name: str
    seed: int
    folder: Path
    epochs: int
    first_epoch: int
    steps: int
    device: str
    asked: Asked


@dataclass(frozen=True)
class EpochBegins:
    """An epoch begins; counted from 1."""

    epoch: int


@dataclass(frozen=True)
class StepEnded:
    """A training step is done, counted from 1, with the mean loss of the epoch so far."""

    step: int
    loss: float


@dataclass(frozen=True)
class ValidationBegins:
    """All steps of the epoch are done, and the validation split is looked at."""


@dataclass(frozen=True)
class EpochEnded:
    """An epoch is done.

    Args:
        row: of history.csv.
        is_best: whether it has the lowest validation loss so far.
    """

    row: Mapping[str, float]
    is_best: bool


@dataclass(frozen=True)
class RunEnded:
    """Nothing more will come."""

    status: Status


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Raised by an observer as an epoch begins: the run ends here, and can be gone on with.

    Args:
        reason: why, for the run's status.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Event = Noticed | RunBegins | EpochBegins | StepEnded | ValidationBegins | EpochEnded | RunEnded
Observer = Callable[[Event], None]


def silence(event: Event) -> None:
    """An observer that shows nothing."""
