"""Training in this process what commands train in others, which take seconds to start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from seqlab.experiment.experiment import Experiment
from seqlab.recipes.jobs import Outcome
from seqlab.recipes.train import resume_run, train_experiment
from seqlab.runs.reader import Run
from seqlab.training.events import Observer


def train_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have `train_missing` train in this process.

    Returns:
        The names of what was trained or gone on with, which grows.
    """
    trained: list[str] = []

    def train_several(
        experiments: Sequence[Experiment],
        outputs: Path,
        jobs: int,  # noqa: ARG001
        observer_of: Callable[[Experiment], Observer],
        begun: Mapping[int, Path],
    ) -> list[Outcome]:
        outcomes = []
        for number, experiment in enumerate(experiments):
            trained.append(experiment.name)
            observer = observer_of(experiment)
            if number in begun:
                run = resume_run(Run(begun[number]), observer)
            else:
                run = train_experiment(experiment, outputs, observer)
            outcomes.append(Outcome(experiment, run.path))
        return outcomes

    monkeypatch.setattr("seqlab.suites.missing.train_several", train_several)
    return trained
