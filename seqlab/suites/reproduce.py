"""Running a suite: what is missing is trained, what is done is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from seqlab.errors import ConfigError
from seqlab.experiment.experiment import Experiment
from seqlab.suites.finished import Finished, Library
from seqlab.suites.missing import train_missing
from seqlab.suites.suite import Member, Suite
from seqlab.training.events import Observer

FAST_BATCHES = 4


@dataclass(frozen=True)
class Order:
    """What is wanted of a suite.

    Args:
        seeds: seeds of each experiment, from its own one on.
        jobs: runs at the same time.
        only: a pattern of names, such as `jena/*`; what it leaves out is not trained, but reported
            on where it was trained before.
        is_fast: a few steps instead of the whole training.
        outputs: the folder of all runs.
    """

    seeds: int
    jobs: int
    only: str
    is_fast: bool
    outputs: Path


@dataclass(frozen=True)
class Reproduced:
    """What there is after running a suite.

    Args:
        runs: the finished runs, by experiment and seed.
        failures: what went wrong, a line for each run that failed.
    """

    runs: dict[str, dict[int, Finished]]
    failures: list[str]


def run_missing(
    suite: Suite,
    order: Order,
    observer: Observer,
    observer_of: Callable[[str], Observer],
) -> Reproduced:
    """Train what no finished run below `outputs` has done, cheapest first, and find all runs.

    Args:
        suite: what to run.
        order: how much of it.
        observer: told how much is left.
        observer_of: makes what is told of the steps and epochs of a run, from the run's title.

    Raises:
        ConfigError: no experiment has a name like `order.only`.
        DataError: a dataset cannot be had.
    """
    wanted = wanted_experiments(suite, order)
    library = Library(order.outputs, [member.experiment.name for member in suite.members])
    failures = train_missing(wanted, library, order.outputs, order.jobs, observer, observer_of)
    runs = {
        experiment.name: {found.experiment.seed: found for found in library.find_seeds(experiment)}
        for experiment in (_as_run(member, order) for member in suite.members)
    }
    return Reproduced(runs, failures)


def wanted_experiments(suite: Suite, order: Order) -> list[Experiment]:
    """Every experiment that is to be trained, a seed each, cheapest first.

    Raises:
        ConfigError: none has a name like `order.only`.
    """
    chosen = [m for m in suite.members if fnmatchcase(m.experiment.name, order.only)]
    if not chosen:
        raise ConfigError(
            f"No experiment of the suite {suite.name} is called like {order.only!r}.",
            remedy="They are: " + ", ".join(m.experiment.name for m in suite.members),
        )
    trained = sorted((m for m in chosen if m.experiment.model.learns), key=_cost)
    return [
        _with_seed(_as_run(member, order), extra)
        for extra in range(order.seeds)
        for member in trained
    ]


def _as_run(member: Member, order: Order) -> Experiment:
    return _shortened(member.experiment) if order.is_fast else member.experiment


def _cost(member: Member) -> float:
    """Seconds that the published runs took, which orders experiments by what they cost."""
    published = member.published
    seconds = published.seconds_per_epoch if published else None
    return (60.0 if seconds is None else seconds) * member.experiment.training.epochs


def _with_seed(experiment: Experiment, extra: int) -> Experiment:
    return experiment.model_copy(update={"seed": experiment.seed + extra})


def _shortened(experiment: Experiment) -> Experiment:
    """The same experiment on a few steps: to see that everything runs, not what comes out."""
    training = experiment.training.model_copy(update={"epochs": 2, "steps_per_epoch": FAST_BATCHES})
    dataset = experiment.dataset.shortened(FAST_BATCHES)
    return experiment.model_copy(update={"training": training, "dataset": dataset})
