"""The Python interface, for notebooks: train an experiment, open a run, look at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.runs.reader import Run
from seqlab.runs.search import find_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from seqlab.training.events import Observer


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


def train(experiment: Experiment | str | Path, outputs: str | Path = "outputs") -> NotebookRun:
    """Train an experiment, printing a line an epoch to stderr.

    Args:
        experiment: from `load_experiment`, or made in Python; or a file, or the name of a config
            that comes with seqlab.
        outputs: the folder of all runs.

    Returns:
        The finished run.

    Raises:
        ConfigError: the config is wrong.
        SeqlabError: the data cannot be had, or the run failed; says why.
    """
    from seqlab.recipes.train import train_experiment

    if not isinstance(experiment, Experiment):
        experiment = load_experiment(experiment)
    return NotebookRun(train_experiment(experiment, Path(outputs), _observer()).path)


def resume(
    run: Run | str | Path, *, epochs: int | None = None, outputs: str | Path = "outputs"
) -> NotebookRun:
    """Go on with a run that was interrupted, or train a completed one for more epochs.

    Args:
        run: a run, or what `open_run` takes.
        epochs: how many it shall have in the end; None leaves what its config says.
        outputs: the folder of all runs.

    Raises:
        ConfigError: no run fits, or it is completed and no more epochs are wanted.
        SeqlabError: it cannot go on; says why.
    """
    from seqlab.recipes.train import resume_run

    found = run if isinstance(run, Run) else open_run(run, outputs)
    return NotebookRun(resume_run(found, _observer(), epochs=epochs).path)


def _observer() -> Observer:
    from seqlab.cli.output import progress_console
    from seqlab.cli.progress import Screen

    return Screen(progress_console()).observer()
