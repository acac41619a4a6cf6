"""Runs that several files look at, trained once."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.recipes.evaluate import evaluate_run
from seqlab.runs.reader import Run
from tests.recipes.examples import copy_of, forecast, reviews, run_of


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """A completed run of each task, just as training left it; not to be changed."""
    folder = tmp_path_factory.mktemp("outputs")
    return {"forecast": run_of(forecast(), folder), "reviews": run_of(reviews(), folder)}


@pytest.fixture
def runs(trained: dict[str, Run], tmp_path: Path) -> dict[str, Run]:
    """Copies, which a test may spoil."""
    return {name: copy_of(run, tmp_path) for name, run in trained.items()}


@pytest.fixture(scope="session")
def tested(trained: dict[str, Run], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """The same runs, judged on their test splits; not to be changed."""
    folder = tmp_path_factory.mktemp("tested")
    copies = {name: copy_of(run, folder) for name, run in trained.items()}
    for run in copies.values():
        evaluate_run(run, "test")
    return copies
