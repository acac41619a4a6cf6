"""A crew's processes train one run after another, and none outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from seqlab.experiment.experiment import load_experiment
from seqlab.recipes.train import train_experiment
from seqlab.runs.reader import Run
from seqlab.searches.crew import Crew, Ended, Errand
from seqlab.training.events import EpochEnded, Event, RunBegins, silence
from tests.conftest import QUICK, ROOT, cli_environment

pytestmark = pytest.mark.keras


def test_runs_in_one_process_are_those_of_processes_of_their_own(tmp_path: Path) -> None:
    """One is pruned, one diverges, one's process is killed; the others are none the worse."""
    (tmp_path / "quick.yaml").write_text(QUICK, encoding="utf-8")
    base = load_experiment(tmp_path / "quick.yaml")
    names = ("first", "pruned", "diverges", "killed", "last")
    diverging = base.training.model_copy(update={"learning_rate": 1e30, "loss": "mse"})
    experiments = {
        name: base.model_copy(
            update={"name": name} | ({"training": diverging} if name == "diverges" else {})
        )
        for name in names
    }
    ended: dict[str, Ended] = {}
    processes: set[int] = set()

    def hear(errand: Errand, event: Event) -> bool:
        name = errand.experiment.name
        if isinstance(event, RunBegins):
            process = Run(event.folder).status_record.process.pid
            processes.add(process)
            if name == "killed":
                os.kill(process, signal.SIGKILL)
        return name == "pruned" and isinstance(event, EpochEnded)

    def done(errand: Errand, how: Ended) -> None:
        ended[errand.experiment.name] = how

    with Crew(tmp_path / "outputs", 1) as crew:
        errands = deque(
            Errand(experiments[name], None, is_watched=name == "pruned") for name in names
        )
        crew.train(errands, hear, done)
        assert len(processes) == 2, "one more, after one was killed"
        hows = {name: how.how for name, how in ended.items()}
        assert hows == {
            "first": "completed",
            "pruned": "pruned",
            "diverges": "failed",
            "killed": "failed",
            "last": "completed",
        }
        assert "diverged" in ended["diverges"].error
        assert "exit code -9" in ended["killed"].error
        (pruned,) = (tmp_path / "outputs" / "pruned").iterdir()
        record = Run(pruned).status_record
        assert (record.status, len(Run(pruned).epochs())) == ("interrupted", 1)
        assert "pruned after epoch 1" in str(record.error)
        crew.train(deque([Errand(experiments["pruned"], pruned, is_watched=False)]), hear, done)
    here = train_experiment(base.model_copy(update={"name": "here"}), tmp_path, silence)
    for name in ("first", "last", "pruned"):
        folder = ended[name].folder
        assert folder is not None
        assert Run(folder).epochs().column("val_loss") == here.epochs().column("val_loss")
        assert (folder / "model.keras").read_bytes() == here.files.model.read_bytes()


PARENT = """\
import time
from pathlib import Path
from seqlab.searches.crew import Crew

if __name__ == "__main__":
    crew = Crew(Path("outputs"), 1)
    crew._start()  # `train` would start TensorFlow, which takes seconds
    (worker,) = crew._workers.values()
    print(worker.process.pid, flush=True)
    time.sleep(60)
"""


def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, "parent.py"],
        cwd=tmp_path,
        env=cli_environment(tmp_path) | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while time.monotonic() < until and Path(f"/proc/{child}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{child}").exists()
