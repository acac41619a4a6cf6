"""A run that commands look at, trained once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from seqlab.experiment.experiment import load_experiment
from seqlab.recipes.train import train_experiment
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from tests.conftest import QUICK


@pytest.fixture(scope="session")
def quick_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A completed run of `QUICK`; not to be changed."""
    folder = tmp_path_factory.mktemp("quick")
    (folder / "quick.yaml").write_text(QUICK, encoding="utf-8")
    return train_experiment(load_experiment(folder / "quick.yaml"), folder / "outputs", silence)


@pytest.fixture
def run(quick_run: Run, tmp_path: Path) -> Run:
    """A copy of it among the runs of the current folder, which a test may spoil."""
    folder = tmp_path / "outputs" / "small" / quick_run.id
    return Run(shutil.copytree(quick_run.path, folder))
