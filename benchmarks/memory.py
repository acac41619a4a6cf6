"""Memory: the peak of a training run above that of a bare `import tensorflow`.

Both are processes of their own, in turns, and each tells the most resident memory that it has had.
The training run is `seqlab train` with `configs/jena/gru.yaml`, cut to two epochs of 50 steps but
with the whole validation pass of the book: memory does not grow with the number of steps. All of it
is counted: Keras, the series, the compiled model, saving it, drawing the curves.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.child import run_child
from benchmarks.measure import Figure, Target, alternate
from benchmarks.report import Part
from benchmarks.settings import CONFIGS, Settings

IMPORT, TRAIN = "import tensorflow", "seqlab train"
MB = 1e6


def measure(settings: Settings) -> Part:
    """Peak memory of both, and the difference."""
    with TemporaryDirectory() as outputs:
        sides = {
            IMPORT: lambda: run_child("memory-import") / MB,
            TRAIN: lambda: run_child("memory-train", *_arguments(Path(outputs))) / MB,
        }
        found = alternate(sides, settings.turns_or(5))
    above = tuple(train - bare for train, bare in zip(found[TRAIN], found[IMPORT], strict=True))
    figures = [Figure(name, "peak memory", "MB", tuple(peaks)) for name, peaks in found.items()]
    figures.append(Figure("above the import", "peak memory", "MB", above, Target(300)))
    return Part("memory", "Memory of a training run", figures)


def _arguments(outputs: Path) -> list[str]:
    config = CONFIGS / "jena" / "gru.yaml"
    return [
        *("--config", str(config), "--outputs", str(outputs)),
        *("training.epochs=2", "training.steps_per_epoch=50"),
    ]
