"""Training steps: seqlab against PyTorch on the CPU.

One layer of 32 units on 128 windows of 240 x 14 (GRU, LSTM, bidirectional GRU), a dense output,
mean absolute error, RMSprop. PyTorch is measured with its default number of threads and with one:
its threads wait for each other many times in a step, and lose to a single one as soon as anything
else runs on the machine. The ratio is to the faster of the two, turn by turn. PyTorch runs in a
process of its own (`torch_steps.py`), because two frameworks in one process get in each other's
way; the two take turns, and the one whose turn it is not sleeps.

In PyTorch's favour: its batch lies ready in memory, and nothing but the bare step runs. seqlab's
steps are those of `train_experiment` (`stopwatch.py`), with windows being cut, metrics kept and
callbacks called. The steps before the tenth are not counted on either side.
"""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec

from benchmarks.measure import Figure, Target, geometric_means, ratios
from benchmarks.report import Part
from benchmarks.settings import CONFIGS, Settings
from benchmarks.stopwatch import train_in_turns
from benchmarks.worker import Worker
from seqlab.experiment.experiment import load_experiment

LAYERS = {
    "gru": "{cell: gru, units: 32}",
    "lstm": "{cell: lstm, units: 32}",
    "bidirectional gru": "{cell: gru, units: 32, bidirectional: true}",
}
TORCH, ONE_THREAD = "PyTorch", "PyTorch, one thread"
SEQLAB, FASTER = "seqlab", "faster by"
NOT_COUNTED = 10
REST = 0.5
"""Seconds between two turns, for the threads of the side before to go to sleep."""


def measure(settings: Settings) -> Part:
    """Milliseconds of a training step of both, and the ratio; nothing without PyTorch."""
    title = "Training steps: seqlab and PyTorch on the CPU"
    if find_spec("torch") is None:
        note = "Not measured: PyTorch is not installed (extra `bench`)."
        print(f"steps: {note}", file=sys.stderr)
        return Part("steps", title, [], [note])
    figures, threads = [], 0
    for layer in LAYERS:
        print(f"steps: {layer}", file=sys.stderr, flush=True)
        found, threads = measure_layer(layer, settings)
        figures += found
    faster = [figure.values for figure in figures if figure.column == FASTER]
    overall = geometric_means(faster)
    figures.append(Figure("geometric mean", FASTER, "x", overall, Target(3, at_least=True)))
    notes = [f"Both ran on the CPU, PyTorch with {threads} threads by default."]
    return Part("steps", title, figures, notes)


def measure_layer(layer: str, settings: Settings) -> tuple[list[Figure], int]:
    """The figures of one layer, and PyTorch's number of threads."""
    experiment = load_experiment(
        CONFIGS / "jena" / "gru.yaml",
        f"model.layers=[{LAYERS[layer]}]",
        "training.device=cpu",
        "dataset.validation_rows=[200001, 210000]",  # short: only steps are measured
    )
    turns, steps = settings.turns_or(5), 40 if settings.quick else 150
    theirs: list[list[float]] = []
    with Worker("benchmarks.torch_steps", "torch_side", layer, str(steps)) as torch:

        def torch_turn() -> None:
            time.sleep(REST)
            theirs.append(torch.measure())
            time.sleep(REST)

        epochs = train_in_turns(experiment, turns, NOT_COUNTED + steps, torch_turn)
    ours = [1000 * epoch.seconds_per_step(skip=NOT_COUNTED - 1) for epoch in epochs[1:]]
    default, one_thread, threads = zip(*theirs[1:], strict=True)
    best = list(map(min, default, one_thread))
    return [
        Figure(layer, TORCH, "ms", default),
        Figure(layer, ONE_THREAD, "ms", one_thread),
        Figure(layer, SEQLAB, "ms", tuple(ours)),
        Figure(layer, FASTER, "x", ratios(best, ours)),
    ], round(threads[0])
