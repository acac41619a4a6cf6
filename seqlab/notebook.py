"""The Python interface, for notebooks: train an experiment, open a run, look at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.experiment.experiment import Experiment
from seqlab.runs.reader import Run
from seqlab.runs.search import find_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class NotebookRun(Run):
    """A run with its picture: `history`, `metrics`, `model()` and `plot()`."""

    @property
    def metrics(self) -> dict[str, Any] | None:
        """The content of metrics.json, beside the baseline's; None until the run has completed."""
        results = self.results
        return None if results is None else results.record()

    def plot(self, *others: Run) -> Figure:
        """Draw the curves of this run, or of several on one picture.

        Args:
            others: runs to lay over this one.

        Returns:
            A figure, which a notebook shows by itself.
        """
        from seqlab.plots.curves import draw_curves

        runs: Sequence[Run] = [self, *others]
        return draw_curves(runs)


def open_run(run: str | Path, outputs: str | Path = "outputs") -> NotebookRun:
    """Open a run.

    Args:
        run: a run folder, a run id, the beginning of one, or `last`.
        outputs: the folder of all runs.

    Raises:
        ConfigError: no run fits, or several do.
    """
    return NotebookRun(find_run(str(run), Path(outputs)).path)


def train(experiment: Experiment, outputs: str | Path = "outputs") -> NotebookRun:
    """Train an experiment, printing a line an epoch to stderr.

    Args:
        experiment: from `load_experiment`, or made in Python.
        outputs: the folder of all runs.

    Returns:
        The finished run.

    Raises:
        SeqlabError: the data cannot be had, or the run failed; says why.
    """
    from seqlab.cli.output import progress_console
    from seqlab.cli.progress import Screen
    from seqlab.recipes.train import train_experiment

    screen = Screen(progress_console())
    run = train_experiment(experiment, Path(outputs), screen.observer())
    return NotebookRun(run.path)
