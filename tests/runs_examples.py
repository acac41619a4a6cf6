"""Run folders with realistic numbers, made as a run makes them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from seqlab.runs import atomic
from seqlab.runs.environment import Environment
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.scores import Rival, Scores
from seqlab.runs.writer import RunWriter

STD = 8.85249908220462
PERSISTENCE = 0.2897359729905486

# The book's GRU on the Jena climate data: training and validation loss, epoch by epoch.
GRU_LOSS = (0.3216, 0.2846, 0.2772, 0.2707, 0.2658, 0.2612, 0.2562, 0.2519)
GRU_VAL_LOSS = (0.2738, 0.2654, 0.2653, 0.2663, 0.2686, 0.2717, 0.2745, 0.2792)
LSTM_LOSS = (0.5038, 0.2917, 0.2305, 0.1976)
LSTM_VAL_LOSS = (0.3853, 0.302, 0.3125, 0.2977)
LSTM_ACCURACY = (0.7574, 0.8866, 0.9105, 0.9255)
LSTM_VAL_ACCURACY = (0.8346, 0.8794, 0.8688, 0.8862)

CONFIG = """\
name: {name}
seed: 1
dataset:
  kind: {dataset}
  lookback: 1440
model:
  kind: gru
  units: 32
training:
  epochs: 20
"""


def series_run(
    outputs: Path,
    name: str = "jena/gru",
    loss: Sequence[float] = GRU_LOSS,
    val_loss: Sequence[float] = GRU_VAL_LOSS,
) -> Run:
    """A completed run whose loss is the mean absolute error."""
    writer = start(outputs, name)
    for epoch, (training, validation) in enumerate(zip(loss, val_loss, strict=True), start=1):
        writer.append_epoch(
            {
                "epoch": epoch,
                "loss": training,
                "mae": training,
                "val_loss": validation,
                "val_mae": validation,
                "learning_rate": 0.001,
                "seconds": 9.1,
            }
        )
    best = min(val_loss)
    scores: dict[str, Any] = {"mae": best, "mae_original": best * STD, "unit": "degC"}
    baseline = {
        "baseline": "persistence",
        "split": "validation",
        "mae": PERSISTENCE,
        "mae_original": PERSISTENCE * STD,
        "unit": "degC",
        "windows": 98432,
        "horizon_minutes": 1500,
    }
    write_metrics(
        writer,
        {
            "best_epoch": list(val_loss).index(best) + 1,
            "validation": {"loss": best, **scores},
            "baseline": {"validation": baseline},
            "skill": 1 - best / PERSISTENCE,
            "parameters": 4641,
            "seconds_per_epoch": 9.1,
        },
    )
    writer.finish("completed")
    return Run(writer.files.folder)


def text_run(outputs: Path, name: str = "imdb/lstm") -> Run:
    """A completed run with a loss and an accuracy."""
    writer = start(outputs, name, dataset="imdb")
    columns = (LSTM_LOSS, LSTM_ACCURACY, LSTM_VAL_LOSS, LSTM_VAL_ACCURACY)
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    for epoch, values in enumerate(zip(*columns, strict=True), start=1):
        row = {"epoch": epoch, **dict(zip(names, values, strict=True))}
        writer.append_epoch({**row, "learning_rate": 0.001, "seconds": 21.5})
    write_metrics(
        writer,
        {
            "best_epoch": 4,
            "validation": {"loss": 0.2977, "accuracy": 0.8862},
            "baseline": {
                "validation": {
                    "baseline": "majority",
                    "split": "validation",
                    "accuracy": 0.5,
                    "reviews": 5000,
                }
            },
            "skill": 0.7724,
            "parameters": 328353,
            "seconds_per_epoch": 21.5,
        },
    )
    writer.finish("completed")
    return Run(writer.files.folder)


def start(outputs: Path, name: str = "jena/gru", dataset: str = "jena") -> RunWriter:
    """A run that has just begun."""
    config = CONFIG.format(name=name, dataset=dataset)
    return begin(outputs, name, 1, config, {"versions": {"keras": "3.15.1"}})


def begin(
    outputs: Path, name: str, seed: int, config: str, environment: Mapping[str, Any]
) -> RunWriter:
    """A run that has just begun, with what its files hold."""
    record = Environment.parse(environment, Path("environment.json"))
    return RunWriter.create(outputs, name, seed, config, record, "{}\n")


def write_metrics(writer: RunWriter, document: Mapping[str, Any]) -> None:
    """Write what a metrics.json holds, such as those of folders before format 1."""
    writer.write_metrics(Metrics.parse(document, writer.files.metrics))


def copy_of(run: Run, name: str = "20260101-000000-0000") -> Run:
    """A run's twin beside it."""
    return Run(shutil.copytree(run.path, run.path.parent / name))


def change_file(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file once or more often, the first time."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def beside_a_perfect_baseline(run: Run) -> Run:
    """The same folder, whose baseline makes no mistake on the validation split."""
    results = run.results
    assert results is not None
    metric, judged = results.metric, results.validation
    scores = Scores({metric.name: metric.best}, results.asked.scale and 0.0)
    perfect = replace(judged, rivals=(Rival(judged.name, scores),))
    atomic.write_json(run.files.metrics, replace(results, validation=perfect).record())
    return run
