"""How far a run is that goes on, as far as its folder tells."""

from __future__ import annotations

import time
from dataclasses import dataclass

from seqlab.errors import DataError
from seqlab.runs.reader import Run
from seqlab.runs.summary import RunSummary, summarise

LEVELS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Args:
        summary: of what it has done.
        epochs: that it is to train; None if its config does not tell.
        losses: the validation loss of each epoch so far.
        seconds_left: until its last epoch ends, if none is spared; None before the first has ended.
    """

    summary: RunSummary
    epochs: int | None
    losses: tuple[float, ...]
    seconds_left: float | None


def progress_of(run: Run, now: float | None = None) -> Progress | None:
    """How far a run is; None if it is not in progress, or cannot be read.

    Args:
        run: any.
        now: seconds since 1970; None is the time of this moment.
    """
    summary = summarise(run)
    if summary.status != "running":
        return None
    try:
        history, training = run.epochs(), run.config.get("training")
    except DataError:  # its process may be about to write them
        return None
    epochs = training.get("epochs") if isinstance(training, dict) else None
    epochs = epochs if isinstance(epochs, int) else None
    losses = tuple(row["val_loss"] for row in history.rows)
    left = None
    if epochs is not None and summary.seconds_per_epoch is not None:
        since = (time.time() if now is None else now) - run.files.history.stat().st_mtime
        # Worked example, 3 of 5 epochs of 60 s and the last ended 20 s ago: 100 s are left.
        left = max(0.0, (epochs - len(losses)) * summary.seconds_per_epoch - max(0.0, since))
    return Progress(summary, epochs, losses, left)


def spark_line(values: tuple[float, ...], width: int = 20) -> str:
    """The last values as blocks of eight heights, the lowest of them all the smallest.

    Worked example, 1, 3, 2: `▁█▅`.
    """
    shown = values[-width:]
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    scale = (len(LEVELS) - 1) / (high - low) if high > low else 0.0
    return "".join(LEVELS[round((value - low) * scale + 1e-9)] for value in shown)
