"""Whole epochs: seqlab's training against the training loop of a tutorial.

For every experiment in configs/jena that learns: 500 training steps of 128 windows, then the
validation pass over 769 batches. One side is `train_experiment`, all that `seqlab train` runs
(`stopwatch.py`); the other is the same model in `fit` from a per-row generator (`tutorial.py`).
Each lives in a process of its own (`worker.py` says why), and they take turns, an epoch each.
Before the first turn each has compiled and run what it will run: that is the first step's time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import Figure, Target, geometric_means, ratios
from benchmarks.report import Part
from benchmarks.settings import BATCH, CONFIGS, EPOCH_STEPS, VALIDATION_STEPS, Settings
from benchmarks.stopwatch import train_in_turns
from benchmarks.worker import Worker
from seqlab.experiment.experiment import load_experiment
from seqlab.training.device import use_device

TUTORIAL, SEQLAB, FASTER = "tutorial loop", "seqlab", "faster by"


def measure(settings: Settings) -> Part:
    """The time of an epoch of every Jena experiment on both sides, and the ratio."""
    figures: list[Figure] = []
    for config in sorted((CONFIGS / "jena").glob("*.yaml")):
        if not load_experiment(config).model.learns:
            continue
        print(f"epochs: {config.stem}", file=sys.stderr, flush=True)
        figures += measure_config(config, settings)
    faster = [figure.values for figure in figures if figure.column == FASTER]
    overall = Figure(
        "geometric mean", FASTER, "x", geometric_means(faster), Target(3.5, at_least=True)
    )
    notes = [f"Computed on: {use_device('auto')}."]
    if settings.steps < EPOCH_STEPS or settings.validation_steps < VALIDATION_STEPS:
        notes.append(
            f"SCALED: each measured epoch had {settings.steps} training steps and "
            f"{settings.validation_steps} validation batches; the times are scaled to "
            f"{EPOCH_STEPS} and {VALIDATION_STEPS}. What happens once an epoch, such as saving the "
            "model, is scaled with the validation pass, against seqlab."
        )
    return Part("epochs", "Whole epochs: 500 steps and validation", [*figures, overall], notes)


def measure_config(config: Path, settings: Settings) -> list[Figure]:
    """The figures of one experiment."""
    experiment = load_experiment(config, f"dataset.validation_rows={_validation_rows(settings)}")
    sizes = str(settings.steps), str(settings.validation_steps)
    theirs: list[list[float]] = []
    with Worker("benchmarks.tutorial", "tutorial_side", str(config), *sizes) as tutorial:
        turns = settings.turns_or(3)
        ours = train_in_turns(
            experiment, turns, settings.steps, lambda: theirs.append(tutorial.measure())
        )
    their_times = [seconds for seconds, _ in theirs[1:]]
    our_times = [epoch.whole_epoch(settings.validation_steps) for epoch in ours[1:]]
    row = experiment.name
    return [
        Figure(row, TUTORIAL, "s", tuple(their_times)),
        Figure(row, SEQLAB, "s", tuple(our_times)),
        Figure(row, FASTER, "x", ratios(their_times, our_times), Target(2, at_least=True)),
        Figure(row, "first step, tutorial", "s", (theirs[0][1],)),
        Figure(row, "first step, seqlab", "s", (ours[0].first_step,)),
    ]


def _validation_rows(settings: Settings) -> list[int]:
    """Rows that anchor exactly so many whole batches: all of the book's, or fewer of them.

    Worked example, 160 batches with a lookback of 1440: 160 * 128 anchors from row 201441 on, and
    one row more because a batch that ends with the last row does not count: to row 221922.
    """
    first = 200_001
    if settings.validation_steps == VALIDATION_STEPS:
        return [first, 300_000]
    return [first, first + 1440 + settings.validation_steps * BATCH + 1]
