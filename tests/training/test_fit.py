"""Fitting tells what happens, leaves what it should, and does nothing where nothing is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seqlab.evaluation.scores import baseline_scores
from seqlab.experiment.experiment import Experiment
from seqlab.interrupts import Interrupts
from seqlab.runs.checkpoints import newest_checkpoint
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Event,
    RunBegins,
    StepEnded,
    ValidationBegins,
)
from seqlab.training.job import Job, steps_per_epoch
from tests.recipes.examples import DENSE, forecast
from tests.runs_examples import begin

pytestmark = pytest.mark.keras


def job_of(experiment: Experiment) -> Job:
    from seqlab.training.compiled import compiled_model

    data = experiment.dataset.load()
    model, steps = compiled_model(experiment, data.task), steps_per_epoch(experiment, data)
    return Job(experiment, data, baseline_scores(data, "validation"), "CPU", None, model, steps)


def writer_of(folder: Path) -> Any:
    return begin(folder, "a", 1, "name: a\n", {})


def test_events_come_in_their_order_and_epochs_leave_rows_a_model_and_a_checkpoint(
    tmp_path: Path,
) -> None:
    from seqlab.training.fit import fit

    job, writer = job_of(forecast(model=DENSE)), writer_of(tmp_path)
    told: list[Event] = []
    with Interrupts() as interrupts:
        fitted = fit(job, writer, told.append, interrupts)
    begun, *others = told
    assert isinstance(begun, RunBegins)
    assert (begun.folder, begun.epochs, begun.first_epoch) == (writer.files.folder, 2, 1)
    assert (begun.steps, begun.device, begun.asked.unit) == (4, "CPU", "degC")
    an_epoch = [EpochBegins, *[StepEnded] * 4, ValidationBegins, EpochEnded]
    assert [type(event) for event in others] == an_epoch * 2
    assert [e.row for e in others if isinstance(e, EpochEnded)] == list(fitted.history)
    assert fitted.best_epoch == fitted.history.best_epoch
    assert writer.files.model.exists()
    checkpoint = newest_checkpoint(writer.files.checkpoints)
    assert checkpoint is not None and checkpoint.rows == list(fitted.history)

    told.clear()
    with Interrupts() as interrupts:
        again = fit(job, writer, told.append, interrupts, start=checkpoint)
    assert (told, again.best_epoch) == ([], fitted.best_epoch)
    assert list(again.history) == list(fitted.history)


def test_a_request_to_stop_ends_it_when_the_step_has_ended(tmp_path: Path) -> None:
    from seqlab.training.fit import fit

    told: list[Event] = []
    with Interrupts() as interrupts:

        def watch(event: Event) -> None:
            told.append(event)
            if isinstance(event, StepEnded):
                interrupts._requested = True

        with pytest.raises(KeyboardInterrupt):
            fit(job_of(forecast(model=DENSE)), writer_of(tmp_path), watch, interrupts)
    assert [type(event) for event in told[-2:]] == [EpochBegins, StepEnded]
