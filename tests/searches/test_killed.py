"""A search whose processes are killed with -9 ends with the bytes of one that was left alone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from seqlab.runs.search import list_runs
from tests.conftest import cli_environment
from tests.searches.examples import EXPERIMENT

pytestmark = pytest.mark.keras

SEARCH = f"""\
name: killed
experiment:
{EXPERIMENT}
parameters:
  training.learning_rate: {{min: 1e-4, max: 1e-1, log: true}}
  model.layers.0.units: {{values: [4, 8]}}
trials: TRIALS
pruner: median
finalists: 1
fresh_seeds: 2
"""
SAME = ("trials.csv", "finalists.csv", "best.yaml", "history.png", "history.svg", "slices.png")


def start(folder: Path, outputs: str, jobs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "seqlab", "search", "search.yaml"),
            *("--outputs", outputs, "--jobs", str(jobs)),
        ],
        cwd=folder,
        env=cli_environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def search(folder: Path, outputs: str, jobs: int) -> None:
    process = start(folder, outputs, jobs)
    _, told = process.communicate(timeout=600)
    assert process.returncode == 0, told.decode()


def kill_once_there_are(folder: Path, outputs: str, jobs: int, runs: int) -> None:
    """Kill a search when so many runs have begun."""
    process = start(folder, outputs, jobs)
    while len(list_runs(folder / outputs)) < runs and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    assert process.returncode == -9, "it was done before it could be killed"


@pytest.mark.parametrize(
    ("trials", "jobs", "kills"),
    [
        pytest.param(6, 1, (2, 4), marks=pytest.mark.slow),
        pytest.param(9, 2, (2, 5, 8), marks=pytest.mark.slow),
        pytest.param(30, 1, (1, 3, 6, 9, 12, 16, 20, 25, 31, 32), marks=pytest.mark.slow),
    ],
)
def test_kills_change_nothing(
    tmp_path: Path, trials: int, jobs: int, kills: tuple[int, ...]
) -> None:
    (tmp_path / "search.yaml").write_text(SEARCH.replace("TRIALS", str(trials)), encoding="utf-8")
    search(tmp_path, "alone", jobs)
    for runs in kills:
        kill_once_there_are(tmp_path, "killed", jobs, runs)
    search(tmp_path, "killed", jobs)
    for name in SAME:
        alone, killed = (tmp_path / one / "killed" / name for one in ("alone", "killed"))
        assert alone.read_bytes() == killed.read_bytes(), name
    names = [[run.name for run in list_runs(tmp_path / one)] for one in ("alone", "killed")]
    assert sorted(names[0]) == sorted(names[1]), "a run more, or less"
