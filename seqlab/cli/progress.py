"""How a run shows that it is alive: a moving display on a terminal, a line an epoch in a pipe."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from seqlab.runs.asked import Asked
from seqlab.runs.history import VALIDATION
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Event,
    Noticed,
    RunBegins,
    RunEnded,
    StepEnded,
    ValidationBegins,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Screen:
    """A console that several runs may share, each with a line an epoch and a bar below them.

    Args:
        console: where to; bars appear only where it is a terminal, and while a run goes on.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.bars = _make_bars(console) if console.is_terminal else None

    def observer(self, title: str = "") -> ConsoleObserver:
        """Who shows one run.

        Args:
            title: which run it is, where there are several.
        """
        return ConsoleObserver(self, title)


class ConsoleObserver:
    """Prints one line an epoch; on a terminal a bar below them shows step, loss and time left.

    Args:
        screen: where to.
        title: which run this is, where there are several.
    """

    def __init__(self, screen: Screen, title: str) -> None:
        self._screen = screen
        self._title = f"{title}  " if title else ""
        self._bar: TaskID | None = None
        self._begun: RunBegins | None = None
        self._epoch_seconds: list[float] = []
        self._epoch_began = 0.0

    def __call__(self, event: Event) -> None:
        match event:
            case Noticed(text):
                self._print(text)
            case RunBegins():
                self._begin(event)
            case EpochBegins(epoch):
                self._epoch_began = time.perf_counter()
                # The first step compiles all of them, which may take longer than an epoch.
                left = "" if self._epoch_seconds else "compiling"
                self._show(f"epoch {epoch}/{self._epochs}", completed=0, shown="", left=left)
            case StepEnded(step, loss):
                shown = f"loss {loss:.4f}"
                self._show(completed=step, shown=shown, left=self._left(step))
            case ValidationBegins():
                self._show(left="validating")
            case EpochEnded(row, is_best):
                self._epoch_seconds.append(row["seconds"])
                if self._begun is not None:
                    line = epoch_line(self._begun.asked, self._epochs, row, is_best=is_best)
                    self._print(line)
            case RunEnded():
                self._end()

    @property
    def _epochs(self) -> int:
        return self._begun.epochs if self._begun else 0

    def _begin(self, event: RunBegins) -> None:
        self._begun = event
        if self._screen.bars is None:
            self._print(_opening(event))
        else:
            self._screen.bars.start()
            self._bar = self._screen.bars.add_task(
                self._title, total=event.steps, shown="", left=""
            )

    def _end(self) -> None:
        bars = self._screen.bars
        if self._bar is None or bars is None:
            return
        bars.remove_task(self._bar)
        self._bar = None
        if not bars.tasks:
            bars.stop()

    def _print(self, text: str) -> None:
        self._screen.console.print(f"{self._title}{text}", soft_wrap=True)

    def _show(self, title: str = "", **fields: Any) -> None:
        """Change the bar, where there is one."""
        if self._bar is None or self._screen.bars is None:
            return
        if title:
            fields["description"] = f"{self._title}{title}"
        self._screen.bars.update(self._bar, **fields)

    def _left(self, step: int) -> str:
        """The time that is left: of the run once an epoch has ended, validation included.

        Worked example, epochs of 10 s and 20 of 100 steps gone in the second of five: 8 s of this
        one and three more make 38 s.
        """
        if self._begun is None:
            return ""
        steps, done = self._begun.steps, len(self._epoch_seconds)
        if not done:  # nobody knows yet how long validation takes
            seconds = time.perf_counter() - self._epoch_began
            return f"{_clock(seconds / step * (steps - step))} left in the epoch"
        mean = sum(self._epoch_seconds) / done
        epochs = self._epochs - self._begun.first_epoch + 1 - done
        return f"{_clock(mean * (epochs - step / steps))} left"


def epoch_line(asked: Asked, epochs: int, row: Mapping[str, float], *, is_best: bool) -> str:
    """One epoch in one line: `epoch  3/20  loss 0.27  val_mae 0.26  = 2.34 degC  9.1 s  best`."""
    width, name = len(str(epochs)), f"{VALIDATION}{asked.metric.name}"
    line = f"epoch {row['epoch']:>{width}}/{epochs}  loss {row['loss']:.4f}  "
    if not math.isclose(row["val_loss"], row[name], rel_tol=1e-4):  # else the loss is the metric
        line += f"val_loss {row['val_loss']:.4f}  "
    line += f"{name} {row[name]:.4f}  "
    original = asked.original(row[name])
    if original is not None and asked.unit:
        line += f"= {original:.3f} {asked.unit}  "
    return line + f"{row['seconds']:.1f} s" + ("  best" if is_best else "")


def _opening(begun: RunBegins) -> str:
    """What begins, for those who see no bar: `20 epochs of 500 steps on the CPU`."""
    left = begun.epochs - begun.first_epoch + 1
    first = f", from epoch {begun.first_epoch}" if begun.first_epoch > 1 else ""
    epochs = f"{left} epoch{'s' * (left != 1)}"
    return f"{epochs} of {begun.steps:,} steps on the {begun.device}{first}"


def _make_bars(console: Console) -> Progress:
    """A display of one bar a run, which disappears when it is stopped."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[shown]}"),
        TextColumn("{task.fields[left]}"),
        console=console,
        transient=True,
        refresh_per_second=5,
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
