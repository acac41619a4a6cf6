"""Several runs at once, in real processes."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.baselines.persistence import Persistence
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.dense import Dense
from seqlab.recipes.jobs import core_shares, train_several
from seqlab.runs.reader import Run
from seqlab.training.events import EpochBegins, Event, Observer, silence
from tests.packages import install, place_for_packages


@given(jobs=st.integers(1, 12), cores=st.integers(1, 12))
def test_every_core_is_dealt_to_exactly_one_job_or_shared_when_there_are_too_few(
    jobs, cores
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
        shares = core_shares(jobs)
    assert len(shares) == jobs
    assert all(shares)
    assert set().union(*shares) == set(range(cores))
    if jobs <= cores:
        assert sum(map(len, shares)) == cores


def experiment(seed: int, **training) -> Experiment:
    return Experiment(
        name="test/dense",
        dataset=SyntheticClimate(lookback=72),
        model=Dense(),
        training=TrainingSettings(epochs=2, steps_per_epoch=3, **training),
        baselines=(Persistence(),),
        seed=seed,
    )


def kill_in_the_first_epoch(name: str) -> Observer:
    """Kills the process that trains, from outside, as the kernel does when memory runs out."""

    def watch(event: Event) -> None:
        if isinstance(event, EpochBegins):
            for process in multiprocessing.active_children():
                if process.name == name:
                    os.kill(process.pid, signal.SIGKILL)

    return watch


@pytest.mark.keras
def test_a_run_that_fails_or_is_killed_stops_no_other_and_outcomes_keep_their_order(
    tmp_path,
) -> None:
    diverging = experiment(2, optimizer="sgd", learning_rate=1e30, loss="mse")
    killed = experiment(3).model_copy(update={"name": "test/killed"})

    def show(one: Experiment) -> Observer:
        return kill_in_the_first_epoch(one.name) if one == killed else silence

    several = [experiment(1), diverging, killed, experiment(4)]
    outcomes = train_several(several, tmp_path, 2, show)
    assert [outcome.experiment for outcome in outcomes] == several
    assert "diverged" in outcomes[1].error
    assert "exit code -9" in outcomes[2].error
    for outcome in (outcomes[0], outcomes[3]):
        assert outcome.error == ""
        run = Run(outcome.folder)
        assert run.status == "completed"
        assert len(run.epochs()) == 2
        assert run.config["seed"] == outcome.experiment.seed
    [folder] = (tmp_path / "test" / "killed").iterdir()
    assert Run(folder).status == "interrupted"


BROKEN = """\
from typing import Literal
from seqlab.datasets.synthetic_climate import SyntheticClimate

class Broken(SyntheticClimate):
    kind: Literal["broken"] = "broken"
    def load(self):
        return [][0]
"""


def test_a_bug_of_another_package_is_told_as_such_by_the_process_that_trains(tmp_path) -> None:
    with place_for_packages(tmp_path):
        install(tmp_path, "cracks", {"datasets": "broken = broken_data"}, broken_data=BROKEN)
        whole = experiment(1).model_dump(exclude={"dataset"})
        broken = Experiment.model_validate({**whole, "dataset": {"kind": "broken"}})
        (outcome,) = train_several([broken], tmp_path / "outputs", 1, lambda _: silence)
    assert outcome.error == (
        "a bug in cracks 2.5 (seqlab.datasets: broken): IndexError: list index out of range\n"
        f"{tmp_path}/broken_data.py:7, in Broken.load"
    )
