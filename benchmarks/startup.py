"""Start-up: how long until a command has answered.

Wall time of `python -m seqlab ...` from the start of its process to its end, with the files in the
system's cache (one turn to warm up is not counted). The commands take turns, with a bare
`python -c pass` among them to say how much of it is Python itself.

- `runs list`: over 1,000 run folders of 10 epochs each, written by `RunWriter`.
- `plot`: the picture of one of them, as PNG and as SVG.
- `train, first step`: of `configs/jena/gru.yaml` with the prepared series in the cache: from the
  start of the process to the moment when the display is told of the first training step. So it has
  in it Python, TensorFlow, the data, building and compiling the model, and one step. The process is
  `seqlab train` but for the display, which ends it there. `again`: with what it compiled in the
  cache, as when it is trained with another seed, resumed or verified.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.child import run_child
from benchmarks.measure import Figure, Target, alternate
from benchmarks.report import Part
from benchmarks.settings import COMPILING_ANEW, CONFIGS, KEEPING_PROGRAMS, ROOT, Settings
from seqlab.experiment.experiment import load_experiment
from seqlab.runs.asked import Asked
from seqlab.runs.environment import Environment
from seqlab.runs.metrics import Metrics
from seqlab.runs.scores import Judgement, Rival, Scores
from seqlab.runs.writer import RunWriter
from seqlab.tasks.data import Samples
from seqlab.tasks.metric import MAE

GRU = str(CONFIGS / "jena" / "gru.yaml")
EPOCHS = 10
FOLDERS = 1000
PYTHON, HELP, VALIDATE = "python -c pass", "seqlab --help", "seqlab validate jena/gru"
RUNS_LIST, PLOT, TRAIN = "seqlab runs list, 1,000 runs", "seqlab plot", "seqlab train, first step"
AGAIN = "seqlab train, first step again"
TARGETS = {HELP: 0.3, VALIDATE: 0.3, RUNS_LIST: 1.0, PLOT: 1.5, TRAIN: 8.0}


def measure(settings: Settings) -> Part:
    """Seconds of every command."""
    with TemporaryDirectory() as folder:
        outputs = Path(folder)
        print(f"startup: writing {FOLDERS:,} run folders", file=sys.stderr, flush=True)
        run = write_runs(outputs, FOLDERS)
        sides = {
            PYTHON: _wall("-c", "pass"),
            HELP: _wall("-m", "seqlab", "--help"),
            VALIDATE: _wall("-m", "seqlab", "validate", GRU),
            RUNS_LIST: _wall("-m", "seqlab", "runs", "list", "--outputs", folder),
            PLOT: _wall("-m", "seqlab", "plot", str(run)),
            TRAIN: lambda: _first_step(outputs / "training", COMPILING_ANEW),
            AGAIN: lambda: _first_step(outputs / "training", KEEPING_PROGRAMS),
        }
        print("startup: commands", file=sys.stderr, flush=True)
        found = alternate(sides, settings.turns_or(7))
    figures = [
        Figure(name, "wall time", "s", tuple(seconds), Target(TARGETS[name]))
        if name in TARGETS
        else Figure(name, "wall time", "s", tuple(seconds))
        for name, seconds in found.items()
    ]
    return Part("startup", "Start-up", figures)


def write_runs(outputs: Path, count: int) -> Path:
    """Write completed runs with made-up numbers.

    Returns:
        The folder of the last one.
    """
    config = load_experiment(GRU).to_yaml()
    environment = Environment.parse(
        {"device": "CPU", "versions": {"keras": "3.15.1"}}, Path("environment.json")
    )
    asked = Asked("forecast", MAE, "degC", 8.85, "windows", "loss")
    model, naive = Scores({"loss": 0.26, "mae": 0.26}, 2.3), Scores({"mae": 0.29}, 2.56)
    rivals = (Rival("persistence", naive),)
    judged = Judgement(model, rivals, Samples(98_432, "windows", "", 1500))
    metrics = Metrics(asked, EPOCHS, judged, None, parameters=4_641, seconds_per_epoch=9.1)
    for _ in range(count):
        writer = RunWriter.create(outputs, "jena/gru", 1, config, environment, "{}")
        for epoch in range(1, EPOCHS + 1):
            loss = 0.25 + 0.1 / epoch
            row = {"epoch": epoch, "loss": loss, "mae": loss, "val_loss": loss, "val_mae": loss}
            writer.append_epoch({**row, "learning_rate": 0.001, "seconds": 9.1})
        writer.write_metrics(metrics)
        writer.finish("completed")
    return writer.files.folder


def _wall(*arguments: str) -> Callable[[], float]:
    """Seconds from the start of a Python process to its end."""

    def run() -> float:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.perf_counter() - began

    return run


def _first_step(outputs: Path, xla_flags: str) -> float:
    began = time.time()
    arguments = ("first-step", "--config", GRU, "--outputs", str(outputs))
    return run_child(*arguments, environment={"TF_XLA_FLAGS": xla_flags}) - began
