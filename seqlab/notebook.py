"""The Python interface, for notebooks: train an experiment, open a run, look at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.errors import ConfigError, SeqlabError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.runs.reader import Run
from seqlab.runs.search import find_run

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from seqlab.cli.progress import Screen
    from seqlab.runs.metrics import JudgedSplit


class NotebookRun(Run):
    """A run with what it says: `history`, `metrics`, `model()`, `predict()` and `plot()`."""

    @property
    def metrics(self) -> dict[str, Any] | None:
        """The content of metrics.json, beside the baseline's; None until the run has completed."""
        results = self.results
        return None if results is None else results.record()

    def predict(
        self, frame: pd.DataFrame | None = None, split: JudgedSplit | None = None
    ) -> pd.DataFrame:
        """How series go on, what texts are about, or what the model said of a split's samples.

        Args:
            frame: with the columns of the file that the run was trained on. Of series the history,
                and the rows ahead where the model sees known columns; None takes that file, as it
                is now. Of texts those to tell the classes of.
            split: answers its samples instead; each look at `test` is counted in the run folder.

        Returns:
            A row for each window, target and step, in original units, or for each text; see
            `seqlab predict`.

        Raises:
            ConfigError: the run is of neither, no texts are given, or a split was asked of a frame.
            DataError: the frame or the file is not what the model can be fed with.
        """
        from seqlab.recipes.predict import predict_frame, predict_run

        if frame is None:
            return predict_run(self, split=split).table
        return predict_frame(self, frame, split=split).table

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

    What XLA compiled for it stays in this process's memory, some 30 MB a training: many
    experiments are better given to `train_several`.

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

    checked = _checked(experiment)
    return NotebookRun(train_experiment(checked, Path(outputs), _screen().observer()).path)


def train_several(
    experiments: Sequence[Experiment | str | Path],
    outputs: str | Path = "outputs",
    jobs: int = 1,
) -> list[NotebookRun]:
    """Train experiments, each in a process of its own, which gives all its memory back.

    Such a process imports the script that calls this. So in a script the call stands below
    `if __name__ == "__main__":`, or every process ends in Python's error about its start. A
    notebook needs nothing.

    Args:
        experiments: each as for `train`.
        outputs: the folder of all runs.
        jobs: processes at the same time; each gets an equal share of the cores.

    Returns:
        The finished runs, in the order of `experiments`.

    Raises:
        ConfigError: a config or `jobs` is wrong; nothing was trained.
        SeqlabError: runs failed; says which and why, after all others have been trained.
    """
    from seqlab.recipes.jobs import failures, title_of
    from seqlab.recipes.jobs import train_several as train_in_processes
    from seqlab.recipes.train import refuse_naive

    if jobs < 1:
        raise ConfigError(f"jobs is {jobs}, expected 1 or more.", remedy="Set jobs=1.")
    checked = [_checked(experiment) for experiment in experiments]
    for experiment in checked:
        refuse_naive(experiment)
    screen = _screen()
    outcomes = train_in_processes(
        checked, Path(outputs), jobs, lambda experiment: screen.observer(title_of(experiment))
    )
    folders = [o.folder for o in outcomes if o.folder is not None and not o.error]
    failed = failures(outcomes)
    if failed:
        finished = "".join(f"\n  {folder}" for folder in folders)
        remedy = f"Open those that finished with `seqlab.open_run`:{finished}" if folders else ""
        raise SeqlabError(failed, remedy=remedy)
    return [NotebookRun(folder) for folder in folders]


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
    return NotebookRun(resume_run(found, _screen().observer(), epochs=epochs).path)


def _checked(experiment: Experiment | str | Path) -> Experiment:
    return experiment if isinstance(experiment, Experiment) else load_experiment(experiment)


def _screen() -> Screen:
    from seqlab.cli.output import progress_console
    from seqlab.cli.progress import Screen

    return Screen(progress_console())
