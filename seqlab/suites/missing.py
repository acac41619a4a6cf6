"""Training what no finished run has done, and going on with what was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from seqlab.experiment.experiment import Experiment
from seqlab.recipes.jobs import train_several
from seqlab.runs.reader import Run
from seqlab.suites.finished import Library
from seqlab.training.events import Noticed, Observer


def train_missing(
    wanted: Sequence[Experiment],
    library: Library,
    outputs: Path,
    jobs: int,
    observer: Observer,
    observer_of: Callable[[str], Observer],
) -> list[str]:
    """Train those experiments of which there is no finished run yet.

    A run counts as done if it completed with the same settings, the same data and the same seed;
    one that was interrupted is gone on with.

    Args:
        wanted: in the order in which they are trained.
        library: the runs that there are; those that end are added.
        outputs: the folder of all runs.
        jobs: runs at the same time.
        observer: told how much is left.
        observer_of: makes what is told of the steps and epochs of a run, from the run's title.

    Returns:
        What went wrong, a line for each run that failed.

    Raises:
        DataError: a dataset cannot be had.
        Interrupted: Ctrl-C or SIGTERM ended them all.
    """
    missing = [experiment for experiment in wanted if library.find(experiment) is None]
    begun = {n: run.path for n, e in enumerate(missing) if (run := library.find_begun(e))}
    gone_on = f", {len(begun)} of them to go on with" if begun else ""
    done = f"{len(wanted) - len(missing)} of {len(wanted)} runs are done"
    observer(Noticed(f"{done}, {len(missing)} missing{gone_on}"))
    numbers = {id(experiment): number for number, experiment in enumerate(missing, start=1)}

    def watch(experiment: Experiment) -> Observer:
        count = f"{numbers[id(experiment)]}/{len(missing)}"
        return observer_of(f"{count} {experiment.name} seed {experiment.seed}")

    outcomes = train_several(missing, outputs, jobs, watch, begun)
    for outcome in outcomes:
        if outcome.folder is not None:
            library.add(Run(outcome.folder))
    return [
        f"{outcome.experiment.name} seed {outcome.experiment.seed}: {outcome.error}"
        for outcome in outcomes
        if outcome.error
    ]
