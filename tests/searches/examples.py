"""A tiny search, and a crew that trains nothing but leaves real run folders behind."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from seqlab.experiment.experiment import Experiment
from seqlab.runs.asked import Asked
from seqlab.runs.reader import Run
from seqlab.runs.writer import RunWriter
from seqlab.searches.crew import Ended, Errand
from seqlab.searches.search import Search, load_search
from seqlab.tasks.metric import MAE
from seqlab.training.events import EpochEnded, Event, RunBegins
from tests.runs_examples import begin, write_metrics

ASKED = Asked("forecast", MAE, "degC", 1.0, "windows", "loss")
EXPERIMENT = """\
  dataset: {kind: synthetic_climate, days: 60, lookback: 72, step: 6, delay: 144,
    training_rows: [0, 5000], validation_rows: [5001, 6500], test_rows: [6501, null]}
  model: {kind: dense, layers: [{units: 4}]}
  training: {epochs: 5, steps_per_epoch: 5}
  baselines: [persistence]
  silence: [overlap, horizon]
"""
SEARCH = f"""\
name: tiny
experiment:
{EXPERIMENT}
parameters:
  training.learning_rate: {{min: 1e-4, max: 1e-1, log: true}}
  model.layers.0.dropout: {{min: 0, max: 0.5, step: 0.1}}
  model.layers.0.units: {{values: [2, 4, 8]}}
trials: 9
finalists: 2
"""


def search_file(folder: Path, text: str = SEARCH) -> Path:
    """The search's file."""
    path = folder / "tiny.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def tiny_search(folder: Path, **replaced: str) -> Search:
    """The tiny search with some blocks of its file replaced: `trials="30"`."""
    kept, is_kept = [], True
    for line in SEARCH.splitlines():
        if not line.startswith(" "):
            is_kept = line.partition(":")[0] not in replaced
        kept += [line] if is_kept else []
    kept += [f"{key}: {value}" for key, value in replaced.items()]
    return load_search(search_file(folder, "\n".join(kept)))[0]


class Killed(BaseException):
    """The process is gone: nothing that comes after it happens."""


@dataclass
class Fate:
    """What befalls a crew.

    Args:
        moments: events until it is killed; the first is taken each time that it starts.
        random: decides whose turn it is.
        trained: every epoch that was computed, as experiment, seed and number; grows.
        fails: whether an experiment's training diverges in its second epoch.
    """

    moments: deque[int] = field(default_factory=deque)
    random: Random = field(default_factory=lambda: Random(1))
    trained: list[tuple[str, int, int]] = field(default_factory=list)
    fails: Callable[[Experiment], bool] = lambda _: False


Life = Generator[Event | Ended, bool, None]


class PlayedCrew:
    """Plays a crew: the epochs of as many runs as there are jobs come in any order."""

    def __init__(self, fate: Fate, outputs: Path, jobs: int) -> None:
        self._fate, self._outputs, self._jobs = fate, outputs, jobs
        self._left = fate.moments.popleft() if fate.moments else math.inf
        self._writers: list[RunWriter] = []

    def __enter__(self) -> PlayedCrew:
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers:
            writer.lock.release()

    def train(
        self,
        errands: deque[Errand],
        hear: Callable[[Errand, Event], bool],
        done: Callable[[Errand, Ended], None],
    ) -> None:
        active: list[tuple[Errand, Life]] = []
        answers: dict[int, bool | None] = {}
        while errands or active:
            while errands and len(active) < self._jobs:
                errand = errands.popleft()
                active.append((errand, self._life(errand)))
            place = self._fate.random.randrange(len(active))
            errand, life = active[place]
            happened = life.send(answers.pop(id(life), None))
            self._left -= 1
            if self._left <= 0:
                raise Killed
            if isinstance(happened, Ended):
                del active[place]
                done(errand, happened)
            else:
                answers[id(life)] = hear(errand, happened) and errand.is_watched

    def _life(self, errand: Errand) -> Life:
        experiment = errand.experiment
        epochs = experiment.training.epochs
        writer, rows = self._writer(errand)
        self._writers.append(writer)
        folder, first = writer.files.folder, len(rows) + 1
        ends = False
        if first <= epochs:
            begins = RunBegins(
                experiment.name, experiment.seed, folder, epochs, first, 1, "CPU", ASKED
            )
            ends = yield begins
        for epoch in range(first, epochs + 1):
            if ends:
                writer.finish("interrupted", "pruned")
                yield Ended("pruned", error="pruned")
                return
            if epoch == 2 and self._fate.fails(experiment):
                writer.finish("failed", "diverged")
                yield Ended("failed", error="diverged")
                return
            self._fate.trained.append((experiment.name, experiment.seed, epoch))
            row = row_of(experiment, epoch)
            rows.append(row)
            writer.append_epoch(row)
            ends = yield EpochEnded(row, is_best=True)
        write_metrics(writer, metrics_of(rows))
        writer.finish("completed")
        yield Ended("completed", folder)

    def _writer(self, errand: Errand) -> tuple[RunWriter, list[dict[str, float]]]:
        experiment = errand.experiment
        if errand.begun is None:
            text = experiment.to_yaml()
            writer = begin(self._outputs, experiment.name, experiment.seed, text, {"versions": {}})
            return writer, []
        run = Run(errand.begun)
        rows = [dict(row) for row in run.epochs()]
        writer = RunWriter.held(run.path, run.status_record).__enter__()
        writer.go_on(rows)
        return writer, rows


def row_of(experiment: Experiment, epoch: int) -> dict[str, float]:
    """An epoch of made-up training: best near a learning rate of 0.01, with a seed's luck."""
    layer = experiment.model.layers[0]
    distance = abs(math.log10(experiment.training.learning_rate) + 2)
    luck = Random(f"{experiment.seed} {layer.units} {distance}").random() / 10
    value = 0.2 + distance / 10 + layer.dropout / 10 + luck + 0.3 / epoch
    row = {"loss": value, "mae": value, "val_loss": value, "val_mae": value}
    return {"epoch": epoch, **row, "learning_rate": 0.001, "seconds": 1.0}


def metrics_of(rows: list[dict[str, float]]) -> dict[str, object]:
    """What metrics.json holds of such epochs."""
    best = min(row["val_mae"] for row in rows)
    scores = {"mae": best, "mae_original": best, "unit": "degC"}
    baseline = {
        "baseline": "persistence",
        "split": "validation",
        "mae": 0.5,
        "mae_original": 0.5,
        "unit": "degC",
        "windows": 100,
        "horizon_minutes": 1500,
    }
    return {
        "best_epoch": 1 + [row["val_mae"] for row in rows].index(best),
        "validation": {"loss": best, **scores},
        "baseline": {"validation": baseline},
        "skill": 1 - best / 0.5,
        "parameters": 10,
        "seconds_per_epoch": 1.0,
    }
