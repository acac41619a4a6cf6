"""How a run shows that it is alive: a moving display on a terminal, a line an epoch in a pipe."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from seqlab.task import Task

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress(Protocol):
    """Told of every step and every epoch; numbers count from 1."""

    def training_begins(self, task: Task, epochs: int, steps: int) -> None: ...
    def epoch_begins(self, epoch: int) -> None: ...
    def step_ended(self, step: int, loss: float) -> None: ...
    def epoch_ended(self, row: Mapping[str, float], *, is_best: bool) -> None: ...
    def training_ended(self) -> None: ...


class Silence:
    """Shows nothing, for callers who do not want to watch."""

    def training_begins(self, task: Task, epochs: int, steps: int) -> None:
        """Nothing to show."""

    def epoch_begins(self, epoch: int) -> None:
        """Nothing to show."""

    def step_ended(self, step: int, loss: float) -> None:
        """Nothing to show."""

    def epoch_ended(self, row: Mapping[str, float], *, is_best: bool) -> None:
        """Nothing to show."""

    def training_ended(self) -> None:
        """Nothing to show."""


class ConsoleProgress:
    """Prints one line an epoch; on a terminal a bar below them shows step, loss and time left.

    Args:
        console: where to; the bar appears only where it is a terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: RichProgress | None = None
        self._bar_task: TaskID | None = None
        self._task = Task("forecast", 0)
        self._epochs = self._steps = self._epoch = 0
        self._began = 0.0

    def training_begins(self, task: Task, epochs: int, steps: int) -> None:
        self._task, self._epochs, self._steps = task, epochs, steps
        self._began = time.perf_counter()
        if self._console.is_terminal:
            self._bar = _make_bar(self._console)
            self._bar_task = self._bar.add_task("", total=steps, loss=float("nan"), left="")
            self._bar.start()

    def epoch_begins(self, epoch: int) -> None:
        self._epoch = epoch
        if self._bar is not None and self._bar_task is not None:
            self._bar.reset(self._bar_task, description=f"epoch {epoch}/{self._epochs}")

    def step_ended(self, step: int, loss: float) -> None:
        if self._bar is None or self._bar_task is None:
            return
        done = (self._epoch - 1) * self._steps + step
        seconds = time.perf_counter() - self._began
        left = seconds / done * (self._epochs * self._steps - done)
        self._bar.update(self._bar_task, completed=step, loss=loss, left=f"{_clock(left)} left")

    def epoch_ended(self, row: Mapping[str, float], *, is_best: bool) -> None:
        width = len(str(self._epochs))
        line = f"epoch {self._epoch:>{width}}/{self._epochs}  loss {row['loss']:.4f}  "
        if self._task.kind == "forecast":
            line += f"val_mae {row['val_mae']:.4f}  "
            if self._task.unit:
                line += f"= {row['val_mae'] * self._task.target_std:.3f} {self._task.unit}  "
        else:
            line += f"val_loss {row['val_loss']:.4f}  val_accuracy {row['val_accuracy']:.4f}  "
        line += f"{row['seconds']:.1f} s" + ("  best" if is_best else "")
        self._console.print(line, highlight=False, markup=False)

    def training_ended(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _make_bar(console: Console) -> RichProgress:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]:.4f}"),
        TextColumn("{task.fields[left]}"),
        console=console,
        transient=True,
        refresh_per_second=5,
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
