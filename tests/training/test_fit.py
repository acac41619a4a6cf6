"""Fitting, from the first epoch, from a checkpoint, and where there is nothing left to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.interrupts import Interrupts
from seqlab.models.dense import Dense, DenseLayer
from seqlab.runs.checkpoints import Checkpoint, newest_checkpoint
from seqlab.runs.environment import Environment
from seqlab.runs.writer import RunWriter
from seqlab.training.events import RunBegins
from tests.series.examples import SETTINGS

pytestmark = pytest.mark.keras

EXPERIMENT = Experiment(
    name="test",
    dataset=SETTINGS,
    model=Dense(layers=(DenseLayer(units=4),)),
    training=TrainingSettings(epochs=3, steps_per_epoch=4),
)
NOWHERE = Environment.parse({}, Path("environment.json"))


def job() -> Any:
    from seqlab.training.compiled import compiled_model
    from seqlab.training.job import Job
    from seqlab.training.plan import Plan
    from seqlab.training.steps import install_steps

    data = SETTINGS.load()
    model, plan = compiled_model(EXPERIMENT, data.task), Plan(shards=1, jit=True)
    outputs = install_steps(model, plan, seed=EXPERIMENT.seed)
    return Job(EXPERIMENT, data, "CPU", plan, model, 4, outputs)


def fit(folder: Path, start: Checkpoint | None = None) -> tuple[Any, RunWriter, list[Any]]:
    from seqlab.training.fit import fit as fit_job
    from seqlab.training.resuming import restore

    told: list[Any] = []
    writer = RunWriter.create(folder, "test", 1, EXPERIMENT.to_yaml(), NOWHERE, "{}")
    own = job()
    if start is not None:
        restore(own.model, start)
    with Interrupts() as interrupts:
        fitted = fit_job(own, writer, told.append, interrupts, start)
    return fitted, writer, told


def without_seconds(rows: Any) -> list[dict[str, float]]:
    return [{k: v for k, v in row.items() if k != "seconds"} for row in rows]


def test_it_leaves_history_model_and_checkpoints_and_tells_how_it_begins(tmp_path: Path) -> None:
    fitted, writer, told = fit(tmp_path)
    assert [row["epoch"] for row in fitted.history] == [1, 2, 3]
    assert fitted.best_epoch == fitted.history.best_epoch
    assert writer.files.model.exists()
    newest = newest_checkpoint(writer.files.checkpoints)
    assert newest is not None and newest.rows == list(fitted.history)
    begins = told[0]
    assert isinstance(begins, RunBegins)
    assert (begins.epochs, begins.first_epoch, begins.steps) == (3, 1, 4)
    assert (begins.asked.metric.name, begins.asked.noun) == ("mae", "windows")


def test_from_a_checkpoint_it_comes_to_the_same_numbers(tmp_path: Path) -> None:
    straight, writer, _ = fit(tmp_path / "straight")
    earlier = sorted(writer.files.checkpoints.iterdir())[0]  # of the second epoch
    from seqlab.runs.checkpoints import read_checkpoint

    start = read_checkpoint(earlier)
    assert start is not None and start.epoch == 2
    again, _, told = fit(tmp_path / "again", start)
    assert told[0].first_epoch == 3
    assert without_seconds(again.history) == without_seconds(straight.history)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_finished_checkpoint_leaves_nothing_to_do(tmp_path: Path, stopped: bool) -> None:
    straight, writer, _ = fit(tmp_path / "straight")
    last = newest_checkpoint(writer.files.checkpoints)
    assert last is not None
    start = Checkpoint(
        2 if stopped else 3, last.rows, last.best_epoch, stopped, last.schedules, last.variables
    )
    fitted, _, told = fit(tmp_path / "again", start)
    assert told == []
    assert list(fitted.history) == list(straight.history)


def test_a_request_to_stop_ends_it_when_the_step_has_ended(tmp_path: Path) -> None:
    from seqlab.training.events import EpochBegins, Event, StepEnded
    from seqlab.training.fit import fit as fit_job

    told: list[Event] = []
    writer = RunWriter.create(tmp_path, "test", 1, EXPERIMENT.to_yaml(), NOWHERE, "{}")
    with Interrupts() as interrupts:

        def watch(event: Event) -> None:
            told.append(event)
            if isinstance(event, StepEnded):
                interrupts._remember(2, None)

        with pytest.raises(KeyboardInterrupt):
            fit_job(job(), writer, watch, interrupts)
    assert [type(event) for event in told[-2:]] == [EpochBegins, StepEnded]
