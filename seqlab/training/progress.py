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
        title: which run this is, where there are several.
        bars: a display that is already shown and gets one more bar; None makes one.
    """

    def __init__(
        self, console: Console, *, title: str = "", bars: RichProgress | None = None
    ) -> None:
        self._console = console
        self._title = f"{title}  " if title else ""
        self._bars = bars
        self._owns_bars = bars is None and console.is_terminal
        self._bar: TaskID | None = None
        self._task = Task("forecast", 0)
        self._epochs = self._steps = self._epoch = 0
        self._began = 0.0

    def training_begins(self, task: Task, epochs: int, steps: int) -> None:
        self._task, self._epochs, self._steps = task, epochs, steps
        self._began = time.perf_counter()
        if self._owns_bars:
            self._bars = make_bars(self._console)
            self._bars.start()
        if self._bars is not None:
            self._bar = self._bars.add_task(self._title, total=steps, loss=float("nan"), left="")

    def epoch_begins(self, epoch: int) -> None:
        self._epoch = epoch
        if self._bars is not None and self._bar is not None:
            description = f"{self._title}epoch {epoch}/{self._epochs}"
            self._bars.reset(self._bar, description=description)

    def step_ended(self, step: int, loss: float) -> None:
        if self._bars is None or self._bar is None:
            return
        done = (self._epoch - 1) * self._steps + step
        seconds = time.perf_counter() - self._began
        left = seconds / done * (self._epochs * self._steps - done)
        self._bars.update(self._bar, completed=step, loss=loss, left=f"{_clock(left)} left")

    def epoch_ended(self, row: Mapping[str, float], *, is_best: bool) -> None:
        line = epoch_line(self._task, self._epochs, row, is_best=is_best)
        self._console.print(self._title + line, soft_wrap=True)

    def training_ended(self) -> None:
        if self._bars is None:
            return
        if self._owns_bars:
            self._bars.stop()
        elif self._bar is not None:
            self._bars.remove_task(self._bar)


def epoch_line(task: Task, epochs: int, row: Mapping[str, float], *, is_best: bool) -> str:
    """One epoch in one line: `epoch  3/20  loss 0.27  val_mae 0.26  = 2.34 degC  9.1 s  best`."""
    width = len(str(epochs))
    line = f"epoch {row['epoch']:>{width}}/{epochs}  loss {row['loss']:.4f}  "
    if task.kind == "forecast":
        line += f"val_mae {row['val_mae']:.4f}  "
        line += f"= {row['val_mae'] * task.target_std:.3f} {task.unit}  " if task.unit else ""
    else:
        line += f"val_loss {row['val_loss']:.4f}  val_accuracy {row['val_accuracy']:.4f}  "
    return line + f"{row['seconds']:.1f} s" + ("  best" if is_best else "")


def make_bars(console: Console) -> RichProgress:
    """A display of one bar a run, which disappears when it is stopped."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
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
