"""IMDB: preparing the reviews, loading them again, and training steps a second.

- `first preparation`: `Imdb().load()` in a fresh process with an empty cache folder: reading the
  raw reviews, checking them, turning them into tokens, writing the cache.
- `cached load`: the same in a fresh process with the cache that was just written.
- training: steps of `train_experiment` (`stopwatch.py`), epoch by epoch, after an epoch to warm up
  and the first ten steps of each; with a small validation split, as only steps are measured.

The times of `load` begin after Python has started and the module is imported. There is no other
side: what the figures are held against are the targets.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.child import run_child
from benchmarks.measure import Figure, Target, alternate
from benchmarks.report import Part
from benchmarks.settings import CONFIGS, Settings
from benchmarks.stopwatch import train_in_turns
from seqlab.experiment.experiment import load_experiment

NOT_COUNTED = 10


def measure(settings: Settings) -> Part:
    """Seconds of both loads, and training steps a second of two models."""
    print("imdb: loading", file=sys.stderr, flush=True)
    with TemporaryDirectory() as cache:
        sides = {"first preparation": _load_after_clearing(cache), "cached load": _load(cache)}
        loads = alternate(sides, settings.turns_or(5))
    targets = {"first preparation": Target(15), "cached load": Target(0.7)}
    figures = [
        Figure(name, "time", "s", tuple(seconds), targets[name]) for name, seconds in loads.items()
    ]
    for model in ("conv1d", "lstm"):
        print(f"imdb: {model}", file=sys.stderr, flush=True)
        figures.append(_training(model, settings))
    return Part("imdb", "IMDB", figures)


def _load(cache: str) -> Callable[[], float]:
    return lambda: run_child("load-imdb", environment={"XDG_CACHE_HOME": cache})


def _load_after_clearing(cache: str) -> Callable[[], float]:
    def load() -> float:
        shutil.rmtree(Path(cache) / "seqlab", ignore_errors=True)
        return run_child("load-imdb", environment={"XDG_CACHE_HOME": cache})

    return load


def _training(model: str, settings: Settings) -> Figure:
    experiment = load_experiment(
        CONFIGS / "imdb" / f"{model}.yaml", "dataset.validation_fraction=0.01"
    )
    steps = NOT_COUNTED + (20 if settings.quick else 100)
    epochs = train_in_turns(experiment, settings.turns_or(5), steps, between=lambda: None)
    rates = (1 / epoch.seconds_per_step(skip=NOT_COUNTED - 1) for epoch in epochs[1:])
    return Figure(experiment.name, "training steps", "1/s", tuple(rates))
